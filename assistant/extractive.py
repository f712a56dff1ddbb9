"""The answer without a model: sentences of the documents, and no word that isn't theirs.

A number question gets the clauses that hold the number, a list question every entry of the
enumeration, any other question the best sentence; a second one only when it speaks of
something the first leaves out. Long sentences are cut at commas, never inside a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Statement, Support
from assistant.evidence import MEASURED, Evidence, choose
from assistant.lists import list_draft
from assistant.question import Question
from assistant.terms import Term, coverage
from ingest.document import Paragraph
from ingest.normalise import fold
from ingest.offsets import Span

MAX_CHARACTERS = 150
"""Of one sentence in an answer; a longer one is cut to the clauses that answer."""

_CLAUSE_RE = re.compile(r"[^，,；;。！？!?]+[，,；;。！？!?]*[”’」』）)]*|[，,；;。！？!?]+")


def extract(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    neighbours: Sequence[Paragraph],
) -> Draft:
    """Write the draft from evidence that is ranked, best first.

    ``neighbours`` are the paragraphs of the best evidence's document, in page order: a list
    may run over several of them.
    """
    if not evidence:
        return Draft()
    if question.kind == "list" or question.ordinal:
        draft = list_draft(question, terms, evidence, neighbours)
        if draft.statements:
            return draft
    chosen = choose(terms, evidence)
    return Draft(tuple(_statement(question, terms, found) for found in chosen))


def _statement(question: Question, terms: Sequence[Term], found: Evidence) -> Statement:
    span = window(found.paragraph.text, found.span, terms, number=question.kind == "number")
    text = clean(found.paragraph.text[span.start : span.end])
    return Statement(text, (Support(found.paragraph, span),))


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
