"""How sure a difference between two systems is: the paired bootstrap over questions.

B. Efron, "Bootstrap methods: another look at the jackknife" (1979): the questions are drawn
again and again, with replacement, and the middle 95 % of the mean differences is the interval.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

RESAMPLES = 5000


class Difference(NamedTuple):
    """The mean difference and its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def is_gain(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0

    def __str__(self) -> str:
        return f"{100 * self.mean:+.2f} [{100 * self.low:+.2f}, {100 * self.high:+.2f}]"


def paired_difference(these: ArrayLike, those: ArrayLike, *, seed: int = 1) -> Difference:
    """How much more ``these`` are than ``those``, question by question.

    >>> paired_difference([1, 1, 1], [0, 0, 0])
    Difference(mean=1.0, low=1.0, high=1.0)
    """
    differences = np.asarray(these, dtype=float) - np.asarray(those, dtype=float)
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(differences, len(differences)).mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Difference(float(differences.mean()), float(low), float(high))
