"""Two places or two years side by side: which figure is larger, and by how much.

Said only when it is asked, and only of two figures with the same unit, each from a sentence
that is cited. The difference is computed exactly, in the larger unit that both are written
in, and shows what it was computed from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from assistant import phrases
from assistant.question import Question
from assistant.terms import Term
from ingest.document import Script
from ingest.normalise import fold, to_traditional

_FIGURE_RE = re.compile(
    r"(?<![第\d.\-])(\d+(?:,\d{3})*(?:\.\d+)?)(万亿|亿|万)?([多余])?(个百分点|%|[㐀-鿿])?"
)
SCALES = {"": Decimal(1), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
_RATE_RE = re.compile(r"增速|增长率|增幅|增长(?:了)?(?:多少|几)|增长目标|比重|占比|率")


class Figure(NamedTuple):
    """A figure as a sentence writes it."""

    text: str
    digits: Decimal
    scale: str
    unit: str
    rough: bool = False
    """Written as 1.5万余, 300多: what is computed from it is rough too."""

    @property
    def value(self) -> Decimal:
        """In single units: 1.5万 is 15000."""
        return self.digits * SCALES[self.scale]


def figure_of(question: Question, terms: Sequence[Term], said: str) -> Figure | None:
    """The figure of a sentence that the question asks for: the first after what it is about.

    With a unit or a rate asked for, the first of that kind.
    """
    folded = fold(said)
    nouns = [term.text for term in terms if term.noun and term.text in folded]
    start = max((folded.find(noun) + len(noun) for noun in nouns), default=0)
    figures = [_figure(m) for m in _FIGURE_RE.finditer(phrases.YEAR.sub(_blank, folded), start)]
    rate = _RATE_RE.search(question.text)
    fitting = [
        figure
        for figure in figures
        if (not rate or figure.unit in ("%", "个百分点"))
        and (not question.unit or question.unit in figure.scale + figure.unit)
    ]
    return next(iter(fitting), None)


def compared(text: str, found: Sequence[tuple[str, Figure | None]], script: Script) -> str:
    """The comparison of two labelled figures as a sentence; empty when none is asked or fair.

    >>> one = Figure("5亿元", Decimal("5"), "亿", "元")
    >>> other = Figure("3.5亿元", Decimal("3.5"), "亿", "元")
    >>> compared("甲比乙高多少", [("甲", one), ("乙", other)], "hans")
    '甲较高，相差1.5亿元（5亿元减3.5亿元）。'
    """
    asks_which = phrases.COMPARES.search(text)
    asks_by = phrases.DIFFERENCE.search(text)
    if len(found) != 2 or not (asks_which or asks_by):
        return ""
    (first, one), (second, other) = found
    if one is None or other is None or one.unit != other.unit or not (first and second):
        return ""
    if one is other:
        return ""
    if one.value == other.value:
        return _said("两者相同。", "The two are equal.", script)
    if one.value < other.value:
        first, one, second, other = second, other, first, one
    larger = _said(f"{first}较高", f"{first} is higher", script)
    if not asks_by:
        return larger + _said("。", ".", script)
    scale = one.scale if SCALES[one.scale] <= SCALES[other.scale] else other.scale
    gap = (one.value - other.value) / SCALES[scale]
    amount = f"{gap.normalize():f}{scale}" + ("个百分点" if one.unit == "%" else one.unit)
    return larger + _said(
        f"，相差{'约' if one.rough or other.rough else ''}{amount}（{one.text}减{other.text}）。",
        f", by {amount} ({one.text} less {other.text}).",
        script,
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _figure(match: re.Match[str]) -> Figure:
    digits = Decimal(match[1].replace(",", ""))
    return Figure(match[0], digits, match[2] or "", match[4] or "", bool(match[3]))


def _said(chinese: str, english: str, script: Script) -> str:
    if script == "latin":
        return english
    return to_traditional(chinese) if script == "hant" else chinese
