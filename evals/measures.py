"""Measures of a ranking, over one question; averages and percentiles are taken by who reports.

The words and definitions are those of trec_eval, which the tests hold these against: a
relevance above 0 is relevant, nDCG's gain is the relevance itself. A question whose
answer is not found scores 0, it is never left out. Recall counts every relevant document,
also the second copy of one story: where a set has copies, recall@1 can't reach 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Relevances = Mapping[str, int]
"""Document id -> relevance, of one question."""


def recall(ranking: Sequence[str], relevances: Relevances, *, k: int) -> float:
    """The share of the relevant documents among the first k; 0 if there are none.

    >>> recall(["a", "x", "b"], {"a": 1, "b": 1}, k=2)
    0.5
    """
    relevant = {document for document, relevance in relevances.items() if relevance > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], relevances: Relevances, *, k: int) -> float:
    """1 / the rank of the first relevant document, 0 when it isn't among the first k.

    >>> reciprocal_rank(["x", "a"], {"a": 1}, k=10)
    0.5
    """
    for rank, document in enumerate(ranking[:k], start=1):
        if relevances.get(document, 0) > 0:
            return 1 / rank
    return 0.0


def ndcg(ranking: Sequence[str], relevances: Relevances, *, k: int) -> float:
    """Discounted cumulative gain of the first k, as a share of the best possible.

    >>> ndcg(["a", "b"], {"a": 1, "b": 1}, k=10), round(ndcg(["x", "a"], {"a": 1}, k=10), 3)
    (1.0, 0.631)
    """
    ideal = _gain(sorted(relevances.values(), reverse=True)[:k])
    found = _gain([relevances.get(document, 0) for document in ranking[:k]])
    return found / ideal if ideal else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all values don't exceed (nearest rank).

    Raises ValueError when there are no values.

    >>> percentile([5, 1, 3, 2], 0.5), percentile([5, 1, 3, 2], 0.95)
    (2, 5)
    """
    if not values:
        raise ValueError("no values to take a percentile of")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _gain(relevances: Sequence[int]) -> float:
    return sum(max(0, gain) / math.log2(rank + 1) for rank, gain in enumerate(relevances, 1))
