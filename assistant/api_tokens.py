"""The file of tokens that programs ask with: a name and a hash on each line, never a token.

    reports:sha256:<hash>

Lines are made by `python -m assistant token NAME`, which shows the token once. A token is 256
random bits, so a plain hash is enough: there is nothing to guess that a slow one would protect,
and every request pays for it. The file is read again when it changes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import NamedTuple

from assistant.credentials import CredentialsFile, check_name

PREFIX = "wz_"
"""So that a token is known for one where it has got out: in a log, in a repository."""


class Made(NamedTuple):
    """A new token and its line of the file."""

    token: str
    line: str


def make_token(name: str) -> Made:
    """A token for a name. Raises SettingsError for a name that can't be used."""
    check_name(name)
    token = PREFIX + secrets.token_urlsafe(32)
    return Made(token, f"{name}:sha256:{_hash(token).hex()}")


class Tokens:
    """A token file, open; threads may share it."""

    def __init__(self, path: Path, *, setting: str = "WENZHENG_API_TOKENS") -> None:
        """Read the file that a setting names. Raises SettingsError, naming file and line."""
        self._file = CredentialsFile(
            path,
            setting=setting,
            command="python -m assistant token NAME",
            read=_read,
        )

    def name_of(self, token: str) -> str | None:
        """Whose token it is; None for nobody's. Every line is compared, whichever it is.

        Raises SettingsError when the file can't be read any more.
        """
        given, whose = _hash(token), None
        for name, hashed in self._file.current().items():
            if hmac.compare_digest(given, hashed):
                whose = name
        return whose


def bearer(authorization: str) -> str:
    """The token of an Authorization header; empty when it brings none.

    >>> bearer("Bearer wz_1"), bearer("bearer  wz_1 "), bearer("Basic d2E="), bearer("")
    ('wz_1', 'wz_1', '', '')
    """
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _read(parts: list[str]) -> bytes:
    kind, hashed = parts
    made = bytes.fromhex(hashed)
    if kind != "sha256" or len(made) != hashlib.sha256().digest_size:
        raise ValueError(kind)
    return made


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
