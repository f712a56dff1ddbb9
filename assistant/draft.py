"""Draft: what an answerer wants to say, before markers and checks.

A statement points at the span of the paragraph that carries it. cite() turns drafts
into an Answer's claims and citations; extractive.py (and a model's answerer) make them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.answer import Citation, Claim, ListCount, Status
from ingest.document import Paragraph
from ingest.library import Snapshot
from ingest.offsets import Span


class Support(NamedTuple):
    """The sentence or sentences of a paragraph that carry a statement."""

    paragraph: Paragraph
    span: Span
    """In the paragraph's restored text."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of an answer and what carries it."""

    text: str
    support: tuple[Support, ...]
    item: bool = False
    status: Status = "verified"
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Statements in the order they will be read; none when there is nothing to say."""

    statements: tuple[Statement, ...] = ()
    listed: ListCount | None = None


def cite(
    statements: Sequence[Statement], snapshot: Snapshot
) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Number the cited spans in reading order; the same span keeps its number."""
    numbers: dict[Support, int] = {}
    citations: list[Citation] = []
    claims: list[Claim] = []
    for statement in statements:
        for support in statement.support:
            if support not in numbers:
                numbers[support] = len(numbers) + 1
                citations.append(citation(support, snapshot, n=numbers[support]))
        cited = tuple(numbers[support] for support in statement.support)
        claims.append(
            Claim(
                statement.text,
                cited,
                item=statement.item,
                status=statement.status,
                doubt=statement.doubt,
            )
        )
    return tuple(claims), tuple(citations)


def citation(support: Support, snapshot: Snapshot, *, n: int) -> Citation:
    """One citation, with its span in the page as published."""
    paragraph, span = support
    document = snapshot.document(paragraph.document)
    place = document.metadata.place
    quoted = snapshot.raw_span(paragraph, span.start, span.end)
    return Citation(
        n=n,
        document=document.id,
        title=document.metadata.title,
        source=document.source,
        paragraph=paragraph.id,
        section=paragraph.section,
        place=str(place) if place else None,
        year=paragraph.year or document.metadata.year,
        period=paragraph.period,
        text=paragraph.text,
        quote=paragraph.text[span.start : span.end],
        raw=snapshot.raw(paragraph.raw_start, paragraph.raw_end, document=document.id),
        raw_start=paragraph.raw_start,
        raw_end=paragraph.raw_end,
        raw_quote_start=quoted.start,
        raw_quote_end=quoted.end,
        repairs=snapshot.repairs(paragraph),
        speaker=document.metadata.speaker,
        date=document.metadata.date,
    )
