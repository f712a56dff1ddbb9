"""Figures: the numbers of a text with what they measure and how they are meant.

1.8万余名, 18000多人 and "more than 18,000 people" are the same figure; 8.3%, 8.3亿 and 8.3个百分点
are three. Dates and years are no figures (dated.py), nor is the 一 of 一个, nor a list's own
numbering. Everything is read from folded text, so spans hold for the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from assistant.amounts import ARABIC, FIGURE_RE, value_of
from assistant.bounds import Bound, bound_of
from assistant.dated import dates_in
from assistant.units import SHARE, TIMES, UNIT_RE, agree, is_measure, unit_at
from ingest.normalise import fold

_RANGE_RE = re.compile(r"\s?(?:[-—–~至到]{1,2}|to|and(?= ))\s?")
LISTED_RE = re.compile(
    r"(?:以上|以内|以下|左右)?(?:[、和与及,]|以及|,? and |, )(?:到|约|不超过|不低于|不高于|"
    r"不少于|超过)?"
)
"""Between two figures of one list: 9%、10%以内和12%."""
_NUMBERING_RE = re.compile(r"(?:^|(?<=[\n。;；]))\s*(?:[(]\d{1,2}[)]|\d{1,2}[.、．](?!\d)|[①-⑳])")
_PLANS_RE = re.compile(r"[十]?[一二三四]五(?=规划|计划|时期|末|期间|[”\"’」])|三五成群|九年义务")
_IDIOM_RE = re.compile(
    r"千方百计|千家万户|四面八方|三农|一[五四]*(?:体|网|卡|码|窗|站|线|流|带|路)|万众|百姓|百年|千秋|万家|"
    r"一心一意|五湖四海|三心二意|七上八下|万无一失|百折不挠|百花|千载|十分|十足|万物|千亿级|百亿级|一二三产|三产"
)


class Figure(NamedTuple):
    """One number of a text."""

    start: int
    end: int
    """One past its unit, or past its number where it has none."""
    low: Fraction
    high: Fraction
    """The same as ``low`` but in a range (3至5个). A share is a fraction: 5% is 1/20."""
    unit: str
    """Canonical name; empty without one."""
    bounds: frozenset[Bound]
    """How it may be meant: one, but where a list shares its comparator (9%、10%左右)."""
    ordinal: bool = False


@lru_cache(maxsize=1024)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order.

    >>> [(str(f.low), f.unit, *f.bounds) for f in figures("增长８.3%，让1.8万余名小学生")]
    [('83/1000', 'share', 'exact'), ('18000', '人', 'up')]
    >>> [(str(f.low), f.ordinal) for f in figures("居全省第四位,十二项,一个,2019年")]
    [('4', True), ('12', False)]
    """
    folded = fold(text)
    taken = [(d.start, d.end) for d in dates_in(folded)]
    for pattern in (_NUMBERING_RE, _PLANS_RE, _IDIOM_RE):
        taken += [m.span() for m in pattern.finditer(folded)]
    found = list(_read(folded, taken))
    return tuple(_with_shared(folded, _ranges(folded, found)))


def _read(folded: str, taken: list[tuple[int, int]]) -> Iterator[Figure]:
    at = 0
    while match := FIGURE_RE.search(folded, at):
        start, end = match.span()
        clash = [e for s, e in taken if s < end and start < e]
        if clash:
            at = max(max(clash), start + 1)
            continue
        figure = _figure(folded, match)
        if figure:
            yield figure
        at = max(figure.end if figure else end, start + 1)


