"""Dropped pairs: characters of which a collector left only half.

In torn reading two bytes can fall on a cell of GBK that is the user's own. The decoder gives
a private-use character there and some collectors drop it. The pair ended one character and
began the next: of the first its first byte is left, of the second its second. When two such
pairs stand in a row, nothing is left of the character between them but that both its bytes
belong to such cells. `chains` gives the rows of characters that can stand there; common
characters only, as so few bytes decide nothing about rare ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from ingest import prior, scriptmap
from ingest.bytemodel import FIRSTS, cell, is_second
from ingest.torn import Chain, Option, Page, Pending

_UPPER = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_LOWER = tuple(range(0xA1, 0xA8))
_OWN = {False: (_UPPER, range(0xA1, 0xFF)), True: (_LOWER, range(0x81, 0xA1))}
"""First and second bytes of the user's own cells: upper ones, lower ones (A1-A7, 40-A0)."""

UNCOMMON = -14.5
"""Nats below which a character isn't considered where hardly a byte is left."""


def chains(pending: Pending, second: int, page: Page, *, most: int) -> Iterator[Chain]:
    """The ways from a pending first byte to a character that ends in ``second``, with one
    pair dropped on the way, or up to ``most``.
    """
    yield from _between(pending, page, most, lambda low: _ends(second, low, page.traditional))


def chains_before(
    pending: Pending, last: tuple[Option, ...], page: Page, *, most: int
) -> Iterator[Chain]:
    """The same before a character of which only the reading is known."""
    yield from _between(pending, page, most, lambda _: last)


def _between(
    pending: Pending, page: Page, most: int, last_of: Callable[[bool], tuple[Option, ...]]
) -> Iterator[Chain]:
    for low in (False, True):
        one = tuple(
            Option(o.character, o.bonus + first.bonus)
            for first in pending
            for o in _starts(ord(first.character), low, page.traditional)
        )
        one = _bare(one, page)
        if not one:
            continue
        if last := _bare(last_of(low), page):
            yield (one, last)
        if most > 1:
            for lower in (False, True):
                last = _bare(last_of(lower), page)
                middle = _fitting(one, _middles(low, lower, page.traditional), last)
                if middle := _bare(middle, page):
                    yield (one, middle, last)


def _fitting(
    one: tuple[Option, ...], middles: dict[str, Option], last: tuple[Option, ...]
) -> tuple[Option, ...]:
    """The characters that make a word with one before or behind them: nothing else is known
    of them.
    """
    after, before = prior.partners()
    words = "".join(
        [after.get(scriptmap.simplified(o.character), "") for o in one]
        + [before.get(scriptmap.simplified(o.character), "") for o in last]
    )
    return tuple(middles[c] for c in dict.fromkeys(words) if c in middles)


@cache
def with_any_second(first: int, traditional: bool) -> tuple[Option, ...]:
    """Common characters with this first byte, whatever the second."""
    return _common(((first, second) for second in range(0x80, 0xFF)), traditional)


@cache
def is_common(character: str, traditional: bool) -> bool:
    """Whether a page can show it bare and news use it: of 6,900 characters 2,900 are left."""
    if traditional and scriptmap.never_published(character):
        return False
    return prior.of_character(scriptmap.simplified(character)) > UNCOMMON


def _bare(options: tuple[Option, ...], page: Page) -> tuple[Option, ...]:
    """Without the characters that the page would have glossed."""
    if page.listed.isdisjoint([o.character for o in options]):
        return options
    return tuple(o for o in options if o.character not in page.listed or o.glossed)


@cache
def _starts(first: int, low: bool, traditional: bool) -> tuple[Option, ...]:
    """Characters with this first byte whose second byte began a dropped pair."""
    return _common(((first, second) for second in _OWN[low][0]), traditional)


@cache
def _ends(second: int, low: bool, traditional: bool) -> tuple[Option, ...]:
    """Characters with this second byte whose first byte ended a dropped pair."""
    if not is_second(second):
        return ()
    return _common(((first, second) for first in _OWN[low][1] if first in FIRSTS), traditional)


@cache
def _middles(low: bool, lower: bool, traditional: bool) -> dict[str, Option]:
    """Characters between two dropped pairs, by their simplified form."""
    pairs = ((a, b) for a in _OWN[low][1] if a in FIRSTS for b in _OWN[lower][0])
    return {scriptmap.simplified(o.character): o for o in _common(pairs, traditional)}


def _common(pairs: Iterable[tuple[int, int]], traditional: bool) -> tuple[Option, ...]:
    found = (cell(*pair) for pair in pairs)
    return tuple(Option(c) for c in found if c and is_common(c, traditional))
