"""A question that comes in alone with the questions before it: from plain text to an Answer.

A follow-up is read in the light of earlier Answers, and a program sends earlier questions. They
are asked first; what was answered is remembered for a while, so that a conversation that is sent
whole with every turn costs one answer a turn. Also here: who goes away is no longer worked for.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from assistant.answer import Answer
from assistant.api_errors import Refused
from assistant.api_queue import Line
from assistant.conversation import REMEMBERED
from assistant.filters import Within
from assistant.page_turns import Answers
from ingest.document import Document
from ingest.gazetteer import short_name
from ingest.library import Snapshot
from ingest.normalise import fold

KEPT = 256
"""Answers that are remembered: some MB, and more conversations than are held at a time."""
Step = TypeVar("Step")


class Asked(NamedTuple):
    """One question as a program sends it."""

    question: str
    before: tuple[str, ...] = ()
    """The questions before it, oldest first."""
    deep: bool = False
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks an assistant what programs ask."""

    assistant: Answers
    """Answers the questions before: nobody waits for those, and they aren't counted."""
    counted: Answers
    """The same one, for what is asked."""
    snapshot: Callable[[], Snapshot]
    """The newest build of the library. Raises LibraryMissing and its kin."""
    line: Line = field(default_factory=Line)
    _answered: OrderedDict[bytes, Answer] = field(default_factory=OrderedDict)

    async def within(self, asked: Asked) -> Within:
        """The documents that may answer. Raises Refused where there are none or too many wait, and
        LibraryMissing and its kin: what can't be answered is known before anything is sent.
        """
        self.line.admit()
        snapshot = await run_in_threadpool(self.snapshot)
        if not asked.places and not asked.years:
            return None
        documents = await run_in_threadpool(snapshot.documents)
        found = frozenset(d.id for d in documents if fits(d, asked.places, asked.years))
        if not found:
            raise Refused(
                "no document of the library is of these places and years: GET /api/documents "
                "lists what there is",
                status=404,
                code="no_documents",
            )
        return found

    async def answers(
        self, asked: Asked, *, within: Within, who: str
    ) -> AsyncGenerator[Answer, None]:
        """Growing answers; the last one is whole. ``who``: whose memory earlier answers are in."""
        async with self.line.turn(), aclosing(self._answers(asked, within, who)) as steps:
            async for step in steps:
                yield step

    async def _answers(
        self, asked: Asked, within: Within, who: str
    ) -> AsyncGenerator[Answer, None]:
        turns: list[Answer] = []
        generation = (await run_in_threadpool(self.snapshot)).generation
        about = (who, generation, sorted(within or ()), within is None, asked.deep)
        for n in range(max(0, len(asked.before) - REMEMBERED), len(asked.before)):
            key = _key(about, asked.before[: n + 1])
            if key not in self._answered:
                earlier = self.assistant.astream(
                    asked.before[n], turns=turns, deep=asked.deep, within=within
                )
                self._keep(key, await _last(earlier))
            self._answered.move_to_end(key)
            turns.append(self._answered[key])
        asking = self.counted.astream(asked.question, turns=turns, deep=asked.deep, within=within)
        async with aclosing(asking) as steps:
            async for whole in steps:
                yield whole
        self._keep(_key(about, (*asked.before, asked.question)), whole)

    def _keep(self, key: bytes, answer: Answer) -> None:
        self._answered[key] = answer
        while len(self._answered) > KEPT:
            self._answered.popitem(last=False)


def _key(about: tuple[object, ...], questions: tuple[str, ...]) -> bytes:
    """Fifty long questions would be much to keep beside one answer."""
    return hashlib.sha256(repr((about, questions)).encode()).digest()


def fits(document: Document, places: Sequence[str], years: Sequence[int]) -> bool:
    """Whether a document is of one of the places, and of one of the years; empty is any.

    A place is named as the library writes it (河南省济源市), or by any part of that, with or
    without what kind of place it is (济源, 河南), in either script.
    """
    found = document.metadata
    if years and found.year not in years:
        return False
    if not places:
        return True
    if found.place is None:
        return False
    parts = found.place.parts
    named = {fold(name) for part in parts for name in (part, short_name(part))}
    named |= {fold("".join(parts[:n])) for n in range(1, len(parts) + 1)}
    return any(fold(place.strip()) in named for place in places)


async def while_there(request: Request, source: AsyncGenerator[Step, None]) -> Step:
    """The last step of a source; ends it when the one who asked has gone (ClientDisconnect)."""

    async def gone() -> None:
        """Return once the client has hung up."""
        while (await request.receive())["type"] != "http.disconnect":
            pass

    work, leaving = asyncio.create_task(_last(source)), asyncio.create_task(gone())
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        for task in (work, leaving):
            task.cancel()
        await asyncio.gather(work, leaving, return_exceptions=True)


async def _last(source: AsyncGenerator[Step, None]) -> Step:
    async with aclosing(source) as steps:
        async for step in steps:
            whole = step
    return whole


async def paced(
    source: AsyncGenerator[Answer, None], *, every_s: float
) -> AsyncIterator[tuple[Answer, bool]]:
    """Growing answers at most so often, each with whether it is whole; the whole one always."""
    loop = asyncio.get_running_loop()
    shown_at, held = float("-inf"), None
    async with aclosing(source) as steps:
        async for held in steps:
            if loop.time() >= shown_at + every_s:
                shown_at = loop.time()
                yield held, False
    if held is not None:
        yield held, True
