"""Dates of a text, as far as they say: year, month, day, quarter, or the end of a year.

Read from folded text, Chinese and English. A year alone is a date, also 2019 without 年.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.numerals import chinese_number

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_EN_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_CN = "〇零○o一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)\d\d|[二一][{_CN}]{{3}})"
_DAY = r"(?:\d{1,2}|[廿卅]?[一二三]?十?[一二三四五六七八九]?)"
_DATE_RE = re.compile(
    rf"""
    (?<![\d.])(?P<y1>{_YEAR})\s?(?:年度?(?![底末终初中])|(?=年[底末终初中]))\s?
        (?:(?P<m1>\d{{1,2}}|十[一二]?|[一二三四五六七八九])\s?月(?:份)?
        (?:(?P<d1>\d{{1,2}}|[一二三]?十?[一二三四五六七八九]?)[日号])?)?
    | (?<![\d./-])(?P<y2>(?:19|20)\d\d)[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?!\d)
    | (?<![\d年一二三四五六七八九十])(?P<m3>\d{{1,2}}|十[一二]?|[一二三四五六七八九])
        月(?!来|以)(?:份)?
        (?:(?P<d3>\d{{1,2}}|[一二三]?十?[一二三四五六七八九]?)[日号])?
    | (?P<range>(?<![\d.])(?:19|20)\d\d)(?=\s?[-—–~至到]{{1,2}}\s?(?:19|20)\d\d(?:年|(?!\d)))
    | (?<![a-z])(?P<m4>{_EN_MONTH})\.?
        \s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y4>(?:19|20)\d\d))?(?!\d)
    | (?<!\d)(?:(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?)?(?P<m5>{_EN_MONTH})
        (?:,?\s(?P<y5>(?:19|20)\d\d))(?!\d)
    | (?<!\d)(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m6>{"|".join(_MONTHS)})(?![a-z])
    | (?<![\d.,:+-])(?P<y6>(?:19[5-9]|20[0-4])\d)
        (?!\d|%|[.,:]\d|\s?(?:多|余|万|亿|个|户|人
        |名|亩|家|元|公里|米|平方|套|辆|座|所
        |张|处|条|件|项|吨|公顷|次|台|棵|株
        |yuan|mu|hectare|people|household|km|kilomet|square|ton|unit|set|ne?w))
    | (?P<when>(?:第?[一二三四1-4]|上|下)(?:季度|半年)|(?:年|岁|月|季)[底末终]
        |年初|年中|岁首|(?:本|这个|今年|每)月(?=[底初中末]))
    """,
    re.VERBOSE,
)
_WHEN = {
    "年末": "年底",
    "岁末": "年底",
    "年终": "年底",
    "岁首": "年初",
    "月末": "月底",
    "季末": "季底",
}


class Dated(NamedTuple):
    """One date, with what of it is said."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    when: str = ""
    """年底, 上半年, 2季度: a time of the year."""


@lru_cache(maxsize=1024)
def dates_in(folded: str) -> tuple[Dated, ...]:
    """The dates of folded text, in order.

    >>> [d[2:] for d in dates_in("二〇一九年二月十六日,5月7日上午,2020年底前")]
    [(2019, 2, 16, ''), (None, 5, 7, ''), (2020, None, None, ''), (None, None, None, '年底')]
    """
    return tuple(found for match in _DATE_RE.finditer(folded) if (found := _read(match)))


def _read(match: re.Match[str]) -> Dated | None:
    if match["when"]:
        text = match["when"].removeprefix("第")
        for digit, numeral in zip("1234", "一二三四", strict=True):
            text = text.replace(numeral, digit) if "季度" in text else text
        # 年底 counts the 年 of 2020年底 twice: the year is a match of its own.
        return Dated(match.start(), match.end(), when=_WHEN.get(text, text))
    if match["range"]:
        return Dated(match.start(), match.end(), int(match["range"]))
    year = _first(match, "y1", "y2", "y4", "y5", "y6")
    month = _first(match, "m1", "m2", "m3", "m4", "m5", "m6")
    day = _first(match, "d1", "d2", "d3", "d4", "d5", "d6")
    if year is not None and not 1900 <= year <= 2099:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    return Dated(match.start(), match.end(), year, month, day)


def _first(match: re.Match[str], *names: str) -> int | None:
    text = next((match[name] for name in names if match[name]), None)
    if text is None:
        return None
    if text[0].isalpha() and text.isascii():
        return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(text[:3])), None)
    return chinese_number(text.replace("○", "〇"))
