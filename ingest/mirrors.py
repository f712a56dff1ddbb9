"""Mirror copies: pages that publish one text are one witness, and the best is cited.

A page is known by a sketch: the hashes of its body's character 8-grams, thinned to at most
256 so that ten thousand pages can be compared through one inverted index. `group` walks
the pages from best to worst; a page whose text a better one already holds is its copy.

What is left out: differences between copies (a figure that one of them misprints) are not
looked for here, and pages shorter than a handful of characters are never grouped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHINGLE = 8
"""Characters a shingle spans. Two reports of one city share set phrases, rarely 8-grams."""

MOST_SAMPLES = 256
"""Hashes a sketch keeps; the error of a containment of 0.6 is then about 0.04."""

LEAST_SAMPLES = 16
"""Fewer comparable hashes say nothing: a short notice against a long report."""

SHARED = 0.6
"""Share of the shorter page's shingles that makes a copy. Measured on the texts of
tests/test_mirrors.py: reports of one city in two years share 0.16 at most, a copy that lost
every 20th character still 0.65."""

LEAST_LENGTH = 0.8
"""How much of a copy's length the cited page must have: an undamaged excerpt must not push
the whole report out of the index."""

COMMONPLACE = 64
"""A hash that this many grouped texts share is a licence line or a slogan, no evidence."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Sketch(NamedTuple):
    """The hashes that a page is compared by."""

    length: int
    """Distinct shingles of the page, before thinning."""
    level: int
    """Kept are the hashes that 2**level divides."""
    hashes: frozenset[int]


class Witness(NamedTuple):
    """What decides whether a page is a copy, and which of the copies is the best."""

    document: str
    sketch: Sketch
    damaged: bool
    dated: bool


def sketch(folded: str) -> Sketch:
    """The sketch of a page's folded body; punctuation and blanks don't count.

    >>> sketch("全市新增公交车一百八十辆。") == sketch("全市,新增公交车 一百八十辆")
    True
    """
    letters = re.sub(r"[\W_]+", "", folded)
    hashes = np.unique(_shingle_hashes(letters))
    level = 0
    while len(hashes) >> level > MOST_SAMPLES:
        level += 1
    kept = hashes[hashes % np.uint64(1 << level) == 0]
    return Sketch(len(hashes), level, frozenset(kept.tolist()))


def group(pages: Iterable[Witness]) -> dict[str, str]:
    """Each copy's document id -> the id of the best copy, which is nobody's copy itself.

    Best is undamaged before damaged, dated before undated, longer before shorter, then by id.
    A page joins the text that holds most of it, never a copy of a copy, so that likeness
    doesn't travel along a chain.
    """
    ranked = sorted(pages, key=lambda p: (p.damaged, not p.dated, -p.sketch.length, p.document))
    best: list[Witness] = []
    holders: dict[int, list[int]] = defaultdict(list)  # hash -> positions in best
    copy_of: dict[str, str] = {}
    for page in ranked:
        shared = Counter[int]()
        for hashed in page.sketch.hashes:
            positions = holders.get(hashed, ())
            if len(positions) < COMMONPLACE:
                shared.update(positions)
        for position, count in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            if _is_copy(page.sketch, best[position].sketch, count):
                copy_of[page.document] = best[position].document
                break
        else:
            for hashed in page.sketch.hashes:
                holders[hashed].append(len(best))
            best.append(page)
    return copy_of


def _is_copy(page: Sketch, better: Sketch, shared: int) -> bool:
    if better.length < LEAST_LENGTH * page.length:
        return False
    shorter = min(page, better, key=lambda s: s.length)
    comparable = _count_at(shorter, max(page.level, better.level))
    enough = comparable >= min(LEAST_SAMPLES, shorter.length)
    return enough and shared >= SHARED * comparable


def _count_at(thinned: Sketch, level: int) -> int:
    """How many of its hashes a sketch thinned further, to ``level``, would keep."""
    if level == thinned.level:
        return len(thinned.hashes)
    return sum(not hashed & ((1 << level) - 1) for hashed in thinned.hashes)


def _shingle_hashes(letters: str) -> NDArray[np.uint64]:
    """A 64-bit hash of every 8-gram: a polynomial, then mixed so that low bits are random."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    count = len(codes) - SHINGLE + 1
    hashes = np.zeros(max(count, 0), dtype=np.uint64)
    for k in range(SHINGLE if count > 0 else 0):
        hashes = hashes * _MULTIPLIER + codes[k : k + count].astype(np.uint64)
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(29)
    return hashes
