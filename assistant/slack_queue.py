"""Threads that work on what the store holds, apart from the requests that bring it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Condition, Thread

from assistant.slack_store import Store, Task
from ingest.errors import LibraryError

WORKERS = 4
"""Questions at a time. Most of the time they wait for a model and for Slack; a second one of the
same thread waits for the first."""
LOOK_EVERY_S = 0.5
"""How soon an event that was put off is noticed to be due."""
ENDING_S = 10.0
"""How long `close` waits for answers in the making; the others are taken up at the next start."""
_log = logging.getLogger(__name__)


class Workers:
    """Takes events from the store until closed."""

    def __init__(self, store: Store, work: Callable[[Task], None], *, count: int = WORKERS) -> None:
        self._store = store
        self._work = work
        self._changed = Condition()
        self._arrived = 0
        self._closing = False
        self._threads = [
            Thread(target=self._run, name=f"slack-{n}", daemon=True) for n in range(count)
        ]

    def start(self) -> None:
        """Begin, with what an earlier process left."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something has come."""
        with self._changed:
            self._arrived += 1
            self._changed.notify_all()

    def close(self) -> bool:
        """Begin nothing more and wait a while for what is being done; whether all of it is."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        end = time.monotonic() + ENDING_S
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closing:
                    return
                seen = self._arrived
            if self._step():
                # A finished event may be what others of its line waited for.
                self.wake()
                continue
            with self._changed:
                if self._arrived == seen and not self._closing:
                    self._changed.wait(LOOK_EVERY_S)

    def _step(self) -> bool:
        """Work on one event; False when there was none."""
        try:
            task = self._store.next()
            if task is None:
                return False
            self._work(task)
        except LibraryError:
            # A full disk, for example: the event stays, and is taken up at the next start.
            _log.exception("the bot's memory fails")
            time.sleep(LOOK_EVERY_S)
        return True
