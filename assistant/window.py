"""A long sentence cut to the clauses that answer, never inside a clause; made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.fits import MEASURED
from assistant.terms import Term, coverage
from ingest.normalise import fold
from ingest.offsets import Span

MAX_CHARACTERS = 150
"""Of one sentence in an answer; a longer one is cut to the clauses that answer."""

_CLAUSE_RE = re.compile(r"[^，,；;。！？!?]+[，,；;。！？!?]*[”’」』）)]*|[，,；;。！？!?]+")


def window(text: str, sentence: Span, terms: Sequence[Term], *, number: bool) -> Span:
    """Cut a long sentence to the clauses around the one that answers best.

    Grows to the right first: what a clause is about stands before its figure, and what
    follows belongs to it (增长8.3%, 居全省第4位).
    """
    if sentence.end - sentence.start <= MAX_CHARACTERS:
        return sentence
    clauses = [
        Span(sentence.start + found.start(), sentence.start + found.end())
        for found in _CLAUSE_RE.finditer(text[sentence.start : sentence.end])
    ]

    def worth(clause: Span) -> float:
        """How much of the question a clause speaks of, more with a figure."""
        folded = fold(text[clause.start : clause.end])
        has_number = bool(MEASURED.search(folded))
        return coverage(terms, (folded, 1.0)) + (0.15 if number and has_number else 0.0)

    best = max(range(len(clauses)), key=lambda k: worth(clauses[k]))
    first = last = best
    while True:
        grown = False
        for step in (1, -1):
            low, high = (first, last + 1) if step == 1 else (first - 1, last)
            if low < 0 or high >= len(clauses):
                continue
            if clauses[high].end - clauses[low].start <= MAX_CHARACTERS:
                first, last, grown = low, high, True
        if not grown:
            break
    return Span(clauses[first].start, clauses[last].end)


def clean(text: str) -> str:
    """A quoted piece as a sentence of its own: no dangling comma, a full stop at its end.

    >>> clean("新增公交车180辆,"), clean("建成公厕97座。")
    ('新增公交车180辆。', '建成公厕97座。')
    """
    bare = text.strip().rstrip("，,；;、")
    return bare if not bare or bare[-1] in "。！？!?”」』" else bare + "。"
