"""Chinese numerals: 十 -> 10, 二十三 -> 23, 一百二十 -> 120, 两 -> 2.

Small whole numbers as they count lists and years in reports; amounts such as 1.26万 are
matters of verify.py.
"""

from __future__ import annotations

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "o": 0,
    "O": 0,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}


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
