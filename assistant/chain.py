"""The way of a question, read top to bottom: understand, retrieve, enough?, answer, verify.

A deterministic LangChain chain of runnables. Each step takes the state of the one before
and adds to it; nothing is kept between questions but the library's newest snapshot.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from ingest.library import Library, Snapshot
from langchain_core.runnables import Runnable, RunnableBranch, RunnableLambda

from assistant.answer import Answer, Checks, Claim, Mode, Reason
from assistant.conversation import standalone
from assistant.decline import explain, why
from assistant.draft import Draft, Statement, Support, citation, cite
from assistant.evidence import Evidence, weigh
from assistant.examples import candidates
from assistant.extractive import extract
from assistant.modelled import ChatModel, ask_model
from assistant.prompt import load_prompt
from assistant.question import MAX_CHARACTERS, Question
from assistant.retriever import LOCAL_VECTOR_WEIGHT, MODEL_VECTOR_WEIGHT, HybridRetriever
from assistant.scope import Directory
from assistant.terms import Term, terms_of
from assistant.verify import check
from ingest.embeddings import Embedder, open_embedder
from ingest.errors import ChatModelError, EmbeddingMismatch, UnusableQuestion
from ingest.normalise import script_of, to_traditional
from ingest.settings import Settings

NOTHING = Draft()


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
    notice: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        *,
        vector_weight: float,
        chat_model: ChatModel | None = None,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._vector_weight = vector_weight
        self._chat_model = chat_model
        extractive: Runnable[State, State] = RunnableLambda(self._answer)
        answer = extractive
        if chat_model:
            answer = RunnableLambda(self._answer_by_model).with_fallbacks(
                [RunnableLambda(_with_notice) | extractive],
                exceptions_to_handle=(ChatModelError,),
            )
        self.chain: Runnable[State, Answer] = (
            RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve)
            | answer
            | RunnableBranch((_nothing_said, RunnableLambda(_declined)), RunnableLambda(_verified))
        )

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the library that the settings name.

        Raises LibraryMissing, LibraryDamaged or EmbeddingMismatch, each with the command
        that helps.
        """
        library = Library.open(settings.library, chroma=settings.chroma)
        embedder = open_embedder(settings)
        stored = library.snapshot().embedding
        if stored != embedder.identity:
            raise EmbeddingMismatch(
                f"the library {str(settings.library)!r} was embedded with {stored!r}, but "
                f"{embedder.identity!r} is set: run `python -m ingest rebuild`, or set "
                f"WENZHENG_EMBEDDINGS back"
            )
        local = settings.embeddings == "local"
        weight = LOCAL_VECTOR_WEIGHT if local else MODEL_VECTOR_WEIGHT
        return cls(library, embedder, vector_weight=weight, chat_model=open_chat_model(settings))

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        """Answer one question in the light of the turns before it; never raises for its text."""
        started = time.perf_counter()
        snapshot = self._library.snapshot()
        state = State(question, tuple(turns), snapshot, Directory(snapshot.documents()))
        try:
            answer = self.chain.invoke(state)
        except UnusableQuestion:
            answer = _unusable(question)
        seconds = answer.seconds | {"total": round(time.perf_counter() - started, 4)}
        return replace(answer, seconds=seconds)

    def stream(self, question: str, *, turns: Sequence[Answer] = ()) -> Iterator[Answer]:
        """Yield the answer as it grows, claim by claim; the last one is whole and checked."""
        whole = self.ask(question, turns=turns)
        for upto in range(1, len(whole.claims)):
            shown = whole.claims[:upto]
            named = {n for claim in shown for n in claim.citations}
            yield replace(
                whole,
                claims=shown,
                citations=tuple(c for c in whole.citations if c.n in named),
                checks=Checks(),
            )
        yield whole

    def examples(self) -> list[str]:
        """Up to four questions that this library answers."""
        found: list[str] = []
        for question in candidates(self._library.snapshot().documents()):
            if len(found) == 4:
                break
            if not self.ask(question).declined:
                found.append(question)
        return found

    def _understand(self, state: State) -> State:
        questions = standalone(state.text, state.turns, state.directory)
        return replace(state, parts=tuple(Part(question) for question in questions))

    def _retrieve(self, state: State) -> State:
        started = time.perf_counter()
        retriever = HybridRetriever(
            snapshot=state.snapshot, embedder=self._embedder, vector_weight=self._vector_weight
        )
        parts = tuple(_with_evidence(part, state, retriever) for part in state.parts)
        seconds = {"retrieve": round(time.perf_counter() - started, 4)}
        return replace(state, parts=parts, seconds=seconds)

    def _answer(self, state: State) -> State:
        started = time.perf_counter()
        parts = tuple(_with_draft(part, state) for part in state.parts)
        seconds = state.seconds | {"answer": round(time.perf_counter() - started, 4)}
        return replace(state, parts=parts, seconds=seconds)

    def _answer_by_model(self, state: State) -> State:
        """One call for the whole question; parts only tell which paragraphs to show."""
        assert self._chat_model is not None
        started = time.perf_counter()
        evidence = sorted(
            (e for part in state.parts if _answerable(part, state) for e in part.evidence),
            key=lambda e: -e.rank,
        )
        if not evidence:
            return self._answer(state)
        script = script_of(state.text)
        text = " ".join(part.question.text for part in state.parts)
        draft = ask_model(self._chat_model, load_prompt("answer"), text, script, evidence)
        first = replace(
            state.parts[0], draft=draft, reason=None if draft.statements else "not_in_documents"
        )
        seconds = state.seconds | {"answer": round(time.perf_counter() - started, 4)}
        return replace(state, parts=(first,), mode="model", seconds=seconds)


