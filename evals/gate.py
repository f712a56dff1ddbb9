"""`evals gate`: measure every set that is there, and hold each figure against its floor."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.baseline import Fall, Floors, read_baseline, write_baseline
from evals.gate_sets import SETS, GateSet, MissingSet

ROOT = Path(__file__).parents[1]
BASELINE = Path(__file__).with_name("baseline.json")

UPDATE = "python -m evals gate --update"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one set did."""

    name: str
    digest: str
    figures: Mapping[str, float]
    falls: Sequence[Fall] = ()
    fault: str = ""
    """Why its floors say nothing about these figures, with the next step."""
    seconds: float = 0.0

    @property
    def held(self) -> int:
        """How many figures hold."""
        lost = {fall.name for fall in self.falls}
        return 0 if self.fault else sum(name not in lost for name in self.figures)

    @property
    def failed(self) -> int:
        """How many don't; 1 for a set whose floors can't be held against it."""
        return 1 if self.fault else len(self.falls)

    def to_json(self) -> dict[str, Any]:
        """As in ``--json``."""
        return {
            "digest": self.digest,
            "figures": dict(self.figures),
            "falls": [fall._asdict() for fall in self.falls],
            "fault": self.fault or None,
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Update:
    """Whether the baseline is to be written, and how far."""

    write: bool = False
    allow_regression: bool = False
    """A floor may be lowered."""


def run_gate(
    *,
    update: Update = Update(),
    only: Collection[str] = (),
    root: Path = ROOT,
    baseline: Path = BASELINE,
    sets: Sequence[GateSet] = SETS,
    started: Callable[[str], None] = lambda name: None,
) -> Iterator[Outcome]:
    """Measure the sets that are there, or only the named; yields how each did as it is known.

    With an update the baseline is written after each set, and a fall that may not be written
    is still a fall. Raises MissingSet, BadBaseline, and what measuring raises.
    """
    known = {gate_set.name for gate_set in sets}
    if unknown := set(only) - known:
        raise MissingSet(f"no set {sorted(unknown)[0]!r}: there are {', '.join(sorted(known))}")
    floors = read_baseline(baseline)
    for gate_set in sets:
        if only and gate_set.name not in only:
            continue
        if not gate_set.is_there(root):
            if gate_set.required or only:
                raise MissingSet(f"{gate_set.path!r} or {gate_set.documents!r} is not there")
            continue
        started(gate_set.name)
        begun = time.perf_counter()
        before = floors.get(gate_set.name)
        outcome = _measured(gate_set, root, before, update)
        if update.write:
            old = before or Floors(outcome.digest)
            floors[gate_set.name] = old.updated(
                outcome.digest, outcome.figures, allow_regression=update.allow_regression
            )
            write_baseline(baseline, floors)
        yield Outcome(
            outcome.name,
            outcome.digest,
            outcome.figures,
            outcome.falls,
            outcome.fault,
            time.perf_counter() - begun,
        )


def _measured(gate_set: GateSet, root: Path, floors: Floors | None, update: Update) -> Outcome:
    digest = gate_set.digest(root)
    if floors is None and not update.write:
        fault = f"has no floors yet: `{UPDATE} --only {gate_set.name}` writes them down"
        return Outcome(gate_set.name, digest, {}, fault=fault)
    if floors and floors.digest != digest and not update.write:
        # Before minutes of measuring: these figures would say nothing about those floors.
        fault = (
            f"its questions or documents changed (digest {digest}, the floors are of "
            f"{floors.digest}): look at what changed, then `{UPDATE} --only {gate_set.name}`"
        )
        return Outcome(gate_set.name, digest, {}, fault=fault)
    figures = gate_set.measure(root)
    falls = floors.falls(figures) if floors and not update.allow_regression else []
    return Outcome(gate_set.name, digest, figures, falls)


def lines(outcome: Outcome, floors: Floors | None) -> Iterator[str]:
    """One set as text."""
    yield f"{outcome.name} ({outcome.seconds:.0f} s)"
    if outcome.fault:
        yield f"  FAILED  {outcome.fault}"
    lost = {fall.name for fall in outcome.falls}
    for name, figure in outcome.figures.items():
        floor = floors.floors.get(name) if floors else None
        shown = "no floor yet" if floor is None else f"floor {floor:.4f}"
        yield f"  {'FELL' if name in lost else 'held':<6}  {name:<24} {figure:.4f}  {shown}"
    for fall in outcome.falls:
        if fall.figure is None:
            yield f"  FELL    {fall}"
