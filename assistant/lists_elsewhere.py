"""A list asked for by its count, looked for in every document that was found.

十件实事全部完成 in one report ranks before the ten in the report of the year before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.lists import list_draft
from assistant.question import Question
from assistant.terms import Term
from ingest.document import Paragraph

CLOSE = 0.4
"""Share of the best rank from which another document is searched. Set by hand; other
values were not tried."""


def as_many(draft: Draft, question: Question) -> bool:
    """Whether a draft gives exactly as many members as the question counts."""
    return draft.listed is not None and draft.listed.given == question.count


def list_elsewhere(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    paragraphs_of: Callable[[str], Sequence[Paragraph]],
) -> Draft:
    """The list of just so many members in another document than the best sentence's, the
    likeliest document first; an empty draft when there is none.
    """
    first = evidence[0]
    tried = {first.paragraph.document}
    for found in evidence:
        if found.rank < CLOSE * first.rank:
            break
        if found.paragraph.document in tried:
            continue
        tried.add(found.paragraph.document)
        of_it = [e for e in evidence if e.paragraph.document == found.paragraph.document]
        draft = list_draft(question, terms, of_it, paragraphs_of(found.paragraph.document))
        if as_many(draft, question):
            return draft
    return Draft()
