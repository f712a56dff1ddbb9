"""What the bot does with each event, on threads of its own: ask and answer, greet, set, judge."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant import slack_commands as commands
from assistant.answer import Answer
from assistant.feedback import append
from assistant.filters import Filters, Within
from assistant.slack_blocks import message
from assistant.slack_calls import Slack
from assistant.slack_events import Event
from assistant.slack_faults import KEY_REFUSED
from assistant.slack_reply import Streaming, own_messages, reply
from assistant.slack_store import Store, Task
from assistant.slack_text import mrkdwn
from assistant.slack_words import WORDS, strings
from ingest.document import Script
from ingest.errors import SlackError, WenzhengError
from ingest.library import Snapshot
from ingest.normalise import script_of

LONGEST_WAIT_S = 300.0
"""Between two tries of an event; the first waits are 1, 2, 4, … seconds."""
CLOCKS_DIFFER_S = 300.0
"""How far our clock may be from Slack's: a command has no time but ours."""
_OUTSIDE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
"""Slack's words for a channel that the bot can't write to."""
_log = logging.getLogger(__name__)


class Asked(Protocol):
    """What the bot needs of an assistant; the page's needs are the same."""

    def astream(
        self, question: str, *, turns: Sequence[Answer] = (), within: Within = None
    ) -> AsyncGenerator[Answer, None]:
        """Growing answers; the last one is whole and checked."""

    def examples(self) -> list[str]:
        """Questions that the library answers."""


