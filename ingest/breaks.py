"""Torn places decided: of all ways to read the bytes, the one that is Chinese.

`choose` looks for the likeliest path through a place's lattice (ingest/lattice.py), its
neighbours left and right read along, and says by how much it beats the next text. Each
place also competes with its reading in which two bytes were dropped: on copies of other
sites that is the commonest damage, and its sign is a character that hardly anybody writes.
To keep this fast it is tried only where the plain reading has a character that stands in no
word, and two drops in a row only where one did not mend it.
"""

from __future__ import annotations

import math
from collections.abc import Container
from itertools import accumulate
from typing import NamedTuple

from ingest import prior, scriptmap
from ingest.bytemodel import is_second
from ingest.lattice import EVERYWHERE, lattice_of
from ingest.reader import Path, best_paths
from ingest.torn import ENTITY_REST, GLOSS_RE, LOST, TORN_RE, Edge, Node, Option, Page, aligned

SURE = 6.0
"""Nats between the choice and the next text below which a place is reported."""
SWALLOWED = "\x1a"
"""Stands for the space, digit or bracket that was used up."""
LEFT, RIGHT = 3, 5
"""Characters of context that are read along."""
UNTORN = -2.0
"""Nats for a lone ? that is only that."""
AGAIN = -6.0
"""Nats for a torn place that is left to be read by itself."""
PLAIN = -6.5
"""Nats a character from which on a text reads well: news has -4 to -5, torn text -9."""
COMMON, FREQUENT, ODD = -7.3, -5.5, -9.0
"""Nats from which on a character that stands in no word is nothing odd: 170 are commoner
than the first; 30 than the second, for one whose neighbours stand in no word either; some
700 than the third, once one dropped pair was thought of."""


class Choice(NamedTuple):
    """What stands at a torn place, up to ``end`` of the text as published."""

    kind: str
    """As in restore.Report; empty when the place is certain."""
    characters: tuple[tuple[str, int, int], ...]
    """Each character with its raw span, in the script of the page."""
    end: int
    alternatives: tuple[str, ...]
    margin: float


def choose(text: str, at: int, before: str, page: Page) -> Choice | None:
    """The likeliest text from the lost byte at ``at`` on; None when nothing fits the bytes.

    before: the restored text up to there (traditional still, if the page is).
    """
    lone = not TORN_RE.match(text, at)
    if lone and not _cut_letter(text, at + 1) and _reads_on(text, at + 1):
        return _plain(text, at)
    place = _Place(text, at, before, page, lone)
    if only := place.only_reading():
        return only
    paths = place.paths()
    if page.drops and (drops := _suspects(paths, COMMON)):
        paths = place.paths(drops=drops) or paths
        if _suspects(paths, ODD):
            paths = place.paths(drops=drops, most=2) or paths
    if not paths:
        return _plain(text, at) if lone else None
    best = paths[0]
    chosen = _characters(best)
    others = [path for path in paths[1:] if path.text != best.text]
    margin = best.score - others[0].score if others else math.inf
    alternatives = tuple("".join(c for c, _, _ in _characters(o)) for o in others[:3])
    end = chosen[-1][2] if chosen else at + 1
    return Choice(_kind(best, margin), chosen, end, alternatives, margin)


