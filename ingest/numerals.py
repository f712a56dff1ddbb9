"""Chinese numerals: 十 -> 10, 二十三 -> 23, 一百二十 -> 120, 两 -> 2.

chinese_number is for small whole numbers as they count lists and years in reports, amount for
what has 万, 亿 or decimals. Digits mixed with 万 (1.26万) are a matter of assistant/figures.py.
"""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "o": 0,
    "O": 0,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_D = "[一二两三四五六七八九]"
_SECTION = rf"(?:(?:{_D}千)?(?:零?{_D}百)?(?:零?{_D}?十)?(?:零?{_D})?)"
_AMOUNT_RE = re.compile(rf"(?=.)(?:{_SECTION}亿)?(?:零?{_SECTION}万)?零?{_SECTION}")


def chinese_number(text: str) -> int | None:
    """The value of a numeral in Chinese characters or digits; None if it is none.

    >>> [chinese_number(t) for t in ("十", "二十三", "一百零五", "12", "二〇一九", "好")]
    [10, 23, 105, 12, 2019, None]
    """
    if text.isdecimal():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "万":
            total, section, digit = (total + section + digit) * 10000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[c], 0
    return total + section + digit


def numeral(n: int) -> str:
    """A whole number below 100 in Chinese characters.

    >>> [numeral(n) for n in (2, 10, 19, 83)]
    ['二', '十', '十九', '八十三']
    """
    ones = "零一二三四五六七八九"
    if n < 10:
        return ones[n]
    tens = "" if n < 20 else ones[n // 10 % 10]
    return f"{tens}十{ones[n % 10] if n % 10 else ''}"


def amount(text: str) -> Fraction | None:
    """The value of an amount in Chinese characters, with 万, 亿 and decimals.

    >>> [str(amount(t)) for t in ("一万八千", "三亿五千万", "八点三", "二十", "十三五", "半")]
    ['18000', '350000000', '83/10', '20', 'None', 'None']
    """
    whole, point, decimals = text.partition("点")
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            return None
        value = amount(whole)
        digits = "".join(str(_DIGITS[c]) for c in decimals)
        return None if value is None else value + Fraction(int(digits), 10 ** len(digits))
    if not _AMOUNT_RE.fullmatch(text):
        return None
    total = Fraction(0)
    for scale, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, found, rest = text.partition(unit) if unit else (text, "", "")
        if unit and not found:
            continue
        count = chinese_number(part.removeprefix("零")) if part else 0
        if count is None:
            return None
        total += count * scale
        text = rest
    return total
