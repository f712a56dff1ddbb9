"""What the lexicon adds: the same questions with it and with an empty one, item by item.

A gain on questions in everyday words is worth little if others get worse, so both figures of
all items are given, and McNemar's test of what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant import Assistant
from assistant.lexicon import Lexicon, using
from evals.asking import ask_all
from evals.figures import Figure, figures
from evals.golden_set import read_golden
from evals.paired import Comparison, compare
from evals.verdict import Verdict
from ingest.settings import Settings

EMPTY = Lexicon.of((), ())
SHOWN = ("answerable", "refused", "wrong_refusal", "citation_precision")


class Ablated(NamedTuple):
    """Both runs over one golden set."""

    golden: str
    with_it: Sequence[Verdict]
    without: Sequence[Verdict]

    @property
    def comparison(self) -> Comparison:
        """With the lexicon against without."""
        return compare(_correct(self.with_it), _correct(self.without))

    def to_json(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        comparison = self.comparison
        return {
            "golden": self.golden,
            "with": {name: f.mean for name, f in figures(self.with_it).items()},
            "without": {name: f.mean for name, f in figures(self.without).items()},
            "comparison": comparison._asdict() | {"real": comparison.real},
        }


def ablate_lexicon(settings: Settings, golden: Path, *, limit: int | None = None) -> Ablated:
    """Ask every item with the lexicon, then with an empty one.

    Raises BadGolden and what opening a library raises.
    """
    items = read_golden(golden)[:limit]
    assistant = Assistant.open(settings)
    with_it = ask_all(assistant, items, title="asking with the lexicon")
    with using(EMPTY):
        without = ask_all(assistant, items, title="asking without it")
    return Ablated(golden.name, with_it, without)


def lines(found: Ablated) -> Iterator[str]:
    """Both figures beside each other, then which items differ."""
    with_it, without = figures(found.with_it), figures(found.without)
    yield f"{found.golden}: {len(found.with_it)} questions"
    yield f"{'figure':<20} {'with':>6} {'without':>8}"
    for name in SHOWN:
        yield f"{name:<20} {_mean(with_it[name]):>6} {_mean(without[name]):>8}"
    comparison = found.comparison
    yield (
        f"right only with it: {' '.join(comparison.only_this) or 'none'}; "
        f"only without it: {' '.join(comparison.only_other) or 'none'}"
    )
    verdict = "the difference is real" if comparison.real else "it may be chance"
    yield f"McNemar p = {comparison.p:.3g}: {verdict}"


def _mean(figure: Figure) -> str:
    return "-" if figure.mean is None else f"{figure.mean:.3f}"


def _correct(verdicts: Sequence[Verdict]) -> dict[str, bool]:
    return {verdict.item.id: verdict.correct for verdict in verdicts}
