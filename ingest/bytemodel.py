"""GBK as the copying programs wrote and read it: cells, what they fold to, what gets lost.

A character of two bytes is a cell (first, second). A page that was cut between the two goes
on in *torn* reading: every pair that is seen there is the second byte of one character and
the first of the next. This module answers three questions about bytes and knows nothing
about language:

    cell(first, second) -> the character of a cell, or None
    codes_at(text, at)  -> which bytes can stand behind the text that begins here
    lost_firsts(…)      -> which cells are the user's own, so that collectors drop them

It leaves out GBK's 4-byte extension (GB18030): no copy showed it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

FIRSTS = range(0x81, 0xFF)
"""Bytes that begin a character; 80 begins none, yet a torn page can show it (as ? or €)."""


class Code(NamedTuple):
    """Two bytes that can stand behind ``width`` characters of a published text."""

    width: int
    first: int
    second: int


def is_second(byte: int) -> bool:
    """Whether a byte can end a cell: letters and all above, so never a digit or a space."""
    return 0x40 <= byte <= 0xFE and byte != 0x7F


@cache
def cell(first: int, second: int) -> str | None:
    """The character of a cell; None where GBK has none or leaves it to the user.

    >>> cell(0x9D, 0xFA), cell(0xFA, 0xC2)
    ('濟', None)
    """
    if first not in FIRSTS or not is_second(second):
        return None
    character = bytes((first, second)).decode("gb18030", "replace")
    return None if len(character) != 1 or is_private(character) or character == "�" else character


def is_private(character: str) -> bool:
    """A private-use character: a cell of the user's own, if the page still has it."""
    return "\ue000" <= character <= "\uf8ff"


@cache
def code(character: str) -> tuple[int, int] | None:
    """The two bytes of a character; None for ASCII and for what GBK lacks."""
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (encoded[0], encoded[1]) if len(encoded) == 2 else None


def codes_at(text: str, at: int) -> list[Code]:
    """Every pair of bytes that the text from ``at`` on can stand for, folded forms too.

    >>> [(c.width, hex(c.first), hex(c.second)) for c in codes_at("(2)", 0)][0]
    (3, '0xa2', '0xc6')
    """
    found = []
    if pair := code(text[at]):
        found.append(Code(1, *pair))
    for folded, first, second in _unfolded().get(text[at], ()):
        if text.startswith(folded, at):
            found.append(Code(len(folded), first, second))
    return found


def fold_width(character: str) -> str:
    """A character as a page shows it whose full-width forms were made narrow."""
    return unicodedata.normalize("NFKC", character)


@cache
def lost_seconds(first: int) -> tuple[tuple[int, str], ...]:
    """(second byte, character) of the cells that a character with this first byte can have,
    when the pair that begins with its second byte fell on a cell of the user's own.

    Those pairs begin with AA-AF or F8-FE (then any A1-FE follows) or A1-A7 (40-A0).

    >>> [character for second, character in lost_seconds(0x9D) if second == 0xFA]
    ['濟']
    """
    own = [*range(0xAA, 0xB0), *range(0xF8, 0xFF), *range(0xA1, 0xA8)]
    return tuple((second, c) for second in own if (c := cell(first, second)))


@cache
def lost_firsts(second: int, *, low: bool) -> tuple[tuple[int, str], ...]:
    """(first byte, character) of the cells that end in ``second`` and whose first byte was
    lost as the second half of a user's own cell: 81-A0 if ``low`` (behind A1-A7), else A1-FE.
    """
    firsts = range(0x81, 0xA1) if low else range(0xA1, 0xFF)
    return tuple((first, c) for first in firsts if (c := cell(first, second)))


@cache
def _unfolded() -> dict[str, list[tuple[str, int, int]]]:
    """First character of a folded form -> (folded form, its bytes), for all of GBK."""
    table: dict[str, list[tuple[str, int, int]]] = {}
    for first in FIRSTS:
        # Below A1 there are only small forms that nobody types.
        for second in range(0xA1, 0xFF):
            character = cell(first, second)
            folded = fold_width(character) if character else ""
            if character and folded != character:
                table.setdefault(folded[0], []).append((folded, first, second))
    return table
