"""Who may ask the MCP server from another machine: bearers of a token of api_tokens.py's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.api_tokens import Tokens, bearer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Bearer:
    """ASGI middleware: 401 for a request without a token that the file knows."""

    def __init__(self, app: ASGIApp, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, or refuse."""
        if scope["type"] == "http" and not self._admitted(scope):
            start = [(b"www-authenticate", b"Bearer"), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 401, "headers": start})
            await send({"type": "http.response.body"})
            return
        await self._app(scope, receive, send)

    def _admitted(self, scope: Scope) -> bool:
        given = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        return self._tokens.name_of(bearer(given)) is not None
