"""What a torn place is made of: the values that the files around it speak of.

A gloss that was put between the two bytes of a character leaves `?qǐng)`: the byte before
the bracket is lost and the bracket used up with it. From there on the page is read half a
character late, until a lost byte, a letter or the next gloss sets it right. Every way to
read such a place is a path through a lattice (ingest/lattice.py makes it): a node is a
position in the text and the first byte of a character that is still pending (all that it can
be), an edge one character of the author with all that its bytes allow.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.readings import LETTERS

GLOSS_RE = re.compile(rf"\(([{LETTERS}]{{1,6}})\)")
TORN_RE = re.compile(rf"[?�€]\(?([{LETTERS}]{{1,6}})\)")
"""A lost byte with the reading that was put behind it; the bracket is lost with some decoders."""
LOST = "?�€"
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


class Option(NamedTuple):
    """A character that the bytes of a place allow, as published, and what speaks for it."""

    character: str
    bonus: float = 0.0
    """In nats."""
    glossed: bool = False
    """Whether its reading stands behind it."""


Pending = tuple[Option, ...]
"""What the first byte of a character can be (bytes as characters); empty between characters."""
Chain = tuple[tuple[Option, ...], ...]
"""Characters in a row, each with all that it can be."""


class Node(NamedTuple):
    """A position in the text; ``inner`` counts nodes within a chain that starts there."""

    at: int
    inner: int
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
    """What is to be known of it: "glossed"; "known", a mark behind a lost byte; "lost", its
    second byte is; "swallowed", what stood behind it is too; "dropped", two bytes are;
    "plain", a question mark; "along", no part of the place but read along."""


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

    def only_path(self) -> list[Edge]:
        """The edges of a lattice that has one way through and one character at each place;
        else none.
        """
        path: list[Edge] = []
        node = self.first
        while node.pending:
            (edge, *others) = self.edges[node]
            if others or len(edge.options) > 1:
                return []
            path.append(edge)
            node = edge.to
        return path


def aligned(at: int) -> Node:
    """Between two characters: nothing is pending."""
    return Node(at, 0, ())
