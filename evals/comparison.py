"""`python -m evals retrieval FOLDER --peers`: the assistant's retriever beside what else there is.

Every system gets the same documents and questions in the same run, so the seconds are
comparable among themselves, and nowhere else. What a difference is worth is told by its
interval: the questions are drawn again 2,000 times, each with both systems' nDCG@10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evals.beir import Benchmark
from evals.figures import resampled
from evals.indexing import passages_of
from evals.measures import means
from evals.peers import RETRIEVAL_PEERS, Corpus, System, Timed, systems, time_system
from evals.retrieval import Report, evaluate, measured, write_run
from ingest.embeddings import open_embedder
from ingest.settings import Settings


class Difference(NamedTuple):
    """A peer's nDCG@10 minus ours, paired by question, with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    @property
    def real(self) -> bool:
        """Whether 0 lies outside of the interval."""
        return self.low > 0 or self.high < 0


class Row(NamedTuple):
    """One system over all questions."""

    system: str
    measures: dict[str, float]
    seconds_index: float
    bytes_on_disk: int
    query_ms_p50: float
    query_ms_p95: float
    difference: Difference | None
    """None for ours."""

    def to_json(self) -> dict[str, object]:
        """One object; the measures stand beside the rest."""
        flat = self._asdict()
        difference = self.difference._asdict() if self.difference else None
        return {**flat.pop("measures"), **flat, "difference": difference}


class Comparison(NamedTuple):
    """Ours, and a row for each system, ours first."""

    ours: Report
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, object]:
        """Our report, as without peers, and the peers' rows."""
        return {**self.ours.to_json(), "peers": [row.to_json() for row in self.rows[1:]]}

    def __str__(self) -> str:
        return "\n".join([str(self.ours), "", *table(self.rows)])


def compare(
    folder: Path,
    settings: Settings,
    *,
    vector_weight: float | None = None,
    limit: int | None = None,
    run_out: Path | None = None,
) -> Comparison:
    """Measure ours, then each peer. A peer's run goes beside ``run_out``, named after it.

    Raises MissingPackage before anything is measured, and what `evaluate` raises.
    """
    peers = systems(RETRIEVAL_PEERS)
    ours = evaluate(folder, settings, vector_weight=vector_weight, limit=limit, run_out=run_out)
    benchmark = Benchmark.read(folder, limit=limit)
    passages = [p for document in benchmark.documents for p in passages_of(document)]
    corpus = Corpus(benchmark.documents, passages, open_embedder(settings))
    rows = [_ours(ours)]
    for peer in peers:
        timed = _timed(peer, corpus, benchmark, run_out)
        values = measured(timed.run, benchmark.qrels)
        difference = paired(values["nDCG@10"], ours.per_question)
        rows.append(_row(timed, means(values), difference))
    return Comparison(ours, tuple(rows))


def paired(theirs: Mapping[str, float], ours: Mapping[str, float]) -> Difference:
    """Question -> nDCG@10 of two systems; the mean of the differences and its interval.

    >>> paired({"q": 0.5, "r": 1.0}, {"q": 1.0, "r": 1.0})
    Difference(mean=-0.25, low=-0.5, high=0.0)
    """
    differences = np.array([theirs[question] - ours[question] for question in ours])
    drawn = resampled(len(ours), seed=0) @ differences / len(ours)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Difference(*(round(float(value), 4) for value in (differences.mean(), low, high)))


def table(rows: Sequence[Row]) -> list[str]:
    """A line for each system."""
    names = list(rows[0].measures)
    head = "".join(f"{name:>11}" for name in names)
    lines = [
        f"{'system':18}{head}{'index s':>9}{'MB':>8}{'p50 ms':>9}{'p95 ms':>9}"
        "   nDCG@10 against ours, 95 %"
    ]
    for row in rows:
        values = "".join(f"{row.measures[name]:11.3f}" for name in names)
        cost = (
            f"{row.seconds_index:9.1f}{row.bytes_on_disk / 1e6:8.1f}"
            f"{row.query_ms_p50:9.1f}{row.query_ms_p95:9.1f}"
        )
        against = ""
        if row.difference:
            mean, low, high = row.difference
            chance = "" if row.difference.real else ", may be chance"
            against = f"   {mean:+.3f} [{low:+.3f}, {high:+.3f}]{chance}"
        lines.append(f"{row.system:18}{values}{cost}{against}")
    return lines


def _timed(peer: System, corpus: Corpus, benchmark: Benchmark, run_out: Path | None) -> Timed:
    timed = time_system(peer, corpus, benchmark.questions)
    if run_out:
        name = peer.name.replace(", ", "-").replace(" ", "-").lower()
        write_run(timed.run, run_out.with_stem(f"{run_out.stem}.{name}"), system=name)
    return timed


def _ours(report: Report) -> Row:
    return Row(
        "wenzheng",
        report.measures,
        report.seconds_index,
        report.bytes_on_disk,
        report.query_ms_p50,
        report.query_ms_p95,
        None,
    )


def _row(timed: Timed, measures: dict[str, float], difference: Difference) -> Row:
    return Row(
        timed.name,
        measures,
        timed.seconds_index,
        timed.bytes_on_disk,
        timed.query_ms(0.5),
        timed.query_ms(0.95),
        difference,
    )
