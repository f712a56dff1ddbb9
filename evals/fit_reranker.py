"""`python -m evals fit-reranker FOLDER…`: the weights of assistant/reranker.json.

Each question of the benchmarks is asked of an index of its documents, and the weights are
those of a logistic model that tells a relevant document's passage from each other passage
that was found (pairwise, as in RankNet: C. Burges and others, "Learning to rank using
gradient descent", 2005). No weight may fall below 0, and all are drawn to 0 a little, as
there are a few hundred mistakes to learn from and not a million.

A model that is fitted on one set and judged on the same tells nothing. So each set is also
judged by weights that never saw it, fitted on all the others, and by five splits of its
questions. Needs scipy, which only the development requirements bring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.reranker import Shares, normalised, shares_of
from assistant.retriever import RERANKED, keyword_query, rarity_in
from evals.beir import Benchmark
from evals.indexing import indexed, passages_of
from evals.intervals import Difference, paired_difference
from evals.measures import per_question
from ingest.normalise import fold

DEPTH = 20
"""Passages of a question that are told apart when fitting: what a reader may get to see.
10 to 60 gave the same nDCG@10 on the sets that weren't fitted, within 0.4."""
PENALTY = 1.0
"""Of a weight's square, where each share is scaled to a deviation of 1."""
SPLITS = 5

Weights = NDArray[np.float64]


class Asked(NamedTuple):
    """One question with the passages that its terms found."""

    documents: list[str]
    """Of each passage, in the keywords' order."""
    shares: NDArray[np.float64]
    """(passages, 7)"""
    relevances: dict[str, int]

    def ranking(self, weights: Weights) -> list[str]:
        """The documents, each at its best passage."""
        order = np.argsort(-(self.shares @ weights), kind="stable")
        return list(dict.fromkeys(self.documents[k] for k in order))

    def pairs(self) -> NDArray[np.float64]:
        """(pairs, 7): by how much a relevant document's first passage exceeds each other one."""
        relevant = [self.relevances.get(d, 0) > 0 for d in self.documents[:DEPTH]]
        others = [k for k, is_relevant in enumerate(relevant) if not is_relevant]
        first = {d: k for k, d in reversed(list(enumerate(self.documents[:DEPTH])))}
        wanted = [k for d, k in first.items() if self.relevances.get(d, 0) > 0]
        if not wanted or not others:
            return np.zeros((0, self.shares.shape[1]))
        return np.concatenate([self.shares[k] - self.shares[others] for k in wanted])


KEYWORDS_ALONE: Weights = np.array(Shares(1, 1, 0, 0, 0, 0, 0), dtype=float)


def ask_all(folder: Path) -> list[Asked]:
    """Index a benchmark and look up all its questions. Raises BadBenchmark."""
    benchmark = Benchmark.read(folder)
    passages = [passage for document in benchmark.documents for passage in passages_of(document)]
    asked = []
    with indexed(passages, None) as index:
        rarity = rarity_in(index.snapshot)
        for question in benchmark.questions:
            query = keyword_query(fold(question.text))
            matches = index.snapshot.match_keywords(query, limit=RERANKED)
            shares = shares_of(matches, query, rarity)
            documents = [match.document for match in matches]
            asked.append(Asked(documents, shares, benchmark.qrels[question.id]))
    return asked


def fit(questions: Sequence[Asked]) -> Weights:
    """The weights that tell the relevant passages best, each question counting the same."""
    pairs = [found for found in (question.pairs() for question in questions) if len(found)]
    differences = np.concatenate(pairs)
    counts = np.concatenate([np.full(len(found), 1 / len(found)) for found in pairs])
    deviations = differences.std(axis=0) + 1e-9
    scaled = differences / deviations

    def loss(weights: Weights) -> tuple[float, Weights]:
        """The logistic loss of the pairs with its penalty, and its slope."""
        margins = scaled @ weights
        slope = counts / (1 + np.exp(margins))
        penalty = PENALTY / 2 * float(weights @ weights)
        return float(
            counts @ np.logaddexp(0, -margins)
        ) + penalty, PENALTY * weights - slope @ scaled

    start = np.zeros(scaled.shape[1])
    found = minimize(loss, start, jac=True, bounds=[(0, None)] * len(start), method="L-BFGS-B")
    weights: Weights = found.x / deviations
    return weights


def ndcg(questions: Sequence[Asked], weights: Weights) -> NDArray[np.float64]:
    """nDCG@10 of each question."""
    return _scored([question.ranking(weights) for question in questions], questions)


def by_splits(questions: Sequence[Asked]) -> NDArray[np.float64]:
    """nDCG@10 of each question by weights fitted on the other four fifths."""
    fitted = [
        fit([question for k, question in enumerate(questions) if k % SPLITS != part])
        for part in range(SPLITS)
    ]
    rankings = [question.ranking(fitted[k % SPLITS]) for k, question in enumerate(questions)]
    return _scored(rankings, questions)


def _scored(rankings: Sequence[list[str]], questions: Sequence[Asked]) -> NDArray[np.float64]:
    scores = per_question(
        {str(k): ranking for k, ranking in enumerate(rankings)},
        {str(k): question.relevances for k, question in enumerate(questions)},
    )["nDCG@10"]
    return np.array([scores[str(k)] for k in range(len(questions))])


def report(
    folders: Sequence[Path], *, judged_only: Sequence[Path] = (), out: Path | None = None
) -> Iterator[str]:
    """Fit on the folders and tell line by line how well that carries over.

    ``judged_only`` are never fitted on. ``out`` is written like reranker.json.
    """
    sets = {folder.name: ask_all(folder) for folder in folders}
    kept_apart = {folder.name: ask_all(folder) for folder in judged_only}
    for name, questions in (sets | kept_apart).items():
        base = ndcg(questions, KEYWORDS_ALONE)
        yield f"{name}: keywords alone {base.mean():.4f} nDCG@10 of {len(questions)} questions"
        for other, others in sets.items():
            gain = paired_difference(ndcg(questions, fit(others)), base)
            yield f"  fitted on {other}{' itself' * (other == name)}: {gain}"
        rest = [q for other, found in sets.items() if other != name for q in found]
        if rest and len(sets) > 1:
            yield f"  fitted on all but it: {_gain(questions, fit(rest), base)}"
        if name in sets:
            gain = paired_difference(by_splits(questions), base)
            yield f"  fitted on other questions of it: {gain}"
    weights = fit([question for questions in sets.values() for question in questions])
    shipped = normalised(Shares(*weights.tolist())._asdict())
    yield "  ".join(f"{share} {weight:.3f}" for share, weight in shipped._asdict().items())
    if out:
        gains = {name: str(_gain(q, weights)) for name, q in (sets | kept_apart).items()}
        out.write_text(_file(shipped, sets, gains), encoding="utf-8")


def _gain(
    questions: Sequence[Asked], weights: Weights, base: NDArray[np.float64] | None = None
) -> Difference:
    if base is None:
        base = ndcg(questions, KEYWORDS_ALONE)
    return paired_difference(ndcg(questions, weights), base)


def _file(weights: Shares, sets: dict[str, list[Asked]], gains: dict[str, str]) -> str:
    content = {
        "weights": {share: round(weight, 3) for share, weight in weights._asdict().items()},
        "fitted_on": {name: f"{len(questions)} questions" for name, questions in sets.items()},
        "gain in nDCG@10 over the keywords alone, in points": gains,
        "command": "python -m evals fit-reranker " + " ".join(sets),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
