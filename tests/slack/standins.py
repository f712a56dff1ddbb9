"""Assistants whose answers are seen at a glance, for what the real one can't be made to do."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from assistant.answer import Answer, Checks, Citation, Claim
from ingest.document import Place
from ingest.errors import LibraryMissing


@dataclass
class Echo:
    """Says the question again, and how many answers the thread had before."""

    grown: tuple[str, ...] = ()
    """Claims to say one after the other, instead."""
    pause: threading.Semaphore | None = None
    """Waited for before each step of an answer."""
    asked: list[str] = field(default_factory=list)
    within: list[object] = field(default_factory=list)

    async def astream(self, question: str, *, turns: Sequence[Answer] = (), within=None):
        self.asked.append(question)
        self.within.append(within)
        said = self.grown or (f"{question} after {len(turns)}",)
        answer = Answer(f"id{len(self.asked)}", question, "latin")
        for text in said:
            if self.pause:
                await asyncio.to_thread(self.pause.acquire)
            answer = replace(answer, claims=(*answer.claims, Claim(text)))
            yield answer

    def examples(self) -> list[str]:
        return ["2019年济源新增公交车多少辆？"]

    def snapshot(self):
        places = [("河南省", "济源市"), ("山西省", "晋城市")]
        documents = [
            SimpleNamespace(
                id=f"{place[-1]}{year}",
                copy_of=None,
                metadata=SimpleNamespace(place=Place(place), year=year),
            )
            for place in places
            for year in (2018, 2019)
        ]
        return SimpleNamespace(documents=lambda: documents)


@dataclass
class Says(Echo):
    """Gives one answer, whatever is asked."""

    answer: Answer | None = None

    async def astream(self, question, *, turns=(), within=None):
        assert self.answer is not None
        yield self.answer


class NoLibrary(Echo):
    def snapshot(self):
        raise LibraryMissing("there is no library in 'x'")

    def examples(self):
        raise LibraryMissing("there is no library in 'x'")

    async def astream(self, question, *, turns=(), within=None):
        raise LibraryMissing("there is no library in 'x'")
        yield


class Breaks(Echo):
    async def astream(self, question, *, turns=(), within=None):
        raise RuntimeError("secret detail")
        yield


def citation(n: int = 1, quote: str = "新增公交车180辆。", **more) -> Citation:
    given = {
        "document": "d",
        "title": "2019年政府工作报告",
        "source": "a.html",
        "paragraph": f"d#p{n}",
        "section": ("二、2019年工作安排",),
        "place": "河南省济源市",
        "year": 2019,
        "period": "plan",
        "text": quote,
        "raw": quote,
        "raw_start": 0,
        "raw_end": len(quote),
        "raw_quote_start": 0,
        "raw_quote_end": len(quote),
    }
    return Citation(n=n, quote=quote, **(given | more))


def answer(claims: Sequence[Claim], citations: Sequence[Citation] = (), **more) -> Answer:
    given = {"id": "a1", "question": "q", "script": "hans", "checks": Checks()} | more
    return Answer(claims=tuple(claims), citations=tuple(citations), **given)
