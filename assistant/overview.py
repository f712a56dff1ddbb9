"""What a document is about as a whole: its headings, each with the paragraph it stands in.

今年重点抓什么 names no subject, so no sentence can be found by it. The headings of the part
that is asked about (review or plan) are the document's own answer; a page without headings
answers by the longest list that runs over its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import ListCount
from assistant.draft import Draft, Statement, Support
from assistant.question import Question
from assistant.sentences import sentences
from ingest.document import Document, Paragraph, Period
from ingest.enumerations import enumeration_over
from ingest.offsets import Span

MOST = 12
"""Headings shown; more is a table of contents."""
FEWEST = 3
"""Headings that make an overview of one part of a page."""
OPENINGS = 4
LONGEST_OPENING = 160
"""First sentences shown of a page without headings, and their longest, in characters."""
SPEAKS_RE = re.compile(r"强调|指出|要求|表示|提出|将(?![军来])|要(?![求素点])")


def chosen_document(question: Question, documents: Sequence[Document]) -> Document | None:
    """The document an overview is of: a work report before others, the newest of several.

    ``documents`` are those in scope. With years asked about, one that plans or reviews them.
    """
    years = question.scope.years
    fitting = [
        d
        for d in documents
        if d.copy_of is None
        and (
            not years
            or d.metadata.year is None
            or {d.metadata.year, d.metadata.year - 1} & set(years)
        )
    ]

    def order(document: Document) -> tuple[bool, bool, int]:
        """A work report counts most, then the year asked about, then how new it is."""
        of_year = document.metadata.year in years
        return (document.metadata.kind == "work report", of_year, document.metadata.year or 0)

    return max(fitting, key=order, default=None)


def period_asked(question: Question, document: Document) -> Period | None:
    """Review or plan, by the question's words or by its year beside the document's own."""
    scope, year = question.scope, document.metadata.year
    if scope.period:
        return scope.period
    if year is None:
        return None
    asked = {*scope.years, *(year + offset for offset in scope.relative_years)}
    if year in asked:
        return "plan"
    return "review" if year - 1 in asked else None


def overview(question: Question, document: Document, paragraphs: Sequence[Paragraph]) -> Draft:
    """The headings as a list; an empty draft when the page has none and no list."""
    period = period_asked(question, document)
    within = [p for p in paragraphs if period is None or p.period == period] or list(paragraphs)
    heads = _heads(within, 0)
    inner = {head: _heads(_under(within, head), 1) for head, _ in heads}
    fullest = max(inner.values(), key=len, default=[])
    # One part is asked for: its own heads say what it holds. The whole page: its parts.
    if len(fullest) >= FEWEST and (period is not None or len(heads) < FEWEST):
        heads = fullest
    if len(heads) >= FEWEST or (period is None and len(heads) == 2):
        statements = tuple(_statement(head, p) for head, p in heads[:MOST])
        return Draft(statements, ListCount(None, len(statements)))
    lists = [found for found in enumeration_over(within) if len(found.members) >= 2]
    if not lists:
        return Draft(tuple(_openings(within)))
    longest = max(lists, key=lambda found: len(found.members))
    pairs = list(zip(longest.heads, longest.members, strict=True))[:MOST]
    return Draft(
        tuple(_statement(head, paragraph) for head, paragraph in pairs),
        ListCount(longest.declared, len(pairs)),
    )


def _under(paragraphs: Sequence[Paragraph], head: str) -> list[Paragraph]:
    return [p for p in paragraphs if p.section[:1] == (head,)]


def _openings(paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    """First sentences of the paragraphs that say what is to be done, or was said."""
    said = [p for p in paragraphs if p.role == "body" and SPEAKS_RE.search(p.text)]
    for paragraph in said[:OPENINGS]:
        span = sentences(paragraph.text)[0]
        text = paragraph.text[span.start : span.end].strip()
        if len(text) <= LONGEST_OPENING:
            yield Statement(text, (Support(paragraph, span),), item=True)


def _heads(paragraphs: Sequence[Paragraph], level: int) -> list[tuple[str, Paragraph]]:
    """The heads at one depth, each with the paragraph that has its words."""
    found: dict[tuple[str, ...], tuple[str, Paragraph]] = {}
    for paragraph in paragraphs:
        path = paragraph.section
        if paragraph.role == "heading" and (not path or path[-1] != paragraph.text):
            path = (*path, paragraph.text)
        if len(path) > level:
            head = path[level]
            known = found.get(path[: level + 1])
            if known is None or (head in paragraph.text and head not in known[1].text):
                found[path[: level + 1]] = (head, paragraph)
    return [pair for pair in found.values() if pair[0] in pair[1].text]


def _statement(head: str, paragraph: Paragraph) -> Statement:
    at = max(0, paragraph.text.find(head))
    support = Support(paragraph, Span(at, at + len(head)))
    return Statement(head.strip(" 。,，;；"), (support,), item=True)
