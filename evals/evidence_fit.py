"""`python -m evals fit-evidence`: when found evidence is enough, learned by ablation.

Every made question is asked twice: of the library as it is, and with the paragraphs that
answer it taken away. Evidence that holds the right figure is enough; the best that is left
without it is not. A logistic over the signals of assistant/evidence.py is fitted to tell them
apart, and the threshold is where at most WRONG_REFUSALS of the right ones are declined.

It prints what assistant/evidence_weights.py holds; nothing is written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.chain import Assistant
from assistant.conversation import standalone
from assistant.evidence import Evidence, Signals, weigh
from assistant.scope import Directory
from assistant.steps import Part, State, with_evidence
from evals.evidence_questions import MadeQuestion, made_questions
from ingest.normalise import fold

RIDGE = 1.0
"""Penalty on the weights' squares: keeps two signals that say the same from fighting."""
WRONG_REFUSALS = 0.05


class Example(NamedTuple):
    """Signals of the best evidence, and whether it answers."""

    signals: Signals
    right: bool


class Fit(NamedTuple):
    """What was learned, and how well it tells on questions that it was not fitted on."""

    intercept: float
    weights: tuple[float, ...]
    threshold: float
    examples: int
    auc: float
    declined_rightly: float
    declined_wrongly: float


def examples(assistant: Assistant, *, limit: int, seed: int = 0) -> list[Example]:
    """At most ``limit`` made questions, each with and without its answer."""
    snapshot = assistant.snapshot()
    made = list(made_questions(snapshot, seed=seed))
    random.Random(seed).shuffle(made)
    directory = Directory(snapshot.documents())
    documents = {d.id: d for d in snapshot.documents()}
    found: list[Example] = []
    for question in made[:limit]:
        state = State(question.text, (), snapshot, directory)
        part = Part(standalone(question.text, (), directory)[0])
        part = with_evidence(part, state, assistant.retriever(snapshot))
        if not part.evidence:
            continue
        found.append(Example(part.evidence[0].signals, _right(part.evidence[0], question)))
        left = list(
            {e.paragraph.id: e.paragraph for e in part.evidence if not _gold(e, question)}.values()
        )
        without = weigh(
            part.question, part.terms, left, documents, retrieved={p.id: 0.5 for p in left}
        )
        if without and without[0].rank > 0:
            found.append(Example(without[0].signals, _right(without[0], question)))
    return found


def _gold(evidence: Evidence, question: MadeQuestion) -> bool:
    return evidence.paragraph.id in question.gold


def _right(evidence: Evidence, question: MadeQuestion) -> bool:
    figure = rf"(?<![\d.]){re.escape(question.figure)}(?![\d.])"
    return _gold(evidence, question) and bool(re.search(figure, fold(evidence.text)))


def fitted(found: Sequence[Example], *, seed: int = 0) -> Fit:
    """Fit on two thirds, measure on the rest, then fit on all."""
    order = list(range(len(found)))
    random.Random(seed).shuffle(order)
    x = np.array([found[k].signals for k in order])
    y = np.array([found[k].right for k in order], dtype=float)
    cut = 2 * len(y) // 3
    weights = logistic(x[:cut], y[:cut])
    threshold = float(np.quantile(probability(weights, x[:cut])[y[:cut] == 1], WRONG_REFUSALS))
    held = probability(weights, x[cut:])
    right = y[cut:] == 1
    whole = logistic(x, y)
    return Fit(
        float(whole[0]),
        tuple(float(w) for w in whole[1:]),
        float(np.quantile(probability(whole, x)[y == 1], WRONG_REFUSALS)),
        len(y),
        auc(held[right], held[~right]),
        float((held[~right] < threshold).mean()),
        float((held[right] < threshold).mean()),
    )


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights, the intercept first, by Newton's method with a ridge on all but the intercept."""
    design = np.hstack([np.ones((len(x), 1)), x])
    weights = np.zeros(design.shape[1])
    ridge = np.diag([0.0] + [RIDGE] * x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (p - y) + ridge @ weights
        hessian = (design * (p * (1 - p))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def probability(weights: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic's value for each row."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + x @ weights[1:]))))


def auc(high: NDArray[np.float64], low: NDArray[np.float64]) -> float:
    """Share of pairs that are ordered rightly; ties count half."""
    return float(np.mean([(h > low).mean() + 0.5 * (h == low).mean() for h in high]))
