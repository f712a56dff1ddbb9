"""`ask --deep`: a model that may search several times, for questions over many documents.

LangChain's agent with one tool, the retriever with its filters, and a bound on its steps.
The tool can only read the library. What the agent writes in the end is judged, repaired and
cited exactly as the one-call answer is.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any, Literal

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ModelRetryMiddleware
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool

from assistant.background import wait_for
from assistant.chat_faults import FOREIGN, PASSING, TRIES, fault_of
from assistant.chat_model import OpenAIChatModel
from assistant.modelled import (
    SCRIPTS,
    Writing,
    asked,
    earlier_questions,
    finished,
    instructions,
    write,
)
from assistant.passages import Passages, fenced
from assistant.prompt import load_prompt
from assistant.retriever import Filters, HybridRetriever
from assistant.steps import State
from ingest.document import Document, Paragraph
from ingest.errors import ChatModelError
from ingest.normalise import fold, script_of

STEPS = 6
"""Calls to the model, the last one to answer."""
EACH = 6
"""Paragraphs that one search brings."""
MOST = 24
"""Paragraphs that all searches bring together: more is no longer read with care."""


class Search:
    """The library as the agent's tool sees it; numbers what it finds."""

    def __init__(self, state: State, retriever: HybridRetriever) -> None:
        self._state = state
        self._retriever = retriever
        self._found: dict[str, tuple[Paragraph, Document]] = {}

    @property
    def passages(self) -> Passages:
        """All that was found, in the order of its numbers."""
        paragraphs, documents = zip(*self._found.values(), strict=True) if self._found else ((), ())
        return Passages(paragraphs, documents, self._state.snapshot)

    def __call__(self, query: str, place: str = "", year: int = 0, period: str = "") -> str:
        """The paragraphs that fit best, numbered and fenced; or why there are none."""
        if len(self._found) >= MOST:
            return "已经查到足够多的段落，请回答。"
        snapshot, directory = self._state.snapshot, self._state.directory
        within = self._state.within
        filters: Filters = {} if within is None else {"documents": within}
        if place.strip():
            named = directory.places_in(fold(place))
            if not named:
                known = {str(d.metadata.place) for d in directory.documents if d.metadata.place}
                return f"资料库里没有这个地方，有：{'、'.join(sorted(known))}"
            there = directory.within(named[-1][2])
            filters["documents"] = there if within is None else there & within
        if year:
            filters["years"] = (year,)
        if period in ("review", "plan"):
            filters["period"] = "review" if period == "review" else "plan"
        hits = self._retriever.search(fold(query)[:200], **filters)
        passages = snapshot.passages([hit.passage for hit in hits])
        paragraphs = dict.fromkeys(passages[hit.passage].paragraph_id for hit in hits)
        before = len(self._found)
        new = [id for id in paragraphs if id not in self._found][:EACH]
        for id in new[: MOST - before]:
            paragraph = snapshot.paragraph(id)
            self._found[id] = (paragraph, snapshot.document(paragraph.document))
        return self.passages.text(first=before + 1) or "没有查到新的段落。"


def research(state: State, model: OpenAIChatModel, retriever: HybridRetriever) -> Iterator[State]:
    """Answer by an agent; by one call where the server knows no tools. Raises ChatModelError."""
    started = time.perf_counter()
    search = Search(state, retriever)
    try:
        said = wait_for(_run(state, model, search))
    except ChatModelError as exc:
        if exc.fault != "request":
            raise
        yield from write(state, model)
        return
    if not said or not search.passages.paragraphs:
        # It ran out of steps, or answered from memory: what was found is then read once.
        yield from write(state, model, search.passages)
        return
    writing = Writing(search.passages, state, prompt=instructions("deep"))
    writing.take(said)
    writing.end()
    yield finished(writing, state, model, since=started)


async def _run(state: State, model: OpenAIChatModel, search: Search) -> str:
    """The agent's last words; empty when its steps are used up before them."""
    budget = state.budget
    assert budget is not None

    @tool("search")
    def searching(
        query: str, place: str = "", year: int = 0, period: Literal["", "review", "plan"] = ""
    ) -> str:
        """在资料库里查找段落。query 要找的事，place 地方，year 年份，period 回顾或计划。"""
        return search(query, place, year, period)

    bounds: list[Any] = [
        ModelCallLimitMiddleware(run_limit=STEPS, exit_behavior="error"),
        ModelRetryMiddleware(
            max_retries=TRIES - 1,
            retry_on=lambda exc: fault_of(exc) in PASSING,
            on_failure="error",
            initial_delay=model.patience.pause_s,
        ),
    ]
    agent: Any = create_agent(
        model.langchain,
        [searching],
        system_prompt=load_prompt("deep")
        .format_messages(script=SCRIPTS[script_of(state.text)])[0]
        .text,
        middleware=bounds,
    )
    question = HumanMessage(f"{earlier_questions(state)}问题：{fenced(asked(state))}")
    messages: list[Any] = []
    try:
        async with asyncio.timeout(budget.left_s):
            async for values in agent.astream({"messages": [question]}, stream_mode="values"):
                messages = values["messages"]
    except ModelCallLimitExceededError:
        return ""
    except FOREIGN as exc:
        raise model.translated(exc) from None
    finally:
        for message in messages:
            if isinstance(message, AIMessage):
                budget.calls += 1
                used = message.usage_metadata
                if used:
                    budget.charge(used["input_tokens"], used["output_tokens"])
    last = messages[-1]
    if last.response_metadata.get("finish_reason") in ("length", "content_filter"):
        raise model.error("cut")
    return str(last.text)
