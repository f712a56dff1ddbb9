"""The steps of a library and of an answer, each with its times.

    library_steps(pages, folder) -> the pages as a library, and what reading and adding took
    answer_steps(…)              -> what opening it and asking questions of it took

The library is written by ingest.pipeline and asked through assistant.chain, as a user's is;
only the parser is wrapped, to tell restoring from outlining.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from assistant import Assistant
from assistant.conversation import standalone
from assistant.scope import Directory
from evals.asking import shown
from evals.generated import Page
from evals.measures import percentile
from ingest import pipeline
from ingest.console import progress_bar
from ingest.embeddings import open_embedder
from ingest.library import Library
from ingest.parse import PARSER, ParsedDocument, parse_restored
from ingest.read import decode
from ingest.restore import restore
from ingest.settings import Settings

OPENINGS = 5


class Step(NamedTuple):
    """One step over ``n`` units."""

    step: str
    unit: str
    n: int
    seconds: float
    """Of all units together, on the wall."""
    ms_p50: float | None
    """Of one unit; None where the step takes them all at once."""
    ms_p95: float | None

    @classmethod
    def of(cls, step: str, unit: str, times: Sequence[float]) -> Step:
        """A step that was timed unit by unit, in seconds."""
        middle, slow = (round(1000 * percentile(times, share), 3) for share in (0.5, 0.95))
        return cls(step, unit, len(times), round(sum(times), 4), middle, slow)

    @property
    def per_second(self) -> float:
        """Units a second."""
        return round(self.n / max(self.seconds, 1e-9), 1)

    def to_json(self) -> dict[str, object]:
        """With the throughput beside the rest."""
        return {**self._asdict(), "per_second": self.per_second}


class Clock:
    """A parser that keeps what restoring and outlining took for each document."""

    def __init__(self) -> None:
        self.restoring: list[float] = []
        self.outlining: list[float] = []
        self.parsed: list[ParsedDocument] = []

    def parse(self, content: bytes, source: str) -> ParsedDocument:
        """As ingest.parse.parse_bytes, for pages that aren't HTML."""
        begun = time.perf_counter()
        page = decode(content)
        restored = restore(page.raw)
        read = time.perf_counter()
        parsed = parse_restored(
            content, source, raw=page.raw, encoding=page.encoding, restored=restored
        )
        self.restoring.append(read - begun)
        self.outlining.append(time.perf_counter() - read)
        self.parsed.append(parsed)
        return parsed


class Added(NamedTuple):
    """A library made of pages."""

    parsed: list[ParsedDocument]
    steps: list[Step]


def keyless(library: Path) -> Settings:
    """The settings that everybody has: local vectors, no Chroma server, no chat model to pay."""
    return Settings.from_env(library=library).model_copy(
        update={
            "embeddings": "local",
            "embedding_dimensions": None,
            "chroma": None,
            "chat_model": None,
            "openai_api_key": None,
        }
    )


def library_steps(pages: Iterable[Page], folder: Path, settings: Settings) -> Added:
    """Write the pages below ``folder`` and add them to the settings' library."""
    where = folder / "pages"
    where.mkdir()
    for page in pages:
        (where / page.name).write_text(page.text, encoding="utf-8")
    clock = Clock()
    with progress_bar() as progress:
        begun = time.perf_counter()
        summary = pipeline.add(
            settings.library,
            [where],
            embedder=open_embedder(settings),
            parse=clock.parse,
            parse_restored=parse_restored,
            version=PARSER,
            progress=progress,
        )
        seconds = round(time.perf_counter() - begun, 4)
    steps = [
        Step.of("read, restore", "document", clock.restoring),
        Step.of("outline, split", "document", clock.outlining),
        Step("add, the whole of it", "passage", summary.passages, seconds, None, None),
    ]
    return Added(clock.parsed, steps)


def answer_steps(questions: Sequence[str], settings: Settings) -> list[Step]:
    """Open the library, then ask it every question; the first one, which opens Chroma, apart."""
    openings: list[float] = []
    for _ in range(OPENINGS):
        begun = time.perf_counter()
        assistant = Assistant.open(settings)
        openings.append(time.perf_counter() - begun)
    first = _seconds(lambda: assistant.ask(questions[0]))
    directory = Directory(Library.open(settings.library).snapshot().documents())
    times: dict[str, list[float]] = {"understand": []}
    for question in shown(questions, "answering"):
        times["understand"].append(_seconds(partial(standalone, question, (), directory)))
        answer = assistant.ask(question)
        for name, seconds in answer.seconds.items():
            times.setdefault(name, []).append(seconds)
    whole = times.pop("total")
    return [
        Step.of("open", "library", openings),
        Step("first answer", "question", 1, round(first, 4), None, None),
        *(Step.of(name, "question", each) for name, each in times.items()),
        Step.of("answer, the whole of it", "question", whole),
    ]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
