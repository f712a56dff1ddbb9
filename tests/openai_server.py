"""A local server that speaks OpenAI's protocol, predictable by eye.

It embeds a text as its character counts: a character falls into bucket
``ord(character) % dimension``. It answers a chat with the last user message. A test that
needs something else queues `Step`s, taken one a request, or sets another default; every
request is kept. What a server `lacks` it refuses with 400, as real ones do.

    with OpenAIServer() as server:
        server.queue(Step(status=429, headers={"retry-after": "1"}), Step(text="好"))
        …                       # OPENAI_BASE_URL=server.url
        assert server.requests[0].body["model"] == "m"

No token is counted and no key is checked: a Step(status=401) plays that part.
"""

from __future__ import annotations

import base64
import json
import struct
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, NamedTuple, Self


@dataclass(frozen=True, slots=True)
class Step:
    """What one request gets instead of the default answer."""

    text: str | Callable[[dict[str, Any]], str] | None = None
    """The chat's reply, or what makes it of the request; for json_schema, the JSON as a string."""
    tool_calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    """(name, arguments) of the tools that the model wants to be called."""
    vectors: list[Any] | None = None
    """Instead of the character counts."""
    body: str | None = None
    """The whole body, as it is: an error's JSON, half a JSON, a login page."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    """Before the first byte; closing the server ends this wait and the ones below."""
    silent_s: float = 0.0
    """Of a stream: after the headers, before the first event."""
    stall_after: int | None = None
    """Of a stream: silent for a minute after this many events."""
    piece: int = 2
    """Of a stream: characters an event."""
    each_s: float = 0.0
    """Of a stream: before each event."""
    cut_after: int | None = None
    """The connection breaks after this many bytes, or, of a stream, events."""
    ends_after: int | None = None
    """Of a stream: ends after this many events as if that were all, but with no reason."""
    finish: str | None = None
    """Instead of "stop" or "tool_calls": "length", "content_filter"."""
    refusal: str | None = None
    usage: tuple[int, int] = (1, 1)
    """Tokens sent and received."""
    at_once: bool = False
    """Answers as if no stream had been asked for, as a server that can't stream does."""


class Request(NamedTuple):
    """One request as it came in; header names are lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Times(NamedTuple):
    """When a stream was asked for, and its first word and its end sent; perf_counter seconds."""

    asked: float
    first: float
    last: float


class OpenAIServer:
    """Serves on a free port of 127.0.0.1 between ``with`` and its end."""

    def __init__(self, *, dimension: int = 8, lacks: Collection[str] = ()) -> None:
        self.dimension = dimension
        self.lacks = lacks
        self.default = Step()
        self.choose: Callable[[dict[str, Any]], Step] | None = None
        """Picks the step by the request, where the order of requests isn't known."""
        self.requests: list[Request] = []
        self.closing = Event()
        self.times: list[Times] = []
        """Of each stream that was sent whole."""
        self.abandoned = Event()
        """Whether an asker left before its answer was whole."""
        self.steps: deque[Step] = deque()

    def __enter__(self) -> Self:
        outer = self

        class Handler(_Handler):
            server_side = outer

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def queue(self, *steps: Step) -> None:
        """Answer the next requests by these, in this order."""
        self.steps.extend(steps)

    def counts(self, text: str, dimension: int | None = None) -> list[float]:
        """The embedding of a text: with dimension 4, [0, 2, 2, 0] for "abba"."""
        row = [0.0] * (dimension or self.dimension)
        for character in text:
            row[ord(character) % len(row)] += 1
        return row


