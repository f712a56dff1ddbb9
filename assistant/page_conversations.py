"""A reader's conversations as the page holds them: asked, kept, reopened, gone on with.

Between the assistant, the history and the library, and without Gradio: who the reader is comes
as the owner's name, what was chosen as the text of the filters.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from assistant.filters import Filters, Within
from assistant.history import History
from assistant.page_asking import Asking
from assistant.page_frames import chips_html
from assistant.page_strings import Strings
from assistant.page_turns import (
    MAX_TURNS,
    Answers,
    Turn,
    Turns,
    converse,
    examples,
    settled,
)
from assistant.suggestions import suggest
from ingest.document import Document
from ingest.errors import WenzhengError
from ingest.library import Snapshot

SHOWN_EVERY_S = 0.05
"""The least time between two steps of one answer on the page: a model may give fifty words a
second, the page is drawn whole each time, and an eye follows twenty."""
_log = logging.getLogger(__name__)


class Chat(NamedTuple):
    """The conversation that a browser's page shows."""

    id: str = ""
    """Empty before the first question; unguessable after."""
    turns: Turns = ()
    unkept: bool = False
    """Whether the history couldn't be written."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """What the page does with conversations."""

    assistant: Answers
    history: History
    snapshot: Callable[[], Snapshot]
    """The newest build of the library. Raises LibraryMissing and its kin."""
    command: str
    """What makes a library; said while there is none."""
    running: dict[str, Asking] = field(default_factory=dict)
    """Conversation -> what is being answered in it."""

    async def ask(
        self, owner: str, question: str, chat: Chat, chosen: object, strings: Strings
    ) -> AsyncGenerator[Chat, None]:
        """Ask after the conversation so far; the last one that is yielded is whole and kept."""
        filters = Filters.read(chosen)
        # Half a surrogate pair can be typed into a request, and written nowhere.
        question = question.encode("utf-8", "replace").decode()
        id = chat.id or secrets.token_urlsafe(16)
        before = await asyncio.to_thread(self._judged, owner, chat)
        within = await asyncio.to_thread(self._within, filters)
        now, shown_at = Chat(id, before), 0.0
        asking = Asking.of(
            converse(self.assistant, question, before, strings, command=self.command, within=within)
        )
        self.running[id] = asking
        try:
            while (turns := await asking.next()) is not None:
                begun = len(now.turns) != len(turns) or now.turns[-1].n != turns[-1].n
                first = not begun and now.turns[-1].answer is None
                now = Chat(id, turns, now.unkept)
                if begun or turns[-1].state != "answering":
                    kept = await asyncio.to_thread(self._keep, owner, now, filters)
                    now = now._replace(unkept=not kept)
                elif not first and time.monotonic() < shown_at + SHOWN_EVERY_S:
                    continue
                shown_at = time.monotonic()
                yield now
            if asking.stopped:
                now = now._replace(turns=settled(now.turns))
                await asyncio.to_thread(self._keep, owner, now, filters)
                yield now
        finally:
            asking.close()
            if self.running.get(id) is asking:
                del self.running[id]
            # A reader who left while it was written finds as much as there was. Not in a
            # thread: who is being cancelled doesn't wait for one.
            if now.turns and now.turns[-1].state == "answering":
                self._keep(owner, now, filters)

    async def halt(self, chat: Chat) -> None:
        """End the answer that is being written, if one is; its own last step says so."""
        if asking := self.running.get(chat.id):
            asking.stop()
            await asking.ended.wait()

    def reopen(self, owner: str, id: str) -> tuple[Chat, str]:
        """A kept conversation, and what it is limited to; an empty one if it isn't theirs."""
        if not id:
            return Chat(), ""
        try:
            turns = self.history.turns(owner, id)[-MAX_TURNS:]
            return (Chat(id, turns), self.history.within(owner, id)) if turns else (Chat(), "")
        except WenzhengError as exc:
            _log.error("a conversation could not be reopened: %s", exc)
            return Chat(), ""

    def offers(self, chat: Chat, strings: Strings) -> tuple[list[str], str]:
        """Questions to go on with; or none, and a notice if there is no library to ask."""
        if not chat.turns:
            return examples(self.assistant, strings, command=self.command)
        last = chat.turns[-1]
        if last.state != "done" or last.answer is None:
            return [], ""
        asked = [turn.question for turn in chat.turns]
        try:
            found = suggest(last.answer, self.snapshot(), self.assistant.answers, asked=asked)
        except Exception as exc:
            # Suggestions are extra: an answer that stands is not spoilt for want of them.
            _log.error("no suggestions: %s", exc, exc_info=not isinstance(exc, WenzhengError))
            return [], ""
        return found, ""

    def chips(self, chosen: object, strings: Strings) -> str:
        """What is chosen, as chips; documents by their titles."""
        filters = Filters.read(chosen)
        documents = self._documents()
        names: dict[str, str] = {f"places {place}": place for place in filters.places}
        for year in filters.years:
            names[f"years {year}"] = strings.year.format(year=year)
        for id in filters.documents:
            document = documents.get(id)
            title = document.metadata.title if document else None
            names[f"documents {id}"] = title or strings.untitled
        within = filters.within(documents.values())
        return chips_html(names, None if within is None else len(within), strings)

    def _within(self, filters: Filters) -> Within:
        return filters.within(self._documents().values())

    def _documents(self) -> Mapping[str, Document]:
        try:
            return {document.id: document for document in self.snapshot().documents()}
        except WenzhengError:
            return {}  # asking will say what is wrong with the library

    def _judged(self, owner: str, chat: Chat) -> Turns:
        """The turns with the verdicts that were given since they were shown."""
        try:
            kept = {turn.n: turn for turn in self.history.turns(owner, chat.id)} if chat.id else {}
        except WenzhengError:
            return chat.turns
        return tuple(
            replace(turn, verdict=kept[turn.n].verdict) if turn.n in kept else turn
            for turn in chat.turns
        )

    def _keep(self, owner: str, chat: Chat, filters: Filters | None) -> bool:
        turn: Turn = chat.turns[-1]
        try:
            within = self.history.within(owner, chat.id) if filters is None else filters.write()
            self.history.keep(owner, chat.id, turn, within=within)
        except WenzhengError as exc:
            _log.error("a conversation could not be kept: %s", exc)
            return False
        return True
