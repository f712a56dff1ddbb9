"""Dates as Chinese pages write them: 2019年2月16日, 二〇一九年二月十六日, 2020-03-25 15:15:22.

    find_dates(text)  -> every date that names its year, as far as it is precise
    month_days(text)  -> 6月16日 without a year, as (month, day)

Digits may be Arabic (also full-width) or Chinese; a zero may be any of 〇 ○ 零 O o 0 and
their look-alikes, as typists and OCR leave them. A date that no calendar has (2019年2月30日)
keeps the part that holds (2019-02).

What a date means (delivery, publication, event) is decided in metadata.py. Spans such as
2016—2020年 and plan years after 到 are years like any other here.
"""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from ingest.numerals import chinese_number

_ZEROS = "零〇○◯0０OoＯｏΟОº"
_CN = f"一二三四五六七八九{_ZEROS}"
_CN_DAY = r"[廿卅]?[一二三]?十?[一二三四五六七八九十]?"

_WRITTEN_RE = re.compile(
    rf"""
    (?<![0-9０-９])
    (?P<year>
        (?:19|20)\d\d | 2[0OoＯ〇○][0-9OoＯ〇○]{{2}}
        | [１２][９０][０-９]{{2}} | [一二][九{_ZEROS}][{_CN}]{{2}}
    )
    \s*年\s*
    (?:
        (?P<month>[0-9０-９]{{1,2}} | 十[一二]? | [一二三四五六七八九元])\s*月\s*
        (?:(?P<day>[0-9０-９]{{1,2}} | {_CN_DAY})\s*[日号])?
    )?
    """,
    re.VERBOSE,
)
_STAMP_RE = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.．])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?![\d%％]|[-/.．]\d)(?!个|万|亿|元)"
)
_MONTH_DAY_RE = re.compile(
    rf"(?<![0-9０-９年月])(?P<month>[0-9０-９]{{1,2}}|十[一二]?|[一二三四五六七八九])月"
    rf"(?P<day>[0-9０-９]{{1,2}}|{_CN_DAY})[日号]"
)


class DateMention(NamedTuple):
    """One date in a text: where it stands, and what it says in ISO form."""

    start: int
    end: int
    iso: str
    """2019-02-16, 2019-02 or 2019."""

    @property
    def year(self) -> int:
        """The year alone."""
        return int(self.iso[:4])


class MonthDay(NamedTuple):
    """A date whose year the reader is expected to know."""

    start: int
    end: int
    month: int
    day: int


def find_dates(text: str) -> list[DateMention]:
    """All dates with a year, in reading order.

    >>> [d.iso for d in find_dates("二O一九年二月十六日在市人代会上,2020-03-25 15:15:22")]
    ['2019-02-16', '2020-03-25']
    >>> [d.iso for d in find_dates("2020年5月7日,二〇二〇年,2018年2月30日")]
    ['2020-05-07', '2020', '2018-02']
    """
    mentions = [
        *(_mention(match, written=True) for match in _WRITTEN_RE.finditer(text)),
        *(_mention(match, written=False) for match in _STAMP_RE.finditer(text)),
    ]
    return sorted(mention for mention in mentions if mention)


def month_days(text: str) -> list[MonthDay]:
    """Dates without a year: 6月16日 -> (6, 16). Those that follow a year are left out.

    >>> [(d.month, d.day) for d in month_days("6月16日下午;2019年2月16日;十二月三十一日")]
    [(6, 16), (12, 31)]
    """
    found = []
    for match in _MONTH_DAY_RE.finditer(text):
        month, day = _number(match["month"]), _number(match["day"])
        if month and day and _iso(2000, month, day).count("-") == 2:
            found.append(MonthDay(match.start(), match.end(), month, day))
    return found


def _mention(match: re.Match[str], *, written: bool) -> DateMention | None:
    year = _number(match["year"])
    if year is None or not 1900 <= year <= 2099:
        return None
    month, day = _number(match["month"]), _number(match["day"])
    iso = _iso(year, month, day)
    # 2011.12.50 is no date but a section or a version number.
    if not written and iso.count("-") != 2:
        return None
    return DateMention(match.start(), match.start() + len(match[0].rstrip()), iso)


def _iso(year: int, month: int | None, day: int | None) -> str:
    if month is None or not 1 <= month <= 12:
        return f"{year}"
    if day is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def _number(text: str | None) -> int | None:
    """A year, month or day in either kind of digits; None for an empty match."""
    if not text:
        return None
    if text == "元":
        return 1
    zero = "0" if any(c.isdecimal() and int(c) for c in text) else "〇"
    plain = "".join(zero if c in _ZEROS else c for c in text)
    if plain.isdecimal():
        return int(plain)
    if plain[0] in "廿卅":
        tens = 20 if plain[0] == "廿" else 30
        return tens + (chinese_number(plain[1:]) or 0)
    return chinese_number(plain)
