"""Who may ask the API, and how often: before a request's body is looked at at all.

The one file that knows `limits`. Without tokens the API is for this machine alone, and whoever
builds it so has made sure of that (serving.py).
"""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from assistant.api_errors import refusal
from assistant.api_tokens import Tokens, bearer
from assistant.metrics import Metrics
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = ("/healthz",)
"""Answered without a token, and as often as it is asked."""
UNLIMITED = ("/metrics",)
"""Read by a machine at its own pace."""
ROUTES = (
    "/api/ask",
    "/api/documents",
    "/api/openapi.json",
    "/api/paragraphs/{id}",
    "/healthz",
    "/metrics",
    "/v1/chat/completions",
    "/v1/models",
    "/v1/models/{name}",
)
_log = logging.getLogger(__name__)


class Rate:
    """How many requests one asker may make, in a window that begins with the first of them."""

    def __init__(self, text: str) -> None:
        """Such as 60/minute. Raises SettingsError."""
        try:
            self._item: RateLimitItem = parse(text)
        except ValueError as exc:
            raise SettingsError(
                f"WENZHENG_API_RATE is {text!r}: write it as 60/minute or 1000/day"
            ) from exc
        if self._item.amount < 1:
            raise SettingsError(f"WENZHENG_API_RATE is {text!r}: at least one request is needed")
        # The moving window of this storage never forgets an address.
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def wait_s(self, asker: str) -> int:
        """Count a request; 0 when it may go on, else the whole seconds until one may again."""
        if self._limiter.hit(self._item, asker):
            return 0
        free_at = self._limiter.get_window_stats(self._item, asker).reset_time
        return max(1, math.ceil(free_at - time.time()))


class Guard:
    """ASGI middleware: 401 without a token where one is needed, 429 for who asks too often."""

    def __init__(
        self, app: ASGIApp, *, tokens: Tokens | None, closed: bool, rate: Rate | None, of: Metrics
    ) -> None:
        """Guard an application.

        tokens: who may ask; closed: whether nobody may without one, also where there are none.
        of: counts the requests.
        """
        self._app = app
        self._tokens = tokens
        self._closed = closed
        self._rate = rate
        self._metrics = of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse here, or hand the request on with the asker's name in its state."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def seen(message: Message) -> None:
            """Send on, and remember the status."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._guarded(scope, receive, seen)
        finally:
            self._metrics.request(route_of(scope["path"]), status)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path in OPEN:
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        asker = f"address {client[0] if client else ''}"
        if self._closed:
            try:
                name = self._name(scope)
            except SettingsError as exc:
                _log.error("%s", exc)
                await refusal(503)(scope, receive, send)
                return
            if name is None:
                # Counted by address, and apart: who has a token is not held up by who hasn't.
                wait_s = self._rate.wait_s(f"stranger {asker}") if self._rate else 0
                await _refused(401, wait_s)(scope, receive, send)
                return
            asker = f"token {name}"
        wait_s = self._rate.wait_s(asker) if self._rate and path not in UNLIMITED else 0
        if wait_s:
            await _refused(429, wait_s)(scope, receive, send)
            return
        scope.setdefault("state", {})["asker"] = asker
        await self._app(scope, receive, send)

    def _name(self, scope: Scope) -> str | None:
        if self._tokens is None:
            return None
        sent = [value for key, value in scope["headers"] if key == b"authorization"]
        token = bearer(sent[0].decode("latin-1")) if len(sent) == 1 else ""
        return self._tokens.name_of(token) if token else None


def route_of(path: str) -> str:
    """A path as the routes declare it; what is none of them is counted together.

    >>> route_of("/api/paragraphs/ab12#p3"), route_of("/api/wp-admin")
    ('/api/paragraphs/{id}', 'other')
    """
    if path in ROUTES:
        return path
    for route in ROUTES:
        start, mark, _ = route.partition("{")
        if mark and path.startswith(start) and path != start:
            return route
    return "other"


def _refused(status: int, wait_s: int) -> Response:
    if wait_s:
        return refusal(429, headers={"Retry-After": str(wait_s)})
    return refusal(status, headers={"WWW-Authenticate": 'Bearer realm="wenzheng"'})
