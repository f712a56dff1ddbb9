"""The way of a question, read top to bottom: understand, retrieve, enough?, answer, verify.

A deterministic LangChain chain of runnables. Each step takes the state of the one before
and adds to it; nothing is kept between questions but the library's newest snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from langchain_core.runnables import (
    Runnable,
    RunnableBranch,
    RunnableLambda,
    RunnablePassthrough,
)

from assistant.answer import Answer
from assistant.asking import Asking
from assistant.budget import Budget, Patience
from assistant.conversation import standalone
from assistant.examples import candidates
from assistant.extracted import extracted, needs_no_model, or_extracted
from assistant.filters import Within
from assistant.finish import nothing_said, unusable
from assistant.modelled import write
from assistant.retriever import HybridRetriever, vector_weight_of
from assistant.rewording import leans_too_far, reworded
from assistant.scope import Directory
from assistant.shown import answers
from assistant.steps import State, limited, with_evidence
from assistant.streaming import each
from ingest.embeddings import Embedder, open_embedder
from ingest.errors import UnusableQuestion
from ingest.library import Library, Snapshot
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.chat_model import OpenAIChatModel

EMBEDDING_DEADLINE_S = 10.0
"""How long a reader waits for a remote embedding model, all tries together."""
DEEP_FACTOR = 3
"""How much longer a question may take for which a model searches by itself."""

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        *,
        vector_weight: float,
        chat_model: OpenAIChatModel | None = None,
        small_model: OpenAIChatModel | None = None,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._vector_weight = vector_weight
        self._chat_model = chat_model
        self._small_model = small_model or chat_model
        self._directories: dict[int, Directory] = {}
        retrieve = RunnableLambda(self._retrieve)
        self.chain: Runnable[State, Answer] = (
            RunnableLambda(self._understand)
            | retrieve
            | RunnableBranch(
                (self._needs_rewording, RunnableLambda(self._reword) | retrieve),
                RunnablePassthrough(),
            )
            | RunnableBranch(
                (needs_no_model, RunnableLambda(extracted)),
                (lambda state: state.deep, each(self._research)),
                each(self._write),
            )
            | each(answers)
        )

    @classmethod
    def open(
        cls, library: Settings | Path | str | None = None, *, patience: Patience | None = None
    ) -> Self:
        """Open a library: by its folder, or by settings made by hand.

        What isn't given comes from the environment, as everywhere (ingest/settings.py).
        ``patience`` is how long to wait for a model, if not as the settings say.

        Raises LibraryMissing, LibraryDamaged or EmbeddingMismatch, each with the command
        that helps.
        """
        if isinstance(library, Settings):
            settings = library
        else:
            settings = Settings.from_env(library=Path(library) if library else None)
        opened = Library.open(settings.library, chroma=settings.chroma)
        stored = opened.snapshot().embedding
        embedder = open_embedder(settings, stored=stored, deadline_s=EMBEDDING_DEADLINE_S)
        weight = vector_weight_of(settings)
        chat_model = small_model = None
        if settings.with_model:
            # Seconds to import, and not needed without a model.
            from assistant.chat_model import OpenAIChatModel

            chat_model = OpenAIChatModel(settings, patience=patience)
            if settings.small_model:
                small_model = OpenAIChatModel(
                    settings, name=settings.small_model, patience=patience
                )
        return cls(
            opened,
            embedder,
            vector_weight=weight,
            chat_model=chat_model,
            small_model=small_model,
        )

    def greet(self) -> str:
        """What is wrong with the model, as one sentence; empty when nothing is, or without one."""
        return self._chat_model.greet() if self._chat_model else ""

    def ask(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> Answer:
        """Answer one question in the light of the turns before it; never raises for its text.

        ``deep`` lets a model search by itself, several times. ``within`` are the ids of the
        documents that may answer (filters.py makes them of places and years), None for all.
        """
        *_, answer = self.stream(question, turns=turns, deep=deep, within=within)
        return answer

    async def aask(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> Answer:
        """As ask(), for asynchronous callers."""
        async for answer in self.astream(question, turns=turns, deep=deep, within=within):
            whole = answer
        return whole

    def answers(self, question: str) -> bool:
        """Whether the documents' own sentences answer a question; no model is asked."""
        try:
            understood = self._understand(self._asking(question, by_model=False).state)
            return not nothing_said(extracted(self._retrieve(understood)))
        except UnusableQuestion:
            return False

    def stream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> Iterator[Answer]:
        """As ask(), but yield the answer as it grows; the last one is whole and checked."""
        asking = self._asking(question, turns, deep=deep, within=within)
        answer = None
        chained = self.chain.stream(asking.state)  # held, so that it is closed after the model
        try:
            for answer in chained:
                yield asking.stamped(answer)
        except UnusableQuestion:
            answer = unusable(question)
            yield asking.stamped(answer)
        except GeneratorExit:
            # Left alone, a LangChain stream that is closed reads its input to the end.
            asking.abandon()
            raise
        asking.log(answer)

    async def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        """As stream(), for asynchronous callers."""
        asking = await asyncio.to_thread(self._asking, question, turns, deep=deep, within=within)
        answer = None
        chained = self.chain.astream(asking.state)
        try:
            async for answer in chained:
                yield asking.stamped(answer)
        except UnusableQuestion:
            answer = unusable(question)
            yield asking.stamped(answer)
        except (GeneratorExit, asyncio.CancelledError):
            asking.abandon()
            raise
        asking.log(answer)

    def _asking(
        self,
        question: str,
        turns: Sequence[Answer] = (),
        *,
        deep: bool = False,
        by_model: bool = True,
        within: Within = None,
    ) -> Asking:
        snapshot = self._library.snapshot()
        model = self._chat_model if by_model else None
        total_s = 0.0
        if model:
            total_s = model.patience.total_s * (DEEP_FACTOR if deep else 1)
        state = State(
            question,
            tuple(turns),
            snapshot,
            self._directory(snapshot),
            deep=deep,
            budget=Budget(total_s) if model else None,
            within=within,
        )
        return Asking(state, model.name if model else "", model.prices if model else None)

    def _directory(self, snapshot: Snapshot) -> Directory:
        """Made once a build; two threads may both make it, which only costs time."""
        known = self._directories.get(snapshot.generation)
        if known is None:
            known = Directory(snapshot.documents())
            self._directories = {snapshot.generation: known}
        return known

    def examples(self) -> list[str]:
        """Up to four questions that this library answers; no model is asked for them."""
        found: list[str] = []
        for question in candidates(self._library.snapshot().documents()):
            if len(found) == 4:
                break
            asking = self._asking(question, by_model=False)
            *_, answer = self.chain.stream(asking.state)
            if question not in found and not answer.declined:
                found.append(question)
        return found

    def _understand(self, state: State) -> State:
        questions = standalone(state.text, state.turns, state.directory)
        return replace(state, parts=tuple(limited(one, state.within) for one in questions))

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

    def _needs_rewording(self, state: State) -> bool:
        return state.budget is not None and leans_too_far(state)

    def _reword(self, state: State) -> State:
        assert self._small_model is not None
        return reworded(state, self._small_model)

    def _write(self, state: State) -> Iterator[State]:
        """By the model; by the documents' own sentences when it fails."""
        assert self._chat_model is not None
        yield from or_extracted(state, write(state, self._chat_model))

    def _research(self, state: State) -> Iterator[State]:
        assert self._chat_model is not None
        from assistant.deep import research  # langgraph takes a second to import

        yield from or_extracted(
            state, research(state, self._chat_model, self.retriever(state.snapshot))
        )
