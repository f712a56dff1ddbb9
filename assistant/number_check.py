"""Is the figure of a statement what the documents say of it?

    check_number("2018年济源建成公厕98座", …) -> differs: the documents say 97座

Never a guess. A figure *stands* when the whole statement is carried by one paragraph, as a claim
of an answer has to be (verify.py: unit, comparator, subject, year, place, period). It *differs*
when the statement is carried by a paragraph once the paragraph's own figure is put in its place,
and no two figures of that paragraph would do equally well. Everything else is not found.

Measured on all 205 clauses with one figure of sample/ and tests/data/reports, with place and year
before them: 190 stand (of the rest most don't say what grew by 6.8 %). With the figure altered
132 of 181 differ, all 132 with the right figure, and 49 are not found; with the figure of another
clause none stands that isn't true of the place and year. 14 ms each, 2 cores under load.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.answer import Citation
from assistant.carried import Ambiguous, carries, corrected
from assistant.counted import ROUNDING
from assistant.draft import Support, citation
from assistant.english import in_chinese
from assistant.figures import Figure, figures
from assistant.question import Question, understand
from assistant.retriever import HybridRetriever
from assistant.scope import Directory
from assistant.stated import Stated, pairs_of, stated
from assistant.units import agree
from ingest.errors import UnusableQuestion
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.offsets import Span

NumberVerdict = Literal["stands", "differs", "not found"]
Why = Literal["", "place_not_in_library", "words_not_known", "several_figures_fit", "not_said"]

MAX_CHARS = 200
MAX_FIGURES = 6
"""One fact is shorter and has fewer; what it costs to check grows with the square of both."""
READ = 12
"""Paragraphs that a statement is held against, the best by keywords and vectors."""
_FIGURES_RE = re.compile(r"\d[\d.,]*%?")


@dataclass(frozen=True, slots=True)
class Instead:
    """A figure of the statement, and what the documents have in its place."""

    stated: str
    document: str
    citation: Citation
    """The paragraph, with the sentence that has the figure as its quote."""


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What became of a statement."""

    statement: str
    verdict: NumberVerdict
    citations: tuple[Citation, ...] = ()
    """When it stands: the paragraphs that carry it."""
    instead: tuple[Instead, ...] = ()
    """When it differs: what the documents say. When it stands: documents of the same place, year
    and period that say otherwise."""
    why: Why = ""
    """When it isn't found."""
    nearest: Citation | None = None
    """When it isn't found: the paragraph that comes closest, for reading and not as an answer."""


def check_number(
    statement: str,
    snapshot: Snapshot,
    retriever: HybridRetriever,
    *,
    within: frozenset[str] | None = None,
) -> NumberCheck:
    """Hold a statement's figures against the documents; one fact at a time.

    ``within`` are ids of documents. Raises UnusableQuestion for a statement without a figure or
    that doesn't say what the figure is of.
    """
    if len(statement) > MAX_CHARS or len(figures(statement)) > MAX_FIGURES:
        raise UnusableQuestion(
            f"the statement has {len(statement)} characters; at most {MAX_CHARS} and "
            f"{MAX_FIGURES} figures are checked at once: state one fact at a time"
        )
    directory = Directory(snapshot.documents())
    question = understand(statement, directory)[0]
    text = _in_chinese(statement, question)
    if question.scope.unknown_places:
        return NumberCheck(statement, "not found", why="place_not_in_library")
    if text is None:
        return NumberCheck(statement, "not found", why="words_not_known")
    said = stated(text)
    if not said:
        raise UnusableQuestion(
            f"the statement {statement[:60]!r} has no figure: say what is counted and how many"
        )
    place = fold(str(question.scope.place or ""))
    if not all(one.subject - pairs_of(place) for one in said):
        raise UnusableQuestion(
            f"the statement {statement[:60]!r} doesn't say what its figure is of: name it, as in "
            "济源2019年添置公交车180辆"
        )
    paragraphs = _retrieved(question, snapshot, retriever, within)
    standing, differing, ambiguous = _held(text, paragraphs, snapshot)
    if standing:
        others = tuple(one for one in differing if any(_alike(one.citation, s) for s in standing))
        return NumberCheck(statement, "stands", tuple(standing), others)
    if differing:
        return NumberCheck(statement, "differs", instead=tuple(differing))
    return NumberCheck(
        statement,
        "not found",
        why="several_figures_fit" if ambiguous else "not_said",
        nearest=paragraphs[0] if paragraphs else None,
    )


