"""The likeliest texts through a lattice, read word by word with the dictionary.

Works like the search for the likeliest words of a sentence (ingest/prior.py), only that
each place has several characters and the places form a graph: at every node the best texts
that end there are kept, and the words that are still open.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from ingest import prior, scriptmap
from ingest.torn import Edge, Node

KEEP = 4
"""Texts that are kept at each node."""
MAX_WORDS = 40
"""Words that are kept at each edge."""
MAX_OPEN = 32
"""Open words that are kept at each node."""
SEEN = -11.5
"""Nats for two characters that stand side by side elsewhere on the page."""
BEFORE_DIGIT = 2.0
_BEFORE_DIGIT = frozenset("至到自从由为达约共超近第的过于在和、，,：:—")
"""Before a character that was used up, in news mostly a digit, these stand more often."""

Step = tuple[Edge, str]
"""An edge and the character of it that was taken."""


class Path(NamedTuple):
    """A text up to a node, as a chain of words."""

    score: float
    text: str
    """Without what is read along."""
    before: Path | None
    word: tuple[Step, ...]
    """The characters of its last word, but those that stand before the place."""
    whole: bool
    """Whether those are the whole word."""

    def words(self) -> Iterator[Path]:
        """The paths up to each word, last one first."""
        path: Path | None = self
        while path:
            if path.word:
                yield path
            path = path.before

    def steps(self) -> list[Step]:
        """All characters in their order."""
        return [step for path in reversed(list(self.words())) for step in path.word]


class _Open(NamedTuple):
    """A word that may still grow: where it began, and how it was spelt on the way."""

    stem: str
    weight: float
    base: Node
    steps: tuple[Step, ...]


class _Word(NamedTuple):
    """A word that ends at an edge."""

    weight: float
    base: Node
    steps: tuple[Step, ...]


def best_paths(
    edges: dict[Node, list[Edge]],
    starts: Sequence[Node],
    final: Node,
    *,
    left: str,
    seen: Container[str],
) -> list[Path]:
    """The likeliest texts from any start to the final node, best first; at most KEEP.

    left: what stands before the starts: words may begin in it.
    """
    reader = _Reader(starts, left, seen)
    for node in sorted({*edges, final}):
        reader.settle(node)
        if node == final:
            break
        for edge in edges.get(node, ()):
            reader.step(node, edge)
    return sorted(reader.closed.get(final, {}).values(), key=lambda path: -path.score)[:KEEP]


class _Reader:
    """The best texts and the open words at each node that was reached."""

    def __init__(self, starts: Sequence[Node], left: str, seen: Container[str]) -> None:
        self.counts, self.pairs = prior.dictionary()
        self.seen = seen
        self.closed: dict[Node, dict[str, Path]] = {}
        self.tops: dict[Node, float] = {}
        """The best score at each node that is settled."""
        self.opened: dict[Node, list[_Open]] = {}
        stems = []
        scores = prior.scores(left)
        for k in range(len(left)):
            base = Node(k - len(left), 0, ())
            self.closed[base] = {"": Path(scores[k], "", None, (), True)}
            self.tops[base] = scores[k]
            stems.append(_Open(left[k:], 0.0, base, ()))
        for start in starts:
            self.closed[start] = {"": Path(scores[-1], "", None, (), True)}
            self.opened[start] = list(stems)

    def settle(self, node: Node) -> None:
        """All edges to this node were taken: keep its best texts."""
        paths = self.closed.get(node)
        if paths:
            self.tops[node] = max([path.score for path in paths.values()])
        if paths and len(paths) > KEEP:
            top = sorted(paths.values(), key=lambda path: -path.score)[:KEEP]
            self.closed[node] = {path.text: path for path in top}
        opened = self.opened.get(node)
        if opened and len(opened) > MAX_OPEN:
            opened.sort(key=self._promise, reverse=True)
            del opened[MAX_OPEN:]

    def step(self, node: Node, edge: Edge) -> None:
        """Read one more character, for each that it can be."""
        closed, opened = self.closed.get(node), self.opened.get(node, ())
        if not closed and not opened:
            return
        counts, pairs, seen = self.counts, self.pairs, self.seen
        grown = self.opened.setdefault(edge.to, [])
        words: list[_Word] = []
        for simple, character, bonus in _spellings(edge):
            step = (edge, character)
            if closed:
                words.append(_Word(bonus + prior.of_character(simple), node, (step,)))
                grown.append(_Open(simple, bonus, node, (step,)))
            for stem, weight, base, steps in opened:
                word = stem + simple
                length = len(word)
                if length == 3 or (length == 2 and word in pairs):
                    grown.append(_Open(word, weight + bonus, base, (*steps, step)))
                if count := counts.get(word):
                    total = weight + bonus + prior.of_count(count)
                elif length == 2 and word in seen:
                    total = weight + bonus + SEEN
                else:
                    continue
                words.append(_Word(total, base, (*steps, step)))
        if len(words) > MAX_WORDS:
            words.sort(key=lambda word: -word.weight)
            del words[MAX_WORDS:]
        self._close(words, edge.to)

    def _promise(self, word: _Open) -> float:
        """What an open word would be worth if its characters were words."""
        top = self.tops[word.base]
        return top + word.weight + sum(map(prior.of_character, word.stem))

    def _close(self, words: list[_Word], node: Node) -> None:
        """Put the words behind the texts that they follow."""
        target = self.closed.setdefault(node, {})
        for weight, base, steps in words:
            spelt = "".join([character for edge, character in steps if edge.mark != "along"])
            for path in self.closed.get(base, {}).values():
                text, total = path.text + spelt, path.score + weight
                if text not in target or target[text].score < total:
                    target[text] = Path(total, text, path, steps, base.at >= 0)


def _spellings(edge: Edge) -> list[tuple[str, str, float]]:
    """(simplified, published, bonus) of each option; 著 may be either of its two characters."""
    found = []
    for character, bonus, _ in edge.options:
        simple = scriptmap.simplified(character)
        if edge.mark == "swallowed" and simple in _BEFORE_DIGIT:
            bonus += BEFORE_DIGIT
        found.append((simple, character, bonus))
        if simple == "著":
            found.append(("着", character, bonus))
    return found
