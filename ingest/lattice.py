"""From a lost byte on: every way to read what follows, as a lattice (ingest/torn.py).

`lattice_of` follows the bytes only; which of the ways is Chinese isn't decided here. What
the page rules out is left out or marked down: characters that its script never has, and
characters that it glosses everywhere else.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from heapq import heappop, heappush

from ingest import scriptmap
from ingest.bytemodel import FIRSTS, Code, cell, code, codes_at, is_second
from ingest.dropped import chains, chains_before, is_common, with_any_second
from ingest.readings import glossed_as, glossed_by, readings
from ingest.torn import (
    ENTITY_REST,
    GLOSS_RE,
    LOST,
    TORN_RE,
    Chain,
    Edge,
    Lattice,
    Node,
    Option,
    Page,
    Pending,
    aligned,
)

EVERYWHERE = range(1 << 62)
MAX_REACH = 400
"""Raw characters that a place is followed; the longest on real copies has 12."""
FEW = 8
"""Bytes that a pending one can be, for its character to be looked for without its second."""

CONTRADICTED = -7.0
"""Nats against a character that the page glosses everywhere else, or that no list has."""
LISTED, UNLISTED = 3.0, -3.0
"""Nats for a glossed character on the page's list; for one known by its reading alone and not."""
ENDS = {"。": 5.0, "！": 3.0, "？": 3.0, "”": 3.0, "）": 2.0}
"""Nats for a mark at the end of a paragraph."""
BEFORE_SPACE = {"。": 1.5, "、": -2.0, "，": -1.0}
"""Nats for a mark before a character that was used up and is no digit."""


def lattice_of(
    text: str, at: int, before: str, page: Page, *, drops: Container[int] = (), most: int = 1
) -> Lattice | None:
    """Every way to read the bytes from a lost byte at ``at`` on; ``before`` is what precedes.

    drops: positions where it is also read with two bytes lost; most: so many times in a row.
    None when the bytes contradict each other.
    """
    if torn := TORN_RE.match(text, at):
        first = Node(torn.end(), 0, _lost_first(before, torn[1], page))
    else:
        first = Node(at + 1, 0, tuple(Option(chr(byte)) for byte in FIRSTS))
    follower = _Follower(text, page, drops, most, Lattice(first))
    if first.pending:
        follower.follow(at)
    return follower.lattice if follower.lattice.ends else None


