"""One event loop in a thread of its own, in which all calls to models run.

Only a coroutine can be ended while it waits, so every deadline is kept there; whoever reads
an answer is an ordinary thread. A client of the network lives in one loop as long as the
process does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")

_lock = Lock()
_running: list[asyncio.AbstractEventLoop] = []


def _loop() -> asyncio.AbstractEventLoop:
    with _lock:
        if not _running:
            loop = asyncio.new_event_loop()
            Thread(target=loop.run_forever, name="models", daemon=True).start()
            _running.append(loop)
        return _running[0]


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of a coroutine; one that is interrupted here ends there."""
    future = asyncio.run_coroutine_threadsafe(work, _loop())
    try:
        return future.result()
    finally:
        future.cancel()


def end(closing: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Close what lived in the loop, without waiting for it: the caller may be the loop itself."""
    asyncio.run_coroutine_threadsafe(closing(), _loop())


def iterate(
    source: AsyncIterator[T], *, running: Callable[[Callable[[], object]], None]
) -> Iterator[T]:
    """Take from an asynchronous iterator as it gives; closing this one ends that one.

    ``running`` is told how to end it from elsewhere; then there is just nothing more.
    """
    taken: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()

    async def pump() -> None:
        """Hand on what the source gives, then how it ended."""
        outcome: BaseException | None = None
        try:
            async for one in source:
                taken.put((one,))
        except BaseException as exc:
            outcome = exc
            if isinstance(exc, asyncio.CancelledError):
                raise
        finally:
            taken.put(outcome)

    future = asyncio.run_coroutine_threadsafe(pump(), _loop())
    running(future.cancel)
    try:
        while (got := taken.get()) is not None:
            if isinstance(got, asyncio.CancelledError):
                return
            if isinstance(got, BaseException):
                raise got
            yield got[0]
    finally:
        future.cancel()
