"""`python -m evals embeddings FOLDER`: what the local embedder was chosen by.

Two candidates, hashing and LSA, embed the same passages of a BEIR folder and are asked alone
and beside the keywords (`assistant.retriever.fuse`) with growing weights. The keyword leg is
BM25 in numpy with tantivy's k1 and b, so that a run takes minutes of one core and no index.
The figures that were acted on are in ingest/embeddings_local.py. Needs scipy, which only the
development requirements bring.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from assistant.retriever import fuse
from evals.beir import Benchmark
from evals.indexing import passages_of
from evals.measures import per_question
from evals.retrieval import DEPTH, best_documents
from ingest.embeddings_local import HashingEmbedder
from ingest.keywords import LEAST_DEPTH
from ingest.normalise import fold
from ingest.query import Hit
from ingest.words import bigrams, words

Matrix = NDArray[np.float32]

WEIGHTS = (0.05, 0.1, 0.2, 0.3, 0.5)
DIMENSIONS = (256, 512, 1024)
LSA_DIMENSION = 256


class Vectors(NamedTuple):
    """What a candidate made of the passages and the questions, and what it took."""

    name: str
    passages: Matrix
    questions: Matrix
    seconds: float
    """CPU time for all passages, fitting included."""
    query_ms: float


class Scores(NamedTuple):
    """One ranking of all questions; ``per_question`` is nDCG@10, for paired differences."""

    per_question: NDArray[np.float64]
    recall_at_1: float
    mrr: float


class Comparison:
    """One benchmark, cut into passages, with its keyword leg."""

    def __init__(self, benchmark: Benchmark) -> None:
        self.benchmark = benchmark
        self.passages = [p for document in benchmark.documents for p in passages_of(document)]
        self.document_of = {passage.id: passage.document for passage in self.passages}
        self.texts = [fold(passage.embedding_text) for passage in self.passages]
        self.questions = [fold(question.text) for question in benchmark.questions]
        self.word_counts = counts(self.texts, self.questions, words)
        legs = (self.word_counts, counts(self.texts, self.questions, bigrams))
        both = [_scaled(bm25(*leg), depth=LEAST_DEPTH) for leg in legs]
        self.keywords = self.hits(both[0] + both[1])

    def hits(self, scores: Matrix) -> list[list[Hit]]:
        """The best passages of each question, (questions, passages) scores above 0."""
        ids = [passage.id for passage in self.passages]
        best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
        return [
            [Hit(ids[k], float(row[k])) for k in order if row[k] > 0]
            for row, order in zip(scores, best, strict=True)
        ]

    def score(self, hits: Sequence[Sequence[Hit]]) -> Scores:
        """nDCG@10, recall@1 and MRR@10 of each question's best documents."""
        rankings = {
            question.id: [hit.document for hit in best_documents(found, self.document_of)]
            for question, found in zip(self.benchmark.questions, hits, strict=True)
        }
        values = {
            name: np.array(list(each.values()))
            for name, each in per_question(rankings, self.benchmark.qrels).items()
        }
        first, rank = (float(values[name].mean()) for name in ("recall@1", "MRR@10"))
        return Scores(values["nDCG@10"], first, rank)

    def rows(self, vectors: Vectors) -> Iterator[str]:
        """The candidate alone, then fused with each weight against the keywords alone."""
        nearest = self.hits(vectors.questions @ vectors.passages.T)
        cost = f"{vectors.seconds:.1f} s, {vectors.query_ms:.2f} ms/question"
        yield f"{vectors.name:<14} alone     {_figures(self.score(nearest))}   {cost}"
        base = self.score(self.keywords).per_question
        for weight in WEIGHTS:
            fused = self.score(
                [
                    fuse(keyword, vector, vector_weight=weight)
                    for keyword, vector in zip(self.keywords, nearest, strict=True)
                ]
            )
            gain = 100 * (fused.per_question - base)
            margin = 1.96 * gain.std() / np.sqrt(len(gain))
            against = f"{gain.mean():+.2f} ± {margin:.2f} nDCG@10"
            yield f"{vectors.name:<14} + {weight:<7} {_figures(fused)}   {against}"


def compare(folder: Path, *, limit: int | None = None) -> Iterator[str]:
    """The lines of a table: the keywords, then each candidate alone and with them.

    ``limit`` asks only the first questions. Raises BadBenchmark.
    """
    comparison = Comparison(Benchmark.read(folder, limit=limit))
    yield f"{folder.name}: {len(comparison.passages)} passages"
    yield f"{'':<25} nDCG@10   R@1   MRR"
    yield f"{'keywords':<25} {_figures(comparison.score(comparison.keywords))}"
    for dimension in DIMENSIONS:
        yield from comparison.rows(hashing(comparison, dimension))
    yield from comparison.rows(lsa(comparison, LSA_DIMENSION))


