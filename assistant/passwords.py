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
from threading import Lock
from typing import NamedTuple

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
    if not name or not name.isprintable() or any(mark in name for mark in ":#") or " " in name:
        raise SettingsError(f"{name!r} can't be a user name: leave out blanks, ':' and '#'")
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
        self._path = path
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._hashes: dict[str, _Hash] = {}
        self._nobody = _Hash(COST, BLOCK, PARALLEL, b"nobody", b"")
        self._current()

    def check(self, name: str, password: str) -> bool:
        """Whether they belong together; an unknown name takes as long as a known one."""
        known = self._current().get(name)
        one = known or self._nobody
        given = _scrypt(password, one.cost, one.block, one.parallel, one.salt)
        return hmac.compare_digest(given, one.hash) and known is not None

    def __contains__(self, name: object) -> bool:
        return name in self._current()

    def _current(self) -> dict[str, _Hash]:
        with self._lock:
            try:
                found = self._path.stat()
                stamp = (found.st_mtime_ns, found.st_size)
                if stamp != self._stamp:
                    text = self._path.read_text(encoding="utf-8")
                    self._hashes = dict(_read(text, self._path))
                    self._stamp = stamp
            except (OSError, UnicodeDecodeError) as exc:
                raise SettingsError(
                    f"WENZHENG_PASSWORDS: {str(self._path)!r} can't be read ({exc}); make a line "
                    "with `python -m assistant password NAME`"
                ) from exc
            if not self._hashes:
                raise SettingsError(
                    f"WENZHENG_PASSWORDS: {str(self._path)!r} lets nobody in; make a line with "
                    "`python -m assistant password NAME`"
                )
            return self._hashes


def _read(text: str, path: Path) -> list[tuple[str, _Hash]]:
    found = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            name, kind, cost, block, parallel, salt, hashed = line.strip().split(":")
            if kind != "scrypt" or not name:
                raise ValueError(kind)
            raw = [base64.b64decode(part, validate=True) for part in (salt, hashed)]
            one = _Hash(int(cost), int(block), int(parallel), *raw)
            _scrypt("", *one[:4])
        except ValueError as exc:
            # The line is not repeated: somebody may have written the password itself into it.
            raise SettingsError(
                f"WENZHENG_PASSWORDS: line {n} of {str(path)!r} is no name with a hash; make one "
                "with `python -m assistant password NAME`"
            ) from exc
        found.append((name, one))
    return found


def _scrypt(password: str, cost: int, block: int, parallel: int, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=256 * cost * block,
    )
