"""What the bot must not forget, in one SQLite file in the library's folder (`slack/bot.sqlite`).

- Events: each is written down before Slack is told that it came, and once. What a process that
  died had not answered is taken up by the next one; ids are kept for a day, so that neither a
  retry nor a replay is answered again. (Slack retries within the hour; a signature is good for
  five minutes.)
- Turns: the answers of each thread, whole, in order.
- Channels: what each is limited to, as filters.py writes it.

Threads share a Store. Of processes there must be one: `open` holds a lock.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer
from assistant.slack_events import Event
from ingest.errors import LibraryBusy, LibraryError
from ingest.lock import writing

FOLDER = "slack"
FILE = "bot.sqlite"
KEPT_S = 24 * 3600.0
"""How long the ids of events are kept, and how long an event is tried."""
SWEPT_EVERY_S = 600.0
WAITING = 5_000
"""Events that may wait; more are refused, and Slack sends them again."""
TURNS = 50
"""Of a thread: beyond it the oldest leaves."""

_ANSWER = TypeAdapter(Answer)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, message TEXT UNIQUE,
    line TEXT NOT NULL, ts TEXT NOT NULL, accepted REAL NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, after REAL NOT NULL DEFAULT 0, event TEXT NOT NULL,
    sent TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS open_events ON events (line, ts) WHERE state IN ('waiting', 'working');
CREATE INDEX IF NOT EXISTS waiting_events ON events (n) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS turns (
    channel TEXT NOT NULL, thread TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL,
    answer TEXT NOT NULL, PRIMARY KEY (channel, thread, n)
);
CREATE INDEX IF NOT EXISTS turns_by_id ON turns (channel, id);
CREATE TABLE IF NOT EXISTS channels (channel TEXT PRIMARY KEY, within TEXT NOT NULL);
"""
# An event waits for every older one of its line, also for one that is to be tried again later.
_NEXT = """
SELECT n, key, event, tries, sent, answer, accepted FROM events AS one
WHERE state = 'waiting' AND after <= ? AND NOT EXISTS (
    SELECT 1 FROM events AS other WHERE other.line = one.line AND other.n != one.n
    AND other.state IN ('waiting', 'working') AND (other.ts, other.n) < (one.ts, one.n)
) ORDER BY n LIMIT 1
"""

Accepted = Literal["new", "known", "full"]


class Task(NamedTuple):
    """An event that is being worked on."""

    event: Event
    tries: int
    """Of this one, counted from 1: later ones have to look what the earlier ones did."""
    sent: str
    """The message that an earlier try began, as far as that is known."""
    answer: Answer | None
    """That an earlier try had found."""
    accepted: float