class _Place(NamedTuple):
    """A torn place and what is known around it."""

    text: str
    at: int
    before: str
    page: Page
    lone: bool

    def only_reading(self) -> Choice | None:
        """The place if its bytes allow one text only, and that has nothing odd: most do."""
        text, at, before, page, lone = self
        lattice = None if lone else lattice_of(text, at, before[-1:], page)
        edges = lattice.only_path() if lattice else []
        if not edges:
            return None
        end = edges[-1].end
        ahead = GLOSS_RE.sub("", text[end : end + 4 * RIGHT])
        stop = next((k for k, c in enumerate(ahead) if c in LOST), RIGHT)
        left = before[-LEFT:]
        row = "".join([edge.options[0].character for edge in edges])
        words = prior.segment(scriptmap.from_map(left + row + ahead[: min(stop, RIGHT)]))
        starts = [*accumulate(map(len, words), initial=-len(left))]
        alone = {start for start, word in zip(starts, words, strict=False) if len(word) == 1}
        for k, edge in enumerate(edges):
            if page.drops and k in alone and edge.mark != "known":
                weight = prior.of_character(scriptmap.simplified(row[k]))
                near = {start for start in (k - 1, k + 1) if -len(left) <= start < starts[-1]}
                if weight < COMMON or (near <= alone and weight < FREQUENT):
                    return None
        if any(edge.mark in ("lost", "swallowed") for edge in edges):
            return None
        characters = tuple((edge.options[0].character, edge.start, edge.end) for edge in edges)
        return Choice("", characters, end, (), math.inf)

    def paths(self, *, drops: Container[int] = (), most: int = 1) -> list[Path]:
        """The likeliest texts of the place with its neighbours, best first."""
        text, at, before, page, lone = self
        lattice = lattice_of(text, at, before[-1:], page, drops=drops, most=most)
        if lattice is None:
            return []
        edges = dict(lattice.edges)
        starts = [lattice.first]
        ends = set(lattice.ends)
        if lone:
            start = Node(at, 0, (Option("?"),))
            option = Option(text[at], UNTORN - prior.of_character(text[at]))
            edges[start] = [Edge((option,), at, at + 1, aligned(at + 1), at, "plain")]
            ends.add(at + 1)
            starts.insert(0, start)
        final = _read_along(text, min(ends), max(ends), edges)
        left = scriptmap.from_map(before[-LEFT:])
        return best_paths(edges, starts, final, left=left, seen=page.seen)


def _kind(best: Path, margin: float) -> str:
    marks = {edge.mark for edge, _ in best.steps()}
    for mark, kind in (
        ("plain", "question mark"),
        ("swallowed", "swallowed"),
        ("dropped", "dropped"),
        ("lost", "torn"),
    ):
        if mark in marks:
            return kind
    return "torn" if margin < SURE else ""


def _suspects(paths: list[Path], common: float) -> Container[int]:
    """Positions of the text whose characters stand in no word and are rarer than that, or
    stand among others that are in no word: where bytes may have been dropped.
    """
    if not paths:
        return EVERYWHERE
    found: set[int] = set()
    words = list(paths[0].words())
    for k, word in enumerate(words):
        edge, character = word.word[0]
        if not _is_single(word) or edge.mark in ("along", "plain", "known"):
            continue
        alone = all(map(_is_single, words[max(k - 1, 0) : k + 2]))
        weight = prior.of_character(scriptmap.simplified(character))
        if weight < common or (alone and weight < FREQUENT):
            found.add(edge.at)
    return found


def _is_single(path: Path) -> bool:
    return path.whole and len(path.word) == 1


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
    return len(ahead) >= 4 and prior.score(ahead) > PLAIN * len(ahead)


def _read_along(text: str, at: int, reach: int, edges: dict[Node, list[Edge]]) -> Node:
    """Add the text as it stands from ``at`` to RIGHT characters beyond ``reach``."""
    beyond = 0
    node = aligned(at)
    while at < len(text) and beyond < RIGHT:
        end = at + 1
        character = text[at]
        extra = 0.0
        if character in LOST and (torn := TORN_RE.match(text, at)):
            if at >= reach:
                break
            end, extra = torn.end(), AGAIN - prior.of_character(character)
        elif text.startswith("(", end) and (gloss := GLOSS_RE.match(text, end)):
            end = gloss.end()
        elif at and text[at - 1] == "?" and character.isascii():
            rest = next((rest for rest in ENTITY_REST if text.startswith(rest, at)), "")
            if rest:
                character, end = ENTITY_REST[rest], at + len(rest)
        to = aligned(end)
        edges.setdefault(node, []).append(
            Edge((Option(character, extra),), at, end, to, at, "along")
        )
        beyond += at >= reach
        at, node = end, to
    return node


def _characters(path: Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for edge, character in path.steps():
        if edge.mark != "along":
            found.append((character, edge.start, edge.end))
            if edge.mark == "swallowed":
                found.append((SWALLOWED, edge.end - 1, edge.end))
    return tuple(found)
