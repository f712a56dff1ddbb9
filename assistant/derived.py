"""Figures that stand nowhere but follow: differences, sums, ratios and shares, recomputed.

公交车180辆，公厕97座 gives no 83. A result counts only where the sentence says that it is one
(多出, 相差, 合计, 是…的2倍, 占), and its operands are figures of one unit that the claim itself
gives, or that the sources give of one subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from assistant.stated import Stated
from assistant.units import POINTS, SHARE, TIMES, agree
from ingest.normalise import fold

_DIFFERENCE_RE = re.compile(
    r"多出?|少了?|相差|差(?:距|额)?|高出?|低了?|增加|减少|提高|降低|超出|下降|上升|"
    r"difference|more|fewer|less|higher|lower|gap|increase|decrease"
)
_SUM_RE = re.compile(
    r"合计|总计|一共|总共|(?<!公)共(?=计?[\d有为是达约])|共计|加起来|之和|累计|总和|in total|"
    r"altogether|combined|sum|total"
)
_RATIO_RE = re.compile(r"倍|times|twice|double")
_SHARE_RE = re.compile(r"占|完成率|比例|约合|相当于|share|per ?cent|%")
_MAX_SUMMANDS = 12
_REACH = 14


def derived(text: str, said: Stated, claimed: Sequence[Stated], stood: Sequence[Stated]) -> bool:
    """Whether a claim's figure is the result that its sentence says it is.

    ``claimed`` are the claim's own figures, ``stood`` those of its sources.
    """
    figure = said.figure
    if figure.low != figure.high or figure.ordinal:
        return False
    if any(figure.low == s.figure.low for s in stood):
        return False  # it stands there, with another unit or comparator: that is no result
    folded = fold(text)
    before = folded[max(0, figure.start - _REACH) : figure.start]
    around = before + folded[figure.end : figure.end + 8]
    own = [
        s for s in claimed
        if s.figure != figure and any(_equal(s, source) for source in stood)
    ]  # fmt: skip
    if figure.bounds != frozenset({"exact"}) and figure.bounds != frozenset({"about"}):
        return False
    near = list(_about(said, stood))
    pools = [*near, *([s for s in pool if s not in own] + own for pool in near)]
    # A ratio hits some pair of many figures by chance: its operands stand in the claim itself.
    return (
        len(own) >= 2 and _follows(figure.low, figure.unit, around, own, ratios=True)
    ) or any(
        _follows(figure.low, figure.unit, around, pool, ratios=False)
        for pool in pools if len(pool) >= 2
    )  # fmt: skip


def _equal(one: Stated, other: Stated) -> bool:
    return one.figure.low == other.figure.low == other.figure.high == one.figure.high and agree(
        one.figure.unit, other.figure.unit
    )


def _about(said: Stated, stood: Sequence[Stated]) -> Iterable[list[Stated]]:
    """The sources' figures that are said of what the claim is about."""
    near = [
        s for s in stood
        if len(s.subject & said.subject) >= min(2, max(1, (len(s.subject) + 1) // 2))
    ]  # fmt: skip
    if near:
        yield near


def _follows(
    value: Fraction, unit: str, around: str, pool: Sequence[Stated], *, ratios: bool
) -> bool:
    same = [
        s.figure.low for s in pool if agree(s.figure.unit, unit) and s.figure.low == s.figure.high
    ]
    if unit == POINTS:
        same = [100 * s.figure.low for s in pool if s.figure.unit == SHARE]
    if ratios and (unit in (SHARE, TIMES) or _RATIO_RE.search(around)):
        pairs = [
            (a.figure.low, b.figure.low)
            for a in pool for b in pool
            if a is not b and agree(a.figure.unit, b.figure.unit) and b.figure.low
        ]  # fmt: skip
        quotients = [a / b for a, b in pairs]
        if unit == TIMES or _RATIO_RE.search(around):
            return any(_close(value, q) for q in quotients)
        if _SHARE_RE.search(around) and any(
            _close(value * 100, q * 100) for q in quotients if q <= 1
        ):
            return True
        changes = [100 * (q - 1) for q in quotients if q > 0]
        if _DIFFERENCE_RE.search(around) and any(_close(value * 100, abs(c)) for c in changes):
            return True
        if unit == SHARE:
            return False
    if _DIFFERENCE_RE.search(around) and any(value == abs(a - b) for a, b in combinations(same, 2)):
        return True
    if _SUM_RE.search(around):
        if len(same) > 1 and value == sum(same):
            return True
        summed = same[:_MAX_SUMMANDS]
        return any(value == a + b for a, b in combinations(summed, 2))
    return False


def _close(value: Fraction, exact: Fraction) -> bool:
    """Equal when the exact result is rounded to the digits that the value shows."""
    for digits in range(4):
        if (value * 10**digits).denominator == 1:
            return abs(value - exact) <= Fraction(1, 2 * 10**digits)
    return value == exact
