"""The only client of Slack's Web API: each call by its purpose, each error as a SlackError.

A 429 is waited for as long as Slack says, twice, if that is short; then, and whenever it isn't
known what became of a call (no connection, a 5xx), SlackError says that it may be tried again,
and whoever tries looks first what is there (`own_since`). So nothing is posted twice by a retry
of ours.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.webhook import WebhookClient

from assistant.slack_blocks import Block
from assistant.slack_faults import reaching
from ingest.errors import SlackError

TIMEOUT_S = 30
WAITS = 2
"""How often a call waits for as long as a 429 says, before it is put off."""
SHORT_WAIT_S = 15
"""A longer wait would keep a worker from other threads' questions."""
METADATA = "wenzheng_answer"
"""The type of the metadata that an answer carries: which event it answers."""
# What the library logs of a failed call has its address and its body in it.
_silent = logging.getLogger("assistant.slack_calls.library")
_silent.setLevel(logging.CRITICAL + 1)


class ShortWaits(RateLimitErrorRetryHandler):
    """Waits as long as a 429 says, on the spot when that is short; else the event is put off."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        named = {name.lower(): value for name, value in response.headers.items()}
        wait = (named.get("retry-after") or ["1"])[0]
        return wait.isdigit() and int(wait) <= SHORT_WAIT_S


class Bot(NamedTuple):
    """Who we are in Slack."""

    user: str
    bot: str
    team: str


class Own(NamedTuple):
    """A message that we wrote."""

    ts: str
    event: str
    """The key of the event it answers; empty while it isn't whole."""


class Slack:
    """Slack's Web API with our token. Threads may share it."""

    def __init__(self, token: SecretStr, *, address: str) -> None:
        self.client = WebClient(
            token.get_secret_value(),
            base_url=f"{address.rstrip('/')}/",
            timeout=TIMEOUT_S,
            logger=_silent,
            # Not the default one, which sends again what may have arrived.
            retry_handlers=[ShortWaits(max_retry_count=WAITS)],
        )
        # For what isn't worth a wait: the next piece of a stream brings the last one along.
        self._hasty = WebClient(
            token.get_secret_value(),
            base_url=self.client.base_url,
            timeout=TIMEOUT_S,
            logger=_silent,
            retry_handlers=[],
        )
        self._bot: Bot | None = None

    def who(self) -> Bot:
        """Who we are, asked once."""
        if self._bot is None:
            said = self._call("auth.test", {}, form=True)
            self._bot = Bot(str(said["user_id"]), str(said.get("bot_id", "")), str(said["team_id"]))
        return self._bot

    def post(
        self,
        channel: str,
        thread: str,
        text: str,
        *,
        blocks: Sequence[Block] = (),
        event: str = "",
    ) -> str:
        """Post a message; its ts. thread: empty for the channel itself."""
        said = self._call(
            "chat.postMessage",
            {
                "channel": channel,
                "thread_ts": thread or None,
                "text": text,
                "blocks": list(blocks) or None,
                "metadata": _metadata(event),
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
        return str(said["ts"])

    def start(self, channel: str, thread: str, text: str, *, team: str, user: str) -> str:
        """Begin a streamed message in a thread; its ts."""
        said = self._call(
            "chat.startStream",
            {
                "channel": channel,
                "thread_ts": thread,
                "markdown_text": text,
                "recipient_team_id": team or None,
                "recipient_user_id": user or None,
            },
        )
        return str(said["ts"])

    def append(self, channel: str, ts: str, text: str) -> None:
        """Append to a streamed message."""
        self._call(
            "chat.appendStream",
            {"channel": channel, "ts": ts, "markdown_text": text},
            client=self._hasty,
        )

    def stop(
        self, channel: str, ts: str, text: str, *, blocks: Sequence[Block] = (), event: str = ""
    ) -> None:
        """Append the last of a streamed message and put blocks below it."""
        self._call(
            "chat.stopStream",
            {
                "channel": channel,
                "ts": ts,
                "markdown_text": text or None,
                "blocks": list(blocks) or None,
                "metadata": _metadata(event),
            },
        )

    def update(
        self, channel: str, ts: str, text: str, *, blocks: Sequence[Block], event: str
    ) -> None:
        """Put another text and blocks in the place of a message's."""
        self._call(
            "chat.update",
            {
                "channel": channel,
                "ts": ts,
                "text": text,
                "blocks": list(blocks),
                "metadata": _metadata(event),
            },
        )

    def own_since(self, channel: str, thread: str, since: str) -> list[Own]:
        """Our messages newer than ``since`` in a thread, or in the channel where it is empty."""
        method = "conversations.replies" if thread else "conversations.history"
        asked = {
            "channel": channel,
            "ts": thread or None,
            "oldest": since,
            "limit": 200,
            "include_all_metadata": True,
        }
        found: list[Own] = []
        bot = self.who()
        cursor = ""
        while True:
            said = self._call(method, asked | {"cursor": cursor or None}, form=True)
            for message in said.get("messages") or []:
                ours = message.get("user") == bot.user or message.get("bot_id") == bot.bot != ""
                if ours and str(message.get("ts", "")) > since:
                    payload = (message.get("metadata") or {}).get("event_payload") or {}
                    found.append(Own(str(message["ts"]), str(payload.get("event", ""))))
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found

    def whisper(self, channel: str, thread: str, user: str, text: str) -> None:
        """Show something to one user alone."""
        self._call(
            "chat.postEphemeral",
            {"channel": channel, "thread_ts": thread or None, "user": user, "text": text},
        )

    def respond(
        self, url: str, text: str, *, blocks: Sequence[Block] = (), public: bool = False
    ) -> None:
        """Answer a command at the address that came with it."""
        webhook = WebhookClient(
            url,
            timeout=TIMEOUT_S,
            logger=_silent,
            retry_handlers=[ShortWaits(max_retry_count=WAITS)],
        )
        with reaching("the command's address"):
            said = webhook.send(
                text=text,
                blocks=list(blocks) or None,
                response_type="in_channel" if public else "ephemeral",
            )
        if said.status_code != 200:
            again = said.status_code == 429 or said.status_code >= 500
            raise SlackError(
                f"Slack refused an answer to a command (status {said.status_code})",
                code=f"status_{said.status_code}",
                again=again,
            )

    def status(self, channel: str, thread: str, text: str) -> None:
        """What the assistant pane shows while we are at work."""
        self._call(
            "assistant.threads.setStatus",
            {"channel_id": channel, "thread_ts": thread, "status": text},
            client=self._hasty,
        )

    def prompts(self, channel: str, thread: str, title: str, questions: Sequence[str]) -> None:
        """Questions that the assistant pane offers."""
        self._call(
            "assistant.threads.setSuggestedPrompts",
            {
                "channel_id": channel,
                "thread_ts": thread,
                "title": title,
                "prompts": [{"title": q[:75], "message": q} for q in questions],
            },
        )

    def _call(
        self,
        method: str,
        given: Mapping[str, Any],
        *,
        form: bool = False,
        client: WebClient | None = None,
    ) -> Mapping[str, Any]:
        """Call a method. form: for the methods that read no JSON. Raises SlackError."""
        client = client or self.client
        sent = {name: value for name, value in given.items() if value is not None}
        with reaching(method):
            said = (
                client.api_call(method, params=sent) if form else client.api_call(method, json=sent)
            )
        assert isinstance(said.data, dict)
        return said.data


def _metadata(event: str) -> dict[str, Any] | None:
    return {"event_type": METADATA, "event_payload": {"event": event}} if event else None
