"""Questions wait for their turn: a few are answered at a time, and some more may wait.

Without it all that come at once are answered at once, and each as late as the last: of 200
questions at once half took 8.7 s and the last 9.4 s (2 cores in use, sample library).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from assistant.api_errors import Refused

AT_ONCE = 8
"""Answers in the making at a time. Twice the page's (page_blocks.py): a program that waits for a
model keeps no core busy."""
WAITING = 64
"""Questions that wait for their turn, as on the page; the next one is told to come back."""
BACK_S = 5


@dataclass(slots=True)
class Line:
    """A line of questions, first come, first served; for one event loop."""

    at_once: int = AT_ONCE
    most: int = WAITING
    _waiting: int = 0
    _free: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._free = asyncio.Semaphore(self.at_once)

    def admit(self) -> None:
        """Raise Refused when the line is too long to join."""
        if self._waiting >= self.most:
            raise Refused(
                f"{self._waiting} questions are waiting already: come back in {BACK_S} seconds",
                status=503,
                code="busy",
                retry_s=BACK_S,
            )

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn, and have it until the end of this."""
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
