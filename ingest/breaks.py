"""Torn places decided: of all ways to read the bytes, the one that is Chinese.

`choose` looks for the likeliest path through a place's lattice (ingest/torn.py), word by
word of the dictionary, its neighbours left and right read along, and says by how much it
beats the next text. Each place also competes with its reading in which two bytes were
dropped: on copies of other sites that is the commonest damage, and its sign is a character
that hardly anybody writes.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from typing import NamedTuple

from ingest import prior, scriptmap
from ingest.bytemodel import is_second
from ingest.torn import (
    ENTITY_REST,
    EVERYWHERE,
    GLOSS_RE,
    TORN_RE,
    Edge,
    Node,
    Option,
    Page,
    lattice_of,
)

SURE = 6.0
"""Nats between the choice and the next text below which a place is reported."""
SWALLOWED = "\x1a"
"""Stands for the space, digit or bracket that was used up."""
LEFT, RIGHT = 3, 5
"""Characters of context that are read along."""
DROPPED = 0.0
"""Nats for two dropped bytes."""
UNTORN = -2.0
"""Nats for a lone ? that is only that."""
AGAIN = -12.0
"""Nats for a torn place that is left to be read by itself."""
BEFORE_DIGIT = 2.0
_BEFORE_DIGIT = frozenset("至到自从由为达约共超近第的过于在和、，,：:—")
"""Before a character that was used up, in news mostly a digit, these stand more often."""
SEEN = -11.5
"""Nats for two characters that stand side by side elsewhere on the page."""
COMMON = -8.5
"""Nats from which on a character is nothing odd by itself: some 300 are commoner."""
KEEP = 4
"""Texts that are kept at each node."""


class Choice(NamedTuple):
    """What stands at a torn place, up to ``end`` of the text as published."""

    kind: str
    characters: tuple[tuple[str, int, int], ...]
    """Each character with its raw span."""
    end: int
    alternatives: tuple[str, ...]
    margin: float

    @property
    def text(self) -> str:
        """The characters in a row, as published (traditional on a traditional page)."""
        return "".join(character for character, _, _ in self.characters)


class _Path(NamedTuple):
    """A text up to a node, as a chain of words."""

    score: float
    text: str
    before: _Path | None
    steps: tuple[tuple[Edge, str], ...]


class _Open(NamedTuple):
    """A word that may still grow: where it began, and how it was spelt on the way."""

    stem: str
    weight: float
    base: Node
    steps: tuple[tuple[Edge, str], ...]


def choose(text: str, at: int, before: str, page: Page) -> Choice | None:
    """The likeliest text from the lost byte at ``at`` on; None when nothing fits the bytes.

    before: the restored text up to there (traditional still, if the page is).
    """
    lone = not TORN_RE.match(text, at)
    if lone and not _cut_letter(text, at + 1) and _reads_on(text, at + 1):
        return _plain(text, at)
    paths = _paths(text, at, before, page, lone=lone, drops=frozenset())
    if page.drops and (not paths or (suspects := _suspects(paths[0]))):
        drops = suspects if paths else EVERYWHERE
        paths = _paths(text, at, before, page, lone=lone, drops=drops) or paths
    if not paths:
        return _plain(text, at) if lone else None
    best = paths[0]
    chosen = _characters(best)
    others = [path for path in paths[1:] if path.text != best.text]
    margin = best.score - others[0].score if others else math.inf
    alternatives = tuple("".join(c for c, _, _ in _characters(o)) for o in others[:3])
    end = chosen[-1][2] if chosen else at + 1
    return Choice(_kind(best, margin), chosen, end, alternatives, margin)


def _kind(best: _Path, margin: float) -> str:
    marks = {edge.mark for edge, _ in _steps_of(best)}
    for mark, kind in (
        ("plain", "question mark"),
        ("swallowed", "swallowed"),
        ("dropped", "dropped"),
        ("lost", "torn"),
    ):
        if mark in marks:
            return kind
    return "torn" if margin < SURE else ""


def _suspects(path: _Path) -> frozenset[int]:
    """Positions of the text whose characters stand in no word and are not common: where
    bytes may have been dropped.
    """
    found: set[int] = set()
    chain: _Path | None = path
    while chain:
        if len(chain.steps) == 1:
            edge, character = chain.steps[0]
            simple = scriptmap.simplified(character)
            if edge.mark not in ("along", "plain") and prior.of_character(simple) < COMMON:
                found.add(edge.at)
        chain = chain.before
    return frozenset(found)


def _paths(
    text: str, at: int, before: str, page: Page, *, lone: bool, drops: Container[int]
) -> list[_Path]:
    """The likeliest texts of a place with its neighbours, best first."""
    lattice = lattice_of(text, at, before[-1:], page, drops=drops)
    if lattice is None:
        return []
    edges = dict(lattice.edges)
    starts = [lattice.first]
    ends = set(lattice.ends)
    if lone:
        start = Node(at, 0, (Option("?"),))
        option = Option(text[at], UNTORN - prior.of_character(text[at]))
        edges[start] = [Edge((option,), at, at + 1, Node(at + 1, 0, ()), at, "plain")]
        ends.add(at + 1)
        starts.insert(0, start)
    final = _read_along(text, min(ends), max(ends), edges)
    return _best(edges, starts, final, scriptmap.from_map(before[-LEFT:]), page)


def _plain(text: str, at: int) -> Choice:
    return Choice("question mark", ((text[at], at, at + 1),), at + 1, (), 0.0)


def _cut_letter(text: str, at: int) -> bool:
    """Whether a letter follows that can be the second byte of a character."""
    return at < len(text) and text[at].isascii() and is_second(ord(text[at]))


def _reads_on(text: str, at: int) -> bool:
    """Whether what follows a lone ? is plain Chinese, so that nothing is torn."""
    ahead = GLOSS_RE.sub("", text[at : at + 30])[:8]
    if not ahead or ahead[0].isspace():
        return True
    stop = next((k for k, c in enumerate(ahead) if c in "?�€\n"), len(ahead))
    ahead = scriptmap.from_map(ahead[:stop])
    return len(ahead) >= 4 and prior.score(ahead) > -6.5 * len(ahead)


def _read_along(text: str, at: int, reach: int, edges: dict[Node, list[Edge]]) -> Node:
    """Add the text as it stands from ``at`` to RIGHT characters beyond ``reach``."""
    beyond = 0
    while at < len(text) and beyond < RIGHT:
        node = Node(at, 0, ())
        end = at + 1
        character = text[at]
        extra = 0.0
        if torn := TORN_RE.match(text, at):
            if at >= reach:
                break
            end, extra = torn.end(), AGAIN - prior.of_character(character)
        elif gloss := GLOSS_RE.match(text, end):
            end = gloss.end()
        else:
            for rest, mark in ENTITY_REST.items():
                if text[at - 1 : at] == "?" and text.startswith(rest, at):
                    character, end = mark, at + len(rest)
                    break
        edges.setdefault(node, []).append(
            Edge((Option(character, extra),), at, end, Node(end, 0, ()), at, "along")
        )
        beyond += at >= reach
        at = end
    return Node(at, 0, ())


def _best(
    edges: dict[Node, list[Edge]], starts: Iterable[Node], final: Node, left: str, page: Page
) -> list[_Path]:
    """The likeliest texts from any start to the final node, best first."""
    counts, pairs = prior.dictionary()
    closed: dict[Node, dict[str, _Path]] = {}
    opened: dict[Node, list[_Open]] = {}
    root = Node(-1, 0, ())
    closed[root] = {"": _Path(0.0, "", None, ())}
    # The left neighbours: words may begin in them, and are scored from their first one on.
    bases = []
    for k in range(len(left)):
        base = Node(-1 - len(left) + k, 0, ())
        closed[base] = {"": _Path(prior.score(left[:k]), "", None, ())}
        bases.append((left[k:], base))
    whole = _Path(prior.score(left), "", None, ())
    for start in starts:
        closed[start] = {"": whole}
        opened[start] = [_Open(stem, 0.0, base, ()) for stem, base in bases]
    for node in sorted({*edges, final}):
        paths = closed.get(node)
        if not paths and not opened.get(node):
            continue
        if paths and len(paths) > KEEP:
            top = sorted(paths.values(), key=lambda p: -p.score)[:KEEP]
            closed[node] = paths = {p.text: p for p in top}
        if node == final:
            break
        for edge in edges.get(node, ()):
            _step(edge, node, closed, opened, counts, pairs, page.seen)
    return sorted(closed.get(final, {}).values(), key=lambda p: -p.score)


def _step(edge, node, closed, opened, counts, pairs, seen) -> None:
    target = closed.setdefault(edge.to, {})
    grown = opened.setdefault(edge.to, [])
    words: list[tuple[str, float, Node, tuple]] = []
    extra = DROPPED if edge.mark == "dropped" else 0.0
    options = []
    for character, bonus in edge.options:
        simple = scriptmap.simplified(character)
        options.append((simple, character, bonus + extra))
        if simple == "著":
            options.append(("着", character, bonus + extra))
    if edge.mark == "swallowed":
        options = [(s, c, b + BEFORE_DIGIT * (s in _BEFORE_DIGIT)) for s, c, b in options]
    has_base = bool(closed.get(node))
    before = opened.get(node, ())
    for simple, character, bonus in options:
        step = (edge, character)
        if has_base:
            words.append((bonus + prior.of_character(simple), node, (step,)))
            grown.append(_Open(simple, bonus, node, (step,)))
        for stem, weight, base, steps in before:
            word = stem + simple
            if (len(word) == 2 and word in pairs) or len(word) == 3:
                grown.append(_Open(word, weight + bonus, base, (*steps, step)))
            if count := counts.get(word):
                words.append((weight + bonus + prior.of_count(count), base, (*steps, step)))
            elif word in seen:
                words.append((weight + bonus + SEEN, base, (*steps, step)))
    if len(words) > 40:
        words.sort(key=lambda w: -w[0])
        del words[40:]
    for weight, base, steps in words:
        spelt = "".join(c for e, c in steps if e.mark != "along")
        for path in closed.get(base, {}).values():
            text, total = path.text + spelt, path.score + weight
            if text not in target or target[text].score < total:
                target[text] = _Path(total, text, path, steps)


def _steps_of(path: _Path | None):
    chain = []
    while path:
        chain.append(path.steps)
        path = path.before
    return [step for steps in reversed(chain) for step in steps]


def _characters(path: _Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for edge, character in _steps_of(path):
        if edge.mark != "along":
            found.append((character, edge.start, edge.end))
            if edge.mark == "swallowed":
                found.append((SWALLOWED, edge.end - 1, edge.end))
    return tuple(found)
