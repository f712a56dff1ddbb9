"""Which words of a source a claim leans on: the sentences, and clause for clause.

A sentence is chosen by what can't be reworded (figures, quotations, names) first, and by the
character pairs in common after that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.quotations import quotations, stands
from assistant.sentences import sentences, whole_sentence
from assistant.stated import pairs_of, stated
from assistant.units import agree
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.words import bigrams

FIGURE_WORTH = 4.0
"""What a shared figure counts, in character pairs: more than the words of a short clause."""
QUOTE_WORTH = 6.0
NEIGHBOURS = 3
"""Sentences that one span may take in beyond its best one: the carriers of one claim stand
together, or the best alone is shown."""
_CLAUSE_RE = re.compile(r"[^,，;；。！!？?\n:：]+")


class Clause(NamedTuple):
    """A clause of a claim and the clause of a source that is closest to it, both folded."""

    said: str
    source: str
    shared: float
    """Share of the claim's pairs that the source's clause has."""


@lru_cache(maxsize=2048)
def supporting(claim: str, text: str) -> Span:
    """The sentence or sentences of a paragraph's text that carry a claim.

    >>> text = "今年种树。添置公交车180辆，免费乘坐。建公厕128座。"
    >>> span = supporting("公厕要建128座。", text)
    >>> text[span.start : span.end]
    '建公厕128座。'
    """
    spans = sentences(text) or [Span(0, len(text))]
    if len(spans) == 1:
        return spans[0]
    pieces = _pieces(claim)
    best = [
        max(range(len(spans)), key=lambda k: (_worth(piece, text, spans[k]), -k))
        for piece in pieces
    ]
    worth = [_worth(piece, text, spans[k]) for piece, k in zip(pieces, best, strict=True)]
    first = best[worth.index(max(worth))]
    # A clause that shares only a function word with its best sentence chooses nothing.
    chosen = [
        k for k, w in zip(best, worth, strict=True) if w >= 2 and abs(k - first) <= NEIGHBOURS
    ]
    chosen = chosen or [first]
    return Span(spans[min(chosen)].start, spans[max(chosen)].end)


def _pieces(claim: str) -> list[str]:
    """The claim's clauses, those without a figure or four pairs joined to the next."""
    found: list[str] = []
    held = ""
    for match in _CLAUSE_RE.finditer(claim):
        held += match[0] + "，"
        if stated(held) or len(pairs_of(fold(held))) >= 4:
            found.append(held)
            held = ""
    if held:
        found = [*found[:-1], found[-1] + held] if found else [held]
    return found or [claim]


@lru_cache(maxsize=4096)
def _worth(piece: str, text: str, span: Span) -> float:
    sentence = text[span.start : span.end]
    folded = fold(sentence)
    pairs = set(bigrams(fold(piece)))
    worth = float(sum(pair in folded for pair in pairs))
    inside = [s for s in stated(text) if span.start <= s.figure.start < span.end]
    for said in stated(piece):
        worth += FIGURE_WORTH * any(
            s.figure.low == said.figure.low and agree(s.figure.unit, said.figure.unit)
            for s in inside
        )
    worth += QUOTE_WORTH * sum(stands(q, sentence) for q in quotations(piece))
    return worth


@lru_cache(maxsize=2048)
def around(claim: str, text: str) -> str:
    """The whole sentences, folded, that a claim leans on."""
    span = supporting(claim, text)
    return fold(text[slice(*whole_sentence(text, span))])


def clauses(claim: str, texts: Sequence[str]) -> list[Clause]:
    """Each clause of a claim with the clause of the folded texts that shares most with it."""
    of_sources = [m[0] for text in texts for m in _CLAUSE_RE.finditer(text)]
    found: list[Clause] = []
    for match in _CLAUSE_RE.finditer(fold(claim)):
        pairs = set(bigrams(match[0]))
        if not pairs or not of_sources:
            continue
        best = max(of_sources, key=lambda c: _shared(pairs, c))
        found.append(Clause(match[0], best, _shared(pairs, best)))
    return found


def _shared(pairs: set[str], clause: str) -> float:
    own = set(bigrams(clause))
    # Of the clause's own too, lest the longest one win: a Dice coefficient.
    return 2 * len(pairs & own) / (len(pairs) + len(own)) if own else 0.0