def _figure(folded: str, match: re.Match[str]) -> Figure | None:
    value, fixed, ordinal = value_of(match)
    if value is None:
        return None
    more = bool(match["more"] or match["cn_more"])
    end = match.end()
    after = re.compile(r"[多余几](?!年前)").match(folded, end)
    if after and UNIT_RE.match(folded, end + 1):
        more, end = True, end + 1
    if folded.startswith("个多", end) and not fixed:  # 两个多月
        more, end = True, end + 2
    unit, unit_end = (fixed, end) if fixed else unit_at(folded, end)
    if unit == SHARE and not fixed:
        value /= 100
    elif unit == "‰":
        unit, value = SHARE, value / 1000
    if unit and folded.startswith("半", unit_end) and unit in ("年", "天", "月", "小时"):
        value, unit_end = value + Fraction(1, 2), unit_end + 1
    if not _is_amount(folded, match, unit, ordinal=ordinal and not fixed):
        return None
    if match["half"] and match["half"][0] in "过大":
        bounds: frozenset[Bound] = frozenset({"up"})
    else:
        bounds = frozenset({bound_of(folded, match.start(), unit_end, more=more)})
    return Figure(match.start(), unit_end, value, value, unit, bounds, ordinal)


def _is_amount(folded: str, match: re.Match[str], unit: str, *, ordinal: bool) -> bool:
    if match["chinese"]:
        return _counts(match["chinese"], unit)
    if match["word"] == "one" and not match["word_scale"]:
        return is_measure(unit)
    return not ordinal or unit != "" or _ranked(folded, match)


def _counts(written: str, unit: str) -> bool:
    """Whether Chinese numerals are an amount: 十件, 二十, but neither 一个 nor 三农."""
    if written in ("一", "百", "千", "两") and (written != "两" or not unit):
        return is_measure(unit) and unit not in (
            "年",
            "天",
            "月",
            "人",
            "级",
            "分",
            "户",
            "里",
            "周",
            TIMES,
        )
    if unit:
        return True
    return len(written) >= 2 and bool(set("十百千万亿") & set(written)) and written[0] not in "百千"


def _ranked(folded: str, match: re.Match[str]) -> bool:
    """第一 where it is a rank and not a list's mark."""
    return bool(
        re.search(
            r"(?:居|列|占|排名?|排在|位列|位居|名列|全省|全国|全市)$", folded[: match.start()]
        )
    )


def _ranges(folded: str, found: list[Figure]) -> list[Figure]:
    """3至5个, 5%—8%, 3—5万: two figures that are the ends of one."""
    joined: list[Figure] = []
    for figure in found:
        before = joined[-1] if joined else None
        if (
            before
            and before.low == before.high < figure.high
            and _RANGE_RE.fullmatch(folded, before.end, figure.start)
            and not before.ordinal
            and (before.unit in ("", figure.unit))
            and (folded[before.end : figure.start].strip() != "and" or _between(folded, before))
        ):
            low = before.low
            if before.unit == "":
                # 3—5万 is from 30,000; 5-8% from 5%
                factor = figure.low / _number_at(folded, figure)
                whole = before.low == _number_at(folded, before)
                low = before.low * factor if whole and factor else before.low
            joined[-1] = figure._replace(start=before.start, low=low)
        else:
            joined.append(figure)
    return joined


def _between(folded: str, figure: Figure) -> bool:
    return folded[: figure.start].rstrip().endswith(("between", "from"))


def _number_at(folded: str, figure: Figure) -> Fraction:
    match = re.compile(ARABIC).match(folded, figure.start)
    value = Fraction(match[0].replace(",", "")) if match else figure.low
    return value or Fraction(1)


def _with_shared(folded: str, found: list[Figure]) -> list[Figure]:
    """增长9%、10%、12%左右: a comparator, or a unit, that the last one has for all."""
    for k in range(len(found) - 2, -1, -1):
        one, other = found[k], found[k + 1]
        if not LISTED_RE.fullmatch(folded[one.end : other.start]):
            continue
        if one.unit == "" and other.unit and not one.ordinal:
            value = one.low / 100 if other.unit == SHARE else one.low
            found[k] = one = one._replace(unit=other.unit, low=value, high=value)
        if agree(one.unit, other.unit):
            found[k] = one._replace(bounds=one.bounds | other.bounds)
    return found
