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
from assistant.sentences import whole_sentence, with_next
from assistant.terms import Term
from assistant.window import MAX_CHARACTERS, clean, window
from ingest.document import Paragraph
from ingest.normalise import fold

SHORT_NAME = 24
"""Characters of a sentence that can only announce a list: 有“三个一”。"""
LONGEST_LIST = 300
"""Characters of a list that is given as the sentence after its name."""


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
    if question.kind == "list" or question.ordinal:
        draft = list_draft(question, terms, evidence, neighbours)
        # 第十二件 of ten: there is no such one, and no other sentence stands in for it.
        if draft.statements or question.ordinal:
            return draft
    chosen = choose(terms, evidence)
    return Draft(tuple(_statement(question, terms, found) for found in chosen))


def _statement(question: Question, terms: Sequence[Term], found: Evidence) -> Statement:
    text = found.paragraph.text
    span = found.span
    if question.kind in ("fact", "list"):
        # Targets joined by semicolons are one sentence: the first alone would be half of it.
        whole = whole_sentence(text, span)
        span = whole if whole.end - whole.start <= MAX_CHARACTERS else span
    head = fold(text[span.start : span.end]).strip("。:：*")
    is_head = (
        bool(found.paragraph.section) and fold(found.paragraph.section[-1]).strip("。") == head
    )
    short = span.end - span.start <= SHORT_NAME
    if question.kind == "list" and (is_head or short):
        # 抓好“十大工程”。 names the list; what follows is it.
        span = with_next(text, span, max_chars=LONGEST_LIST)
    elif question.quote:
        # 那句话 often is the sentence after the one that tells of it.
        span = with_next(text, whole_sentence(text, span))
    else:
        span = window(text, span, terms, number=question.kind == "number")
    return Statement(clean(text[span.start : span.end]), (Support(found.paragraph, span),))
