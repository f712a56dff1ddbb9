"""A file of names, each with a hash: who may come in. Read again when it changes.

    wang:scrypt:…
    reports:sha256:…

Empty lines and those that begin with # are passed over. A line that is taken out locks its
name out at once. What a hash is made of is the matter of passwords.py and api_tokens.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from ingest.errors import SettingsError

Hash = TypeVar("Hash")


def check_name(name: str) -> None:
    """Raise SettingsError for a name that can't stand in such a file."""
    if not name or not name.isprintable() or any(mark in name for mark in ":#") or " " in name:
        raise SettingsError(f"{name!r} can't be a user name: leave out blanks, ':' and '#'")


class CredentialsFile(Generic[Hash]):
    """Such a file, open; threads may share it."""

    def __init__(
        self, path: Path, *, setting: str, command: str, read: Callable[[list[str]], Hash]
    ) -> None:
        """Read the file. Raises SettingsError, naming the file and the line.

        setting: which setting names the file; command: what makes a line of it.
        read: makes a hash of what follows the name; raises ValueError.
        """
        self._path = path
        self._setting = setting
        self._remedy = f"make a line with `{command}`"
        self._read = read
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._hashes: dict[str, Hash] = {}
        self.current()

    def current(self) -> dict[str, Hash]:
        """Name -> hash, as the file is now. Raises SettingsError when it can't be read."""
        with self._lock:
            try:
                found = self._path.stat()
                stamp = (found.st_mtime_ns, found.st_size)
                if stamp != self._stamp:
                    self._hashes = dict(self._lines(self._path.read_text(encoding="utf-8")))
                    self._stamp = stamp
            except (OSError, UnicodeDecodeError) as exc:
                raise SettingsError(
                    f"{self._setting}: {str(self._path)!r} can't be read ({exc}); {self._remedy}"
                ) from exc
            if not self._hashes:
                raise SettingsError(
                    f"{self._setting}: {str(self._path)!r} lets nobody in; {self._remedy}"
                )
            return self._hashes

    def _lines(self, text: str) -> list[tuple[str, Hash]]:
        found = []
        for n, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, *parts = line.strip().split(":")
            try:
                if not name:
                    raise ValueError("no name")
                found.append((name, self._read(parts)))
            except ValueError as exc:
                # The line is not repeated: somebody may have written the secret itself into it.
                raise SettingsError(
                    f"{self._setting}: line {n} of {str(self._path)!r} is no name with a hash; "
                    f"{self._remedy}"
                ) from exc
        return found
