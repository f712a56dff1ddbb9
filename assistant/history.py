"""Conversations as they were shown, kept in the library's folder, each for its owner alone.

A conversation belongs to the owner who began it (a user's name, or the unguessable id of a
browser); to everybody else it doesn't exist. Each turn is a row of its own and holds the whole
Answer, so that a citation reads tomorrow as it read today, whatever became of the library.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from assistant.page_turns import Turn, Turns, Verdict, settled
from ingest.errors import LibraryError

FILE = "conversations.sqlite"
MAX_TITLE = 120
"""Characters of a conversation's name."""
LISTED = 200
"""Conversations in the list; older ones are still found by their address."""

_TURN = TypeAdapter(Turn)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, within TEXT NOT NULL,
    changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))
);
CREATE INDEX IF NOT EXISTS of_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    n INTEGER NOT NULL, state TEXT NOT NULL, verdict TEXT NOT NULL, turn TEXT NOT NULL,
    PRIMARY KEY (conversation, n)
);
"""
_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """A conversation in the list."""

    id: str
    title: str
    changed: str
    """When it last changed, ISO 8601 in UTC."""


class History:
    """The conversations under one folder; threads and processes may share it.

    Every method raises LibraryError when the file can't be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE

    def keep(self, owner: str, conversation: str, turn: Turn, *, within: str = "") -> None:
        """Write one turn, new or grown; an unfinished one never replaces a finished one.

        within: what the conversation is limited to, as filters.py writes it.
        """
        with self._writing() as base:
            base.execute(
                "INSERT INTO conversations (id, owner, title, within) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET within = excluded.within,"
                " changed = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE owner = excluded.owner",
                (conversation, owner, _title(turn.question), within),
            )
            if not _owned(base, owner, conversation):
                raise LibraryError("the conversation belongs to somebody else")
            base.execute(
                "INSERT INTO turns VALUES (?, ?, ?, '', ?) ON CONFLICT (conversation, n)"
                " DO UPDATE SET state = excluded.state, turn = excluded.turn"
                " WHERE turns.state = 'answering'",
                (conversation, turn.n, turn.state, _text(_TURN.dump_python(turn, mode="json"))),
            )

    def turns(self, owner: str, conversation: str) -> Turns:
        """The turns in order; none when there is no such conversation or it is another's.

        A turn that an older version wrote in a way that can't be read is left out and logged.
        """
        with self._reading() as base:
            found = base.execute(
                "SELECT n, verdict, turn FROM turns JOIN conversations ON id = conversation"
                " WHERE id = ? AND owner = ? ORDER BY n",
                (conversation, owner),
            ).fetchall()
        read: list[Turn] = []
        for n, verdict, text in found:
            try:
                read.append(_TURN.validate_python(json.loads(text) | {"verdict": verdict}))
            except ValidationError as exc:
                _log.warning("turn %d of a conversation can't be read: %s", n, exc)
        return settled(tuple(read))

    def within(self, owner: str, conversation: str) -> str:
        """What a conversation is limited to, as it was kept; empty for nothing."""
        return self._one("within", owner, conversation) or ""

    def listed(self, owner: str) -> list[Kept]:
        """The owner's conversations, the newest first."""
        with self._reading() as base:
            found = base.execute(
                "SELECT id, title, changed FROM conversations WHERE owner = ?"
                " ORDER BY changed DESC, id LIMIT ?",
                (owner, LISTED),
            ).fetchall()
        return [Kept(*row) for row in found]

    def title(self, owner: str, conversation: str) -> str | None:
        """A conversation's name; None when it isn't the owner's."""
        return self._one("title", owner, conversation)

    def rename(self, owner: str, conversation: str, title: str) -> bool:
        """Give it another name; False when it isn't the owner's."""
        with self._writing() as base:
            changed = base.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?",
                (_title(title), conversation, owner),
            )
        return changed.rowcount > 0

    def delete(self, owner: str, conversation: str) -> bool:
        """Forget it with all its turns; False when it isn't the owner's."""
        with self._writing() as base:
            gone = base.execute(
                "DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
            )
        return gone.rowcount > 0

    def judge(self, owner: str, conversation: str, n: int, verdict: Verdict) -> bool:
        """Keep what the reader thinks of an answer; False when it isn't the owner's."""
        with self._writing() as base:
            judged = base.execute(
                "UPDATE turns SET verdict = ? WHERE conversation = ? AND n = ? AND EXISTS"
                " (SELECT 1 FROM conversations WHERE id = conversation AND owner = ?)",
                (verdict, conversation, n, owner),
            )
        return judged.rowcount > 0

    def _one(self, column: Literal["title", "within"], owner: str, conversation: str) -> str | None:
        """What is kept of a conversation; None when it isn't the owner's."""
        with self._reading() as base:
            found = base.execute(
                f"SELECT {column} FROM conversations WHERE id = ? AND owner = ?",
                (conversation, owner),
            ).fetchone()
        return str(found[0]) if found else None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            with closing(sqlite3.connect(":memory:")) as base:
                base.executescript(_SCHEMA)
                yield base
            return
        with self._open() as base:
            yield base

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as base, base:
            yield base

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self._path.exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=10)) as base:
                base.executescript("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;" + _SCHEMA)
                yield base
        except (sqlite3.Error, OSError) as exc:
            raise LibraryError(f"the conversations in {str(self._path)!r}: {exc}") from exc


def _owned(base: sqlite3.Connection, owner: str, conversation: str) -> bool:
    found = base.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
    )
    return found.fetchone() is not None


def _title(text: str) -> str:
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return (line[: MAX_TITLE - 1] + "…" if len(line) > MAX_TITLE else line) or "…"


def _text(value: object) -> str:
    """JSON that SQLite takes: half a surrogate pair can't be written and becomes a mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
