"""The file of who may log in: a name and a salted hash on each line, never a password.

    wang:scrypt:16384:8:1:<salt>:<hash>

Lines are made by `python -m assistant password NAME`; empty lines and those that begin with #
are passed over. The file is read again when it changes, so a line that is taken out locks its
user out at once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from pathlib import Path
from typing import NamedTuple

from assistant.credentials import CredentialsFile, check_name
from ingest.errors import SettingsError

COST, BLOCK, PARALLEL = 2**14, 8, 1
"""scrypt's parameters, as OWASP's cheat sheet on password storage gives them for 16 MiB."""
SHORTEST = 8


class _Hash(NamedTuple):
    cost: int
    block: int
    parallel: int
    salt: bytes
    hash: bytes


def line_for(name: str, password: str) -> str:
    """A line of the file. Raises SettingsError for a name or a password that can't be used."""
    check_name(name)
    if len(password) < SHORTEST:
        raise SettingsError(f"the password is too short: take at least {SHORTEST} characters")
    salt = secrets.token_bytes(16)
    made = _Hash(COST, BLOCK, PARALLEL, salt, _scrypt(password, COST, BLOCK, PARALLEL, salt))
    texts = [base64.b64encode(part).decode() for part in (made.salt, made.hash)]
    return ":".join([name, "scrypt", str(COST), str(BLOCK), str(PARALLEL), *texts])


class Passwords:
    """A password file, open; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises SettingsError, naming the file and the line."""
        self._file = CredentialsFile(
            path,
            setting="WENZHENG_PASSWORDS",
            command="python -m assistant password NAME",
            read=_read,
        )
        self._nobody = _Hash(COST, BLOCK, PARALLEL, b"nobody", b"")

    def check(self, name: str, password: str) -> bool:
        """Whether they belong together; an unknown name takes as long as a known one."""
        known = self._file.current().get(name)
        one = known or self._nobody
        given = _scrypt(password, one.cost, one.block, one.parallel, one.salt)
        return hmac.compare_digest(given, one.hash) and known is not None

    def __contains__(self, name: object) -> bool:
        return name in self._file.current()


def _read(parts: list[str]) -> _Hash:
    kind, cost, block, parallel, salt, hashed = parts
    if kind != "scrypt":
        raise ValueError(kind)
    raw = [base64.b64decode(part, validate=True) for part in (salt, hashed)]
    one = _Hash(int(cost), int(block), int(parallel), *raw)
    _scrypt("", *one[:4])  # whether such parameters can be used at all
    return one


def _scrypt(password: str, cost: int, block: int, parallel: int, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=256 * cost * block,
    )
