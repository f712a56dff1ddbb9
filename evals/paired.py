"""Whether one run is better than another, item by item on the same questions.

McNemar's exact test: of the items on which just one of the two is right, each is as likely
to fall to either side if they are equally good. Q. McNemar, "Note on the sampling error of
the difference between correlated proportions or percentages", Psychometrika 12 (1947); the
exact form is the two-sided binomial test with p = 1/2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import comb
from pathlib import Path
from typing import NamedTuple

from ingest.errors import WenzhengError

REAL = 0.05
"""Below this p a difference is called real: the usual line, no finer than it is."""


class BadRun(WenzhengError):
    """A file that `evals answers --json` didn't write."""


class Comparison(NamedTuple):
    """Two runs over the items that both have."""

    items: int
    only_this: tuple[str, ...]
    """Ids that just this run has right."""
    only_other: tuple[str, ...]
    unpaired: int
    """Items that just one of the runs has."""
    p: float

    @property
    def real(self) -> bool:
        """Whether chance alone would hardly make such a difference."""
        return self.p < REAL

    def __str__(self) -> str:
        gained, lost = len(self.only_this), len(self.only_other)
        verdict = "the difference is real" if self.real else "it may be chance"
        left_out = f"; {self.unpaired} items that one run lacks are left out" * bool(self.unpaired)
        return (
            f"{self.items} items in both: {gained} only this run has right, {lost} only the "
            f"other; McNemar p = {self.p:.3g}: {verdict}{left_out}"
        )


def compare(this: Mapping[str, bool], other: Mapping[str, bool]) -> Comparison:
    """Pair two runs, id -> correct."""
    both = [id for id in this if id in other]
    only_this = tuple(id for id in both if this[id] and not other[id])
    only_other = tuple(id for id in both if other[id] and not this[id])
    return Comparison(
        items=len(both),
        only_this=only_this,
        only_other=only_other,
        unpaired=len(this) + len(other) - 2 * len(both),
        p=mcnemar(len(only_this), len(only_other)),
    )


def mcnemar(gained: int, lost: int) -> float:
    """The two-sided exact p of so many discordant items on either side.

    >>> mcnemar(0, 0), mcnemar(6, 0), round(mcnemar(9, 2), 4)
    (1.0, 0.03125, 0.0654)
    """
    n, fewer = gained + lost, min(gained, lost)
    tail = sum(comb(n, k) for k in range(fewer + 1))
    return min(1.0, tail / 2 ** (n - 1)) if n else 1.0


def read_run(path: Path) -> dict[str, bool]:
    """Id -> correct, of a file that `evals answers --json` wrote. Raises BadRun."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        return {str(row["id"]): bool(row["correct"]) for row in run["items"]}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise BadRun(
            f"{str(path)!r} is no run to compare with ({exc!r}): "
            "write one with `python -m evals answers GOLDEN --json > RUN.json`"
        ) from exc
