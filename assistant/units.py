"""Units as reports write them and people say them, and which can be compared.

    unit_of("万亩"), unit_of("平方公里")    both measure area
    converted(1, "公顷", "亩")             15.0

The table is lexicon_units.tsv beside this file. A percentage and percentage points are not
the same measure, nor are yuan and dollars, nor is a place in a school a thing counted.
Numbers themselves are read in verify.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.lexicon_table import naming, rows
from ingest.errors import WenzhengError

PATH = Path(__file__).with_name("lexicon_units.tsv")

SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}
"""What may stand before a unit: 万亩, 亿元, 千人."""


class Unit(NamedTuple):
    """What a unit measures, and how many of its measure's base unit it is."""

    measures: str
    factor: float


def unit_of(text: str) -> Unit | None:
    """The unit of a folded spelling with or without its scale; None for an unknown one.

    >>> unit_of("万亩") == unit_of("万亩地"), unit_of("度"), unit_of("棒")
    (True, Unit(measures='energy', factor=1.0), None)
    """
    table = units()
    if text in table:
        return table[text]
    for scale, times in sorted(SCALES.items(), key=lambda item: -len(item[0])):
        unit = table.get(text.removeprefix(scale)) if text.startswith(scale) else None
        if unit:
            return Unit(unit.measures, unit.factor * times)
    return None


def comparable(first: str, second: str) -> bool:
    """Whether two units measure the same; an unknown unit only goes with itself.

    >>> comparable("亩", "平方公里"), comparable("%", "个百分点"), comparable("亿元", "美元")
    (True, False, False)
    """
    units_of_both = unit_of(first), unit_of(second)
    if None in units_of_both:
        return first == second
    return len({unit.measures for unit in units_of_both if unit}) == 1


def converted(value: float, unit: str, into: str) -> float:
    """A value in another unit; raises WenzhengError when the two can't be compared.

    >>> round(converted(2.5, "万亩", "公顷"), 1), converted(3, "亿元", "万元")
    (1666.7, 30000.0)
    """
    before, after = unit_of(unit), unit_of(into)
    if not before or not after or before.measures != after.measures:
        raise WenzhengError(f"{unit!r} and {into!r} don't measure the same: take comparable units")
    return value * before.factor / after.factor


@cache
def units(path: Path = PATH) -> Mapping[str, Unit]:
    """Every spelling with its unit; raises WenzhengError with file and line of what is wrong."""
    found: dict[str, Unit] = {}
    for number, (measures, factor, spelling, also) in rows(path, 4):
        with naming(path, number):
            unit = Unit(measures, float(factor))
            if unit.factor <= 0:
                raise ValueError(f"factor {factor!r}: above 0 expected")
            for text in (spelling, *(form for form in also.split() if form != "-")):
                if text in found:
                    raise ValueError(f"{text!r} stands twice")
                found[text] = unit
    return found
