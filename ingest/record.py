"""The record of a library: all that can't be computed again for free, in one SQLite file.

Pages as bytes, what restoring made of them, paragraphs, passages and vectors. The indexes
are made from it and can be thrown away; it can't.

Rows are versioned by generation. A page is in generation g when ``added <= g`` and it was
not yet removed (``removed is null or removed > g``), so readers of a finished build see
their pages unchanged while the next build is prepared, without a lock (WAL).

Here are the file, its tables and its transactions. What a writer does with them is in
revise.py, reading as of a build in view.py, the columns' formats in codec.py. This is the
only module that imports sqlite3.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing

NAME = "record.sqlite"
FORMAT = "1"
"""Raised when older code can't read the tables any more."""

_TABLES = """
CREATE TABLE IF NOT EXISTS notes(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS contents(
  content INTEGER PRIMARY KEY, document TEXT NOT NULL, encoding TEXT NOT NULL,
  script TEXT NOT NULL, damaged INTEGER NOT NULL, metadata TEXT NOT NULL, sketch BLOB NOT NULL,
  offsets BLOB NOT NULL, reports BLOB NOT NULL, raw BLOB NOT NULL, restored BLOB NOT NULL,
  bytes BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS contents_document ON contents(document);
CREATE TABLE IF NOT EXISTS pages(
  page INTEGER PRIMARY KEY, source TEXT NOT NULL, content INTEGER NOT NULL,
  added INTEGER NOT NULL, removed INTEGER);
CREATE INDEX IF NOT EXISTS pages_source ON pages(source);
CREATE INDEX IF NOT EXISTS pages_content ON pages(content);
CREATE TABLE IF NOT EXISTS paragraphs(
  content INTEGER, n INTEGER, text TEXT NOT NULL, start INTEGER NOT NULL,
  raw_start INTEGER NOT NULL, raw_end INTEGER NOT NULL, role TEXT NOT NULL,
  section TEXT NOT NULL, year INTEGER, period TEXT, PRIMARY KEY(content, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages(
  content INTEGER, paragraph INTEGER, k INTEGER, start INTEGER NOT NULL, text TEXT NOT NULL,
  heading TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY(content, paragraph, k)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passages_key ON passages(key);
CREATE TABLE IF NOT EXISTS vectors(
  embedding TEXT, key BLOB, vector BLOB NOT NULL, PRIMARY KEY(embedding, key));
CREATE TABLE IF NOT EXISTS copies(
  generation INTEGER, document TEXT, copy_of TEXT NOT NULL,
  PRIMARY KEY(generation, document)) WITHOUT ROWID;
"""

Value = str | int | float | bytes | None


class Record:
    """The open file; threads may share it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.path = path

    @classmethod
    def write(cls, folder: Path) -> Self:
        """Open the record for writing, made if there is none; hold the writer's lock first."""
        path = folder / NAME
        with _translated(path):
            record = cls(_connect(str(path)), path)
            # FULL: a build is swapped in only when the rows it was made from are on the disk.
            # secure_delete: a removed page must not linger in the file's free space.
            for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                record.rows(f"PRAGMA {setting}")
            record._connection.executescript(_TABLES)
            with record.transaction():
                if record.note("format") is None:
                    record.set_note("library", secrets.token_hex(4))
                    record.set_note("format", FORMAT)
        return record._of_known_format()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the record for reading only. Raises LibraryMissing when there is none."""
        path = folder / NAME
        with _translated(path):
            if not path.is_file():
                raise LibraryMissing(
                    f"there is no library at {str(folder)!r}: "
                    "make one with `python -m ingest add PATH…`, or name another with --library"
                )
            uri = path.absolute().as_uri() + "?mode=ro"
            return cls(_connect(uri), path)._of_known_format()

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, sql: str, *values: Value) -> list[tuple[Any, ...]]:
        """All rows of one statement."""
        with self._lock, _translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: Value) -> Iterator[tuple[Any, ...]]:
        """The rows of one statement, some at a time: for more than should be in memory."""
        with self._lock, _translated(self.path):
            cursor = self._connection.execute(sql, values)
        while True:
            with self._lock, _translated(self.path):
                some = cursor.fetchmany(500)
            if not some:
                return
            yield from some

    def insert(self, table: str, rows: Iterable[Sequence[Value]]) -> int:
        """Insert whole rows, replacing those with the same key; the last one's row number."""
        with self._lock, _translated(self.path):
            cursor = self._connection.cursor()
            for row in rows:
                places = ", ".join("?" * len(row))
                cursor.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", row)
            return cursor.lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is written, or none of it."""
        with self._lock:
            self.rows("BEGIN IMMEDIATE")
            try:
                yield
                self.rows("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back by itself
                    self.rows("ROLLBACK")
                raise

    def note(self, key: str) -> str | None:
        """A fact about the library as a whole: its format, its name, its embedding."""
        found = self.rows("SELECT value FROM notes WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def set_note(self, key: str, value: str) -> None:
        """Write down a fact about the library as a whole."""
        self.insert("notes", [(key, value)])

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when all is well."""
        try:
            found = [str(row[0]) for row in self.rows("PRAGMA quick_check(5)")]
        except LibraryDamaged as exc:  # some damage ends the check itself
            return [str(exc.__cause__)]
        return [] if found == ["ok"] else found

    def _of_known_format(self) -> Self:
        try:
            found = self.note("format")
        except LibraryError as exc:
            self.close()
            raise LibraryDamaged(_damaged(self.path, "it has lost its tables")) from exc
        if found != FORMAT:
            self.close()
            raise LibraryError(
                f"the record {str(self.path)!r} has format {found!r}, and this version reads "
                f"{FORMAT!r}: add the documents to a new library"
            )
        return self


def sqlite_faults(path: Path) -> list[str]:
    """What is wrong with any SQLite file: Chroma's own can end the process that opens it."""
    try:
        connection = _connect(path.absolute().as_uri() + "?mode=ro")
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError) as exc:  # the latter for a garbled message
        return [str(exc)]
    return [] if found == ["ok"] else found


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(
        address,
        uri=address.startswith("file:"),
        timeout=10.0,
        isolation_level=None,  # transactions are begun and ended by name
        check_same_thread=False,  # Record has a lock of its own
    )


def _damaged(path: Path, fault: str) -> str:
    return (
        f"the record {str(path)!r} is damaged ({fault}): put it back from a copy, or move the "
        "library away and add the documents again"
    )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into an error of ours."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        raise LibraryError(
            f"the record {str(path)!r} can't be used ({exc}): see that the folder can be "
            "written to and the disk isn't full"
        ) from exc
    except (sqlite3.DatabaseError, UnicodeDecodeError) as exc:
        raise LibraryDamaged(_damaged(path, str(exc))) from exc
    except OSError as exc:
        raise LibraryError(f"can't open the record {str(path)!r} ({exc.strerror})") from exc
