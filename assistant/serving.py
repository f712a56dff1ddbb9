"""What is served on one address: the page, the API, a bot, each by its paths; or one alone.

Each part is an application of its own behind its own gate (page_server.Gate): who may come in
differs. Nothing here knows Gradio, so that the API alone starts at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.concurrency import run_in_threadpool

from assistant.page_server import Gate, loopback
from ingest.errors import SettingsError, SlackError
from ingest.options import HOST

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.metrics import Metrics
    from assistant.page_turns import Answers
    from ingest.library import Library, Snapshot
    from ingest.settings import Settings

_log = logging.getLogger(__name__)
RATE = "60/minute"
"""For one token, where WENZHENG_API_RATE says nothing: as fast as one reads on, and far below
what would keep others waiting (an extractive answer takes a tenth of a second)."""


@dataclass
class Shelf:
    """The library for reading, opened when first needed and again until that succeeds."""

    settings: Settings
    _lock: Any = None
    _library: Library | None = None

    def __post_init__(self) -> None:
        self._lock = Lock()

    def snapshot(self) -> Snapshot:
        """The newest build. Raises LibraryMissing and its kin."""
        from ingest.library import Library

        with self._lock:
            if self._library is None:
                self._library = Library.open(self.settings.library, chroma=self.settings.chroma)
        return self._library.snapshot()


class Part(NamedTuple):
    """An application and the paths that are its own; one that ends in * takes all below."""

    paths: Sequence[str]
    application: ASGIApp


class Switch:
    """ASGI: gives each request to the part whose path it is, all else to the rest."""

    def __init__(
        self, parts: Sequence[Part], *, rest: ASGIApp, on_end: Callable[[], None] = lambda: None
    ) -> None:
        """``rest`` is also what is started and ended with the server; ``on_end`` is called then."""
        self._parts = parts
        self._rest = rest
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on."""

        async def ending(message: Message) -> None:
            """Send on; before the end is told, end what was begun."""
            # Here, as uvicorn ends the process by the signal that it got.
            if message["type"] == "lifespan.shutdown.complete":
                await run_in_threadpool(self._on_end)
            await send(message)

        if scope["type"] == "lifespan":
            await self._rest(scope, receive, ending)
            return
        chosen = self._rest
        for part in self._parts if scope["type"] == "http" else ():
            if any(_covers(path, scope["path"]) for path in part.paths):
                chosen = part.application
                break
        await chosen(scope, receive, send)


def api(
    settings: Settings, assistant: Answers, shelf: Shelf, metrics: Metrics, *, login: bool
) -> Part:
    """The API as a part. Raises SettingsError when its tokens or its rate can't be used.

    login: whether the page beside it lets in only who logs in.
    """
    from assistant import api_application
    from assistant.api_guard import Rate
    from assistant.api_tokens import Tokens

    tokens = Tokens(settings.api_tokens) if settings.api_tokens else None
    closed = needs_token(settings, login=login)
    rate = settings.api_rate or (RATE if closed else "")
    built = api_application.build(
        assistant,
        shelf.snapshot,
        metrics,
        tokens=tokens,
        closed=closed,
        rate=Rate(rate) if rate else None,
        host=settings.host,
        address=settings.url or "",
    )
    return Part(api_application.PATHS, built)


def slack_installed() -> ModuleType:
    """The bot's module. Raises SettingsError without the extra."""
    try:
        from assistant import slack_app
    except ModuleNotFoundError as exc:
        if exc.name not in ("slack_bolt", "slack_sdk"):
            raise
        raise SettingsError(
            "the Slack bot isn't installed: pip install 'wenzheng[slack]', or slack-bolt alone"
        ) from exc
    return slack_app


class Beside(NamedTuple):
    """A bot served beside the page: its part, if Slack comes to it, and how it is ended."""

    parts: Sequence[Part]
    close: Callable[[], None]


def slack(settings: Settings, assistant: Answers, shelf: Shelf, metrics: Metrics) -> Beside:
    """The Slack bot, where SLACK_BOT_TOKEN is set; nothing otherwise.

    Without Slack the page is served all the same. Raises SettingsError for what is missing or
    isn't taken, LibraryBusy when another bot works with the library.
    """
    if settings.slack_bot_token is None:
        return Beside((), lambda: None)
    from starlette.applications import Starlette

    from assistant.metrics import Counted

    build = slack_installed().build
    from assistant.slack_door import MAX_BODY_BYTES, PATH

    try:
        bot = build(settings, Counted(assistant, metrics, "slack"), shelf.snapshot)
        bot.connect()
    except SlackError as exc:
        _log.warning("served without Slack, until the next start: %s", exc)
        return Beside((), lambda: None)
    # Its own door is the signature; Slack calls it by whatever name the proxy has.
    gate = Gate(
        Starlette(routes=bot.routes()), paths=[PATH], names=None, bodies={PATH: MAX_BODY_BYTES}
    )
    return Beside([] if bot.socket_mode else [Part([PATH], gate)], bot.close)


def needs_token(settings: Settings, *, login: bool) -> bool:
    """Whether the API wants a token: it is open only where this machine alone can come by.

    A proxy on this machine brings others along: that there is one is told by WENZHENG_URL, or by
    a way to log in.
    """
    alone = loopback(settings.host) and settings.url is None and not login
    return settings.api_tokens is not None or not alone


def check_alone(settings: Settings) -> None:
    """Raise SettingsError when the API would be served alone and let nobody in."""
    if settings.api_tokens is None and needs_token(settings, login=False):
        raise SettingsError(
            f"WENZHENG_HOST is {settings.host!r} and WENZHENG_URL is {settings.url!r}: others than "
            "this machine could ask. Set WENZHENG_API_TOKENS to a file (a line each from `python "
            f"-m assistant token NAME`), or leave WENZHENG_HOST at {HOST} and WENZHENG_URL unset"
        )


def address_of(settings: Settings, listening: socket.socket) -> str:
    """Where a browser on this machine finds what listens there."""
    port = listening.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.url or f"http://{host}:{port}"


def _covers(path: str, asked: str) -> bool:
    return asked.startswith(path[:-1]) if path.endswith("*") else asked == path
