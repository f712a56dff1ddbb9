"""What tells enough evidence from too little: signals of a sentence, weighed by a logistic.

`python -m evals fit-evidence --library DIR` makes questions of a library's documents, takes the
answering paragraph away from half of them, and fits the weights anew. It leaves out how the
signals come about (evidence.py) and what is said when they are too weak (decline.py).
"""

from __future__ import annotations

import math
from typing import NamedTuple

OF_NUMBERS = (-10.7, (1.54, 2.12, 0.48, 0.76, -0.86, -0.26, 3.0, 5.45))
"""Intercept and a weight for each signal, where a number is asked for: fitted by fit-evidence
over the made documents of the golden set (evals/made.py). Fitted again on 991 questions there:
AUC 0.90 as they stand; new weights decline more rightly (0.69 for 0.59), and cost 3 to 5 points
of answers on golden sets, so these stayed."""
OF_OTHERS = (-5.4, (5.0, 2.0, 1.0, 0.0, 0.0, -3.0, 0.0, 0.0))
"""The same for every other kind; by hand, as too few such questions can be made by machine.
Checked with `python -m evals answers` on evals/golden/sample.jsonl and made/dev.jsonl."""
ENOUGH = 0.1
"""Score from which the documents are said to tell. Of 0.1, 0.2 and 0.3 on the golden sets: 0.2
refuses up to 7 in 100 more unanswerable questions on documents in other words, and loses 1 to 5
in 100 answers on every set; 0.3 loses more (`evals answers --ablation`)."""


class Signals(NamedTuple):
    """What tells enough evidence from too little; each 0 to 1."""

    covered: float
    """Share of the question's weight that the sentence and what stands beside it speak of."""
    own: float
    """The same for the sentence alone."""
    pairs: float
    """Share of the question's character pairs in the sentence."""
    nouns: float
    """Share of the nouns' weight that the sentence speaks of."""
    rarest: float
    """How well the sentence, or what stands beside it, speaks of the weightiest word."""
    unseen: float
    """Share of the nouns' weight that nothing retrieved speaks of."""
    clause: float
    """Where a number is asked for: the nouns' share in a clause that has one, or just before
    it; otherwise as ``nouns``."""
    fit: float
    """How well kind, year and period fit, at most 1; see fits.py."""


NO_SIGNALS = Signals(0, 0, 0, 0, 0, 0, 0, 0)


def sure(signals: Signals, *, number: bool) -> float:
    """How sure we are that this answers, 0 to 1: a logistic over the signals.

    >>> weak, strong = Signals(0.2, 0.1, 0.1, 0.2, 0.2, 0.5, 0.2, 1.0), Signals(*[1] * 5, 0, 1, 1)
    >>> sure(weak, number=True) < ENOUGH < sure(strong, number=True)
    True
    """
    intercept, weights = OF_NUMBERS if number else OF_OTHERS
    z = intercept + sum(w * value for w, value in zip(weights, signals, strict=True))
    return 1 / (1 + math.exp(-z))
