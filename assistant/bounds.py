"""Comparators: 以上, 不超过, 左右, 余 say how a figure is meant, and are part of it.

Four ways are told apart: exactly, up from it (超过, 不低于, 余), down from it (以内, 不足, 近)
and about it (约, 左右). Finer ones are not: 超过 and 不低于 differ by the figure itself.
"""

from __future__ import annotations

import re
from typing import Literal

Bound = Literal["exact", "up", "down", "about"]

_SO_FAR = r"(?:了|达到?|到|在|为|有|过|:|\s)*"
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "down",
        re.compile(
            rf"(?:不(?:得|能|再|会|可)?(?:超过|超出|超|高于|多于|大于|突破)|至多|最多|不足|不到|不满|低于(?<!不低于)|"
            rf"少于(?<!不少于)|小于(?<!不小于)|(?<![附远就最临邻靠亲])近(?!年|期)|将近|接近|控制在|"
            rf"less than|fewer than|(?<!not )under|below|at most|no more than|not more than|"
            rf"not exceed(?:ing)?|up to|within|nearly|almost|close to|capped at|no higher than|"
            rf"not above){_SO_FAR}$"
        ),
    ),
    (
        "up",
        re.compile(
            rf"(?:(?<![不得能再会可])超过|超出|(?<![不])超|逾|突破|多于|大于|高于|不止|不少于|不低于|不小于|"
            rf"不得?(?:少|低|小)于|"
            rf"至少|最少|起码|more than|over|above|at least|exceed(?:s|ed|ing)?|no less than|"
            rf"not less than|"
            rf"no fewer than|no lower than|not below|upwards of|greater than|surpass(?:ed|ing)?|"
            rf"a minimum of){_SO_FAR}$"
        ),
    ),
    (
        "about",
        re.compile(
            rf"(?:约|大概|大致|差不多|估计|about|around|approximately|roughly|some|circa){_SO_FAR}$"
        ),
    ),
)
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "up",
        re.compile(
            r"\s?(?:及|或)?(?:以上|之上|有余|出头|开外|起步?(?=[,;。)]|$)|[多余](?![种元样]|少|年前)|\+(?!\d))"
        ),
    ),
    ("up", re.compile(r"\s?(?:or (?:more|above|higher|over)|and above|plus)")),
    ("down", re.compile(r"\s?(?:及|或)?(?:以下|以内|之内|之下|以里)")),
    ("down", re.compile(r"\s?(?:or (?:less|below|fewer|lower|under))")),
    ("about", re.compile(r"\s?(?:左右|上下|or so)")),
)


def bound_of(text: str, start: int, end: int, *, more: bool) -> Bound:
    """How the figure text[start:end] is meant, in folded text.

    ``more``: whether 多 or 余 stands inside it (2500余个).

    >>> text = "涨幅不超过3%,15%以上,约2个"
    >>> bound_of(text, 5, 7, more=False), bound_of(text, 8, 11, more=False)
    ('down', 'up')
    """
    if more:
        return "up"
    before = text[max(0, start - 16) : start]
    before = re.split(r"[,;。、，；]", before)[-1]
    for bound, pattern in _AFTER:
        if pattern.match(text, end):
            return bound
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            if bound == "down" and before.rstrip("了达到在为有过: ").endswith("控制"):
                return "exact"  # 控制在3%: by itself no bound that 控制在3%左右 would contradict
            return bound
    return "exact"


def with_bound(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a figure together with the comparator beside it.

    >>> with_bound("涨幅不超过3%", 5, 7)
    (2, 7)
    """
    for _, pattern in _AFTER:
        if match := pattern.match(text, end):
            return start, match.end()
    first = max(0, start - 16)
    for _, pattern in _BEFORE:
        if match := pattern.search(text[first:start]):
            return first + match.start(), end
    return start, end
