"""Requests as Slack sends them: its payloads, signed with the signing secret."""

import http.client
import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
_count = itertools.count(1)


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "content-type": "application/json" if body[:1] == "{" else FORM,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }


FORM = "application/x-www-form-urlencoded"


def new_ts() -> str:
    """The id of a message that is written now."""
    return f"{int(time.time()) - 100}.{next(_count):06}"


def message(
    text: str,
    *,
    channel: str = "C1",
    thread: str = "",
    type: str = "app_mention",
    id: str = "",
    **more: Any,
) -> dict[str, Any]:
    """A mention in a channel; with a channel D… a direct message."""
    ts = more.pop("ts", None) or new_ts()
    direct = channel.startswith("D")
    event = {
        "type": "message" if direct else type,
        "user": "U1",
        "text": text if direct else f"<@U0BOT> {text}",
        "ts": ts,
        "channel": channel,
        "channel_type": "im" if direct else "channel",
        **({"thread_ts": thread} if thread else {}),
        **more,
    }
    return wrapped(event, id or f"Ev{ts}")


def wrapped(event: dict[str, Any], id: str) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": id,
        "event": event,
    }


def command(text: str, *, channel: str = "C1", respond: str = "") -> str:
    """The body of `/wenzheng text`."""
    return urlencode(
        {
            "command": "/wenzheng",
            "text": text,
            "channel_id": channel,
            "user_id": "U1",
            "team_id": "T1",
            "trigger_id": f"13345224609.{next(_count)}",
            "response_url": f"{respond}/respond/{next(_count)}",
        }
    )


def click(value: str, *, channel: str, ts: str, thread: str) -> str:
    """The body of a click on a feedback button."""
    payload = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "channel": {"id": channel},
        "container": {"message_ts": ts, "thread_ts": thread},
        "actions": [
            {
                "type": "feedback_buttons",
                "action_id": "wenzheng_feedback",
                "block_id": "b",
                "value": value,
                "action_ts": f"{time.time():.6f}",
            }
        ],
    }
    return urlencode({"payload": json.dumps(payload)})


def send(address: str, body: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """POST a body to /slack/events; its status and the reply."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=20)
    try:
        given = signed(body) if headers is None else headers
        connection.request("POST", "/slack/events", body.encode(), given)
        said = connection.getresponse()
        return said.status, said.read().decode()
    finally:
        connection.close()


def event(address: str, payload: dict[str, Any]) -> tuple[int, str]:
    return send(address, json.dumps(payload))


def until(true: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Wait for something to become true, and return it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found
