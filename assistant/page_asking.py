"""A question being answered on the page: taken in step by step, stopped by another request.

What is asked runs in a task of its own. Ending that task ends the model's call; whoever takes
the steps then comes to their end in the ordinary way. (Gradio's own way to cancel an event ends
the taking too, and loses what the next event has to say, or the event itself, when both meet
on the browser's one stream.)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Self

from assistant.page_turns import Turns


@dataclass(slots=True)
class Asking:
    """The steps of one answer as they come."""

    steps: asyncio.Queue[Turns | None] = field(default_factory=asyncio.Queue)
    """None after the last one."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when nobody takes steps any more."""
    stopped: bool = False
    """Whether the reader wanted no more."""
    _task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, source: AsyncGenerator[Turns, None]) -> Self:
        """Begin; must be called where an event loop runs."""
        asking = cls()
        asking._task = asyncio.create_task(asking._take(source))
        # Not in the task itself: one that is ended before it begins never runs a line.
        asking._task.add_done_callback(lambda _: asking.steps.put_nowait(None))
        return asking

    async def next(self) -> Turns | None:
        """The newest step, older ones skipped; None after the last. Raises what asking raised."""
        newest = await self.steps.get()
        while newest is not None and not self.steps.empty():
            following = self.steps.get_nowait()
            if following is None:
                self.steps.put_nowait(None)
                break
            newest = following
        if newest is None and self._task is not None:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.result()
        return newest

    def stop(self) -> None:
        """The reader wants no more: the steps come to their end."""
        self.stopped = True
        self._cancel()

    def close(self) -> None:
        """Nobody takes steps any more."""
        self._cancel()
        self.ended.set()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _take(self, source: AsyncGenerator[Turns, None]) -> None:
        async with aclosing(source) as steps:
            async for step in steps:
                self.steps.put_nowait(step)