class _Handler(BaseHTTPRequestHandler):
    server_side: OpenAIServer
    asked: float
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.asked = time.perf_counter()
        try:
            self._answer(json.loads(sent or "{}"))
        except ConnectionError:
            self.server_side.abandoned.set()

    do_POST = do_GET

    def _answer(self, asked: dict[str, Any]) -> None:
        side = self.server_side
        headers = {name.lower(): value for name, value in self.headers.items()}
        side.requests.append(Request(self.path, headers, asked))
        lacking = [name for name in side.lacks if asked.get(name)]
        if lacking:
            message = f"unsupported parameter: {lacking[0]}"
            return self._send(Step(status=400), json.dumps({"error": {"message": message}}))
        chosen = side.choose(asked) if side.choose and asked else side.default
        step = side.steps.popleft() if side.steps else chosen
        if step.delay_s:
            side.closing.wait(step.delay_s)
        if step.body is not None:
            self._send(step, step.body)
        elif step.status != 200:
            self._send(step, json.dumps({"error": {"message": f"scripted {step.status}"}}))
        elif self.path == "/v1/models":
            model = {"id": "test-model", "object": "model"}
            self._send(step, json.dumps({"object": "list", "data": [model]}))
        elif self.path == "/v1/embeddings":
            self._send(step, json.dumps(self._embeddings(step, asked)))
        elif self.path == "/v1/chat/completions":
            message = _message(step, asked)
            if asked.get("stream") and not step.at_once:
                self._stream(step, list(_events(step, message, asked)))
            else:
                choice = {"index": 0, "message": message, "finish_reason": _finish(step, message)}
                rest = {"choices": [choice], "usage": _usage(step)}
                self._send(step, json.dumps(_completion(asked, "chat.completion", **rest)))
        else:
            self._send(Step(status=404), json.dumps({"error": {"message": "no such path"}}))

    def _embeddings(self, step: Step, asked: dict[str, Any]) -> dict[str, Any]:
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        dimension = asked.get("dimensions")
        rows = step.vectors or [self.server_side.counts(text, dimension) for text in texts]
        if asked.get("encoding_format") == "base64":
            rows = [base64.b64encode(struct.pack(f"<{len(r)}f", *r)).decode() for r in rows]
        listed = [{"object": "embedding", "index": n, "embedding": r} for n, r in enumerate(rows)]
        return {"object": "list", "model": asked["model"], "data": listed, "usage": _usage(step)}

    def _send(self, step: Step, body: str) -> None:
        sent = body.encode()
        self.send_response(step.status)
        for name, value in {"content-type": "application/json", **step.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent[: step.cut_after])
        self.close_connection |= step.cut_after is not None

    def _stream(self, step: Step, events: list[dict[str, Any]]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        wait = self.server_side.closing.wait
        wait(step.silent_s)
        upto = step.cut_after if step.ends_after is None else step.ends_after
        texts = [f"data: {json.dumps(event)}\n\n" for event in events[:upto]]
        texts += ["data: [DONE]\n\n"] if upto is None else []
        first = 0.0
        for n, text in enumerate(texts):
            wait(60 if n == step.stall_after else step.each_s)
            if n == 1:  # the one before only names the role
                first = time.perf_counter()
            self.wfile.write(f"{len(text):x}\r\n{text}\r\n".encode())  # json.dumps is ASCII
        if step.cut_after is None:
            self.wfile.write(b"0\r\n\r\n")
            self.server_side.times.append(Times(self.asked, first, time.perf_counter()))
        self.close_connection = True


def _usage(step: Step) -> dict[str, int]:
    sent, received = step.usage
    return {
        "prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received
    }  # fmt: skip


def _finish(step: Step, message: dict[str, Any]) -> str:
    return step.finish or ("tool_calls" if "tool_calls" in message else "stop")


def _message(step: Step, asked: dict[str, Any]) -> dict[str, Any]:
    said = [turn["content"] for turn in asked["messages"] if turn["role"] == "user"]
    text = step.text(asked) if callable(step.text) else step.text
    if step.refusal:
        return {"role": "assistant", "content": None, "refusal": step.refusal}
    if not step.tool_calls:
        return {"role": "assistant", "content": said[-1] if text is None else text}
    calls = []
    for n, (name, arguments) in enumerate(step.tool_calls):
        function = {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}
        calls.append({"index": n, "id": f"call_{n}", "type": "function", "function": function})
    return {"role": "assistant", "content": text, "tool_calls": calls}


def _events(step: Step, message: dict[str, Any], asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The role, then the text piece by piece, then the tools, then the end."""
    text = message["content"] or ""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + step.piece]} for at in range(0, len(text), step.piece)]
    deltas += [{name: message[name]} for name in ("refusal", "tool_calls") if name in message]
    for delta in [*deltas, {}]:
        finish = None if delta else _finish(step, message)
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        yield _completion(asked, "chat.completion.chunk", choices=[choice])
    if (asked.get("stream_options") or {}).get("include_usage"):
        yield _completion(asked, "chat.completion.chunk", choices=[], usage=_usage(step))


def _completion(asked: dict[str, Any], kind: str, **rest: Any) -> dict[str, Any]:
    return {"id": "chat-1", "object": kind, "created": 0, "model": asked["model"], **rest}
