"""Torn places: what bytes stand behind them, as a lattice of possible characters.

A gloss that was put between the two bytes of a character leaves `?qǐng)`: the byte before
the bracket is lost and the bracket used up with it. From there on the page is read half a
character late, until a lost byte, a letter or the next gloss sets it right. `lattice_of`
follows the bytes from such a place. A node is a position in the text and the first byte of a
character that is still pending (all that it can be); an edge is one character of the author
with all that its bytes allow. Which way is Chinese isn't decided here (ingest/breaks.py).
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from typing import NamedTuple

from ingest import prior, scriptmap
from ingest.bytemodel import FIRSTS, cell, code, codes_at, is_second, lost_firsts, lost_seconds
from ingest.readings import LETTERS, glossed_as, glossed_by, readings

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
EVERYWHERE = range(1 << 62)
UNCOMMON = -14.5
"""Nats below which a character isn't considered where hardly a byte is left."""
MAX_REACH = 400
"""Raw characters that a place is followed; the longest on real copies has 12."""

CONTRADICTED = -7.0
"""Nats against a character that the page glosses everywhere else, or that no gloss is for."""
UNSEEN = 3.0
"""Nats against a glossed character of which no byte is left and that the page doesn't list."""
LISTED = 3.0
"""Nats for a lost character that the page glosses elsewhere."""


ENDS = {"。": 5.0, "！": 3.0, "？": 3.0, "”": 3.0, "）": 2.0}
"""Nats for a mark at the end of a paragraph."""


class Option(NamedTuple):
    """A character that the bytes of a place allow, as published, and what speaks for it."""

    character: str
    bonus: float = 0.0


Pending = tuple[Option, ...]
"""What the first byte of a character can be (bytes as characters); empty between characters."""


class Node(NamedTuple):
    """A position in the text; ``half`` 1: between the two characters of a dropped pair."""

    at: int
    half: int
    pending: Pending


class Edge(NamedTuple):
    """One character of the author, and the raw text that its bytes are in."""

    options: tuple[Option, ...]
    start: int
    end: int
    to: Node
    at: int
    """Position of the text that completes it."""
    mark: str = ""
    """"swallowed": what stood behind it is lost; "dropped": two bytes behind it are."""


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
    seen: Container[str] = ""
    """Pairs of characters (simplified) that stand on it whole."""


