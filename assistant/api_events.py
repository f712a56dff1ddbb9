"""Server-sent events: what is sent while an answer grows, with a sign of life in between.

FastAPI's own events (fastapi.sse) write the wire format. A route of it gives either events or
not; ours decides by the request, so the loop is here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.types import Receive, Scope, Send

PING_S = 15.0
"""As the HTML standard advises: proxies close a connection on which nothing comes."""


def event(sent: object, *, name: str | None = None) -> bytes:
    r"""One event; ``sent`` is its JSON, or a string as it is.

    >>> event({"n": 1}, name="answer")
    b'event: answer\ndata: {"n": 1}\n\n'
    """
    text = sent if isinstance(sent, str) else json.dumps(sent, ensure_ascii=False)
    return format_sse_event(data_str=text, event=name)


class Events(EventSourceResponse):
    """Sends events as they come; ends what makes them when the asker goes away."""

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        # Without the second one nginx would keep the events until there are enough of them.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        self._events = _alive(events)
        super().__init__(self._events, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As Starlette's, which cancels the sending but leaves the source to the collector."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


async def _alive(events: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async def following() -> bytes | None:
        """The next event; None after the last."""
        return await anext(events, None)

    coming: asyncio.Task[bytes | None] | None = None
    try:
        while True:
            coming = coming or asyncio.create_task(following())
            done, _ = await asyncio.wait({coming}, timeout=PING_S)
            if not done:
                yield KEEPALIVE_COMMENT
                continue
            one, coming = coming.result(), None
            if one is None:
                return
            yield one
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        await events.aclose()
