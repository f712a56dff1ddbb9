"""Who is asking: a signed cookie with a browser's unguessable id, or the user who logged in.

On this machine everybody is let in and told apart by the browser's id; with doors (passwords
or OIDC) only who has logged in. `owner` is what histories are kept under. The cookie is
Starlette's: HttpOnly, SameSite=Lax, signed with a secret that lives in the library's folder, so
that it survives a restart.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import LibraryError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "wenzheng"
BROWSER_S = 365 * 24 * 3600
"""How long an unused browser keeps its history, in seconds."""
USER_S = 14 * 24 * 3600
"""How long a login lasts, in seconds; every request begins it anew."""
PUBLIC = ("/login", "/logout", "/oidc/", "/favicon.ico")
"""What is answered before anybody has logged in."""

Admits = Callable[[str], bool]
"""Whether a user who once logged in may still come in."""


def secret_in(folder: Path) -> str:
    """The secret that cookies are signed with, made at the first start. Raises LibraryError."""
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise LibraryError(f"the page's secret in {str(path)!r}: {exc}") from exc
    if len(kept) < 32:
        raise LibraryError(f"the page's secret in {str(path)!r} is damaged: delete the file")
    return kept


def owner(session: Mapping[str, Any]) -> str:
    """Under what a reader's conversations are kept: `user:<name>` or `browser:<id>`."""
    user = session.get("user")
    return f"user:{user}" if user else f"browser:{session.get('id', '')}"


class Doors:
    """ASGI middleware inside the session: gives a browser its id, and lets in who may come in."""

    def __init__(self, app: ASGIApp, *, admits: Admits | None) -> None:
        """``admits``: None lets everybody in."""
        self._app = app
        self._admits = admits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send to /login, refuse with 401, or hand the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.responses import PlainTextResponse, RedirectResponse

        session, path = scope["session"], scope["path"]
        user = session.get("user")
        if self._admits is None:
            session.pop("user", None)
            session.setdefault("id", secrets.token_urlsafe(24))
        elif user is not None and not self._admits(user):
            session.clear()
            user = None
        if self._admits is None or user is not None or path.startswith(PUBLIC):
            await self._app(scope, receive, send)
        elif path == "/":
            query = scope["query_string"].decode("latin-1")
            if query:
                session["next"] = f"/?{query}"
            await RedirectResponse("/login", status_code=303)(scope, receive, send)
        else:
            await PlainTextResponse("log in first\n", status_code=401)(scope, receive, send)


def with_sessions(
    app: ASGIApp, *, secret: str, admits: Admits | None, secure: bool = False
) -> ASGIApp:
    """The application behind its doors; ``secure`` keeps the cookie to https."""
    from starlette.middleware.sessions import SessionMiddleware

    return SessionMiddleware(
        Doors(app, admits=admits),
        secret_key=secret,
        session_cookie=COOKIE,
        max_age=BROWSER_S if admits is None else USER_S,
        same_site="lax",
        https_only=secure,
    )
