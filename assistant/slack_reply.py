"""One answer into one thread, once: streamed where Slack can, posted where it can't.

A try may end at any moment (the process killed, Slack out of reach), and nobody can say then
what arrived. So a later try looks first: an answer carries the key of its event as metadata,
and a message of ours that carries none is one that an earlier try left unfinished.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.answer import Answer
from assistant.slack_blocks import Block, Message, answer_text, message
from assistant.slack_calls import Own, Slack
from assistant.slack_faults import KEY_REFUSED
from assistant.slack_store import Store, Task
from ingest.errors import SlackError

APPEND_EVERY_S = 1.0
"""Between two pieces of a stream: Slack takes about 100 a minute for a workspace (tier 4)."""
_BLOCKS_REFUSED = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
_log = logging.getLogger(__name__)


@dataclass
class Streaming:
    """Whether this workspace takes streams: found out once."""

    taken: bool = True


class _Asked(NamedTuple):
    whole: Answer
    ts: str = ""
    """The message that was begun with it, and what is in it."""
    sent: str = ""


def reply(
    slack: Slack,
    store: Store,
    task: Task,
    answers: Callable[[], Iterator[Answer]],
    *,
    thread: str,
    streaming: Streaming,
    address: str,
    limits: str = "",
) -> None:
    """Answer an event in a thread and remember the turn. Raises SlackError.

    answers: asks; its growing answers are streamed, the last one is whole.
    """
    event = task.event
    begun = task.sent
    if task.tries > 1:
        since = event.ts if event.thread else thread
        own = own_messages(slack, event.channel, thread, since)
        if any(one.event == event.key for one in own):
            store.done(event, task.answer, thread=thread)
            return
        begun = begun or next((one.ts for one in own if not one.event), "")
    if task.answer is None:
        may_stream = streaming if not begun else Streaming(taken=False)
        asked = _streamed(slack, store, task, thread, answers(), may_stream)
    else:
        asked = _Asked(task.answer)
    store.found(event, asked.whole)
    laid_out = message(asked.whole, address=address, limits=limits)
    if asked.ts and laid_out.text.startswith(asked.sent):
        _finish(slack, task, asked.ts, laid_out, laid_out.text[len(asked.sent) :])
    elif asked.ts or begun:
        _replace(slack, task, asked.ts or begun, laid_out)
    else:
        _post(slack, task, thread, laid_out)
    store.done(event, asked.whole, thread=thread)


def own_messages(slack: Slack, channel: str, thread: str, since: str) -> list[Own]:
    """What earlier tries left; nothing where the app may not look, which is worth a warning."""
    try:
        return slack.own_since(channel, thread, since)
    except SlackError as exc:
        if exc.again or exc.code in KEY_REFUSED:
            raise
        _log.warning("what an earlier try left can't be looked up: %s", exc)
        return []


def _streamed(
    slack: Slack,
    store: Store,
    task: Task,
    thread: str,
    answers: Iterator[Answer],
    streaming: Streaming,
) -> _Asked:
    """Ask, and show what grows where that is possible."""
    event, ts, sent, due = task.event, "", "", 0.0
    may_start = streaming.taken
    for whole in answers:
        text = answer_text(whole, growing=True)
        grown = text[len(sent) :] if text.startswith(sent) else ""
        if grown and may_start:
            may_start = False
            ts = _start(slack, task, thread, text, streaming)
            if ts:
                store.began(event, ts)
                sent, due = text, time.monotonic() + APPEND_EVERY_S
        elif grown and ts and time.monotonic() >= due:
            wait = _append(slack, event.channel, ts, grown)
            due = time.monotonic() + max(wait, APPEND_EVERY_S)
            if not wait:
                sent = text
    return _Asked(whole, ts, sent)


def _start(slack: Slack, task: Task, thread: str, text: str, streaming: Streaming) -> str:
    """Begin a stream; empty where Slack doesn't take one."""
    event = task.event
    try:
        return slack.start(event.channel, thread, text, team=event.team, user=event.user)
    except SlackError as exc:
        if exc.again or exc.code in KEY_REFUSED:
            raise
        if exc.code in ("unknown_method", "status_404", "missing_scope", "feature_not_enabled"):
            streaming.taken = False
        _log.info("no stream, the answer is posted whole: %s", exc)
        return ""


def _append(slack: Slack, channel: str, ts: str, text: str) -> float:
    """Append a piece, and return 0; or the seconds until one may be appended again.

    What was refused is no loss: the next piece, or the end, brings it along.
    """
    try:
        slack.append(channel, ts, text)
    except SlackError as exc:
        if exc.again and exc.code not in ("ratelimited", "rate_limited"):
            raise  # it may have arrived: the next try puts the whole text in its place
        return exc.after_s or APPEND_EVERY_S
    return 0.0


def _finish(slack: Slack, task: Task, ts: str, laid_out: Message, rest: str) -> None:
    """End a stream with the rest of its text and what belongs below."""
    event = task.event
    try:
        slack.stop(event.channel, ts, rest, blocks=laid_out.below, event=event.key)
    except SlackError as exc:
        if exc.again:
            raise
        _replace(slack, task, ts, laid_out)


def _replace(slack: Slack, task: Task, ts: str, laid_out: Message) -> None:
    """Put the whole answer in the place of one that was begun."""
    event = task.event
    try:
        slack.stop(event.channel, ts, "")
    except SlackError as exc:
        if exc.again:
            raise
        _log.debug("the message streams no more: %s", exc)

    def update(blocks: Sequence[Block]) -> None:
        """With these blocks."""
        slack.update(event.channel, ts, laid_out.notification, blocks=blocks, event=event.key)

    _with_blocks(update, laid_out)


def _post(slack: Slack, task: Task, thread: str, laid_out: Message) -> None:
    event = task.event

    def post(blocks: Sequence[Block]) -> None:
        """With these blocks."""
        slack.post(event.channel, thread, laid_out.notification, blocks=blocks, event=event.key)

    _with_blocks(post, laid_out)


def _with_blocks(send: Callable[[Sequence[Block]], object], laid_out: Message) -> None:
    """Send the whole answer; as plain text where Slack refuses its blocks."""
    try:
        send(laid_out.blocks)
    except SlackError as exc:
        if exc.again or exc.code not in _BLOCKS_REFUSED:
            raise
        _log.warning("the answer is shown without its blocks: %s", exc)
        send(())
