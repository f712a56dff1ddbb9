"""Readings as a mirror's script put them: pypinyin's first one, whatever the context.

長 is zhǎng even in 长效, and 調 is diào even in 调整: on two real copies all 135 glossed
characters have their first reading. The other readings are known too, for pages that a
better script made. This is the only module that imports pypinyin.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from ingest.bytemodel import FIRSTS, cell, is_second
from ingest.scriptmap import is_changed

LIKELY = 64
"""Spellings of one name kept: most have one, none that was met has more than 12."""

LETTERS = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê"
"""The letters of a reading, for a regular expression's class."""


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character, the commonest first; empty when it has none.

    >>> readings("長")[0], readings("A")
    ('zhǎng', ())
    """
    listed = _table().get(ord(character), "") if len(character) == 1 else ""
    return tuple(listed.split(",")) if listed else ()


@cache
def _table() -> dict[int, str]:
    """Code point -> readings. Loaded when first asked: it takes a quarter of a second, and a page
    without glosses needs none of it.
    """
    from pypinyin.constants import PINYIN_DICT

    table: dict[int, str] = PINYIN_DICT
    return table


def romanised(text: str) -> frozenset[str]:
    """How a name may be spelled in plain Latin letters, all readings, at most LIKELY.

    >>> sorted(romanised("济源")), "changzhi" in romanised("长治")
    (['jiyuan'], True)
    """
    spelled = {""}
    for character in text:
        plain = {_plain(reading) for reading in readings(character)} or {character.lower()}
        spelled = {before + one for before in spelled for one in sorted(plain)}
        if len(spelled) > LIKELY:
            spelled = set(sorted(spelled)[:LIKELY])
    return frozenset(spelled)


def _plain(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(c for c in letters if c.isascii() and c.isalpha())


@cache
def letters(character: str) -> str:
    """The first reading in plain letters; what has none stays as it is.

    >>> letters("泰"), letters("a")
    ('tai', 'a')
    """
    of = readings(character)
    return _plain(of[0]) if of else character


@cache
def glossed_as(first: int, reading: str) -> tuple[str, ...]:
    """The characters whose code begins with this byte and whose first reading this is.

    >>> glossed_as(0xD5, "qǐng")
    ('請',)
    """
    return _by_reading(first).get(reading, ())


@cache
def glossed_by(reading: str) -> tuple[str, ...]:
    """The characters that have another form and whose first reading this is.

    >>> "濟" in glossed_by("jì"), "计" in glossed_by("jì")
    (True, False)
    """
    return tuple(c for first in FIRSTS for c in glossed_as(first, reading) if is_changed(c))


@cache
def _by_reading(first: int) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    if first in FIRSTS:
        for second in filter(is_second, range(0x40, 0xFF)):
            character = cell(first, second)
            if character and (of := readings(character)):
                table[of[0]] = (*table.get(of[0], ()), character)
    return table