@dataclass(slots=True)
class Lattice:
    """Every way to read a place: edges by node, nodes in the order of the text."""

    first: Node
    edges: dict[Node, list[Edge]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    """Positions where the page is read right again."""


def lattice_of(
    text: str, at: int, before: str, page: Page, *, drops: Container[int]
) -> Lattice | None:
    """Every way to read the bytes from a lost byte at ``at`` on; ``before`` is what precedes.

    drops: positions where it is also read with two bytes lost.
    None when the bytes contradict each other.
    """
    if torn := TORN_RE.match(text, at):
        pending = _lost_first(before, torn[1], page)
        lattice = Lattice(Node(torn.end(), 0, pending))
    else:
        pending = tuple(Option(chr(byte)) for byte in range(0x81, 0xFF))
        lattice = Lattice(Node(at + 1, 0, pending))
    if pending:
        _follow(lattice, text, at, page, drops)
        _prune(lattice)
    return lattice if lattice.ends else None


def _follow(lattice: Lattice, text: str, start: int, page: Page, drops: Container[int]) -> None:
    """Fill the lattice from its first node on, in the order of the text."""
    limit = min(len(text), start + MAX_REACH)
    heap = [lattice.first]
    begun = {lattice.first: start}  # where the pending byte stands
    while heap:
        node = heappop(heap)
        if node in lattice.edges:
            continue
        edges = lattice.edges[node] = []
        if not node.pending or node.at >= limit:
            continue
        edges += _steps(lattice, text, node, begun[node], page, drops)
        if node.at in drops and len(node.pending) <= 8:
            for edge in list(edges):
                if not edge.mark:
                    edges += _dropped(lattice, edge, node, page)
        for edge in edges:
            if edge.to.half:
                continue
            if not edge.to.pending:
                lattice.ends.add(edge.to.at)
            elif edge.to not in begun:
                begun[edge.to] = edge.end - 1
                heappush(heap, edge.to)


def _steps(
    lattice: Lattice, text: str, node: Node, start: int, page: Page, drops: Container[int]
) -> list[Edge]:
    """The edges of a node whose pending byte is completed by what stands at it."""
    at, _, pending = node
    if torn := TORN_RE.match(text, at):
        to = _aligned(torn.end())
        glossed = _listed_ends(pending, torn[1], page)
        found = [Edge(glossed, start, torn.end(), to, at, "glossed")] if glossed else []
        if node.at in drops and len(pending) <= 8:
            ends = tuple(
                Option(c, _gloss_bonus(c, page) - UNSEEN * (c not in page.listed))
                for c in glossed_by(torn[1])
            )
            found += _dropped_before(lattice, node, start, (ends, at, torn.end()), page)
        return found
    character = text[at]
    found = []
    if character in LOST:
        found += _lost_second(lattice, text, node, start, page)
    if character.isascii() and is_second(ord(character)):
        end = at + 1
        options = _cells(pending, ord(character))
        if gloss := GLOSS_RE.match(text, end):
            options = _glossed(options, gloss[1], page)
            end = gloss.end()
            if node.at in drops and len(pending) <= 8:
                every = tuple(Option(c) for f in FIRSTS if (c := cell(f, ord(character))))
                every = _glossed(every, gloss[1], page)
                found += _dropped_before(lattice, node, start, (every, at, end), page)
        else:
            options = _plausible(options, page)
        if options:
            mark = "glossed" if end > at + 1 else ""
            found.append(Edge(options, start, end, _aligned(end), at, mark))
    for width, first, second in codes_at(text, at):
        end = at + width
        if gloss := GLOSS_RE.match(text, end):
            seen = cell(first, second)
            if not seen or gloss[1] not in readings(seen):
                continue
            end = gloss.end()
        if options := _plausible(_cells(pending, first), page):
            if second < 0x80:  # no half of anything: a letter of the author's
                middle = Node(at, 3, (Option(chr(second)),))
                found.append(Edge(options, start, end, middle, at))
                lattice.edges[middle] = [
                    Edge((Option(chr(second)),), at, end, _aligned(end), at, "known")
                ]
                lattice.ends.add(end)
            else:
                to = Node(end, 0, (Option(chr(second)),))
                found.append(Edge(options, start, at + width, to, at))
    return found


def _dropped(lattice: Lattice, edge: Edge, node: Node, page: Page) -> list[Edge]:
    """An edge read with two bytes lost: the pair ended one character and began the next, so
    that the edge's first byte belongs to one character and its second to another.
    """
    pairs = [(pair, o.bonus) for o in edge.options if (pair := code(o.character))]
    if len(pairs) > 8 or edge.mark:
        return []
    found = []
    for low in (False, True):
        one = tuple(
            Option(o.character, o.bonus + bonus)
            for (first, _), bonus in pairs
            for o in _first_of_two(first, low, page.traditional)
            if o.character not in page.listed
        )
        ends = dict.fromkeys(
            o
            for last in {pair[1] for pair, _ in pairs}
            for o in _second_of_two(last, low, page.traditional)
            if o.character not in page.listed
        )
        middle = Node(node.at, 1 + low, (*edge.to.pending, Option(chr(edge.to.at & 0xFFFF))))
        if one and ends:
            found.append(Edge(one, edge.start, edge.end, middle, edge.at, "dropped"))
            lattice.edges[middle] = [edge._replace(options=tuple(ends))]
    return found


@cache
def _first_of_two(first: int, low: bool, traditional: bool) -> tuple[Option, ...]:
    """Common characters with this first byte whose second was lost in a dropped pair."""
    return tuple(
        Option(character)
        for second, character in lost_seconds(first)
        if (second < 0xA8) == low and _is_common(character, traditional)
    )


@cache
def _second_of_two(second: int, low: bool, traditional: bool) -> tuple[Option, ...]:
    """Common characters with this second byte whose first was lost in a dropped pair."""
    return tuple(
        Option(character)
        for _, character in lost_firsts(second, low=low)
        if _is_common(character, traditional)
    )


@cache
def _is_common(character: str, traditional: bool) -> bool:
    """Whether a page can show it bare and news use it: of 6,900 characters 2,900 are left."""
    if traditional and scriptmap.never_published(character):
        return False
    return prior.of_character(scriptmap.simplified(character)) > UNCOMMON


def _dropped_before(
    lattice: Lattice,
    node: Node,
    start: int,
    ending: tuple[tuple[Option, ...], int, int],
    page: Page,
) -> list[Edge]:
    """Two bytes lost before a character with its gloss: ``ending`` is what it can be."""
    options, at, end = ending
    one = tuple(
        Option(character, option.bonus)
        for option in node.pending
        for _, character in lost_seconds(ord(option.character))
        if _is_common(character, page.traditional)
    )
    if not one or not options:
        return []
    middle = Node(node.at, 5, node.pending)
    lattice.edges[middle] = [Edge(options, at, end, _aligned(end), at, "glossed")]
    lattice.ends.add(end)
    return [Edge(_plausible(one, page), start, end, middle, at, "dropped")]


def _prune(lattice: Lattice) -> None:
    """Take out what leads nowhere."""
    alive: set[Node] = set()
    for node in sorted(lattice.edges, reverse=True):
        kept = [e for e in lattice.edges[node] if not e.to.pending or e.to in alive]
        lattice.edges[node] = kept
        if kept:
            alive.add(node)
    lattice.edges = {node: lattice.edges[node] for node in sorted(alive)}


def _aligned(at: int) -> Node:
    return Node(at, 0, ())


def _lost_second(lattice: Lattice, text: str, node: Node, start: int, page: Page) -> list[Edge]:
    """A character whose second byte is lost, and with it what stood behind it."""
    at, end = node.at, node.at + 1
    found = []
    # 80 begins no character: before another byte that can end one it is lost alone.
    if alone := _plausible(_cells(node.pending, 0x80), page):
        after = text[end : end + 1]
        if not after.isascii() or after.isalpha() or (page.narrow and after in ",:;!?()"):
            found.append(Edge(alone, start, end, _aligned(end), at, "alone"))
    # With many pending bytes too, nothing at all would be known of the character.
    if text[at] == "€" or len(node.pending) > 8:
        return found
    options = tuple(o for byte in range(0x80, 0xFF) for o in _cells(node.pending, byte))
    options = _plausible(options, page)
    if not options:
        return found
    if not text[end:].strip() or text[end] == "\n":
        options = tuple(Option(c, bonus + ENDS.get(c, 0.0)) for c, bonus in options)
    for rest, mark in ENTITY_REST.items():
        if text.startswith(rest, end):
            middle = Node(at, 4, (Option(mark),))
            after = end + len(rest)
            lattice.edges[middle] = [Edge((Option(mark),), at, after, _aligned(after), at, "known")]
            lattice.ends.add(after)
            return [*found, Edge(options, start, end, middle, at, "lost")]
    swallowed = text[at] == "?" and end < len(text)
    mark = "swallowed" if swallowed else "lost"
    return [*found, Edge(options, start, end, _aligned(end), at, mark)]


def _lost_first(before: str, reading: str, page: Page) -> Pending:
    """The bytes X of `?reading)`: with the last byte before, they make a glossed character."""
    lasts = set[int]()
    if pair := code(before) if before else None:
        lasts.add(pair[1])
    elif before.isascii():
        lasts.update(before.encode())
    if before and (not pair or page.narrow):
        lasts.update(c.second for c in codes_at(before, 0) if c.width == 1)
    found: dict[str, float] = {}
    for last in sorted(lasts):
        for character in glossed_as(last, reading):
            pair = code(character)
            if pair and pair[1] > 0x80:
                byte = chr(pair[1])
                bonus = _gloss_bonus(character, page)
                found[byte] = max(found.get(byte, bonus), bonus)
    return tuple(Option(byte, bonus) for byte, bonus in found.items())


def _listed_ends(pending: Pending, reading: str, page: Page) -> tuple[Option, ...]:
    """The glossed characters that begin with a pending byte."""
    return tuple(
        Option(character, option.bonus + _gloss_bonus(character, page))
        for option in pending
        for character in glossed_as(ord(option.character), reading)
    )


def _glossed(options: tuple[Option, ...], reading: str, page: Page) -> tuple[Option, ...]:
    """Those of the characters that have this reading."""
    return tuple(
        Option(o.character, o.bonus + _gloss_bonus(o.character, page))
        for o in options
        if reading in readings(o.character)
    )


def _gloss_bonus(character: str, page: Page) -> float:
    if character in page.listed:
        return LISTED
    return 0.0 if scriptmap.is_changed(character) else CONTRADICTED


def _cells(pending: Pending, second: int) -> tuple[Option, ...]:
    return tuple(
        Option(character, option.bonus)
        for option in pending
        if (character := cell(ord(option.character), second))
    )


def _plausible(options: tuple[Option, ...], page: Page) -> tuple[Option, ...]:
    """Characters that can stand on this page without a gloss."""
    if len(options) > 8:
        options = tuple(o for o in options if _is_common(o.character, page.traditional)) or options
    elif len(options) > 1 and page.traditional:
        options = tuple(o for o in options if not scriptmap.never_published(o.character)) or options
    if page.listed.isdisjoint(o.character for o in options):
        return options
    return tuple(
        Option(o.character, o.bonus + CONTRADICTED * (o.character in page.listed)) for o in options
    )
