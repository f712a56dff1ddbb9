"""Amounts as they are written: 1.26万, 八十公里, 百分之五, 三成, 三分之一, 1.46 billion.

One pattern for all forms and the value of each. What an amount measures and how it is meant
is the matter of figures.py.
"""

from __future__ import annotations

import re
from fractions import Fraction

from assistant.units import SHARE
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
ARABIC = r"(?:(?<!\d,)\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
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

FIGURE_RE = re.compile(
    rf"""
    (?P<of>[百千])分之(?P<share>{ARABIC}|{_CN}+(?:点{_CN}+)?|百)
    | (?P<denominator>{_CN}+|\d+)分之(?P<numerator>{_CN}+|\d+)
    | (?P<tenths>[一二三四五六七八九]|(?<![\d.])\d(?:\.\d)?)成(?P<five>半)?
      (?![立为功员果长就都本熟效人套交品绩分])
    | (?P<half>(?<![一两])[一过大近]半(?![年天个月]))
    | (?P<nth>第)(?P<rank>\d+|{_CN}+)
    | (?P<english_nth>(?<![\d.])\d+)(?:st|nd|rd|th)(?![a-z])
    | (?P<fraction>(?<![a-z])(?:{"|".join(_FRACTIONS).replace(" ", "[ ]")})(?![a-z]))
    | (?P<arabic>(?<![\d.]){ARABIC}(?!\.?\d))(?P<more>\s?[多余几](?!年前))?(?P<scale>{_SCALE})?
      (?P<low_scale>(?<=亿)\d+万|(?<=万)\d+千(?!米))?
    | (?P<chinese>
        {_CN}+点{_CN}+(?:万|亿)? | (?:{_CN}|万(?=[零一二两三四五六七八九亿]))+(?:[万亿]{_CN}*)*
      )(?P<cn_more>[多余])?(?P<cn_scale>[万亿])?
    | (?P<word>{_WORD})(?P<word_scale>{_SCALE})?
    """,
    re.VERBOSE,
)


def value_of(match: re.Match[str]) -> tuple[Fraction | None, str, bool]:
    """(value, a unit that the form itself gives, whether ordinal) of a match of FIGURE_RE."""
    if match["of"] or match["denominator"] or match["tenths"] or match["half"]:
        return _share(match), SHARE, False
    if match["fraction"]:
        return Fraction(_FRACTIONS[match["fraction"]]), SHARE, False
    if match["nth"]:
        return _plain(match["rank"]), "", True
    if match["english_nth"]:
        return Fraction(match["english_nth"]), "人", True
    if match["word"]:
        return _in_words(match["word"]) * _scale(match["word_scale"]), "", False
    if match["chinese"]:
        return _scaled_chinese(match["chinese"], match["cn_scale"]), "", False
    value = Fraction(match["arabic"].replace(",", "")) * _scale(match["scale"])
    if low := match["low_scale"]:
        value += int(low[:-1]) * _SCALES[low[-1]]
    return value, "", False


def _share(match: re.Match[str]) -> Fraction | None:
    if match["of"]:
        share = Fraction(100) if match["share"] == "百" else _plain(match["share"])
        return None if share is None else share / (100 if match["of"] == "百" else 1000)
    if match["denominator"]:
        below, above = _plain(match["denominator"]), _plain(match["numerator"])
        return above / below if above is not None and below else None
    if match["tenths"]:
        tenths = _plain(match["tenths"])
        return None if tenths is None else tenths / 10 + Fraction(bool(match["five"]), 20)
    return Fraction(1, 2)


def _in_words(text: str) -> Fraction:
    parts = re.split(r"[ -]", text)
    hundred = 100 if parts[-1] == "hundred" else 1
    return Fraction(hundred * sum(_ENGLISH.get(part, 0) for part in parts))


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
