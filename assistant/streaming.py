"""A step of the chain that gives more than one outcome, as a LangChain runnable.

It is written once, as an ordinary generator over one state; asynchronous callers run it in
threads, a piece at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from langchain_core.runnables import RunnableGenerator

In = TypeVar("In")
Out = TypeVar("Out")


def each(step: Callable[[In], Iterator[Out]]) -> RunnableGenerator[In, Out]:
    """A runnable that gives, for each state that comes, all that the step makes of it."""

    def given(states: Iterator[In]) -> Iterator[Out]:
        """All that the step makes of each state, for who calls without a loop."""
        for state in states:
            yield from step(state)

    async def given_async(states: AsyncIterator[In]) -> AsyncIterator[Out]:
        """The same in an event loop, which is not held up."""
        async for state in states:
            async for outcome in in_threads(step(state)):
                yield outcome

    return RunnableGenerator(given, given_async)


async def in_threads(source: Iterator[Out]) -> AsyncIterator[Out]:
    """Take from an iterator without holding up the event loop; closing this one closes it.

    An iterator that is giving just then can't be closed: who cancels ends what it waits for.
    """
    end: Any = object()
    try:
        while (outcome := await asyncio.to_thread(next, source, end)) is not end:
            yield outcome
    finally:
        closing = getattr(source, "close", None)
        if closing:
            with suppress(ValueError):  # "generator already executing"
                await asyncio.shield(asyncio.to_thread(closing))
