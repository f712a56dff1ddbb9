"""Whether an answer is short enough to be one: nobody reads a dump of the library."""

from __future__ import annotations

CHARACTERS = 200
CHARACTERS_A_NUGGET = 80
CITED_BEYOND_GOLD = 2


def within_caps(characters: int, cited: int, *, nuggets: int, sources: int) -> bool:
    """At most 200 characters and 80 a nugget, and 2 paragraphs more than the gold ones.

    characters: of the folded answer without its markers. The caps leave room for whole
    sentences around each fact; returning the 5 best paragraphs breaks them.
    """
    fits = characters <= CHARACTERS + CHARACTERS_A_NUGGET * nuggets
    return fits and cited <= sources + CITED_BEYOND_GOLD
