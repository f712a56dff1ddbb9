"""`python -m evals fit-evidence`: when found evidence is enough, learned by ablation.

Every made question is asked twice: of the library as it is, and with the paragraphs that
answer it taken away. Evidence that holds the right figure is enough; the best that is left
without it is not. A logistic over the signals of assistant/evidence.py is fitted to tell them
apart, and the threshold is where at most WRONG_REFUSALS of the right ones are declined.

It prints OF_NUMBERS and ENOUGH_OF_NUMBERS as assistant/evidence_weights.py would hold them,
beside how well those do that stand there now; nothing is written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.conversation import standalone
from assistant.evidence import Evidence, weigh
from assistant.evidence_weights import ENOUGH_OF_NUMBERS, OF_NUMBERS, Signals
from assistant.scope import Directory
from assistant.steps import Part, State, with_evidence
from evals.asking import shown
from evals.evidence_questions import MadeQuestion, made_questions
from ingest.errors import WenzhengError
from ingest.normalise import fold

RIDGE = 1.0
"""Penalty on the weights' squares: keeps two signals that say the same from fighting."""
WRONG_REFUSALS = 0.05
LEAST = 20
"""Examples of either kind below which nothing is fitted: eight weights need more than that."""


class Example(NamedTuple):
    """Signals of the best evidence, and whether it answers."""

    question: int
    """Which one: what is fitted and what is held out share none."""
    signals: Signals
    right: bool


class Told(NamedTuple):
    """How well weights and a threshold tell enough from too little."""

    auc: float
    """Share of pairs of a right and a wrong example that are ordered rightly."""
    declined_rightly: float
    """Share of the wrong examples below the threshold."""
    declined_wrongly: float
    """Share of the right examples below the threshold."""

    def __str__(self) -> str:
        return (
            f"AUC {self.auc:.3f}, declined rightly {self.declined_rightly:.3f}, "
            f"wrongly {self.declined_wrongly:.3f}"
        )


class Fit(NamedTuple):
    """What was learned, and how well it tells on questions that it was not fitted on."""

    intercept: float
    weights: tuple[float, ...]
    threshold: float
    held_out: Told
    """Of the third of the questions that was kept apart, by weights of the other two."""
    shipped: Told
    """Of the same third, by what assistant/evidence.py holds."""


def examples(assistant: Assistant, *, limit: int, seed: int = 0) -> list[Example]:
    """At most ``limit`` made questions, each with and without its answer."""
    snapshot = assistant.snapshot()
    made = list(made_questions(snapshot, seed=seed))
    random.Random(seed).shuffle(made)
    directory = Directory(snapshot.documents())
    documents = {d.id: d for d in snapshot.documents()}
    found: list[Example] = []
    for n, question in enumerate(shown(made[:limit], "asking with and without the answer")):
        state = State(question.text, (), snapshot, directory)
        part = Part(standalone(question.text, (), directory)[0])
        part = with_evidence(part, state, assistant.retriever(snapshot))
        if not part.evidence:
            continue
        found.append(Example(n, part.evidence[0].signals, _right(part.evidence[0], question)))
        left = list(
            {e.paragraph.id: e.paragraph for e in part.evidence if not _gold(e, question)}.values()
        )
        without = weigh(
            part.question, part.terms, left, documents, retrieved={p.id: 0.5 for p in left}
        )
        if without and without[0].rank > 0:
            found.append(Example(n, without[0].signals, _right(without[0], question)))
    return found


def _gold(evidence: Evidence, question: MadeQuestion) -> bool:
    return evidence.paragraph.id in question.gold


def _right(evidence: Evidence, question: MadeQuestion) -> bool:
    figure = rf"(?<![\d.]){re.escape(question.figure)}(?![\d.])"
    return _gold(evidence, question) and bool(re.search(figure, fold(evidence.text)))


def fitted(found: Sequence[Example], *, seed: int = 0) -> Fit:
    """Fit on two thirds of the questions, measure on the rest, then fit on all.

    Raises WenzhengError when there are fewer than LEAST examples of either kind.
    """
    right = sum(example.right for example in found)
    if min(right, len(found) - right) < LEAST:
        raise WenzhengError(
            f"{right} right and {len(found) - right} wrong examples are too few to fit on: "
            f"{LEAST} of each are needed, so use a larger library or --limit"
        )
    questions = sorted({example.question for example in found})
    random.Random(seed).shuffle(questions)
    kept = set(questions[: 2 * len(questions) // 3])
    x = np.array([example.signals for example in found], dtype=float)
    y = np.array([example.right for example in found], dtype=float)
    first = np.array([example.question in kept for example in found])
    weights = logistic(x[first], y[first])
    whole = logistic(x, y)
    intercept, standing = OF_NUMBERS
    return Fit(
        float(whole[0]),
        tuple(float(w) for w in whole[1:]),
        threshold(whole, x, y),
        told(weights, threshold(weights, x[first], y[first]), x[~first], y[~first]),
        told(np.array([intercept, *standing]), ENOUGH_OF_NUMBERS, x[~first], y[~first]),
    )


def threshold(
    weights: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> float:
    """The probability that all but WRONG_REFUSALS of the right rows reach."""
    return float(np.quantile(probability(weights, x)[y == 1], WRONG_REFUSALS))


def told(
    weights: NDArray[np.float64], line: float, x: NDArray[np.float64], y: NDArray[np.float64]
) -> Told:
    """How well weights tell rows of which the right ones have a 1 in ``y``."""
    found = probability(weights, x)
    high, low = found[y == 1], found[y == 0]
    return Told(auc(high, low), float((low < line).mean()), float((high < line).mean()))


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights, the intercept first, by Newton's method with a ridge on all but the intercept."""
    design = np.hstack([np.ones((len(x), 1)), x])
    weights = np.zeros(design.shape[1])
    ridge = np.diag([0.0] + [RIDGE] * x.shape[1])
    for _ in range(50):
        p = probability(weights, x)
        gradient = design.T @ (p - y) + ridge @ weights
        hessian = (design * (p * (1 - p))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def probability(weights: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic's value for each row."""
    # exp() of more overflows, and 1e-200 is as good as 0.
    z = np.clip(weights[0] + x @ weights[1:], -500, 500)
    return np.asarray(1 / (1 + np.exp(-z)))


def auc(high: NDArray[np.float64], low: NDArray[np.float64]) -> float:
    """Share of pairs that are ordered rightly; ties count half."""
    return float(np.mean([(h > low).mean() + 0.5 * (h == low).mean() for h in high]))


def report(found: Sequence[Example], *, seed: int = 0) -> Iterator[str]:
    """Fit, and tell it line by line. Raises WenzhengError when the examples are too few."""
    right = sum(example.right for example in found)
    asked = len({example.question for example in found})
    yield f"{asked} questions, {right} right and {len(found) - right} wrong examples"
    fit = fitted(found, seed=seed)
    yield f"held-out third: {fit.held_out}"
    yield f"  as it stands: {fit.shipped}"
    weights = ", ".join(f"{weight:.2f}" for weight in fit.weights)
    yield f"OF_NUMBERS = ({fit.intercept:.2f}, ({weights}))"
    yield f"ENOUGH_OF_NUMBERS = {fit.threshold:.2f}"
