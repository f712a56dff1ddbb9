"""From what Slack sends to what there is to do: pure, and everything else is ignored.

Ignored are messages of bots (our own among them), edits, deletions and every other subtype,
and messages in channels that don't mention the bot.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.slack_text import asked

Kind = Literal["question", "greeting", "command", "verdict"]
MAX_TEXT = 4_000
"""Characters of a question that are kept: beyond 2,000 it is declined as too long anyway."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to do, once."""

    key: str
    """What Slack calls it, the same at every retry."""
    kind: Kind
    channel: str
    thread: str
    """The thread's first message; empty for a command, which has none yet."""
    ts: str
    """When it was written, as Slack's ids of messages: they sort as they came."""
    user: str
    team: str
    text: str
    """The question; for a command what follows it; for a verdict its button's value."""
    message: str = ""
    """The message it is about, whatever the event: one message is answered once."""
    reply_url: str = ""
    """Where an answer that only its user sees can be sent, for half an hour."""

    @property
    def line(self) -> str:
        """Events of one line are worked on one after the other, the oldest message first."""
        return f"{self.channel}:{self.thread}" if self.kind == "question" else self.key


def of_event(body: Mapping[str, Any], *, bot_user: str) -> Event | None:
    """What an event of the Events API asks for; None when it is to be ignored."""
    event = body.get("event") or {}
    if event.get("type") == "assistant_thread_started":
        return _greeting(body, event)
    if event.get("type") not in ("app_mention", "message"):
        return None
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    by_a_bot = event.get("bot_id") or event.get("bot_profile") or user == bot_user
    if by_a_bot or event.get("subtype") or event.get("edited") or event.get("hidden"):
        return None
    if not (user and channel and ts):
        return None
    # A channel's other messages are no questions for us; a bot is told of them all the same
    # when its manifest was given more than ours asks for.
    if event["type"] == "message" and event.get("channel_type") != "im":
        return None
    return Event(
        key=str(body.get("event_id") or f"{channel}:{ts}"),
        kind="question",
        channel=channel,
        thread=event.get("thread_ts") or ts,
        ts=ts,
        user=user,
        team=event.get("user_team") or event.get("team") or body.get("team_id") or "",
        text=asked(str(event.get("text") or ""))[:MAX_TEXT],
        message=f"{channel}:{ts}",
    )


def _greeting(body: Mapping[str, Any], event: Mapping[str, Any]) -> Event | None:
    """Somebody opened the assistant pane."""
    thread = event.get("assistant_thread") or {}
    channel, ts = thread.get("channel_id"), thread.get("thread_ts")
    if not (channel and ts):
        return None
    return Event(
        key=str(body.get("event_id") or f"greeting:{channel}:{ts}"),
        kind="greeting",
        channel=channel,
        thread=ts,
        ts=ts,
        user=thread.get("user_id") or "",
        team=body.get("team_id") or "",
        text="",
        message=f"greeting:{channel}:{ts}",
    )


def of_command(body: Mapping[str, Any]) -> Event:
    """What `/wenzheng …` asks for. Slack doesn't send a command twice, but anybody can who
    has listened: its trigger tells the copies.
    """
    return Event(
        key=f"command:{body.get('trigger_id', '')}",
        kind="command",
        channel=str(body.get("channel_id", "")),
        thread="",
        ts=f"{time.time():.6f}",
        user=str(body.get("user_id", "")),
        team=str(body.get("team_id", "")),
        text=asked(str(body.get("text", "")))[:MAX_TEXT],
        reply_url=str(body.get("response_url", "")),
    )


def of_action(body: Mapping[str, Any]) -> Event | None:
    """The verdict that a click on one of the two buttons gives."""
    (action, *_) = body.get("actions") or [{}]
    channel = (body.get("channel") or {}).get("id")
    container = body.get("container") or {}
    shown = body.get("message") or {}
    ts = container.get("message_ts") or shown.get("ts") or ""
    user = (body.get("user") or {}).get("id") or ""
    if not channel or not str(action.get("value", "")).startswith(("good:", "bad:")):
        return None
    return Event(
        key=f"verdict:{channel}:{ts}:{user}:{action.get('action_ts', '')}",
        kind="verdict",
        channel=channel,
        thread=container.get("thread_ts") or shown.get("thread_ts") or ts,
        ts=ts,
        user=user,
        team=str((body.get("team") or {}).get("id") or ""),
        text=str(action["value"]),
        reply_url=str(body.get("response_url", "")),
    )
