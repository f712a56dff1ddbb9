"""The way of a question, read top to bottom: understand, retrieve, enough?, answer, verify.

A deterministic LangChain chain of runnables. Each step takes the state of the one before
and adds to it; nothing is kept between questions but the library's newest snapshot.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from langchain_core.runnables import Runnable, RunnableBranch, RunnableLambda

from assistant.answer import Answer, Checks
from assistant.conversation import standalone
from assistant.examples import candidates
from assistant.finish import (
    declined,
    nothing_said,
    unusable,
    verified,
    verified_statements,
)
from assistant.modelled import ChatModel, ask_model
from assistant.prompt import load_prompt
from assistant.retriever import HybridRetriever, vector_weight_of
from assistant.scope import Directory
from assistant.steps import Part, State, answerable, with_draft, with_evidence
from ingest.embeddings import Embedder, open_embedder
from ingest.errors import ChatModelError, UnusableQuestion
from ingest.library import Library, Snapshot
from ingest.normalise import script_of
from ingest.settings import Settings

EMBEDDING_DEADLINE_S = 10.0
"""How long a reader waits for a remote embedding model, all tries together."""


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
        self._directories: dict[int, Directory] = {}
        extractive: Runnable[State, State] = RunnableLambda(self._answer)
        answer = extractive
        if chat_model:
            answer = RunnableLambda(self._answer_by_model).with_fallbacks(
                [RunnableLambda(_without_model) | extractive],
                exceptions_to_handle=(ChatModelError,),
            )
        self.chain: Runnable[State, Answer] = (
            RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve)
            | answer
            | RunnableBranch((nothing_said, RunnableLambda(declined)), RunnableLambda(verified))
        )

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the library that the settings name.

        Raises LibraryMissing, LibraryDamaged or EmbeddingMismatch, each with the command
        that helps.
        """
        library = Library.open(settings.library, chroma=settings.chroma)
        stored = library.snapshot().embedding
        embedder = open_embedder(settings, stored=stored, deadline_s=EMBEDDING_DEADLINE_S)
        chat_model: ChatModel | None = None
        if settings.chat_model or settings.openai_api_key:
            # Seconds to import, and not needed without a model.
            from assistant.chat_model import OpenAIChatModel

            chat_model = OpenAIChatModel(settings)
        weight = vector_weight_of(settings)
        return cls(library, embedder, vector_weight=weight, chat_model=chat_model)

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        """Answer one question in the light of the turns before it; never raises for its text."""
        started = time.perf_counter()
        snapshot = self._library.snapshot()
        state = State(question, tuple(turns), snapshot, self._directory(snapshot))
        try:
            answer = self.chain.invoke(state)
        except UnusableQuestion:
            answer = unusable(question)
        seconds = answer.seconds | {"total": round(time.perf_counter() - started, 4)}
        return replace(answer, seconds=seconds)

    def _directory(self, snapshot: Snapshot) -> Directory:
        """Made once a build; two threads may both make it, which only costs time."""
        known = self._directories.get(snapshot.generation)
        if known is None:
            known = Directory(snapshot.documents())
            self._directories = {snapshot.generation: known}
        return known

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
            if question not in found and not self.ask(question).declined:
                found.append(question)
        return found

    def _understand(self, state: State) -> State:
        questions = standalone(state.text, state.turns, state.directory)
        return replace(state, parts=tuple(Part(question) for question in questions))

    def snapshot(self) -> Snapshot:
        """The library's newest build."""
        return self._library.snapshot()

    def retriever(self, snapshot: Snapshot) -> HybridRetriever:
        """What finds passages of a snapshot for this assistant's answers."""
        return HybridRetriever(
            snapshot=snapshot, embedder=self._embedder, vector_weight=self._vector_weight
        )

    def _retrieve(self, state: State) -> State:
        started = time.perf_counter()
        retriever = self.retriever(state.snapshot)
        parts = tuple(with_evidence(part, state, retriever) for part in state.parts)
        seconds = {"retrieve": round(time.perf_counter() - started, 4)}
        return replace(state, parts=parts, seconds=seconds)

    def _answer(self, state: State) -> State:
        started = time.perf_counter()
        parts = tuple(with_draft(part, state) for part in state.parts)
        seconds = state.seconds | {"answer": round(time.perf_counter() - started, 4)}
        return replace(state, parts=parts, seconds=seconds)

    def _answer_by_model(self, state: State) -> State:
        """One call for the whole question; parts only tell which paragraphs to show."""
        assert self._chat_model is not None
        started = time.perf_counter()
        evidence = sorted(
            (e for part in state.parts if answerable(part, state) for e in part.evidence),
            key=lambda e: -e.rank,
        )
        if not evidence:
            return self._answer(state)
        script = script_of(state.text)
        text = " ".join(part.question.text for part in state.parts)
        draft = ask_model(self._chat_model, load_prompt("answer"), text, script, evidence)
        if draft.statements and not verified_statements(draft.statements, state.snapshot):
            raise ChatModelError("nothing that the model said stands in its sources")
        first = replace(
            state.parts[0], draft=draft, reason=None if draft.statements else "not_in_documents"
        )
        seconds = state.seconds | {"answer": round(time.perf_counter() - started, 4)}
        return replace(state, parts=(first,), mode="model", seconds=seconds)


def _without_model(state: State) -> State:
    return replace(state, model_failed=True)
