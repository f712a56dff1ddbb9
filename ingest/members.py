"""What a list in a text is made of: members, lead, the count that the lead declares.

The values and the small readings that all kinds of lists share (enumerations.py, runs.py,
parallels.py). Spans count characters of one paragraph's text.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ingest.numerals import chinese_number

Style = Literal["marked", "parallel", "frame", "run"]

MEASURE = (
    "大|个|项|件|种|类|条|点|张|场|步|批|道|化|新|强|城|区|策|率|线|环|篇|带|路|圈|方面|支柱|板块"
)
_BARE_LEAD = 10
"""Characters of a lead that only says 分别是: or 具体如下:."""
_LONGEST_LEAD = 400
"""Characters that are looked back for where a lead begins."""
_DECLARED_RE = re.compile(
    r"(?<![第\d一二三四五六七八九十百])"
    r"(?P<n>[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d{1,2})"
    rf"(?:{MEASURE})(?!月|年|分|多|余|以)"
)
_SENTENCE_RE = re.compile(r"[^。！？!?]*[。！？!?]+[”\"’」》）)]*|[^。！？!?]+$")


class Member(NamedTuple):
    """One member of a list, as a span of the paragraph's text."""

    start: int
    """Where its marker begins (一是…)."""
    end: int
    """One past its last character, its full stop included."""
    head_end: int
    """Where its own name ends: its first sentence or clause, the stop left out."""


class Enumeration(NamedTuple):
    """One list in a paragraph."""

    style: Style
    lead_start: int
    lead_end: int
    """The words that introduce it; an empty span when the list opens its paragraph."""
    declared: int | None
    """How many the lead says there are (十件, 3项, 八个方面)."""
    members: tuple[Member, ...]

    @property
    def start(self) -> int:
        """Where the list begins, its lead included."""
        return min(self.lead_start, self.members[0].start)

    @property
    def end(self) -> int:
        """One past its last member."""
        return self.members[-1].end

    def lead(self, text: str) -> str:
        """The words that introduce it."""
        return text[self.lead_start : self.lead_end]


def declared_count(lead: str) -> int | None:
    """The number that the words before a list declare: the last one that counts something.

    >>> [declared_count(t) for t in ("办好十件民生实事", "采取3项措施", "“六个关系”:")]
    [10, 3, 6]
    >>> declared_count("第三届,一个都不能少") is None
    True
    """
    counts = [chinese_number(m["n"].replace("两", "二")) for m in _DECLARED_RE.finditer(lead)]
    return next((n for n in reversed(counts) if n and 2 <= n <= 60), None)


def counts_in(text: str) -> set[int]:
    """Every number of things that a text counts: 四大行动 and 10件实事 are 4 and 10."""
    counts = {chinese_number(m["n"].replace("两", "二")) for m in _DECLARED_RE.finditer(text)}
    return {n for n in counts if n}


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, each with its stop and closing quotes."""
    return [match.span() for match in _SENTENCE_RE.finditer(text) if match[0].strip()]


def rstripped(text: str, start: int, end: int) -> int:
    """``end`` without the white space before it."""
    return start + len(text[start:end].rstrip())


def head_end(text: str, start: int, end: int) -> int:
    """Where a member's own name ends: a short first sentence with more after it, else the
    first clause.
    """
    found = sentences_of(text[start:end])
    if len(found) > 1 and found[0][1] <= 42:
        return start + len(text[start : start + found[0][1]].rstrip("。！？!?"))
    clause = re.compile(r"[，,；;。：:]").search(text, start + 2, end)
    return clause.start() if clause else rstripped(text, start, end)


def lead_span(text: str, at: int) -> tuple[int, int]:
    """The lead of a list that begins ``at``: the sentence that runs into its first member, or
    else the whole sentence before.
    """
    begin = _sentence_start(text, at)
    own = text[begin:at].strip(' \u3000”"’')
    if own and (len(own) > _BARE_LEAD or not begin):
        return begin, at
    # 抓好15件实事。分别是:(1)…: what is counted stands in the sentence before.
    previous = _sentence_start(text, max(0, begin - 1))
    return (previous, at if own else begin) if begin else (at, at)


def _sentence_start(text: str, at: int) -> int:
    floor = max(0, at - _LONGEST_LEAD)
    return max(floor, *(text.rfind(stop, floor, at) + 1 for stop in "。！？!?"))
