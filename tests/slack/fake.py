"""A Slack to test against: its Web API on loopback, which checks, remembers and can refuse.

It keeps messages as Slack does (a stream is a message that grows), refuses what Slack refuses
(a wrong token, too much text, a stream that has ended) and nothing else. `calls` are all calls
in order, `failing[method]` the replies to give before the next good one.
"""

import json
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

BOT_TOKEN = "xoxb-" + "CANARY"
APP_TOKEN = "xapp-" + "CANARY"
US = {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1"}


@dataclass
class Posted:
    """A message of the bot's."""

    ts: str
    channel: str
    thread: str
    text: str
    blocks: list[dict[str, Any]]
    event: str
    """The key in its metadata."""
    streaming: bool = False

    @property
    def markdown(self) -> str:
        """The answer's text, streamed or as a block."""
        return "".join(b["text"] for b in self.blocks if b["type"] == "markdown") or self.text

    @property
    def small(self) -> list[str]:
        """The texts of the context blocks."""
        blocks = [b for b in self.blocks if b["type"] == "context"]
        return [element["text"] for b in blocks for element in b["elements"]]


@dataclass
class FakeSlack:
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    whispered: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    """What was sent to the addresses of commands."""
    failing: dict[str, deque[tuple[int, dict[str, str], str]]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    lost: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many of the next calls do their work and then answer 500."""
    slow_s: float = 0.0
    connection: str = ""
    """The websocket's address for socket mode."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._n = 0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                form = "form" in self.headers.get("content-type", "")
                sent = dict(parse_qsl(raw)) if form else json.loads(raw or "{}")
                token = self.headers.get("authorization", "").removeprefix("Bearer ")
                status, headers, said = fake.answer(self.path, sent, token)
                body = json.dumps(said).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass  # a bot that was killed hangs up

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.api = f"{self.address}/api"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def refuse(self, method: str, error: str, *, status: int = 200, **headers: str) -> None:
        """Let the next call of a method fail."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.failing[method].append((status, named, error))

    def called(self, method: str) -> list[dict[str, Any]]:
        return [sent for name, sent in self.calls if name == method]

    def answer(
        self, path: str, sent: dict[str, Any], token: str
    ) -> tuple[int, dict[str, str], dict[str, Any]]:
        if self.slow_s:
            time.sleep(self.slow_s)
        with self._lock:
            method = "respond" if path.startswith("/respond") else path.removeprefix("/api/")
            self.calls.append((method, sent))
            if self.failing[method]:
                status, headers, error = self.failing[method].popleft()
                return status, headers, {"ok": False, "error": error}
            if method == "respond":
                self.responses.append(sent)
                return 200, {}, {"ok": True}
            wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
            if token != wanted:
                return 200, {}, {"ok": False, "error": "invalid_auth"}
            said = self._does(method, sent)
            if self.lost[method]:
                self.lost[method] -= 1
                return 500, {}, {"ok": False, "error": "internal_error"}
            return 200, {}, said

    def _does(self, method: str, sent: dict[str, Any]) -> dict[str, Any]:
        known = {
            "auth.test": lambda _: US,
            "apps.connections.open": lambda _: {"ok": True, "url": self.connection},
            "chat.postMessage": self._post,
            "chat.startStream": self._start,
            "chat.appendStream": self._append,
            "chat.stopStream": self._stop,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "conversations.replies": self._list,
            "conversations.history": self._list,
            "assistant.threads.setStatus": lambda _: {"ok": True},
            "assistant.threads.setSuggestedPrompts": lambda _: {"ok": True},
        }
        if method not in known:
            return refused("unknown_method")
        return too_much(sent) or known[method](sent)

    def _new(self, sent: dict[str, Any], text: str, *, streaming: bool = False) -> dict[str, Any]:
        self._n += 1
        ts = f"{time.time():.0f}.{self._n:06}"
        channel, thread = sent["channel"], sent.get("thread_ts", "")
        message = Posted(ts, channel, thread, text, sent.get("blocks", []), event_of(sent))
        message.streaming = streaming
        self.posted.append(message)
        return {"ok": True, "channel": channel, "ts": ts}

    def _post(self, sent: dict[str, Any]) -> dict[str, Any]:
        return self._new(sent, sent["text"])

    def _start(self, sent: dict[str, Any]) -> dict[str, Any]:
        if not sent.get("thread_ts"):
            return refused("invalid_thread_ts")
        return self._new(sent, sent.get("markdown_text", ""), streaming=True)

    def _append(self, sent: dict[str, Any]) -> dict[str, Any]:
        message = self._at(sent)
        if not message.streaming:
            return refused("message_not_in_streaming_state")
        message.text += sent.get("markdown_text", "")
        return {"ok": True}

    def _stop(self, sent: dict[str, Any]) -> dict[str, Any]:
        said = self._append(sent)
        if said["ok"]:
            message = self._at(sent)
            message.streaming, message.event = False, event_of(sent)
            message.blocks = sent.get("blocks", [])
        return said

    def _update(self, sent: dict[str, Any]) -> dict[str, Any]:
        message = self._at(sent)
        if message.streaming:
            return refused("streaming_state_conflict")
        message.text, message.blocks, message.event = sent["text"], sent["blocks"], event_of(sent)
        return {"ok": True, "ts": message.ts}

    def _whisper(self, sent: dict[str, Any]) -> dict[str, Any]:
        self.whispered.append(sent)
        return {"ok": True, "message_ts": "1"}

    def _list(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {
            "ok": True,
            "messages": [
                {
                    "ts": m.ts,
                    "user": US["user_id"],
                    "bot_id": US["bot_id"],
                    "metadata": {"event_payload": {"event": m.event}} if m.event else {},
                }
                for m in self.posted
                if m.channel == sent["channel"]
                and m.thread == sent.get("ts", "")
                and m.ts > sent["oldest"]
            ],
        }

    def _at(self, sent: dict[str, Any]) -> Posted:
        return next(m for m in self.posted if m.ts == sent["ts"])


def event_of(sent: dict[str, Any]) -> str:
    return sent.get("metadata", {}).get("event_payload", {}).get("event", "")


def refused(error: str) -> dict[str, Any]:
    return {"ok": False, "error": error}


def too_much(sent: dict[str, Any]) -> dict[str, Any] | None:
    """Slack's refusal of what is beyond its limits."""
    blocks = sent.get("blocks") or []
    texts = list(texts_in(blocks))
    if len(sent.get("markdown_text", "")) > 12_000:
        return refused("msg_too_long")
    if len(blocks) > 50 or any(len(b.get("elements", [])) > 10 for b in blocks):
        return refused("invalid_blocks")
    if any(len(t) > (12_000 if t_type == "markdown" else 3_000) for t_type, t in texts):
        return refused("invalid_blocks")
    if sum(len(t) for _, t in texts) + len(sent.get("markdown_text", "")) > 13_200:
        return refused("msg_blocks_too_long")
    return None


def texts_in(value: Any) -> Any:
    if isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value.get("type"), value["text"]
        for each in value.values():
            if not isinstance(each, str):
                yield from texts_in(each)
