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

from assistant.bounds import Bound, bound_of
from assistant.dated import dates_in
from assistant.units import SHARE, TIMES, UNIT_RE, agree, is_measure, unit_at
from ingest.normalise import fold
from ingest.numerals import amount

_SCALES = {
    "万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4,
    "千": 10**3, "百": 100, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11,
    "hundred million": 10**8, "ten thousand": 10**4, "thousand": 10**3, "million": 10**6,
    "billion": 10**9, "trillion": 10**12, "hundred thousand": 10**5, "bn": 10**9, "k": 10**3,
}  # fmt: skip
_SCALE = (
    r"\s?(?:万亿|[十百千]?亿|[百千]万|十万|万|千(?![米克瓦卡伏])|百(?!分)"
    r"|(?:hundred[ ]million|hundred[ ]thousand|ten[ ]thousand|thousand|million|billion|trillion|bn)"
    r"(?![a-z])|k(?![a-z]))"
)
_ARABIC = r"(?:(?<!\d,)\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_CN = "[零〇一二两三四五六七八九十百千]"
_ENGLISH_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_ENGLISH = {word: n for n, word in enumerate(_ENGLISH_ONES)} | {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_TENS = "|".join(w for w, n in _ENGLISH.items() if n >= 20)
_ONES = "|".join(w for w, n in sorted(_ENGLISH.items(), key=lambda e: -len(e[0])) if n < 20)
_WORD = rf"(?<![a-z])(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|(?:{_ONES})(?:[ ]hundred)?)(?![a-z])"
_FRACTIONS = {"half": "1/2", "one third": "1/3", "a third": "1/3", "two thirds": "2/3",
              "one quarter": "1/4", "a quarter": "1/4", "three quarters": "3/4",
              "one half": "1/2", "one fifth": "1/5"}  # fmt: skip

_FIGURE_RE = re.compile(
    rf"""
    (?P<of>[百千])分之(?P<share>{_ARABIC}|{_CN}+(?:点{_CN}+)?|百)
    | (?P<denominator>{_CN}+|\d+)分之(?P<numerator>{_CN}+|\d+)
    | (?P<tenths>[一二三四五六七八九]|(?<![\d.])\d(?:\.\d)?)成(?P<five>半)?(?![立为功员果长就都本熟效人套交品绩分])
    | (?P<half>(?<![一两])[一过大近]半(?![年天个月]))
    | (?P<nth>第)(?P<rank>\d+|{_CN}+)
    | (?P<english_nth>(?<![\d.])\d+)(?:st|nd|rd|th)(?![a-z])
    | (?P<fraction>(?<![a-z])(?:{"|".join(_FRACTIONS).replace(" ", "[ ]")})(?![a-z]))
    | (?P<arabic>(?<![\d.]){_ARABIC}(?!\.?\d))(?P<more>\s?[多余几](?!年前))?(?P<scale>{_SCALE})?
      (?P<low_scale>(?<=亿)\d+万|(?<=万)\d+千(?!米))?
    | (?P<chinese>{_CN}+点{_CN}+(?:万|亿)? | (?:{_CN}|万(?=[零一二两三四五六七八九亿]))+(?:[万亿]{_CN}*)*)(?P<cn_more>[多余])?(?P<cn_scale>[万亿])?
    | (?P<word>{_WORD})(?P<word_scale>{_SCALE})?
    """,
    re.VERBOSE,
)
_RANGE_RE = re.compile(r"\s?(?:[-—–~至到]{1,2}|to|and(?= ))\s?")
LISTED_RE = re.compile(
    r"(?:以上|以内|以下|左右)?(?:[、和与及,]|以及|,? and |, )(?:到|约|不超过|不低于|不高于|不少于|超过)?"
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
    while match := _FIGURE_RE.search(folded, at):
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
    value, fixed, ordinal = _value(match)
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
    if match["chinese"] and not ordinal and not _counts(match["chinese"], unit):
        return None
    if match["word"] == "one" and not match["word_scale"] and not is_measure(unit):
        return None
    if ordinal and not fixed and unit == "" and not _ranked(folded, match):
        return None
    if match["half"] and match["half"][0] in "过大":
        bounds: frozenset[Bound] = frozenset({"up"})
    else:
        bounds = frozenset({bound_of(folded, match.start(), unit_end, more=more)})
    return Figure(match.start(), unit_end, value, value, unit, bounds, ordinal)


def _value(match: re.Match[str]) -> tuple[Fraction | None, str, bool]:
    """(value, a unit that the form itself gives, whether ordinal)."""
    if match["of"]:
        share = Fraction(100) if match["share"] == "百" else _plain(match["share"])
        return (
            (None if share is None else share / (100 if match["of"] == "百" else 1000)),
            SHARE,
            False,
        )
    if match["denominator"]:
        below, above = _plain(match["denominator"]), _plain(match["numerator"])
        return (above / below if above is not None and below else None), SHARE, False
    if match["tenths"]:
        tenths = _plain(match["tenths"])
        half = Fraction(1, 20) if match["five"] else 0
        return (None if tenths is None else tenths / 10 + half), SHARE, False
    if match["half"]:
        return Fraction(1, 2), SHARE, False
    if match["fraction"]:
        return Fraction(_FRACTIONS[match["fraction"]]), SHARE, False
    if match["nth"]:
        return _plain(match["rank"]), "", True
    if match["english_nth"]:
        return Fraction(match["english_nth"]), "人", True
    if match["word"]:
        parts = re.split(r"[ -]", match["word"])
        hundred = 100 if parts[-1] == "hundred" else 1
        total = sum(_ENGLISH.get(part, 0) for part in parts)
        return Fraction(total * hundred) * _scale(match["word_scale"]), "", False
    if match["chinese"]:
        return _scaled_chinese(match["chinese"], match["cn_scale"]), "", False
    value = Fraction(match["arabic"].replace(",", "")) * _scale(match["scale"])
    if match["low_scale"]:
        low = match["low_scale"]
        value += int(low[:-1]) * _SCALES[low[-1]]
    return value, "", False


def _scaled_chinese(text: str, scale: str | None) -> Fraction | None:
    factor = _scale(scale)
    if "点" in text and text[-1] in "万亿":
        factor *= _SCALES[text[-1]]
        text = text[:-1]
    value = amount(text)
    return None if value is None else value * factor


def _plain(text: str) -> Fraction | None:
    if text[0].isdecimal():
        return Fraction(text.replace(",", ""))
    return amount(text)


def _scale(written: str | None) -> int:
    return _SCALES[written.strip()] if written else 1


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
    match = re.compile(_ARABIC).match(folded, figure.start)
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