class _Follower:
    """Fills a lattice from its first node on, in the order of the text."""

    def __init__(
        self, text: str, page: Page, drops: Container[int], most: int, lattice: Lattice
    ) -> None:
        self.text = text
        self.page = page
        self.drops = drops
        self.most = most
        self.lattice = lattice
        self.inner = 0

    def follow(self, start: int) -> None:
        """Follow the bytes from the first node, whose pending byte stands at ``start``."""
        lattice = self.lattice
        limit = min(len(self.text), start + MAX_REACH)
        heap = [lattice.first]
        begun = {lattice.first: start}
        while heap:
            node = heappop(heap)
            edges = lattice.edges[node] = []
            if node.at < limit:
                edges += self._steps(node, begun[node])
            for edge in edges:
                while edge.to.inner:
                    edge = lattice.edges[edge.to][0]
                if not edge.to.pending:
                    lattice.ends.add(edge.to.at)
                elif edge.to not in begun:
                    begun[edge.to] = edge.end - 1
                    heappush(heap, edge.to)
        self._prune()

    def _steps(self, node: Node, start: int) -> list[Edge]:
        """The edges of a node whose pending byte is completed by what stands at it."""
        text, at = self.text, node.at
        found: list[Edge] = []
        if text[at] in LOST:
            if torn := TORN_RE.match(text, at):
                return self._glossed_end(node, start, torn.end(), torn[1])
            found += self._lost_second(node, start)
        if text[at].isascii() and is_second(ord(text[at])):
            found += self._letter_end(node, start)
        for read in codes_at(text, at):
            found += self._pair(node, start, read)
        return found

    def _pair(self, node: Node, start: int, read: Code) -> list[Edge]:
        """Two bytes that stand at a node: the first ends a character, the second begins one."""
        end = node.at + read.width
        gloss = GLOSS_RE.match(self.text, end) if self.text.startswith("(", end) else None
        if gloss:
            seen = cell(read.first, read.second)
            if not seen or gloss[1] not in readings(seen):
                return []
        to = Node(gloss.end() if gloss else end, 0, (Option(chr(read.second)),))
        rest: Chain = ()
        if read.second < 0x80:  # no half of anything: a letter of the author's
            rest, to = (to.pending,), aligned(to.at)
        span = (start, end, node.at)
        found = []
        # A gloss between the two bytes may have kept the character from its own.
        parted = node.at > start + 1
        if options := self._bare(_cells(node.pending, read.first), parted=parted):
            found.append(self._chain((options, *rest), span, to))
        if self._drops(node):
            for chain in chains(node.pending, read.first, self.page, most=self.most):
                found.append(self._chain((*chain, *rest), span, to, "dropped"))
        return found

    def _glossed_end(self, node: Node, start: int, end: int, reading: str) -> list[Edge]:
        """The pending byte's character has its gloss here: its second byte is lost."""
        listed = tuple(
            Option(character, option.bonus + _gloss_bonus(character, self.page), True)
            for option in node.pending
            for character in glossed_as(ord(option.character), reading)
        )
        span = (start, end, node.at)
        found = [self._chain((listed,), span, aligned(end), "glossed")] if listed else []
        if self._drops(node):
            every = self._by_reading(glossed_by(reading), reading)
            for chain in chains_before(node.pending, every, self.page, most=self.most):
                found.append(self._chain(chain, span, aligned(end), "dropped"))
        return found

    def _letter_end(self, node: Node, start: int) -> list[Edge]:
        """A letter is the second byte of the pending one's character."""
        at, second = node.at, ord(self.text[node.at])
        gloss = GLOSS_RE.match(self.text, at + 1)
        end = gloss.end() if gloss else at + 1
        options = _cells(node.pending, second)
        if gloss:
            known = {o.character: o.bonus for o in options}
            options = tuple(
                o._replace(bonus=o.bonus + known[o.character])
                for o in self._by_reading(known, gloss[1], unlisted=0.0)
            )
        else:
            options = self._bare(options)
        span, to = (start, end, at), aligned(end)
        mark = "glossed" if gloss else ""
        found = [self._chain((options,), span, to, mark)] if options else []
        if self._drops(node):
            if gloss:
                every = tuple(c for first in FIRSTS if (c := cell(first, second)))
                last = self._by_reading(every, gloss[1])
                rows = chains_before(node.pending, last, self.page, most=self.most)
            else:
                rows = chains(node.pending, second, self.page, most=self.most)
            found += [self._chain(row, span, to, "dropped") for row in rows]
        return found

    def _lost_second(self, node: Node, start: int) -> list[Edge]:
        """A character whose second byte is lost, and with it what stood behind it."""
        text, (at, _, pending) = self.text, node
        end, found = at + 1, []
        after = text[end : end + 1]
        # 80 begins no character: before another byte that can end one it is lost alone.
        alone = not after.isascii() or after.isalpha() or (self.page.narrow and after in ",:;!?()")
        if alone and (options := self._bare(_cells(pending, 0x80))):
            found.append(self._chain((options,), (start, end, at), aligned(end), "lost"))
        # With many pending bytes too, nothing at all would be known of the character.
        if text[at] == "€" or len(pending) > FEW:
            return found
        options = self._bare(
            tuple(
                o._replace(bonus=first.bonus) if first.bonus else o
                for first in pending
                for o in with_any_second(ord(first.character), self.page.traditional)
            )
        )
        for rest, mark in ENTITY_REST.items():
            if options and text.startswith(rest, end):
                to = aligned(end + len(rest))
                marks = (options, (Option(mark),))
                return [*found, self._chain(marks, (start, to.at, at), to, "lost")]
        over = not after.strip()
        bonus = ENDS if over else BEFORE_SPACE if not after.isdigit() and text[at] == "?" else {}
        options = tuple(
            o._replace(bonus=o.bonus + bonus[o.character]) if o.character in bonus else o
            for o in options
        )
        if options:
            mark = "swallowed" if text[at] == "?" and after else "lost"
            found.append(self._chain((options,), (start, end, at), aligned(end), mark))
        return found

    def _drops(self, node: Node) -> bool:
        return node.at in self.drops and len(node.pending) <= FEW

    def _chain(self, chain: Chain, span: tuple[int, int, int], to: Node, mark: str = "") -> Edge:
        """An edge for each character of the chain; the first is given back."""
        start, end, at = span
        # Numbered along the chain, so that nodes can be put in order.
        first = self.inner + 1
        self.inner += len(chain) - 1
        nodes = [Node(at, first + k, (Option(""),)) for k in range(len(chain) - 1)]
        edges = [
            Edge(options, start, end, node, at, mark)
            for options, node in zip(chain, [*nodes, to], strict=True)
        ]
        for node, edge in zip(nodes, edges[1:], strict=True):
            self.lattice.edges[node] = [edge]
        return edges[0]

    def _by_reading(
        self, characters: Iterable[str], reading: str, unlisted: float = UNLISTED
    ) -> tuple[Option, ...]:
        """Those of the characters that have this reading, as glossed ones."""
        page = self.page
        return tuple(
            Option(c, _gloss_bonus(c, page) + unlisted * (c not in page.listed), True)
            for c in characters
            if reading in readings(c)
        )

    def _bare(self, options: tuple[Option, ...], *, parted: bool = False) -> tuple[Option, ...]:
        """Characters that can stand on this page without a gloss."""
        traditional, listed = self.page.traditional, self.page.listed
        if len(options) > FEW:
            options = tuple(o for o in options if is_common(o.character, traditional)) or options
        elif len(options) > 1 and traditional:
            never = scriptmap.never_published
            options = tuple(o for o in options if not never(o.character)) or options
        if parted or listed.isdisjoint([o.character for o in options]):
            return options
        return tuple(
            o._replace(bonus=o.bonus + CONTRADICTED) if o.character in listed else o
            for o in options
        )

    def _prune(self) -> None:
        """Take out what leads nowhere, and bring the nodes in the order of the text."""
        edges = self.lattice.edges
        alive: set[Node] = set()
        for node in sorted(edges, reverse=True):
            edges[node] = [e for e in edges[node] if not e.to.pending or e.to in alive]
            if edges[node]:
                alive.add(node)
        self.lattice.edges = {node: edges[node] for node in edges if node in alive}


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
