"""One run over a golden set: verdicts, figures, and what was made of the set by machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from evals.asking import Stability
from evals.figures import Figure, figure_of, figures, flat
from evals.paired import Comparison
from evals.verdict import Verdict


class Probe(NamedTuple):
    """A golden set turned against the assistant by machine, and how that went."""

    name: str
    """As in figures.MEANING."""
    passed: Mapping[str, bool]
    """Item id -> whether the assistant did what it should; only items that can be turned so."""
    note: str
    """What was done, in a line."""

    @property
    def figure(self) -> Figure:
        """The share that passed."""
        return figure_of([float(passed) for passed in self.passed.values()])


@dataclass(frozen=True)
class Run:
    """What `evals answers` reports."""

    golden: str
    """The golden set's file name."""
    answered_by: str
    """What was scored: an assistant's mode, or the name of a file of answers."""
    verdicts: Sequence[Verdict]
    stability: Sequence[Stability] | None = None
    """None when nothing was asked in other writing."""
    probes: Sequence[Probe] = ()
    comparison: Comparison | None = None
    compared_with: str = ""
    started: str = ""
    """When, as ISO time."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else belongs under the heading: library, digest of the golden set, settings."""

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure, those of the probes at the end."""
        found = figures(self.verdicts)
        if self.stability is not None:
            found["stability"] = figure_of([float(not s.differing) for s in self.stability])
        return found | {probe.name: probe.figure for probe in self.probes}

    @property
    def misses(self) -> list[Verdict]:
        """The verdicts that aren't correct."""
        return [verdict for verdict in self.verdicts if not verdict.correct]

    def to_json(self) -> dict[str, Any]:
        """The object that ``--json`` prints: scripts depend on figures and items."""
        unstable = {s.item.id: list(s.differing) for s in self.stability or ()}
        comparison = self.comparison
        return {
            "golden": self.golden,
            "answered_by": self.answered_by,
            "figures": flat(self.verdicts, self.figures),
            "intervals": {name: [f.low, f.high, f.n] for name, f in self.figures.items()},
            "items": [_row(v) | {"differing": unstable.get(v.item.id)} for v in self.verdicts],
            "probes": {probe.name: dict(probe.passed) for probe in self.probes},
            "comparison": comparison._asdict() | {"real": comparison.real} if comparison else None,
        }


def _row(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.item.id,
        "kind": verdict.item.kind,
        "correct": verdict.correct,
        "correct_without_caps": verdict.correct_without_caps,
        "declined": verdict.given.declined,
        "lacking": verdict.lacking,
        "answer": verdict.given.text,
        "cited": [citation.paragraph for citation in verdict.given.citations],
        "seconds": verdict.given.seconds,
    }
