"""`python -m evals retrieval FOLDER`: how well the right document is found, and how fast.

The documents of a BEIR folder become passages in a temporary index of the same kind as a
library's, and each question is searched for as the assistant does: the same terms, both
legs, the same fusion. A document counts as high as its best passage. What is left out: the
question's place and year, which benchmarks of general text don't have, and answering.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.retriever import HybridRetriever, vector_weight_of
from evals.asking import shown
from evals.beir import Benchmark, Text
from evals.indexing import indexed, passages_of
from evals.measures import means, per_question, percentile
from ingest.embeddings import Embedder, open_embedder
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.query import Hit
from ingest.settings import Settings

Search = Callable[[str], Sequence[Hit]]
"""A question's text -> passages, best first."""

DEPTH: int = HybridRetriever.model_fields["limit"].default
"""Passages that a search of the assistant's brings."""


class Found(NamedTuple):
    """A document and the score of its best passage."""

    document: str
    score: float


class Run(NamedTuple):
    """The ranking of each question, and what each search took."""

    rankings: dict[str, list[Found]]
    seconds: list[float]


class Report(NamedTuple):
    """The figures of one run, shares from 0 to 1."""

    folder: str
    documents: int
    passages: int
    questions: int
    embedding: str | None
    """None when the vectors were left out."""
    vector_weight: float
    measures: dict[str, float]
    seconds_index: float
    bytes_on_disk: int
    query_ms_p50: float
    query_ms_p95: float
    per_question: dict[str, float]
    """nDCG@10 of each question, for paired differences."""

    def to_json(self) -> dict[str, object]:
        """One flat object; the measures stand beside the rest."""
        flat = self._asdict()
        del flat["per_question"]
        return {**flat.pop("measures"), **flat}

    def __str__(self) -> str:
        measured = "   ".join(f"{name} {value:.3f}" for name, value in self.measures.items())
        return (
            f"{self.folder}: {self.questions} questions, {self.documents} documents, "
            f"{self.passages} passages\n"
            f"{measured}\n"
            f"indexed in {self.seconds_index:.1f} s, {self.bytes_on_disk / 1e6:.1f} MB; "
            f"a question takes {self.query_ms_p50:.1f} ms (p95 {self.query_ms_p95:.1f})\n"
            f"vectors: {self.embedding or 'left out'}, weight {self.vector_weight:g}"
        )


def evaluate(
    folder: Path,
    settings: Settings,
    *,
    vector_weight: float | None = None,
    limit: int | None = None,
    run_out: Path | None = None,
) -> Report:
    """Index a BEIR folder, ask its questions, and measure; the index is removed afterwards.

    ``vector_weight`` is the assistant's for these settings unless given; with 0 nothing is
    embedded. ``limit`` asks only the first questions. ``run_out`` is written in TREC's format.
    Raises BadBenchmark, EmbeddingError, OSError when ``run_out`` can't be written.
    """
    if vector_weight is None:
        vector_weight = vector_weight_of(settings)
    embedder = open_embedder(settings) if vector_weight else None
    benchmark = Benchmark.read(folder, limit=limit)
    if run_out:
        run_out.touch()  # minutes of work should not end in a file that can't be written
    passages = [p for document in benchmark.documents for p in passages_of(document)]
    document_of = {passage.id: passage.document for passage in passages}
    with indexed(passages, embedder) as index:
        search = searcher(index.snapshot, embedder, vector_weight=vector_weight)
        run = ask(benchmark.questions, search, document_of=document_of)
    if run_out:
        write_run(run, run_out)
    scores = measured(run, benchmark.qrels)
    return Report(
        folder=folder.name,
        documents=len(benchmark.documents),
        passages=len(passages),
        questions=len(benchmark.questions),
        embedding=embedder.identity if embedder else None,
        vector_weight=vector_weight,
        measures=means(scores),
        seconds_index=round(index.seconds, 3),
        bytes_on_disk=index.bytes_on_disk,
        query_ms_p50=round(1000 * percentile(run.seconds, 0.5), 2),
        query_ms_p95=round(1000 * percentile(run.seconds, 0.95), 2),
        per_question=scores["nDCG@10"],
    )


def searcher(snapshot: Snapshot, embedder: Embedder | None, *, vector_weight: float) -> Search:
    """How the assistant searches: its retriever; without an embedder, its keywords alone."""
    retriever = HybridRetriever(snapshot=snapshot, embedder=embedder, vector_weight=vector_weight)
    return lambda question: retriever.search(fold(question))


def ask(
    questions: Sequence[Text],
    search: Search,
    *,
    document_of: Mapping[str, str],
    title: str = "asking",
) -> Run:
    """Search for each question; ``document_of`` tells the document of a passage."""
    rankings: dict[str, list[Found]] = {}
    seconds: list[float] = []
    for question in shown(questions, title):
        begun = time.perf_counter()
        hits = search(question.text)
        seconds.append(time.perf_counter() - begun)
        rankings[question.id] = best_documents(hits, document_of)
    return Run(rankings, seconds)


def best_documents(hits: Iterable[Hit], document_of: Mapping[str, str]) -> list[Found]:
    """The documents of ranked passages, each by its best passage.

    >>> best_documents([Hit("a1", 2.0), Hit("a2", 1.5), Hit("b1", 1.0)],
    ...                {"a1": "a", "a2": "a", "b1": "b"})
    [Found(document='a', score=2.0), Found(document='b', score=1.0)]
    """
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(document_of[hit.passage], hit.score)
    return [Found(document, score) for document, score in best.items()]


def measured(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, float]]:
    """Measure -> question -> its value."""
    rankings = {
        question: [found.document for found in ranking]
        for question, ranking in run.rankings.items()
    }
    return per_question(rankings, qrels)


def write_run(run: Run, path: Path, *, system: str = "wenzheng") -> None:
    """One line a document: question, Q0, document, rank, score, system. Raises OSError."""
    with path.open("w", encoding="utf-8") as lines:
        for question, ranking in run.rankings.items():
            for rank, found in enumerate(ranking, start=1):
                lines.write(f"{question} Q0 {found.document} {rank} {found.score:.6f} {system}\n")
