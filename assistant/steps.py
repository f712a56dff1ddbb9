"""The steps of the chain that find and write, one part of a question at a time.

State is what the chain hands on; nothing in it is changed, each step returns a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Mode, Reason
from assistant.budget import Budget
from assistant.bylines import asks_for_byline, byline_draft
from assistant.decline import why
from assistant.draft import Draft
from assistant.evidence import Evidence, weigh
from assistant.extractive import extract
from assistant.filters import Within
from assistant.list_count import counts_as_asked
from assistant.lists import list_draft
from assistant.lists_elsewhere import as_many, list_elsewhere
from assistant.overview import chosen_document, overview
from assistant.phrases import OFFICES, OVERVIEW, OVERVIEW_WORDS
from assistant.question import Question
from assistant.retriever import Filters, HybridRetriever
from assistant.scope import Directory, speaks_for
from assistant.sessions import unheard_session
from assistant.terms import Term, terms_of
from assistant.written import Written
from ingest.errors import ModelFault
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.people import named_official

NOTHING = Draft()
SYNONYMS_SEARCHED = 6
"""Of each word of the question, the best credited."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of those asked at once, with what was found for it."""

    question: Question
    terms: tuple[Term, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    draft: Draft = NOTHING
    reason: Reason | None = None
    """Why this part has no answer."""


@dataclass(frozen=True, slots=True)
class State:
    """What the chain hands from step to step."""

    text: str
    turns: tuple[Answer, ...]
    snapshot: Snapshot
    directory: Directory
    parts: tuple[Part, ...] = ()
    mode: Mode = "extractive"
    deep: bool = False
    """Whether a model may search by itself, several times."""
    budget: Budget | None = None
    """What the model may take for this answer; None without a model."""
    written: Written | None = None
    """What the model has said so far; None when the documents' own sentences answer."""
    fault: ModelFault | None = None
    """What went wrong with the model, where one was asked."""
    seconds: dict[str, float] = field(default_factory=dict)
    within: Within = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """What was understood, part by part."""
        return tuple(part.question for part in self.parts)

    @property
    def paragraphs_found(self) -> int:
        """How many paragraphs the evidence of all parts comes from."""
        return len({found.paragraph.id for part in self.parts for found in part.evidence})


def limited(question: Question, within: Within) -> Part:
    """A question put to the chosen documents alone, or to those of them that it names."""
    scope = question.scope
    if within is None:
        return Part(question)
    named = within if scope.documents is None else scope.documents & within
    outside = not named and bool(scope.documents or not within)
    narrowed = replace(question, scope=replace(scope, documents=named))
    return Part(narrowed, reason="not_in_documents" if outside else None)


def answerable(part: Part, state: State) -> bool:
    """Whether a part may go to a model: thin evidence is for the model to judge."""
    if part.reason:
        return False
    reason = why(part.question, part.terms, part.evidence, state.snapshot, state.directory)
    return reason in (None, "not_in_documents")


def with_evidence(part: Part, state: State, retriever: HybridRetriever) -> Part:
    """Retrieve within the scope of one question and judge every sentence found."""
    part = _with_terms(part, state)
    question = part.question
    if part.reason or question.kind == "overview":
        return part
    leaning = _cited_before(question, state)
    retrieved: dict[str, float] = {}
    # 第三件 is one of what was just listed, and of nothing else.
    if not (question.ordinal and leaning):
        retrieved = _retrieved(question, part.terms, retriever)
    for paragraph in leaning:
        retrieved.setdefault(paragraph, 0.0)
    paragraphs = [state.snapshot.paragraph(paragraph) for paragraph in retrieved]
    documents = {p.document: state.snapshot.document(p.document) for p in paragraphs}
    evidence = weigh(question, part.terms, paragraphs, documents, retrieved=retrieved, near=leaning)
    return replace(part, evidence=tuple(evidence))


def _with_terms(part: Part, state: State) -> Part:
    """What the question is about; or the reason why it is about nothing."""
    question = part.question
    numerals = question.kind != "yes_no"
    terms = terms_of(
        question.topic,
        state.snapshot,
        carried=question.carried,
        numerals=numerals,
        quoted=question.quoted,
    )
    official = named_official(question.text)
    unknown = official and not state.snapshot.contains(fold(official))
    if unknown or unheard_session(question.text, state.snapshot):
        return replace(part, terms=terms, reason="not_in_documents")
    if _asks_for_all(question, terms):
        return replace(part, question=replace(question, kind="overview"))
    says_little = not any(term.noun or term.weight > 1 for term in terms)
    if question.kind == "list" and question.count and says_little:
        return replace(part, terms=terms_of(question.topic, state.snapshot, fillers=True))
    if not question.ordinal and says_little:
        topic = _topic_of_its_own(question, state)
        if not topic:
            named = question.scope.documents is not None or question.scope.years
            return replace(part, reason="not_in_documents" if named else "off_topic")
        question = replace(question, topic=topic)
        terms = terms_of(topic, state.snapshot)
    return replace(part, question=question, terms=terms)


def _asks_for_all(question: Question, terms: Sequence[Term]) -> bool:
    """今年重点抓什么: a place, a year or a speaker, and no subject."""
    scope = question.scope
    named = scope.documents or scope.years or scope.relative_years
    subject = any(
        (term.noun or term.weight > 1) and term.text not in OVERVIEW_WORDS for term in terms
    )
    return bool(named and not subject and OVERVIEW.search(question.text))


def _byline(question: Question, state: State) -> Draft:
    within = question.scope.documents
    documents = [d for d in state.snapshot.documents() if within is None or d.id in within]
    cited = {c.document for c in state.turns[-1].citations} if state.turns else set()
    if within is None and not cited and len(documents) > 1 and "《" not in question.text:
        return NOTHING  # whose report is not said
    return byline_draft(question, documents, state.snapshot.paragraphs, cited=cited)


def _overview(part: Part, state: State) -> Part:
    within = part.question.scope.documents
    documents = [d for d in state.snapshot.documents() if within is None or d.id in within]
    document = chosen_document(part.question, documents)
    if part.question.scope.unknown_places or part.question.scope.inner_only:
        return replace(part, reason="place_not_in_library")
    if document is None:
        return replace(part, reason="year_not_in_library" if documents else "not_in_documents")
    draft = overview(part.question, document, state.snapshot.paragraphs(document.id))
    if not counts_as_asked(part.question, draft):
        return replace(part, reason="not_in_documents")
    return replace(part, draft=draft, reason=None if draft.statements else "not_in_documents")


def _topic_of_its_own(question: Question, state: State) -> str:
    """报告是谁作的, 报告是哪天作的: words of the question that its answer will hold.

    Who speaks is known from the documents; when and where a report is given is told by its
    delivery line, which names the assembly.
    """
    scope = question.scope
    if question.kind in ("when", "where") and scope.report_year:
        return "人民代表大会 会议"
    asks_who = question.kind == "who" or (
        question.kind == "yes_no" and re.search(rf"作的|{OFFICES.pattern}", question.text)
    )
    if not asks_who or scope.documents is None:
        return ""
    found = (state.snapshot.document(id).metadata.speaker for id in sorted(scope.documents))
    return " ".join(dict.fromkeys(fold(name) for name in found if name))


def _cited_before(question: Question, state: State) -> frozenset[str]:
    """Paragraphs that the last answer cited, where this question leans on it."""
    if not state.turns or not (question.carried or question.ordinal):
        return frozenset()
    within = question.scope.documents
    return frozenset(
        cited.paragraph
        for cited in state.turns[-1].citations
        if within is None or cited.document in within
    )


def _retrieved(
    question: Question, terms: Sequence[Term], retriever: HybridRetriever
) -> dict[str, float]:
    """Paragraph id -> its best passage's score.

    What a report may say instead of the asker's words is searched like what was carried
    over: it helps, and the asker's own words decide.
    """
    scope = question.scope
    others = (s.text for term in terms for s in term.synonyms[:SYNONYMS_SEARCHED])
    carried = " ".join((question.carried, *others)).strip()
    filters: Filters = {"carried": carried, "documents": scope.documents}
    found = retriever.invoke(question.topic, **filters)
    if scope.years:
        # Of the asked year first; the rest stays in reach, for a sentence may name the year.
        found += retriever.invoke(question.topic, years=(*scope.years, 0), **filters)
    if not found and scope.documents:
        # Nothing speaks of it: the nearest there is may still be worth reading.
        found = retriever.invoke(question.text, documents=scope.documents)
    retrieved: dict[str, float] = {}
    for passage in found:
        paragraph = passage.metadata["paragraph"]
        retrieved[paragraph] = max(retrieved.get(paragraph, 0.0), passage.metadata["score"])
    return retrieved


def with_draft(part: Part, state: State) -> Part:
    """Write the extractive draft, or say why there is none."""
    if part.reason and not asks_for_byline(part.question):
        return part
    if part.question.kind == "overview":
        return _overview(part, state)
    if asks_for_byline(part.question) and not part.question.scope.unknown_places:
        draft = _byline(part.question, state)
        if draft.statements:
            return replace(part, draft=draft, reason=None)
        if part.reason:
            return part
    return _found(part, state)


def _found(part: Part, state: State) -> Part:
    """The draft from the evidence of a part, or why that is not enough."""
    question, evidence = part.question, part.evidence
    reason = why(question, part.terms, evidence, state.snapshot, state.directory)
    counted = question.kind == "list" and question.count and evidence
    if reason and not (reason == "not_in_documents" and counted):
        return replace(part, reason=reason)
    neighbours = [
        paragraph
        for paragraph in state.snapshot.paragraphs(evidence[0].paragraph.document)
        if speaks_for(question.scope, fold(paragraph.text))
    ]
    # Words in common are few where a list is asked for by its count alone.
    draft = (list_draft if reason else extract)(question, part.terms, evidence, neighbours)
    if counted and not as_many(draft, question):
        # What became of the ten is not the ten: they may stand in the report before.
        other = list_elsewhere(question, part.terms, evidence, state.snapshot.paragraphs)
        draft = other if other.statements else draft
    if reason and not as_many(draft, question):
        return replace(part, reason=reason)
    if not counts_as_asked(question, draft):
        return replace(part, reason="not_in_documents")
    return replace(part, draft=draft, reason=None if draft.statements else "not_in_documents")
