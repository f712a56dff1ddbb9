"""Restored text -> its lines, each with where it begins; what later becomes paragraphs.

White space around a line, mark-down signs (##, >), table strokes and list bullets are left
out of it. A line that breaks off within a sentence is joined with the one that goes on; the
break stays in its text.

Pages that lost their newlines come as one line of many thousand characters: such a line is
divided before the heads 一、 and (一) that it holds, if they count up from one, and before
各位代表, so that outline.py finds them as it does on other pages. Shorter lines are never
divided: a paragraph with (一)…(二)… inside is one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ingest.numerals import chinese_number
from ingest.people import is_byline

LONG_LINE = 2500
"""Characters from which a line is taken for several. The longest paragraph of the five real
documents has 932; a report that lost its newlines has ten thousand and more."""

_BREAK_RE = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_MARGIN = " \t\u3000\xa0\ufeff\u200b\u200c\u200d\u2002\u2003\u2009|"
_SIGN_RE = re.compile(rf"(?:#{{1,6}}[{_MARGIN}]+|>[{_MARGIN}]+|[-*+•·●■◆▲◇□][{_MARGIN}]+)+")
_HEAD_RE = re.compile(
    r"(?:(?<=[。！？!?；;：:”\"》)）\s])|^)"
    r"(?:(?P<first>[一二三四五六七八九十]{1,3})、|[(（](?P<second>[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<address>各位代表[:：,，!！]))"
)


FEW_LINES = 3
"""Lines of a page that lost its newlines; then a quarter of LONG_LINE is long."""


TORN = 60
"""Characters of a line that ends without a stop from which it is certainly prose."""
NARROWEST = 16
"""Characters of the narrowest column that a page is wrapped to."""
WRAPPED = 6
"""So many lines that break off at about one width make a page with hard line breaks."""
_OPEN_END_RE = re.compile(r"[\u4e00-\u9fff0-9，,、]")
_CLAUSE_RE = re.compile(r"[，,。；;]")
_BEGINS_RE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是要]|[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]|第.{1,3}[章节条部]|——|各位代表|"
    r"[^，,。]{1,8}[:：]"
)


class Line(NamedTuple):
    """One line of the restored text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def split_lines(text: str) -> list[Line]:
    r"""The lines that hold anything, in reading order.

    >>> [tuple(line) for line in split_lines("标题\n\n\u3000\u3000全文。 \n• 又一行")]
    [(0, '标题'), (6, '全文。'), (13, '又一行')]
    """
    bounds = [(0, 0), *(match.span() for match in _BREAK_RE.finditer(text)), (len(text),) * 2]
    found = [_trimmed(text, before[1], after[0]) for before, after in pairwise(bounds)]
    whole = [line for line in found if line]
    whole = _rejoined(text, whole)
    longest = LONG_LINE if len(whole) > FEW_LINES else LONG_LINE // 4
    return [
        piece
        for line in whole
        for piece in (_divided(line) if len(line.text) >= longest else (line,))
    ]


def _rejoined(text: str, lines: list[Line]) -> list[Line]:
    """Lines that break off in the middle of a sentence, with the line that goes on.

    Either a single paragraph was torn, which shows only in a long line; or all lines were
    wrapped at one width, as from a PDF.
    """
    broken = [len(line.text) for line in lines if _breaks_off(line.text)]
    width = max(broken, default=0)
    wrapped = len(broken) >= WRAPPED and sum(n >= width - 3 for n in broken) * 2 >= len(broken)
    least = max(width - 3, NARROWEST) if wrapped else TORN
    joined: list[Line] = []
    for line in lines:
        last = joined[-1].text.rpartition("\n")[2] if joined else ""
        if len(last) >= least and _breaks_off(last) and _goes_on(line.text):
            joined[-1] = Line(joined[-1].start, text[joined[-1].start : line.end])
        else:
            joined.append(line)
    return joined


def _breaks_off(text: str) -> bool:
    return _OPEN_END_RE.fullmatch(text[-1]) is not None and _CLAUSE_RE.search(text) is not None


def _goes_on(text: str) -> bool:
    """Not a head, a by-line, a label, and with a clause of its own."""
    return _CLAUSE_RE.search(text) is not None and not (_BEGINS_RE.match(text) or is_byline(text))


def _trimmed(text: str, start: int, end: int) -> Line | None:
    line = text[start:end]
    left = len(line) - len(line.lstrip(_MARGIN))
    sign = _SIGN_RE.match(line, left)
    left = sign.end() if sign else left
    kept = line[left:].rstrip(_MARGIN)
    # **bold** over a whole line is mark-down for a head.
    if len(kept) > 4 and kept.startswith("**") and kept.find("**", 2) == len(kept) - 2:
        kept, left = kept[2:-2], left + 2
    return Line(start + left, kept) if kept else None


def _divided(line: Line) -> Iterator[Line]:
    cuts = [0, *_cuts(line.text), len(line.text)]
    for start, end in pairwise(cuts):
        piece = _trimmed(line.text, start, end)
        if piece:
            yield Line(line.start + piece.start, piece.text)


def _cuts(text: str) -> Iterator[int]:
    """Where the heads that count up begin: (三) after (二), or (一) of a new section."""
    last = {"first": 0, "second": 0}
    for match in _HEAD_RE.finditer(text):
        style = match.lastgroup or ""
        if style == "address":
            if match.start():
                yield match.start()
            continue
        number = chinese_number(match[style]) or 0
        restarts = number == 1 and (style == "second" or last[style] == 0)
        if number != last[style] + 1 and not restarts:
            continue
        last[style] = number
        if style == "first":
            last["second"] = 0
        if match.start():
            yield match.start()