def _answerable(part: Part, state: State) -> bool:
    """Whether a part may go to a model: thin evidence is for the model to judge."""
    if part.reason:
        return False
    reason = why(part.question, part.terms, part.evidence, state.snapshot, state.directory)
    return reason in (None, "not_in_documents")


def _with_notice(state: State) -> State:
    return replace(state, notice="模型没有回答，以下直接摘自原文。")


def _with_evidence(part: Part, state: State, retriever: HybridRetriever) -> Part:
    question, scope = part.question, part.question.scope
    terms = terms_of(question.topic, state.snapshot, carried=question.carried)
    part = replace(part, terms=terms)
    if not any(term.noun or term.weight > 1 for term in terms) and not question.ordinal:
        return replace(part, reason="off_topic")
    documents = {d.id: d for d in state.snapshot.documents()}
    filters = {"carried": question.carried, "documents": scope.documents}
    found = retriever.invoke(question.topic, **filters)
    if scope.years:
        # Of the asked year first; the rest stays in reach, for a sentence may name the year.
        found += retriever.invoke(question.topic, years=(*scope.years, 0), **filters)
    retrieved: dict[str, float] = {}
    for passage in found:
        paragraph = passage.metadata["paragraph"]
        score = passage.metadata["score"]
        retrieved[paragraph] = max(retrieved.get(paragraph, 0.0), score)
    near = frozenset(c.paragraph for c in state.turns[-1].citations) if state.turns else frozenset()
    leaning = near if question.carried or question.ordinal else frozenset()
    for paragraph in leaning:
        retrieved.setdefault(paragraph, 0.0)
    paragraphs = [state.snapshot.paragraph(paragraph) for paragraph in retrieved]
    evidence = weigh(question, terms, paragraphs, documents, retrieved=retrieved, near=leaning)
    return replace(part, evidence=tuple(evidence))


def _with_draft(part: Part, state: State) -> Part:
    if part.reason:
        return part
    reason = why(part.question, part.terms, part.evidence, state.snapshot, state.directory)
    if reason:
        return replace(part, reason=reason)
    best = part.evidence[0]
    neighbours = state.snapshot.paragraphs(best.paragraph.document)
    draft = extract(part.question, part.terms, part.evidence, neighbours)
    return replace(part, draft=draft, reason=None if draft.statements else "not_in_documents")


def _nothing_said(state: State) -> bool:
    return not any(part.draft.statements for part in state.parts)


def _declined(state: State) -> Answer:
    reasons = [part.reason for part in state.parts if part.reason]
    reason: Reason = reasons[0] if reasons else "not_in_documents"
    script = script_of(state.text)
    ranked = [
        part.evidence[0] for part in state.parts if part.evidence and part.reason != "off_topic"
    ]
    nearest = None
    if ranked:
        best = max(ranked, key=lambda evidence: evidence.score)
        nearest = citation(Support(best.paragraph, best.span), state.snapshot, n=1)
    return Answer(
        id=_new_id(),
        question=state.text,
        script=script,
        declined=True,
        reason=reason,
        message=explain(reason, script, [part.question for part in state.parts]),
        nearest=nearest,
        seconds=state.seconds,
    )


def _verified(state: State) -> Answer:
    script = script_of(state.text)
    statements = [statement for part in state.parts for statement in part.draft.statements]
    listed = next((part.draft.listed for part in state.parts if part.draft.listed), None)
    claims, citations = cite(_once(statements), state.snapshot)
    missing = [part.question for part in state.parts if not part.draft.statements]
    if script == "hant" and state.mode == "extractive":
        claims = tuple(replace(claim, text=to_traditional(claim.text)) for claim in claims)
    checks = check(claims, citations, listed=listed, verbatim=state.mode == "extractive")
    # What its own paragraph doesn't carry is never shown, whoever wrote it.
    claims = tuple(claim for claim in claims if claim.text not in checks.unverified)
    if not claims:
        return _declined(state)
    notes = tuple(
        Claim(explain(part.reason or "not_in_documents", script, [part.question], part=True))
        for part in state.parts
        if part.question in missing and part.question.label
    )
    return Answer(
        id=_new_id(),
        question=state.text,
        script=script,
        mode=state.mode,
        notice=to_traditional(state.notice) if script == "hant" else state.notice,
        claims=claims + notes,
        citations=citations,
        checks=checks,
        seconds=state.seconds,
    )


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Two parts of a question may be answered by one sentence: it is said once."""
    return list(dict.fromkeys(statements))


def _unusable(text: str) -> Answer:
    script = script_of(text[:MAX_CHARACTERS])
    reason: Reason = "too_long" if len(text) > MAX_CHARACTERS else "off_topic"
    return Answer(
        id=_new_id(),
        question=text[:MAX_CHARACTERS],
        script=script,
        declined=True,
        reason=reason,
        message=explain(reason, script, []),
    )


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