class _Held(NamedTuple):
    standing: list[Citation]
    differing: list[Instead]
    ambiguous: bool


def _held(text: str, paragraphs: Sequence[Citation], snapshot: Snapshot) -> _Held:
    """The statement held against each paragraph by itself."""
    held = _Held([], [], False)
    for cited in paragraphs:
        if carries(cited, text):
            said = _same_figure(stated(text)[0].figure, cited)
            held.standing.append(_quoting(cited, said, snapshot, len(held.standing) + 1))
            continue
        try:
            put = corrected(text, cited)
        except Ambiguous:
            held = held._replace(ambiguous=True)
            continue
        for before, after, figure in put.changed if put else ():
            at = _quoting(cited, figure, snapshot, len(held.differing) + 1)
            held.differing.append(Instead(before, after, at))
    return held


def _in_chinese(statement: str, question: Question) -> str | None:
    """An English statement in Chinese words, its figure last; None where the words aren't known."""
    if question.script != "latin":
        return statement
    if in_chinese(statement).unknown:
        return None
    found = figures(question.topic)
    if len(found) != 1:
        return None
    start, end = found[0].start, found[0].end
    figure = question.topic[start:end]
    words = question.text[: question.text.find(question.topic)] + question.topic
    rest = words.replace(figure, " ", 1).rstrip("?？ ")
    return re.sub(r"\s+", "", rest) + figure.strip()


def _retrieved(
    question: Question,
    snapshot: Snapshot,
    retriever: HybridRetriever,
    within: frozenset[str] | None,
) -> list[Citation]:
    """Whole paragraphs that may speak of it, best first."""
    documents = question.scope.documents
    if within is not None:
        documents = within if documents is None else documents & within
    # The figure itself is no word to search by: a wrong one would lead elsewhere.
    topic = _FIGURES_RE.sub(" ", question.topic).strip() or question.topic
    hits = list(retriever.search(topic, documents=documents))
    if question.scope.years:
        years = (*question.scope.years, 0)
        hits += retriever.search(topic, documents=documents, years=years)
    passages = snapshot.passages([hit.passage for hit in hits])
    best: dict[str, float] = {}
    for hit in hits:
        id = passages[hit.passage].paragraph_id
        best[id] = max(best.get(id, 0.0), hit.score)
    ids = sorted(best, key=lambda id: (-best[id], id))[:READ]
    found = [snapshot.paragraph(id) for id in ids]
    return [
        citation(Support(p, Span(0, len(p.text))), snapshot, n=n) for n, p in enumerate(found, 1)
    ]


def _same_figure(figure: Figure, cited: Citation) -> Stated | None:
    """The paragraph's figure that a statement's stands for: 641.8亿元 for 约642亿元."""
    off = [
        (abs(s.figure.low / figure.low - 1), k, s)
        for k, s in enumerate(stated(cited.text))
        if figure.low and agree(figure.unit, s.figure.unit)
    ]
    near = min(off, default=None)
    return near[2] if near and near[0] <= ROUNDING else None


def _quoting(cited: Citation, said: Stated | None, snapshot: Snapshot, n: int) -> Citation:
    """The citation, narrowed to the sentence of a figure."""
    paragraph = snapshot.paragraph(cited.paragraph)
    span = Span(0, len(cited.text))
    if said is not None:
        sentence = cited.text[slice(*said.sentence)]
        start = said.sentence[0] + len(sentence) - len(sentence.lstrip())
        span = Span(start, start + len(sentence.strip()))
    return citation(Support(paragraph, span), snapshot, n=n)


def _alike(one: Citation, other: Citation) -> bool:
    return (one.place, one.year, one.period) == (other.place, other.year, other.period)


def as_statement(
    number: str, *, unit: str = "", topic: str, place: str = "", year: int | None = None
) -> str:
    """A statement put together of its parts.

    >>> as_statement("180", unit="辆", topic="添置公交车", place="济源", year=2019)
    '济源2019年添置公交车180辆'
    """
    return f"{place}{f'{year}年' if year else ''}{topic}{number}{unit}"
