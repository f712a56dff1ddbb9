"""Torn places: what bytes stand behind them, as rows of possible characters.

A gloss that was put between the two bytes of a character leaves `?qǐng)`: the byte before
the bracket is lost and the bracket used up with it. From there on the page is read half a
character late, until a lost byte, a letter or the next gloss sets it right. `rows_of` follows
the bytes from such a place and gives every way to read them: a row of places, each with the
characters that its bytes allow. Which way is Chinese is not decided here (ingest/breaks.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest import scriptmap
from ingest.bytemodel import cell, code, codes_at, is_second, lost_firsts, lost_seconds
from ingest.readings import LETTERS, glossed_as, readings

GLOSS_RE = re.compile(rf"\(([{LETTERS}]{{1,6}})\)")
TORN_RE = re.compile(rf"[?�€]\(?([{LETTERS}]{{1,6}})\)")
"""A lost byte with the reading that was put behind it; the bracket is lost with some decoders."""
ENTITY_REST = {
    "ldquo;": "“",
    "rdquo;": "”",
    "lsquo;": "‘",
    "rsquo;": "’",
    "mdash;": "—",
    "hellip;": "…",
    "middot;": "·",
    "nbsp;": " ",
    "amp;": "&",
    "lt;": "<",
    "gt;": ">",
    "quot;": '"',
    "bull;": "•",
}
"""What is left of an entity whose & was used up."""
LOST = "?�€"
MAX_CELLS = 400
MAX_ROWS = 24
"""Ways to read one place that are kept; real copies have at most a dozen."""

CONTRADICTED = -7.0
"""Nats against a character that the page glosses everywhere else, or that no gloss is for."""
LISTED = 3.0
"""Nats for a lost character that the page glosses elsewhere."""


class Option(NamedTuple):
    """A character that the bytes of a place allow, as published, and what speaks for it."""

    character: str
    bonus: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of the author and the raw text that its bytes are in."""

    options: tuple[Option, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One way to read a torn place: ``cells`` up to ``end`` of the text."""

    cells: tuple[Cell, ...]
    end: int
    torn: bool = True
    """False: the question mark is only that."""
    swallowed: bool = False
    """Whether a space, digit or bracket behind the last character is lost."""
    dropped: bool = False
    """Whether two bytes are taken for a private-use character that a collector dropped."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page says about each of its places."""

    listed: frozenset[str]
    """Characters that it glosses."""
    traditional: bool
    narrow: bool
    """Whether full-width punctuation was made narrow."""
    drops: bool
    """Whether its private-use characters may have been dropped: none is left."""


def rows_of(text: str, at: int, before: str, page: Page) -> list[Row]:
    """Every way to read the bytes from a lost byte at ``at`` on; ``before`` is what precedes.

    Empty when the bytes contradict each other.
    """
    if torn := TORN_RE.match(text, at):
        pending = _lost_first(before, torn[1], page)
        return list(_follow(text, torn.end(), at, pending, (), page)) if pending else []
    plain = Row((Cell((Option(text[at]),), at, at + 1),), at + 1, torn=False)
    if at + 1 >= len(text) or text[at + 1].isascii():
        return [plain]
    pending = tuple(Option(chr(byte)) for byte in range(0x81, 0xFF))
    return [plain, *_follow(text, at + 1, at, pending, (), page)]


def without_lost_pair(row: Row, page: Page) -> Iterator[tuple[int, Row]]:
    """The row read with two bytes lost, at each of its characters in turn.

    The pair ended one character and began the next, so one character of the row was two:
    the first keeps its first byte and the second its second.
    """
    for at, place in enumerate(row.cells):
        pairs = [(pair, o.bonus) for o in place.options if (pair := code(o.character))]
        for low in (False, True):
            one = _plausible(
                tuple(
                    Option(character, bonus)
                    for (first, _), bonus in pairs
                    for second, character in lost_seconds(first)
                    if (second < 0xA8) == low
                ),
                page,
            )
            ends = {c for second in {pair[1] for pair, _ in pairs}
                    for _, c in lost_firsts(second, low=low)}
            two = _plausible(tuple(Option(c) for c in sorted(ends)), page)
            if one and two:
                cells = (replace(place, options=one), replace(place, options=two))
                cells = (*row.cells[:at], *cells, *row.cells[at + 1 :])
                yield at, replace(row, cells=cells, dropped=True)


def _follow(
    text: str, at: int, start: int, pending: tuple[Option, ...], cells: tuple[Cell, ...], page: Page
) -> Iterator[Row]:
    """Read on with the first byte of a character pending (bytes as characters of Options)."""
    stack = [(at, start, pending, cells)]
    found = 0
    while stack and found < MAX_ROWS:
        at, start, pending, cells = stack.pop()
        if len(cells) > MAX_CELLS:
            continue
        if at >= len(text):
            continue
        if torn := TORN_RE.match(text, at):
            options = _listed_ends(pending, torn[1], page)
            if options:
                found += 1
                yield Row((*cells, Cell(options, start, torn.end())), torn.end())
            continue
        character = text[at]
        if character in LOST:
            found += 1
            yield from _lost_second(text, at, start, pending, cells, page)
        if character.isascii() and is_second(ord(character)):
            end = at + 1
            options = _cells(pending, ord(character))
            if gloss := GLOSS_RE.match(text, end):
                glossed = tuple(o for o in options if gloss[1] in readings(o.character))
                if glossed:
                    options, end = glossed, gloss.end()
            else:
                options = _plausible(options, page)
            if options:
                found += 1
                yield Row((*cells, Cell(options, start, end)), end)
        for width, first, second in codes_at(text, at):
            options = _plausible(_cells(pending, first), page)
            end = at + width
            if gloss := GLOSS_RE.match(text, end):
                seen = cell(first, second)
                if not seen or gloss[1] not in readings(seen):
                    continue
                end = gloss.end()
            if options:
                place = Cell(options, start, at + width)
                stack.append((end, at, (Option(chr(second)),), (*cells, place)))


def _lost_second(
    text: str, at: int, start: int, pending: tuple[Option, ...], cells: tuple[Cell, ...], page: Page
) -> Iterator[Row]:
    """A character whose second byte is lost, and with it what stood behind it."""
    if text[at] == "€":
        options = _cells(pending, 0x80)
    else:
        options = tuple(o for byte in range(0x80, 0xFF) for o in _cells(pending, byte))
    options = _plausible(options, page)
    if not options:
        return
    end = at + 1
    for rest, character in ENTITY_REST.items():
        if text.startswith(rest, end):
            mark = Cell((Option(character),), at, end + len(rest))
            yield Row((*cells, Cell(options, start, end), mark), end + len(rest))
            return
    swallowed = text[at] == "?" and end < len(text)
    yield Row((*cells, Cell(options, start, end)), end, swallowed=swallowed)


def _lost_first(before: str, reading: str, page: Page) -> tuple[Option, ...]:
    """The bytes X of `?reading)`: with the last byte before, they make a glossed character."""
    lasts = set[int]()
    if pair := code(before):
        lasts.add(pair[1])
    elif before and before.isascii():
        lasts.add(ord(before))
    if before and (not pair or page.narrow):
        lasts.update(c.second for c in codes_at(before, 0) if c.width == 1)
    found: dict[str, float] = {}
    for last in sorted(lasts):
        for character in glossed_as(last, reading):
            pair = code(character)
            if pair and 0x80 < pair[1]:
                byte = chr(pair[1])
                bonus = _gloss_bonus(character, page)
                found[byte] = max(found.get(byte, bonus), bonus)
    return tuple(Option(byte, bonus) for byte, bonus in found.items())


def _listed_ends(pending: tuple[Option, ...], reading: str, page: Page) -> tuple[Option, ...]:
    """The glossed characters that begin with a pending byte."""
    return tuple(
        Option(character, option.bonus + _gloss_bonus(character, page))
        for option in pending
        for character in glossed_as(ord(option.character), reading)
    )


def _gloss_bonus(character: str, page: Page) -> float:
    if character in page.listed:
        return LISTED
    return 0.0 if scriptmap.is_changed(character) else CONTRADICTED


def _cells(pending: tuple[Option, ...], second: int) -> tuple[Option, ...]:
    return tuple(
        Option(character, option.bonus)
        for option in pending
        if (character := cell(ord(option.character), second))
    )


def _plausible(options: tuple[Option, ...], page: Page) -> tuple[Option, ...]:
    """Characters that can stand on this page without a gloss."""
    if len(options) > 1 and page.traditional:
        options = tuple(o for o in options if not scriptmap.never_published(o.character)) or options
    return tuple(
        Option(o.character, o.bonus + CONTRADICTED * (o.character in page.listed))
        for o in options
    )
