"""One answer's steps on the page: the newest first, stopped by somebody else, errors not lost."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.page_asking import Asking
from assistant.page_turns import Turn, Turns

STEPS = [(Turn(1, str(n)),) for n in range(3)]


async def all_steps() -> AsyncGenerator[Turns, None]:
    for step in STEPS:
        yield step


async def taken(asking: Asking) -> list[Turns]:
    found = []
    while (step := await asking.next()) is not None:
        found.append(step)
    asking.close()
    return found


def test_who_comes_late_gets_the_newest_step_and_then_the_end():
    async def late():
        asking = Asking.of(all_steps())
        await asyncio.sleep(0.05)
        return await taken(asking)

    assert asyncio.run(late()) == STEPS[-1:]


def test_stopping_ends_what_is_waited_for_and_the_steps_come_to_their_end():
    left: list[str] = []

    async def waiting() -> AsyncGenerator[Turns, None]:
        yield STEPS[0]
        try:
            await asyncio.sleep(60)
        finally:
            left.append("closed")

    async def stopped():
        asking = Asking.of(waiting())
        first = await asking.next()
        asking.stop()
        rest = await taken(asking)
        await asking.ended.wait()
        return first, rest, asking.stopped

    assert asyncio.run(stopped()) == (STEPS[0], [], True)
    assert left == ["closed"]


def test_stopping_before_it_has_begun_is_an_end_too():
    async def at_once():
        asking = Asking.of(all_steps())
        asking.stop()
        return await taken(asking)

    assert asyncio.run(at_once()) == []


def test_an_error_reaches_who_takes_the_steps():
    async def failing() -> AsyncGenerator[Turns, None]:
        yield STEPS[0]
        raise RuntimeError("gone")

    async def all_taken():
        asking = Asking.of(failing())
        await asking.next()
        await asking.next()

    with pytest.raises(RuntimeError, match="gone"):
        asyncio.run(all_taken())
