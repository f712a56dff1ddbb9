"""Where the page's server listens and what it answers to: a short list of paths, 404 for the rest.

Gradio opens far more than a page needs: upload, files of the server, a proxy, deep links
that store a session, monitoring, routes that skip the queue. Here every path is closed
unless it is listed. The headers hold a second line behind page_text.escape: markup that
got in anyway could neither run an event handler nor call another host.
"""

from __future__ import annotations

import contextlib
import ipaddress
import secrets
import socket
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.errors import SettingsError
from ingest.options import HOST

if TYPE_CHECKING:
    from types import FrameType

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = (HOST, "localhost")
"""What a browser on this machine calls us. Another name that leads here is somebody else's,
made to read the page from a foreign site."""

OPEN = (
    "/",
    "/config",
    "/theme.css",
    "/favicon.ico",
    "/manifest.json",
    "/robots.txt",
    "/assets/*",
    "/static/*",
    "/gradio_api/info",
    "/gradio_api/startup-events",
    "/gradio_api/heartbeat/*",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/call/chat",
    "/gradio_api/call/chat/*",
    "/gradio_api/call/v2/chat",
)
"""What Gradio 6.31's page asks for when it is loaded, used and stopped, and the chat
endpoint; read off the requests of a real browser (tests/test_page.py)."""

MAX_BODY_BYTES = 256 * 1024
"""A question has 2,000 characters; the rest is room for what Gradio sends beside it."""

# Not no-referrer: the browser would then send `Origin: null` with our own login form.
HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))


def loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there.

    >>> loopback("localhost"), loopback("::1"), loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(port: int, *, host: str = HOST) -> socket.socket:
    """A socket bound to a host's port. Raises SettingsError when it can't be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # From here on a browser waits its turn instead of being refused.
        listening.listen()
    except (OSError, OverflowError) as exc:
        listening.close()
        raise SettingsError(
            f"port {port} on {host} can't be used ({exc}): free it, or name another one "
            f"with --port or GRADIO_SERVER_PORT, or another WENZHENG_HOST"
        ) from exc
    return listening


def run(
    application: ASGIApp,
    listening: socket.socket,
    *,
    on_exit: Callable[[], None] = lambda: None,
    behind_proxy: bool = False,
) -> None:
    """Serve until a signal ends it; ``on_exit`` lets go of what would wait for a browser.

    behind_proxy: whether a proxy on this machine is believed what it says of its clients.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """Uvicorn, which tells of its end before it waits for connections."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Let go of what waits, then end as uvicorn does."""
            on_exit()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        application,
        log_level="warning",
        timeout_graceful_shutdown=5,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=HOST,
    )
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


class Gate:
    """ASGI middleware: lets the listed paths through, with the headers, and no others."""

    NAMES = NAMES

    def __init__(
        self,
        app: ASGIApp,
        *,
        paths: Sequence[str] = OPEN,
        names: Collection[str] | None = NAMES,
        bodies: Mapping[str, int] | None = None,
        explained: Callable[[str, int], bytes] | None = None,
    ) -> None:
        """Open the gate to some paths.

        names: what this machine may be called; None for anything.
        bodies: path -> how many bytes may be sent there, where it isn't MAX_BODY_BYTES.
        explained: path, status -> the JSON that a refusal is told with; without it nothing is.
        """
        self._app = app
        self._bodies = dict(bodies or {})
        self._explained = explained
        self._exact = frozenset(path for path in paths if not path.endswith("*"))
        self._under = tuple(path.removesuffix("*") for path in paths if path.endswith("*"))
        self._names = None if names is None else frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse here (400, 403, 404, 413), or hand the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":  # The page has none.
            await send({"type": "websocket.close"})
            return
        status = self._refusal(scope)
        if status is not None:
            told = self._explained(scope["path"], status) if self._explained else b""
            kind = [(b"content-type", b"application/json")] if told else []
            length = (b"content-length", str(len(told)).encode())
            headers = [*HEADERS, *kind, length]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": told})
        elif scope["path"] == "/":
            # Compressed, it could not be given its nonce.
            plain = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _vouched(send))
        else:

            async def guarded(message: Message) -> None:
                """Send it with the headers that guard every response."""
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], *HEADERS]
                await send(message)

            await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> int | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if self._names is not None and urlsplit(f"//{host}").hostname not in self._names:
            return 400
        if b"origin" in headers and urlsplit(headers[b"origin"]).netloc != host:
            return 403
        path = scope["path"]
        if path not in self._exact and not path.startswith(self._under):
            return 404
        length = headers.get(b"content-length", "")
        # Without a length a body may have any size, and nothing that we serve sends one so.
        most = self._bodies.get(path, MAX_BODY_BYTES)
        bounded = length.isascii() and length.isdigit() and int(length) <= most
        return 413 if scope["method"] in ("POST", "PUT", "PATCH") and not bounded else None


def policy(nonce: str) -> str:
    """What the page may load and run: its own scripts, and what these bring; nothing of others.

    Gradio compiles templates (unsafe-eval) and writes styles into elements (unsafe-inline).
    """
    rules = {
        "default-src": "'self'",
        "script-src": f"'nonce-{nonce}' 'strict-dynamic' 'unsafe-eval'",
        "script-src-attr": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{rule} {sources}" for rule, sources in rules.items())


def _vouched(send: Send) -> Send:
    """Send a page whose own scripts carry a nonce: markup that gets in later has none."""
    nonce = secrets.token_urlsafe(16)
    start: Message = {}
    body = b""

    async def send_whole(message: Message) -> None:
        """Keep the pieces back until the last, then send them as one."""
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
            return
        body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = body.replace(b"<script", f'<script nonce="{nonce}"'.encode())
        kept = [one for one in start["headers"] if one[0] != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        rules = (b"content-security-policy", policy(nonce).encode())
        await send({**start, "headers": [*kept, length, rules, *HEADERS]})
        await send({**message, "body": body})

    return send_whole