class Store:
    """The bot's memory. Every method raises LibraryError when the file can't be used."""

    def __init__(
        self,
        base: sqlite3.Connection,
        held: ExitStack,
        *,
        clock: Callable[[], float],
        waiting: int,
    ) -> None:
        self._base = base
        self._held = held
        self._clock = clock
        self._waiting = waiting
        self._lock = Lock()
        self._swept = 0.0

    @classmethod
    def open(
        cls, library: Path, *, clock: Callable[[], float] = time.time, waiting: int = WAITING
    ) -> Store:
        """Open the library's store, made if there is none; what was being worked on waits again.

        Raises LibraryBusy when another bot works with it.
        """
        folder = library / FOLDER
        held = ExitStack()
        try:
            held.enter_context(writing(folder))
        except LibraryBusy as exc:
            raise LibraryBusy(
                f"another Slack bot works with {str(library)!r}: end it, or give this one "
                "a library of its own with --library"
            ) from exc
        path = folder / FILE
        try:
            path.touch(mode=0o600)
            base = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
            # An event is acknowledged once it is here, so a power cut must not take it.
            base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + _SCHEMA)
            base.execute("UPDATE events SET state = 'waiting', after = 0 WHERE state = 'working'")
        except (sqlite3.Error, OSError) as exc:
            held.close()
            raise LibraryError(f"the bot's memory in {str(path)!r}: {exc}") from exc
        return cls(base, held, clock=clock, waiting=waiting)

    def close(self) -> None:
        """Let go of the file; what isn't answered is taken up by the next to open it."""
        with self._lock:
            self._base.close()
            self._held.close()

    def accept(self, event: Event) -> Accepted:
        """Write an event down, if it is new and there is room."""
        now = self._clock()
        with self._writing() as base:
            if now - self._swept > SWEPT_EVERY_S:
                self._swept = now
                base.execute(
                    "DELETE FROM events WHERE state IN ('done', 'failed') AND accepted < ?",
                    (now - KEPT_S,),
                )
            known = base.execute(
                "SELECT 1 FROM events WHERE key = ? OR message = ?",
                (event.key, event.message or None),
            ).fetchone()
            if known:
                return "known"
            open_events = base.execute(
                "SELECT count(*) FROM events WHERE state IN ('waiting', 'working')"
            ).fetchone()
            if open_events[0] >= self._waiting:
                return "full"
            base.execute(
                "INSERT INTO events (key, message, line, ts, accepted, state, event)"
                " VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
                (event.key, event.message or None, event.line, event.ts, now, _text(event)),
            )
        return "new"

    def next(self) -> Task | None:
        """The oldest event that may be worked on now; it is taken by whoever called."""
        with self._writing() as base:
            found = base.execute(_NEXT, (self._clock(),)).fetchone()
            if found is None:
                return None
            n, _, event, tries, sent, answer, accepted = found
            base.execute("UPDATE events SET state = 'working', tries = tries + 1 WHERE n = ?", (n,))
        return Task(Event(**json.loads(event)), tries + 1, sent, _answer(answer), accepted)

    def began(self, event: Event, ts: str) -> None:
        """A message of the answer is in Slack."""
        with self._writing() as base:
            base.execute("UPDATE events SET sent = ? WHERE key = ?", (ts, event.key))

    def found(self, event: Event, answer: Answer) -> None:
        """The answer is whole, and about to be sent."""
        with self._writing() as base:
            base.execute(
                "UPDATE events SET answer = ? WHERE key = ?", (_answer_text(answer), event.key)
            )

    def done(self, event: Event, answer: Answer | None = None, *, thread: str = "") -> None:
        """The event is answered; the answer becomes a turn of its thread."""
        thread = thread or event.thread
        with self._writing() as base:
            base.execute(
                "UPDATE events SET state = 'done', answer = '' WHERE key = ?", (event.key,)
            )
            if answer is None:
                return
            of_thread = (event.channel, thread)
            (last,) = base.execute(
                "SELECT coalesce(max(n), 0) FROM turns WHERE channel = ? AND thread = ?", of_thread
            ).fetchone()
            base.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?)",
                (*of_thread, last + 1, answer.id, _answer_text(answer)),
            )
            base.execute(
                "DELETE FROM turns WHERE channel = ? AND thread = ? AND n <= ?",
                (*of_thread, last + 1 - TURNS),
            )

    def put_off(self, event: Event, seconds: float) -> None:
        """Try an event again, so many seconds from now."""
        with self._writing() as base:
            base.execute(
                "UPDATE events SET state = 'waiting', after = ? WHERE key = ?",
                (self._clock() + seconds, event.key),
            )

    def give_up(self, event: Event) -> None:
        """Leave an event that can't be answered."""
        with self._writing() as base:
            base.execute("UPDATE events SET state = 'failed' WHERE key = ?", (event.key,))

    def expired(self, task: Task) -> bool:
        """Whether an event has been tried for long enough."""
        return self._clock() - task.accepted > KEPT_S

    def open_events(self) -> int:
        """How many events wait or are being worked on."""
        with self._writing() as base:
            found = base.execute(
                "SELECT count(*) FROM events WHERE state IN ('waiting', 'working')"
            ).fetchone()
        return int(found[0])

    def turns(self, channel: str, thread: str) -> list[Answer]:
        """The answers of a thread, the oldest first; one that can't be read is left out."""
        with self._writing() as base:
            rows = base.execute(
                "SELECT answer FROM turns WHERE channel = ? AND thread = ? ORDER BY n",
                (channel, thread),
            ).fetchall()
        return [answer for (text,) in rows if (answer := _answer(text)) is not None]

    def judged(self, channel: str, id: str) -> tuple[Answer, Sequence[str]] | None:
        """An answer by its id, and the questions before it; None when it isn't kept."""
        with self._writing() as base:
            found = base.execute(
                "SELECT thread, n FROM turns WHERE channel = ? AND id = ?", (channel, id)
            ).fetchone()
        if found is None:
            return None
        thread = self.turns(channel, found[0])
        at = next((k for k, answer in enumerate(thread) if answer.id == id), None)
        return None if at is None else (thread[at], [turn.question for turn in thread[:at]])

    def within(self, channel: str) -> str:
        """What a channel is limited to; empty for nothing."""
        with self._writing() as base:
            found = base.execute(
                "SELECT within FROM channels WHERE channel = ?", (channel,)
            ).fetchone()
        return str(found[0]) if found else ""

    def limit(self, channel: str, within: str) -> None:
        """Keep what a channel is limited to."""
        with self._writing() as base:
            base.execute("INSERT OR REPLACE INTO channels VALUES (?, ?)", (channel, within))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                self._base.execute("BEGIN IMMEDIATE")
                try:
                    yield self._base
                except BaseException:
                    self._base.execute("ROLLBACK")
                    raise
                self._base.execute("COMMIT")
        except sqlite3.Error as exc:
            raise LibraryError(f"the bot's memory can't be written: {exc}") from exc


def _text(event: Event) -> str:
    return json.dumps(asdict(event))


def _answer_text(answer: Answer) -> str:
    # ASCII: half a surrogate pair, which a question may have, can't be written otherwise.
    return json.dumps(_ANSWER.dump_python(answer, mode="json"))


def _answer(text: str) -> Answer | None:
    try:
        return _ANSWER.validate_json(text) if text else None
    except ValidationError:
        return None  # written by another version
