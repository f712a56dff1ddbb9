"""A conversation on the page: its turns, and how one more question changes them.

`converse` yields the turns anew whenever there is more to show. What goes wrong ends up
as a sentence in the conversation and never stops it. Nothing here draws: page_text does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from threading import Lock
from typing import Literal, Protocol

from assistant.answer import Answer
from assistant.filters import Within
from assistant.page_strings import Strings
from ingest.errors import LibraryMissing, WenzhengError

TurnState = Literal["answering", "done", "stopped", "failed"]
Verdict = Literal["", "good", "bad"]
"""What the reader thought of an answer."""

MAX_QUESTION_CHARS = 2_000
"""As question.MAX_CHARACTERS, which is too heavy to import for a page; a test compares them."""
MAX_TURNS = 50
"""That a conversation keeps and shows; beyond it the oldest leaves."""

_log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the page needs of an assistant."""

    def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        """Growing answers; the last one is whole and checked. Whoever cancels or closes it ends
        what a model is still writing.
        """

    def examples(self) -> list[str]:
        """Questions that this library answers."""

    def answers(self, question: str) -> bool:
        """Whether the library answers a question; no model is asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, and what has become of it so far."""

    n: int
    """Counted from 1 over the conversation; part of every anchor."""
    question: str
    answer: Answer | None = None
    state: TurnState = "answering"
    notice: str = ""
    """One sentence when it failed."""
    within: int | None = None
    """How many documents it was limited to, if it was."""
    verdict: Verdict = ""


Turns = tuple[Turn, ...]


class Opening:
    """An assistant that is opened when first needed, and again until that succeeds.

    So the page opens before there is a library, and answers as soon as there is one.
    """

    def __init__(self, open_assistant: Callable[[], Answers]) -> None:
        self._open = open_assistant
        self._lock = Lock()
        self._opened: Answers | None = None

    async def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        """As the assistant's; raises what opening it raises."""
        assistant = await asyncio.to_thread(self._assistant)
        asking = assistant.astream(question, turns=turns, deep=deep, within=within)
        async with aclosing(asking) as answers:
            async for answer in answers:
                yield answer

    def examples(self) -> list[str]:
        """As the assistant's; raises what opening it raises."""
        return self._assistant().examples()

    def answers(self, question: str) -> bool:
        """As the assistant's; raises what opening it raises."""
        return self._assistant().answers(question)

    def _assistant(self) -> Answers:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened


async def converse(
    assistant: Answers,
    question: str,
    turns: Turns,
    strings: Strings,
    *,
    command: str,
    within: Within = None,
) -> AsyncGenerator[Turns, None]:
    """Ask one question after these turns; the last yield holds its outcome.

    command: what makes a library, for the case that there is none.
    within: the documents that may answer.
    """
    before = settled(turns)[-(MAX_TURNS - 1) :]
    turn = Turn(
        n=before[-1].n + 1 if before else 1,
        question=question,
        within=None if within is None else len(within),
    )
    yield (*before, turn)
    try:
        asking = assistant.astream(question, turns=answered(before), within=within)
        async with aclosing(asking) as answers:
            async for answer in answers:
                turn = replace(turn, answer=answer)
                yield (*before, turn)
        turn = replace(turn, state="done")
    except Exception as exc:
        # The edge of the program: whatever it is, the reader gets a sentence and goes on,
        # and half an answer is not left standing as if it were one.
        turn = replace(
            turn, answer=None, state="failed", notice=sentence(exc, strings, command=command)
        )
    yield (*before, turn)


def examples(assistant: Answers, strings: Strings, *, command: str) -> tuple[list[str], str]:
    """Example questions; or none, and a notice that says why."""
    try:
        return assistant.examples(), ""
    except Exception as exc:
        return [], sentence(exc, strings, command=command)


def sentence(error: Exception, strings: Strings, *, command: str) -> str:
    """What the reader is told about an error; one that is not ours is logged, not shown."""
    if isinstance(error, LibraryMissing):
        return strings.library_missing.format(command=command)
    if isinstance(error, WenzhengError):
        return strings.failed.format(reason=error)
    _log.error("answering failed", exc_info=error)
    return strings.unexpected


def settled(turns: Turns) -> Turns:
    """The turns with none left answering: one that was cut off counts as stopped."""
    return tuple(
        replace(turn, state="stopped") if turn.state == "answering" else turn for turn in turns
    )


def answered(turns: Turns) -> list[Answer]:
    """The whole answers: what a follow-up question may refer to."""
    return [turn.answer for turn in turns if turn.answer is not None and turn.state == "done"]
