"""What the evals reached, written down: floors that only rise, and a digest of the questions.

    {"sets": {"sample": {"digest": "…", "floors": {"answerable": 0.9, …}}, …}}

A floor is what a figure was when it was written down. A figure below its floor fails, and so
does one that is no longer measured. Other questions or documents than the floors were
measured on fail too: their figures say nothing about those floors. All of it is in a tracked
file, so whoever lowers a floor does it in the open.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ingest.errors import WenzhengError

SCALE = 10_000
"""A floor has four decimals, rounded down: the figure itself then always holds it."""


class BadBaseline(WenzhengError):
    """A baseline file that can't be read as one."""


class Fall(NamedTuple):
    """A figure below its floor; None when it wasn't measured any more."""

    name: str
    floor: float
    figure: float | None

    def __str__(self) -> str:
        now = "not measured any more" if self.figure is None else f"{self.figure:.4f}"
        return f"{self.name}: {now}, floor {self.floor:.4f}"


@dataclass(frozen=True, slots=True)
class Floors:
    """Of one set."""

    digest: str
    """Of its questions and documents."""
    floors: Mapping[str, float] = field(default_factory=dict)

    def falls(self, figures: Mapping[str, float]) -> list[Fall]:
        """The figures that don't hold their floors.

        >>> [str(fall) for fall in Floors("d", {"refused": 0.9}).falls({"refused": 0.85})]
        ['refused: 0.8500, floor 0.9000']
        """
        return [
            Fall(name, floor, figures.get(name))
            for name, floor in self.floors.items()
            if figures.get(name, -1.0) < floor
        ]

    def updated(
        self, digest: str, figures: Mapping[str, float], *, allow_regression: bool
    ) -> Floors:
        """The floors that these figures make: only higher ones, unless a fall is allowed.

        >>> Floors("d", {"a": 0.9, "b": 0.5}).updated(
        ...     "e", {"a": 0.8, "b": 0.6}, allow_regression=False
        ... )
        Floors(digest='e', floors={'a': 0.9, 'b': 0.6})
        """
        reached = {name: _floor(figure) for name, figure in figures.items()}
        if allow_regression:
            return Floors(digest, reached)
        kept = {n: max(floor, reached.get(n, floor)) for n, floor in self.floors.items()}
        return Floors(digest, reached | kept)


def read_baseline(path: Path) -> dict[str, Floors]:
    """Set -> its floors; empty when there is no file yet. Raises BadBaseline."""
    if not path.exists():
        return {}
    try:
        sets = json.loads(path.read_text(encoding="utf-8"))["sets"]
        return {
            str(name): Floors(
                str(row["digest"]), {str(k): float(v) for k, v in row["floors"].items()}
            )
            for name, row in sets.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BadBaseline(
            f"{str(path)!r} is no baseline ({exc!r}): put it back from version control"
        ) from exc


def write_baseline(path: Path, baseline: Mapping[str, Floors]) -> None:
    """Write the file, a figure a line, so that a diff shows what changed. Raises OSError."""
    sets = {
        name: {"digest": floors.digest, "floors": dict(floors.floors)}
        for name, floors in sorted(baseline.items())
    }
    path.write_text(json.dumps({"sets": sets}, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _floor(figure: float) -> float:
    return math.floor(figure * SCALE + 1e-9) / SCALE
