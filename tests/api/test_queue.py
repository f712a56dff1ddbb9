"""Many at once: a few are answered at a time, more wait, the rest are told to come back."""

import asyncio
from contextlib import AsyncExitStack

import httpx

from assistant.api_queue import AT_ONCE, WAITING
from tests import canned_answers as canned
from tests import page_standin as standin
from tests.api.server import served, settings_for

FOREVER_S = 6.0
"""Ten times that is between two steps of a SLOW answer; nobody here waits for one."""
SLOW = {"question": standin.SLOW, "stream": True}
QUICK = {"question": canned.FACT}


async def crowd(address: str, many: int) -> tuple[httpx.Response, httpx.Response, int]:
    """What one more is told while so many are asking; what one gets when they have left."""
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=httpx.Limits()) as client:
        async with AsyncExitStack() as asking:
            for _ in range(many):
                response = await asking.enter_async_context(
                    client.stream("POST", "/api/ask", json=SLOW)
                )
                assert response.status_code == 200
            turned_away = await client.post("/api/ask", json=QUICK)
            models = await client.get("/v1/models")
        return turned_away, await client.post("/api/ask", json=QUICK), models.status_code


def test_a_line_that_is_too_long_is_not_joined_and_those_who_leave_make_room(sample_library):
    with served(settings_for(sample_library), standin.Standin(pause_s=FOREVER_S)) as address:
        busy, after, models = asyncio.run(crowd(address, AT_ONCE + WAITING))
    assert busy.status_code == 503
    assert busy.json()["error"]["code"] == "busy"
    assert int(busy.headers["retry-after"]) > 0
    assert models == 200
    assert after.status_code == 200
    assert "48.5" in after.json()["answer"]