def hashing(comparison: Comparison, dimension: int) -> Vectors:
    """The candidate that was chosen."""
    embedder = HashingEmbedder(dimension=dimension)
    begun = time.process_time()
    passages = embedder.embed(comparison.texts)
    seconds = time.process_time() - begun
    begun = time.process_time()
    questions = embedder.embed(comparison.questions)
    query_ms = 1000 * (time.process_time() - begun) / len(questions)
    return Vectors(f"hashing {dimension}", passages, questions, seconds, query_ms)


def lsa(comparison: Comparison, dimension: int) -> Vectors:
    """Latent semantic analysis: TF-IDF of words, fitted to the passages by randomised SVD."""
    begun = time.process_time()
    held, asked = (_sublinear(matrix) for matrix in comparison.word_counts)
    frequency = np.bincount(held.indices, minlength=held.shape[1])
    rarity = sparse.diags(np.log((held.shape[0] + 1) / (frequency + 1)))
    held, asked = held @ rarity, asked @ rarity
    held = sparse.diags(1 / np.maximum(sparse.linalg.norm(held, axis=1), 1e-9)) @ held
    # 20 columns more than are kept, and two rounds of power iteration, sharpen the basis.
    sketch = held @ np.random.default_rng(0).standard_normal((held.shape[1], dimension + 20))
    for _ in range(2):
        sketch = held @ (held.T @ np.linalg.qr(sketch)[0])
    basis = np.linalg.qr(sketch)[0]
    axes = np.linalg.svd((held.T @ basis).T, full_matrices=False)[2][:dimension].T
    passages = _unit(held @ axes)
    seconds = time.process_time() - begun
    begun = time.process_time()
    questions = _unit(asked @ axes)
    query_ms = 1000 * (time.process_time() - begun) / questions.shape[0]
    return Vectors(f"LSA {dimension}", passages, questions, seconds, query_ms)


def counts(
    texts: Sequence[str], questions: Sequence[str], cut: Callable[[str], list[str]]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """How often each term stands in each text, and in each question; terms of texts only."""
    columns: dict[str, int] = {}
    for text in texts:
        for term in cut(text):
            columns.setdefault(term, len(columns))
    return _counted(texts, cut, columns), _counted(questions, cut, columns)


def bm25(
    held: sparse.csr_matrix, asked: sparse.csr_matrix, *, k1: float = 1.2, b: float = 0.75
) -> Matrix:
    """(questions, passages) scores; k1 and b are tantivy's, which can't be set."""
    lengths = np.asarray(held.sum(axis=1)).ravel()
    frequency = np.bincount(held.indices, minlength=held.shape[1])
    rarity = np.log1p((held.shape[0] - frequency + 0.5) / (frequency + 0.5))
    row_lengths = np.repeat(lengths / lengths.mean(), np.diff(held.indptr))
    weights = held.copy()
    saturated = held.data * (k1 + 1) / (held.data + k1 * (1 - b + b * row_lengths))
    weights.data = saturated * rarity[held.indices]
    scores: Matrix = (asked @ weights.T).toarray().astype(np.float32)
    return scores


def _counted(
    texts: Sequence[str], cut: Callable[[str], list[str]], columns: dict[str, int]
) -> sparse.csr_matrix:
    found: list[int] = []
    values: list[int] = []
    ends = [0]
    for text in texts:
        for term, count in Counter(cut(text)).items():
            if term in columns:
                found.append(columns[term])
                values.append(count)
        ends.append(len(found))
    shape = (len(texts), len(columns))
    return sparse.csr_matrix((np.array(values, np.float32), found, ends), shape=shape)


def _sublinear(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    softened = matrix.copy()
    softened.data = 1 + np.log(matrix.data)
    return softened


def _scaled(scores: Matrix, *, depth: int) -> Matrix:
    """The ``depth`` best of each row divided by the best, the rest 0: one leg of a search."""
    if scores.shape[1] > depth:
        least = np.partition(scores, -depth, axis=1)[:, [-depth]]
        scores = np.where(scores >= least, scores, 0)
    scaled: Matrix = scores / np.maximum(scores.max(axis=1, keepdims=True), 1e-9)
    return scaled


def _unit(rows: Matrix) -> Matrix:
    unit: Matrix = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(
        np.float32
    )
    return unit


def _figures(scores: Scores) -> str:
    gain = 100 * scores.per_question.mean()
    return f"{gain:5.1f} {100 * scores.recall_at_1:5.1f} {100 * scores.mrr:5.1f}"
