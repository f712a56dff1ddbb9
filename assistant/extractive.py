"""The answer without a model: sentences of the documents, and no word that isn't theirs.

A number question gets the clauses that hold the number, a list question every entry of the
enumeration, any other question the best sentence; a second one only when it speaks of
something the first leaves out. Long sentences are cut at commas, never inside a clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.draft import Draft, Statement, Support
from assistant.evidence import Evidence, choose
from assistant.lists import list_draft
from assistant.question import Question
from assistant.terms import Term
from assistant.window import window
from ingest.document import Paragraph


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


def clean(text: str) -> str:
    """A quoted piece as a sentence of its own: no dangling comma, a full stop at its end.

    >>> clean("新增公交车180辆,"), clean("建成公厕97座。")
    ('新增公交车180辆。', '建成公厕97座。')
    """
    bare = text.strip().rstrip("，,；;、")
    return bare if not bare or bare[-1] in "。！？!?”」』" else bare + "。"
