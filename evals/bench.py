"""`python -m evals bench`: how fast a library is made and asked, step by step, at some sizes.

At each size a library of generated reports is added and asked as a user would; then its
passages are indexed once more beside Chroma alone, tantivy alone and LangChain's plain
pipeline with the same vectors, and each is asked the same questions. Seconds are of this
machine and this run: to compare, take the ratios, and nothing of two runs.

The pages are clean: what restoring a damaged one costs is `python -m evals restore`'s to say.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.retriever import LOCAL_VECTOR_WEIGHT
from evals.beir import Text
from evals.bench_steps import Step, answer_steps, keyless, library_steps
from evals.drafting import Source, draft
from evals.generated import reports
from evals.indexing import indexed
from evals.peers import BENCH_PEERS, Corpus, System, Timed, systems, time_system
from evals.retrieval import ask, searcher
from ingest.embeddings import Embedder, open_embedder
from ingest.parse import ParsedDocument

PAGES_ASKED = 60
"""Pages that questions are made of: enough for as many questions, from the first to the last."""


class Size(NamedTuple):
    """What was measured at one size."""

    passages: int
    documents: int
    questions: int
    steps: list[Step]
    systems: list[Timed]
    """Ours first: its retriever alone, as theirs."""

    def to_json(self) -> dict[str, object]:
        """Steps and systems as objects; the ratios are ours divided by theirs."""
        ours = self.systems[0]
        return {
            "passages": self.passages,
            "documents": self.documents,
            "questions": self.questions,
            "steps": [step.to_json() for step in self.steps],
            "systems": [
                {
                    "system": timed.name,
                    "seconds_index": timed.seconds_index,
                    "bytes_on_disk": timed.bytes_on_disk,
                    "query_ms_p50": timed.query_ms(0.5),
                    "query_ms_p95": timed.query_ms(0.95),
                    "queries_per_second": _per_second(timed),
                    "ours_to_theirs": _ratios(ours, timed),
                }
                for timed in self.systems
            ],
        }


def bench(size: int, *, questions: int, peers: bool = True, seed: int = 0) -> Size:
    """Measure at about ``size`` passages, in a folder that is gone at the end.

    Raises MissingPackage before any work, WenzhengError outside a checkout.
    """
    others = systems(BENCH_PEERS) if peers else []
    with tempfile.TemporaryDirectory(prefix="wenzheng-bench-") as name:
        folder = Path(name)
        settings = keyless(folder / "library")
        added = library_steps(reports(size, seed=seed), folder, settings)
        asked = questions_of(added.parsed, questions)
        embedder = open_embedder(settings)
        corpus = corpus_of(added.parsed, embedder)
        indexing, ours = _ours(corpus, asked)
        answering = answer_steps([question.text for question in asked], settings)
        *reading, adding = added.steps
        steps = [*reading, *indexing, adding, *answering]
        found = [ours, *_theirs(others, corpus, asked)]
    return Size(len(corpus.passages), len(corpus.documents), len(asked), steps, found)


def questions_of(parsed: Sequence[ParsedDocument], count: int) -> list[Text]:
    """Questions that a golden set would be drafted with, near misses among them."""
    every = max(1, len(parsed) // PAGES_ASKED)
    sources = [
        Source(Path(page.document.source).name, page.document.metadata, page.paragraphs)
        for page in parsed[::every]
    ]
    return [Text(item.id, item.question) for item in draft(sources, count=count)]


def corpus_of(parsed: Sequence[ParsedDocument], embedder: Embedder) -> Corpus:
    """What every system gets."""
    documents = [Text(page.document.id, page.raw) for page in parsed]
    return Corpus(documents, [p for page in parsed for p in page.passages], embedder)


def table(size: Size) -> list[str]:
    """The steps, then the systems."""
    lines = [
        f"{size.passages:,} passages of {size.documents:,} documents, {size.questions} questions",
        f"{'step':24}{'n':>8} {'unit':10}{'seconds':>9}{'p50 ms':>10}{'p95 ms':>10}"
        f"{'a second':>11}",
    ]
    for step in size.steps:
        times = "".join(
            f"{'' if ms is None else f'{ms:.2f}':>10}" for ms in (step.ms_p50, step.ms_p95)
        )
        lines.append(
            f"{step.step:24}{step.n:8,} {step.unit:10}{step.seconds:9.2f}{times}"
            f"{step.per_second:11,.1f}"
        )
    lines += [
        "",
        f"{'retrieval alone':20}{'index s':>9}{'MB':>8}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}"
        "   ours : theirs   index   MB      p50     p95",
    ]
    for timed in size.systems:
        line = (
            f"{timed.name:20}{timed.seconds_index:9.2f}{timed.bytes_on_disk / 1e6:8.1f}"
            f"{timed.query_ms(0.5):9.2f}{timed.query_ms(0.95):9.2f}{_per_second(timed):10.1f}"
        )
        if timed is not size.systems[0]:
            ratios = _ratios(size.systems[0], timed).values()
            line += " " * 18 + "".join(f"{ratio:8.2f}" for ratio in ratios)
        lines.append(line)
    return lines


def machine() -> dict[str, object]:
    """What the seconds were measured on."""
    return {
        "processors": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }


def _ours(corpus: Corpus, asked: Sequence[Text]) -> tuple[list[Step], Timed]:
    with indexed(corpus.passages, corpus.embedder) as index:
        search = searcher(index.snapshot, corpus.embedder, vector_weight=LOCAL_VECTOR_WEIGHT)
        document_of = {passage.id: passage.document for passage in corpus.passages}
        run = ask(asked, search, document_of=document_of, title="wenzheng")
    n = len(corpus.passages)
    steps = [Step(name, "passage", n, round(s, 4), None, None) for name, s in index.steps.items()]
    return steps, Timed("wenzheng", run, round(index.seconds, 3), index.bytes_on_disk)


def _theirs(others: Sequence[System], corpus: Corpus, asked: Sequence[Text]) -> list[Timed]:
    return [time_system(system, corpus, asked) for system in others]


def _per_second(timed: Timed) -> float:
    return round(len(timed.run.seconds) / max(sum(timed.run.seconds), 1e-9), 1)


def _ratios(ours: Timed, theirs: Timed) -> dict[str, float]:
    return {
        "index": round(ours.seconds_index / max(theirs.seconds_index, 1e-9), 3),
        "bytes": round(ours.bytes_on_disk / max(theirs.bytes_on_disk, 1), 3),
        "p50": round(ours.query_ms(0.5) / max(theirs.query_ms(0.5), 1e-6), 3),
        "p95": round(ours.query_ms(0.95) / max(theirs.query_ms(0.95), 1e-6), 3),
    }
