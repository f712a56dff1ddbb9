"""A model's reply, as it grows, taken apart into sentences, their markers and nothing else.

No link, picture or markup of a model's gets past this: what leaves is plain text and
numbers. A marker is shown only once its sentence is whole and the number is known to exist,
so what is still being written is shown without any.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

LONGEST_SHOWN = 600
"""Characters shown of a sentence that is still being written."""
_BETWEEN = r"\s*(?:[,，、;；\-–—~～至]|\]\s*\[)\s*"
_NUMBERS = rf"\s*(?:段落|来源|出处|编号|引用|\^)?\s*\d+(?:{_BETWEEN}\d+)*\s*"
_MARKER_RE = re.compile(rf"[\[【［]{_NUMBERS}[\]】］]")
# In ASCII only before a space or a marker: 3.5, ?x=1 and ![…] go on.
_END = r"(?:[。！？；]+|[.?;]+(?=[\s\[【［])|!+(?=\s))[”’」』）)\"]*"
_END_RE = re.compile(rf"(?:{_END})(?:\s*{_MARKER_RE.pattern})*")
_OPEN_RE = re.compile(rf"(?:\s|{_MARKER_RE.pattern})*(?:[\[【［][^\]】］]{{0,24}})?")
"""After a sentence: markers of its own, one of them perhaps being written."""
_LEAD_RE = re.compile(
    rf"^\s*(?:根据|依据|按照|据)?\s*(?:段落|来源|出处|编号)?\s*{_MARKER_RE.pattern}\s*[，,:：]?"
)
_BULLET_RE = re.compile(r"\A\s*(?:[-*+·•]\s+|[-·•]|\d{1,2}[.、)）]\s*(?!\d)|#+\s+)")
_UNFINISHED_RE = re.compile(r"!?(?:[\[【［<][^\]】］>]*|\[[^\]]*\](?:\([^)]*)?)$|[*_`!]+$")
"""At the end of what has come so far: a marker, a link or a tag that may still be one."""

_SCHEMES = "https?|ftp|file|data|javascript|vbscript|mailto"
_MARKUP = (
    (re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\])?"), ""),
    (re.compile(r"\[([^\]\d][^\]]*)\](?:\([^)]*\)?|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z!][^<>]*>?", re.DOTALL), ""),
    (re.compile(rf"(?i)(?<![a-z])(?:(?:{_SCHEMES})\s*:|www\.)[^\s，。；、）)】]*"), ""),
    (re.compile(r"\*\*|__|`+|~~"), ""),
)  # fmt: skip


class Sentence(NamedTuple):
    """One sentence of a reply."""

    text: str
    markers: tuple[int, ...]
    line: int
    """Of the reply, counted from 1 without empty ones."""
    bullet: bool
    """Whether its line begins as an item of a list."""
    finished: bool = True
    """Whether it came to an end: with a mark of punctuation, or its marker."""


class Reply:
    """What a model has said so far; sentences leave it in order, each once."""

    def __init__(self) -> None:
        self._rest = ""
        self._lines = 0
        self._begun = False
        self._bullet = False

    def add(self, piece: str) -> list[Sentence]:
        """Take what has come; returns the sentences that it makes whole."""
        self._rest += piece
        *lines, rest = self._rest.split("\n")
        whole: list[Sentence] = []
        for line in lines:
            whole += self._line(line)
            self._begun = False
        # A marker may still follow the last sentence, so it waits for what comes after.
        ends = list(_END_RE.finditer(rest))
        while ends and _OPEN_RE.fullmatch(rest, ends[-1].end()):
            ends.pop()
        while ends and ends[-1][0].endswith(("；", ";")):
            ends.pop()
        if ends:
            upto = ends[-1].end()
            whole += self._line(rest[:upto])
            self._begun, rest = True, rest[upto:]
        self._rest = rest
        return whole

    def end(self) -> list[Sentence]:
        """The sentences that were left when nothing more comes."""
        rest, self._rest = self._rest, ""
        return self._line(rest)

    @property
    def pending(self) -> str:
        """The sentence being written, as plain text without markers."""
        rest = self._rest if self._begun else _BULLET_RE.sub("", self._rest, count=1)
        return plain(_UNFINISHED_RE.sub("", rest[:LONGEST_SHOWN]))

    def _line(self, text: str) -> list[Sentence]:
        """The sentences of a line, or of the next part of one that has begun."""
        if not text.strip():
            return []
        if not self._begun:
            self._lines += 1
            self._bullet = bool(_BULLET_RE.match(text))
            text = _BULLET_RE.sub("", text, count=1)
        ends = [0, *(match.end() for match in _END_RE.finditer(f"{text}\n")), len(text)]
        pieces = [text[start:stop] for start, stop in pairwise(ends)]
        read: list[Sentence] = []
        for piece in reversed(pieces):
            markers = _numbers(piece)
            bare = plain(_LEAD_RE.sub("", piece))
            if not markers and read and bare.endswith(("；", ";")):
                # 甲；乙。[1]: the marker at the end stands for both.
                markers = read[-1].markers
            finished = bool(markers) or bool(re.search(r"[。！？!?；;.”」』]$", bare))
            if bare:
                read.append(Sentence(bare, markers, self._lines, self._bullet, finished))
        return read[::-1]


def items(sentences: list[Sentence]) -> list[bool]:
    """Which are items of a list: begun as one, or alone on one of several lines.

    >>> items([Sentence("甲。", (1,), 1, False), Sentence("乙。", (1,), 2, False)])
    [True, True]
    """
    on = Counter(sentence.line for sentence in sentences)
    return [s.bullet or (len(on) > 1 and on[s.line] == 1) for s in sentences]


def _numbers(piece: str) -> tuple[int, ...]:
    found: list[int] = []
    for marker in _MARKER_RE.findall(piece):
        for first, last in re.findall(r"(\d+)(?:\s*[-–—~～至]\s*(\d+))?", marker):
            upto = int(last) if last and int(first) < int(last) < int(first) + 20 else int(first)
            found += range(int(first), upto + 1)
    return tuple(dict.fromkeys(found))


def plain(text: str) -> str:
    """Text alone: no markers, links, pictures, tags, addresses, emphasis, hidden characters.

    >>> plain("**180辆**[1]，见[这里](http://x.test)![](http://x.test/a.png)。")
    '180辆，见这里。'
    """
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    text = _MARKER_RE.sub("", text)
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    text = re.sub(r"[\[【［]\s*\d[\d\s,，、]*[\]】］]?", "", text)
    return re.sub(r"\s+", " ", text).strip(" -*·•#\t")
