"""A page over canned answers, simple enough to predict by eye: `python -m tests.page_standin`.

A question picks its answer by a word in it; each step of a stream waits a little, so that a
browser can be seen to receive it.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer, Checks
from assistant.page_turns import Within
from ingest.errors import EmbeddingError
from tests.canned_answers import (
    DECLINED,
    FACT,
    HOSTILE,
    LIST,
    declined,
    disputed,
    doubted,
    fact,
    hostile,
    markup,
    ten,
    torn,
)

SLOW = "慢慢回答可以停吗？"
REFUSED = "嵌入服务断了怎么办？"
BROKEN = "程序出错怎么办？"
PAUSE_S = 0.06


class Standin:
    """Gives one of the canned answers; says nothing of its own."""

    def __init__(self, pause_s: float = PAUSE_S) -> None:
        self._pause_s = pause_s

    async def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        if "断了" in question:
            raise EmbeddingError("the embedding service is gone: start it again")
        if "出错" in question:
            raise RuntimeError("secret /srv/path")
        whole = self._pick(question)
        for upto in range(1, len(whole.claims), 1 + len(whole.claims) // 20):
            shown = whole.claims[:upto]
            if whole.mode == "model":
                shown = tuple(replace(claim, status="pending") for claim in shown)
            named = {n for claim in shown for n in claim.citations}
            cited = tuple(c for c in whole.citations if c.n in named)
            yield replace(whole, claims=shown, citations=cited, checks=Checks())
            await asyncio.sleep(self._pause_s * (10 if {"慢", "依"} & {*question} else 1))
        yield whole

    def examples(self) -> list[str]:
        return [LIST, FACT, DECLINED, HOSTILE]

    def answers(self, question: str) -> bool:
        return True

    def _pick(self, question: str) -> Answer:
        if "公里" in question:
            answer = fact()
        elif "2031" in question:
            answer = declined()
        elif "标记" in question:
            answer = markup()
        elif "一样" in question:
            answer = disputed()
        elif "依据" in question:
            answer = doubted()
        elif "破损" in question:
            answer = torn()
        elif "恶意" in question or "<" in question:
            answer = hostile()
        else:
            answer = ten()
        return replace(answer, question=question)


if __name__ == "__main__":
    import app
    from ingest.settings import Settings

    # The library's folder: for conversations, and for documents if it has any.
    settings = Settings.from_env(library=Path(sys.argv[1]))
    listening = app.listen(settings.port, host=settings.host)
    app.serve(settings, Standin(), listening, app.login(settings))
