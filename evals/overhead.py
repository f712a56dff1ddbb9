"""What an answer by a model costs beside the model: the time that is ours, and the first word's.

The model is the tests' scripted server, in this process, so both sides read one clock. It
quotes the first passage it is shown, which verification then has to find there.
"""

from __future__ import annotations

import importlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant import Assistant
from evals.bench import questions_of
from evals.bench_steps import Step, keyless, library_steps
from evals.generated import reports
from ingest.settings import Settings

WARM = 3
"""Questions asked before: what is loaded once is no part of an answer."""


class Server(Protocol):
    """What is needed of the scripted server."""

    times: list[Any]
    """Of each stream: asked, first, last, in seconds of perf_counter."""


def overhead(passages: int, *, questions: int, seed: int = 0) -> list[Step]:
    """Measure over a generated library of about ``passages`` passages.

    "beside the model": from the question to the whole answer, less the model's own time from
    request to last word. "first word": from the moment the model sends it to the moment a
    reader of the stream has it.

    The processor's time tells the same on a machine that others use too.

    Raises ModuleNotFoundError outside a checkout.
    """
    served: Any = importlib.import_module("tests.openai_server")
    with tempfile.TemporaryDirectory(prefix="wenzheng-overhead-") as name:
        folder = Path(name)
        settings = keyless(folder / "library")
        added = library_steps(reports(passages, seed=seed), folder, settings)
        asked = [text.text for text in questions_of(added.parsed, questions + WARM)]
        with served.OpenAIServer() as server:
            server.default = served.Step(text=first_sentence)
            assistant = Assistant.open(with_model(settings, server.url))
            for question in asked[:WARM]:
                assistant.ask(question)
            keyless_times = _keyless(Assistant.open(settings), asked)
            return [*_timed(assistant, server, asked[WARM:]), keyless_times]


def with_model(settings: Settings, url: str) -> Settings:
    """The same settings with the scripted model."""
    return settings.model_copy(
        update={"chat_model": "openai:scripted", "openai_base_url": url, "small_model": None}
    )


def first_sentence(asked: dict[str, Any]) -> str:
    """The first passage's first sentence, cited; or that the passages don't say it."""
    passages = str(asked["messages"][-1]["content"]).split('编号="1"')
    if len(passages) < 2:
        return "未写明"
    text = passages[1].partition("\n")[2]
    return f"{text.partition('。')[0]}。[1]"


def _timed(assistant: Assistant, server: Server, asked: Sequence[str]) -> list[Step]:
    beside: list[float] = []
    first: list[float] = []
    cpu: list[float] = []
    for question in asked:
        server.times.clear()
        begun, worked = time.perf_counter(), time.process_time()
        seen = 0.0
        for answer in assistant.stream(question):
            pending = any(claim.status == "pending" for claim in answer.claims)
            seen = seen or (time.perf_counter() if pending else 0.0)
        took = time.perf_counter() - begun
        if not server.times:
            continue  # declined before any model was asked
        cpu.append(time.process_time() - worked)
        beside.append(took - sum(times.last - times.asked for times in server.times))
        if seen:
            first.append(seen - server.times[0].first)
    return [
        Step.of("beside the model", "answer", beside),
        Step.of("first word", "answer", first),
        Step.of("processor, with the model's server", "answer", cpu),
    ]


def _keyless(assistant: Assistant, asked: Sequence[str]) -> Step:
    times: list[float] = []
    for question in asked:
        begun = time.perf_counter()
        assistant.ask(question)
        times.append(time.perf_counter() - begun)
    return Step.of("without a model", "answer", times[WARM:])


def table(steps: Sequence[Step]) -> list[str]:
    """The steps with their times."""
    lines = [f"{'step':36}{'n':>6}{'p50 ms':>10}{'p95 ms':>10}"]
    for step in steps:
        lines.append(f"{step.step:36}{step.n:6}{step.ms_p50 or 0:10.1f}{step.ms_p95 or 0:10.1f}")
    return lines
