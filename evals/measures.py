"""Measures of rankings, by ir_measures; and percentiles of what is timed.

ir_measures hands them to trec_eval's own code, so a run file that any other system scores
gives the same figures: a relevance above 0 is relevant, nDCG's gain is the relevance itself.
A question whose answer is not found scores 0, it is never left out. Recall counts every
relevant document, also the second copy of one story: where a set has copies, recall@1 can't
reach 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

Relevances = Mapping[str, int]
"""Document id -> relevance, of one question."""

MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
"""The names that tables and JSON use -> ir_measures' own."""


def per_question(
    rankings: Mapping[str, Sequence[str]], qrels: Mapping[str, Relevances]
) -> dict[str, dict[str, float]]:
    """Measure -> question -> its value, for each question that has a ranking, an empty one too.

    The order of a ranking is what counts: trec_eval would sort documents of equal score by
    their ids.

    >>> per_question({"q": ["x", "a"], "r": []}, {"q": {"a": 1}, "r": {"b": 1}})["MRR@10"]
    {'q': 0.5, 'r': 0.0}
    """
    found = {name: dict.fromkeys(rankings, 0.0) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    judged = [
        ir_measures.Qrel(question, document, relevance)
        for question in rankings
        for document, relevance in qrels.get(question, {}).items()
    ]
    ranked = [
        ir_measures.ScoredDoc(question, document, -float(rank))
        for question, ranking in rankings.items()
        for rank, document in enumerate(ranking)
    ]
    if judged and ranked:
        for metric in ir_measures.iter_calc(list(MEASURES.values()), judged, ranked):
            found[names[str(metric.measure)]][metric.query_id] = float(metric.value)
    return found


def means(values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each measure's mean over the questions, to four places."""
    return {
        name: round(sum(each.values()) / len(each), 4) if each else 0.0
        for name, each in values.items()
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all values don't exceed (nearest rank).

    Raises ValueError when there are no values.

    >>> percentile([5, 1, 3, 2], 0.5), percentile([5, 1, 3, 2], 0.95)
    (2, 5)
    """
    if not values:
        raise ValueError("no values to take a percentile of")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