@dataclass(frozen=True)
class Work:
    """Everything that working on an event takes."""

    assistant: Asked
    snapshot: Callable[[], Snapshot]
    """The library as it is now."""
    slack: Slack
    store: Store
    feedback: Path
    """The folder of the page's feedback."""
    address: str
    """Where the page is served."""
    streaming: Streaming = field(default_factory=Streaming)

    def on(self, task: Task) -> None:
        """Work on one event: done, put off, or given up. Raises LibraryError alone."""
        event = task.event
        try:
            getattr(self, f"_{event.kind}")(task)
        except SlackError as exc:
            if not exc.again and exc.code not in KEY_REFUSED:
                _log.error("event %s can't be answered: %s", event.key, exc)
                self.store.give_up(event)
            else:
                self._put_off(task, exc)
        except Exception:
            # The edge of the program: one event must not stop the others.
            _log.exception("event %s failed", event.key)
            self._put_off(task, None)

    def _put_off(self, task: Task, error: SlackError | None) -> None:
        if self.store.expired(task):
            _log.error("event %s is given up after a day of tries", task.event.key)
            self.store.give_up(task.event)
            return
        seconds = min(2.0 ** (task.tries - 1), LONGEST_WAIT_S)
        if error is not None:
            seconds = max(seconds, error.after_s)
            _log.warning("event %s is tried again in %d s: %s", task.event.key, seconds, error)
        self.store.put_off(task.event, seconds)

    def _question(self, task: Task) -> None:
        event = task.event
        script = script_of(event.text)
        if not event.text:
            self._say_once(task, event.thread, WORDS["hans"].help + "\n\n" + WORDS["latin"].help)
            return
        if event.channel.startswith("D"):
            try:
                self.slack.status(event.channel, event.thread, WORDS[script].searching)
            except SlackError as exc:
                _log.debug("no status: %s", exc)
        self._answer(task, event.thread)

    def _answer(self, task: Task, thread: str) -> None:
        filters = Filters.read(self.store.within(task.event.channel))
        script = script_of(task.event.text)
        reply(
            self.slack,
            self.store,
            task,
            lambda: self._answers(task.event, thread, filters),
            thread=thread,
            streaming=self.streaming,
            address=self.address,
            limits=commands.described(filters, strings(script)),
        )

    def _answers(self, event: Event, thread: str, filters: Filters) -> Iterator[Answer]:
        """The growing answers; what goes wrong becomes a sentence."""
        try:
            asking = self.assistant.astream(
                event.text,
                turns=self.store.turns(event.channel, thread),
                within=filters.within(self.snapshot().documents()),
            )
            yield from _each(asking)
        except WenzhengError as exc:
            script = script_of(event.text)
            _log.warning("a question failed: %s", exc)
            yield _failed(event.text, script, strings(script).failed.format(reason=exc))
        except Exception:
            script = script_of(event.text)
            _log.exception("a question failed")
            yield _failed(event.text, script, strings(script).unexpected)

    def _greeting(self, task: Task) -> None:
        event = task.event
        try:
            examples = self.assistant.examples()
        except WenzhengError as exc:
            _log.warning("no example questions: %s", exc)
            examples = []
        script = script_of("".join(examples))
        self._say_once(task, event.thread, mrkdwn(WORDS[script].greeting), done=False)
        if examples:
            try:
                self.slack.prompts(event.channel, event.thread, WORDS[script].prompts, examples)
            except SlackError as exc:
                if exc.again:
                    raise
                _log.warning("no example questions: %s", exc)
        self.store.done(event)

    def _command(self, task: Task) -> None:
        event = task.event
        command = commands.read(event.text)
        if command.act == "ask":
            self._ask_in_channel(task, command)
            return
        changed = self._changed(event, command)
        if command.act == "help":
            text = WORDS[command.script].help
        elif changed.filters is None:
            text = mrkdwn(changed.told)
        else:
            self.store.limit(event.channel, changed.filters.write())
            text = mrkdwn(commands.told(changed.filters, command.script))
        # What everybody's questions are limited to from now on, everybody should see.
        public = command.act in ("places", "years") and changed.filters is not None
        self.slack.respond(event.reply_url, text, public=public)
        self.store.done(event)

    def _changed(self, event: Event, command: commands.Command) -> commands.Changed:
        filters = Filters.read(self.store.within(event.channel))
        if command.act == "years":
            return commands.limited_to_years(filters, command)
        if command.act != "places":
            return commands.Changed(filters, "")
        try:
            return commands.limited_to_places(filters, command, self.snapshot().documents())
        except WenzhengError as exc:
            told = strings(command.script).failed.format(reason=exc)
            return commands.Changed(None, told)

    def _ask_in_channel(self, task: Task, command: commands.Command) -> None:
        """Put the question into the channel, and answer in its thread."""
        event = task.event
        head, thread = f"{event.key}:head", ""
        if task.tries > 1:
            since = f"{float(event.ts) - CLOCKS_DIFFER_S:.6f}"
            own = own_messages(self.slack, event.channel, "", since)
            thread = next((one.ts for one in own if one.event == head), "")
        try:
            if not thread:
                text = WORDS[command.script].asked.format(
                    user=f"<@{event.user}>", question=mrkdwn(command.rest)
                )
                thread = self.slack.post(event.channel, "", text, event=head)
        except SlackError as exc:
            if exc.code not in _OUTSIDE:
                raise
            self._answer_alone(task)
            return
        self._answer(task, thread)

    def _answer_alone(self, task: Task) -> None:
        """Where the bot can't write, the answer goes to who asked, alone."""
        event = task.event
        filters = Filters.read(self.store.within(event.channel))
        *_, answer = self._answers(event, "", filters)
        limits = commands.described(filters, strings(answer.script))
        laid_out = message(answer, address=self.address, limits=limits)
        self.slack.respond(event.reply_url, laid_out.notification, blocks=laid_out.blocks)
        self.store.done(event, answer, thread=event.key)

    def _verdict(self, task: Task) -> None:
        event = task.event
        verdict, _, id = event.text.partition(":")
        found = self.store.judged(event.channel, id)
        if found is None:
            text = "\n".join(WORDS[script].forgotten for script in ("hans", "latin"))
        else:
            answer, before = found
            text = strings(answer.script).thanks
            append(
                self.feedback,
                answer,
                verdict="good" if verdict == "good" else "bad",
                before=before,
            )
        self.store.done(event)  # before the thanks: they must not make it count twice
        try:
            self.slack.whisper(event.channel, event.thread, event.user, mrkdwn(text))
        except SlackError as exc:
            _log.info("no thanks for a verdict: %s", exc)

    def _say_once(self, task: Task, thread: str, text: str, *, done: bool = True) -> None:
        event = task.event
        said = False
        if task.tries > 1:
            own = own_messages(self.slack, event.channel, thread, event.ts)
            said = any(one.event == event.key for one in own)
        if not said:
            self.slack.post(event.channel, thread, text, event=event.key)
        if done:
            self.store.done(event)


def _each(answers: AsyncGenerator[Answer, None]) -> Iterator[Answer]:
    """The answers one by one, on an event loop of this thread's own."""

    async def another() -> Answer | None:
        """The next answer; None after the last."""
        return await anext(answers, None)

    with asyncio.Runner() as loop:
        try:
            while (answer := loop.run(another())) is not None:
                yield answer
        finally:
            # Whoever stops early ends what a model is still writing.
            loop.run(answers.aclose())


def _failed(question: str, script: Script, sentence: str) -> Answer:
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=question,
        script=script,
        declined=True,
        message=sentence,
    )
