"""Paragraphs that contradict each other: another figure for the same thing, place, year, period.

What an answer states is compared with the other paragraphs that were found, and with the
mirror copies of the document it cites: a copy may have been altered. Neither is taken to be
right; the answer gives both, each with its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from assistant.draft import Statement, Support
from assistant.evidence import Evidence
from assistant.figures import Figure
from assistant.fits import EXPECTED_RE, period_said, years_said
from assistant.phrases import CUMULATES, PART_OF_YEAR
from assistant.sentences import sentences
from assistant.stated import Stated, pairs_of, stated
from assistant.window import MAX_CHARACTERS, clean
from ingest.document import Document, Paragraph, Period
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.offsets import Span

ALIKE = 0.8
"""Share of their character pairs that two figures' subjects must have in common. The incomes of
town and country (城镇, 农村居民人均可支配收入) share 0.67, the first and the second industry's
value (第一, 第二产业增加值) 0.5: tests/test_conflicts.py."""
ROUNDED = 0.05
"""How far a figure that is meant as about, over or under may be from an exact one."""
MOST = 4
"""Contradictions shown in one answer."""
COPIES = 5
"""Mirror copies of one document that are read."""
_CLAUSE_RE = re.compile(r"[，,；;：:]")


class Conflict(NamedTuple):
    """What contradicts an answer's statements."""

    found: bool
    """Whether anything does, shown already or not."""
    others: tuple[Statement, ...]
    """Sentences that say otherwise and are not shown yet."""


def conflict(
    statements: Sequence[Statement], evidence: Iterable[Evidence], snapshot: Snapshot
) -> Conflict:
    """What other paragraphs say instead of what an answer states, in their own words."""
    beside = list({e.paragraph.id: (e.paragraph, e.document) for e in evidence}.values())
    cited = {s.paragraph.id for statement in statements for s in statement.support}
    others: dict[tuple[str, Span], Statement] = {}
    found = False
    for statement in statements:
        for support in statement.support:
            for paragraph, span in _against(statement, support, beside, snapshot):
                found = True
                if paragraph.id not in cited and len(others) < MOST:
                    said = clean(paragraph.text[span.start : span.end])
                    other = Statement(said, (Support(paragraph, span),))
                    others.setdefault((paragraph.id, span), other)
    return Conflict(found, tuple(others.values()))


def _against(
    statement: Statement,
    support: Support,
    beside: Sequence[tuple[Paragraph, Document]],
    snapshot: Snapshot,
) -> Iterator[tuple[Paragraph, Span]]:
    """The paragraphs that give another figure than a statement does, and the words that do."""
    own = [s for s in _figures(support.paragraph.text, support.span) if _says(statement.text, s)]
    if not own:
        return
    document = snapshot.document(support.paragraph.document)
    known = [(p, d) for p, d in beside if p.id != support.paragraph.id]
    for paragraph, other in [*known, *_copies(document, snapshot)]:
        if document.metadata.place is None or document.metadata.place != other.metadata.place:
            continue
        folded = fold(paragraph.text)
        place = pairs_of(fold(str(document.metadata.place or "")))
        for mine in own:
            subject = _subject(mine, place)
            # Reading all figures of a paragraph takes a millisecond: only where it may pay.
            if sum(pair in folded for pair in subject) < ALIKE * len(subject):
                continue
            when = _when(mine, support.paragraph, document)
            theirs = [
                said
                for said in stated(paragraph.text)
                if _may_be_of(when, _when(said, paragraph, other))
            ]
            if any(_same_thing(mine, s, place) and not _differs(mine, s) for s in theirs):
                continue
            for said in theirs:
                if _same_thing(mine, said, place):
                    yield paragraph, _words(paragraph.text, said.figure)
                    break


def _figures(text: str, span: Span) -> list[Stated]:
    return [s for s in stated(text) if span.start <= s.figure.start < span.end and s.subject]


def _says(claim: str, said: Stated) -> bool:
    return any(s.figure.low == said.figure.low for s in stated(claim))


class _When(NamedTuple):
    """The year that a figure is of, whether it is a result or a plan, and of how long."""

    year: int | None
    period: Period | Literal["either"] | None
    """Unsaid in a report it is None and compared with nothing else: one part of it or the other
    was meant. A letter or a news item that says neither may be either."""
    other_span: bool
    """Whether it counts over several years, or a part of one: 五年累计, 上半年."""


def _when(said: Stated, paragraph: Paragraph, document: Document) -> _When:
    """By the figure's own sentence, then by its paragraph, then by its page."""
    span = next(
        (s for s in sentences(paragraph.text) if s.start <= said.figure.start < s.end),
        Span(0, len(paragraph.text)),
    )
    folded = fold(paragraph.text[span.start : span.end])
    named = years_said(folded, document.metadata.year, "number")
    year = named.pop() if len(named) == 1 else paragraph.year or document.metadata.year
    period: Period | Literal["either"] | None = period_said(paragraph, folded)
    if period is None and EXPECTED_RE.search(folded):
        period = "plan"
    if period is None and document.metadata.kind != "work report":
        period = "either"
    spans = CUMULATES.search(folded) or PART_OF_YEAR.search(folded)
    return _When(year, period, spans is not None)


def _may_be_of(one: _When, other: _When) -> bool:
    """Whether both may be of one year and one span, and both results or both plans."""
    return (
        one.year is not None
        and one.year == other.year
        and one.other_span == other.other_span
        and (one.period == other.period or "either" in (one.period, other.period))
    )


def _copies(document: Document, snapshot: Snapshot) -> Iterator[tuple[Paragraph, Document]]:
    best = document.copy_of or document.id
    group = [d for d in snapshot.documents() if best in (d.id, d.copy_of) and d.id != document.id]
    for copy in group[:COPIES]:
        yield from ((paragraph, copy) for paragraph in snapshot.paragraphs(copy.id))


def _subject(said: Stated, place: frozenset[str]) -> frozenset[str]:
    """What a figure is said of, without its place and single characters (要, 将)."""
    return frozenset(pair for pair in said.subject - place if len(pair) > 1)


def _same_thing(mine: Stated, other: Stated, place: frozenset[str]) -> bool:
    one, two = _subject(mine, place), _subject(other, place)
    return (
        len(one & two) >= max(1.0, ALIKE * len(one | two))
        and mine.figure.unit == other.figure.unit
        and mine.direction == other.direction
        and not mine.figure.ordinal
        and not other.figure.ordinal
        and (mine.year is None or other.year is None or mine.year == other.year)
    )


def _differs(mine: Stated, other: Stated) -> bool:
    one, two = mine.figure, other.figure
    if one.low <= two.high and two.low <= one.high:
        return False
    loose = one.bounds | two.bounds != {"exact"}
    distance = max(one.low - two.high, two.low - one.high)
    return not loose or distance > ROUNDED * float(max(one.high, two.high))


def _words(text: str, figure: Figure) -> Span:
    """The sentence that a figure stands in; of a long one the clauses up to its own."""
    spans = sentences(text) or [Span(0, len(text))]
    span = next((s for s in spans if s.start <= figure.start < s.end), spans[0])
    if span.end - span.start <= MAX_CHARACTERS:
        return span
    marks = [span.start, *(m.end() for m in _CLAUSE_RE.finditer(text, span.start, span.end))]
    before = [mark for mark in marks if mark <= figure.start][-2:]
    after = next((mark for mark in marks if mark >= figure.end), span.end)
    return Span(before[0], after)
