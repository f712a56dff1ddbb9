"""Who may ask over HTTP from another machine: bearers of a token whose hash is in a file.

    laptop:sha256:<hash>

The same file that the HTTP API takes: a name and the SHA-256 of a random token on each line,
never a token; empty lines and those that begin with # are passed over.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_REMEDY = "a line is NAME:sha256:HASH, as `python -m assistant token NAME` makes it"


class Tokens:
    """A token file, read at each request: a line that is taken out locks its bearer out."""

    def __init__(self, path: Path) -> None:
        """Raises SettingsError, naming the file and the line."""
        self._path = path
        self._hashes()

    def admits(self, token: str) -> bool:
        """Whether the file has the token's hash. Raises SettingsError when it can't be read."""
        given = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        # Every line is compared, whichever it is.
        return any([hmac.compare_digest(given, known) for known in self._hashes()])

    def _hashes(self) -> list[bytes]:
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as exc:
            raise SettingsError(
                f"--tokens: {str(self._path)!r} can't be read ({exc}); {_REMEDY}"
            ) from exc
        numbered = [(n, line.strip()) for n, line in enumerate(lines, 1)]
        found = [self._hash(n, line) for n, line in numbered if line and line[0] != "#"]
        if not found:
            raise SettingsError(f"--tokens: {str(self._path)!r} lets nobody in; {_REMEDY}")
        return found

    def _hash(self, n: int, line: str) -> bytes:
        try:
            _name, kind, written = line.split(":")
            hashed = bytes.fromhex(written)
            if kind != "sha256" or len(hashed) != hashlib.sha256().digest_size:
                raise ValueError(kind)
        except ValueError as exc:
            # The line is not repeated: somebody may have written the token itself into it.
            raise SettingsError(
                f"--tokens: line {n} of {str(self._path)!r} is no token's hash; {_REMEDY}"
            ) from exc
        return hashed


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
        kind, _, token = given.partition(" ")
        return kind.lower() == "bearer" and self._tokens.admits(token.strip())
