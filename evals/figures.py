"""The figures of a run: each a share of some verdicts, with a bootstrap interval.

The first ten have the names and meanings that answers to golden questions are scored by
elsewhere too. A figure that nothing in the golden set asks for is None, not 0 and not 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.measures import percentile
from evals.verdict import Verdict

RESAMPLES = 2000
"""Enough that the ends of a 95 % interval move by less than a point between seeds."""

Value = Callable[[Verdict], float | None]
"""What one verdict adds to a figure; None when it isn't asked."""


class Figure(NamedTuple):
    """A mean over the verdicts that it asks, with its 95 % interval; all None over none.

    Where all are 0 or all 1, resampling knows no spread: the interval is then Clopper and
    Pearson's exact one (Biometrika 26, 1934), which for n of n is from 0.025 ** (1 / n) to 1.
    """

    mean: float | None
    low: float | None
    high: float | None
    n: int


def _answerable(value: Callable[[Verdict], float]) -> Value:
    return lambda verdict: float(value(verdict)) if verdict.item.answerable else None


def _answered(value: Callable[[Verdict], float]) -> Value:
    return lambda v: float(value(v)) if v.item.answerable and not v.given.declined else None


def _share(values: Sequence[bool], empty: float) -> float:
    return sum(values) / len(values) if values else empty


def _of_lists(value: Callable[[Verdict], float]) -> Value:
    return lambda verdict: float(value(verdict)) if verdict.item.kind == "list" else None


def _discipline(verdict: Verdict) -> float | None:
    return float(not verdict.lapses.tempting) if verdict.item.tempting else None


def _nothing_forbidden(verdict: Verdict) -> float | None:
    return float(not verdict.lapses.forbidden) if verdict.item.forbidden else None


VALUES: dict[str, Value] = {
    "answerable": _answerable(lambda v: v.correct),
    "answerable_without_caps": _answerable(lambda v: v.correct_without_caps),
    "refused": lambda v: None if v.item.answerable else float(v.correct),
    "wrong_refusal": _answerable(lambda v: v.given.declined),
    "nugget_recall": _answerable(lambda v: _share(v.stated.said, 0.0)),
    "citation_precision": _answered(lambda v: _share(v.useful, 0.0)),
    "source_recall": _answerable(lambda v: _share(v.reached, 0.0)),
    "number_support": _answered(lambda v: _share([n.known for n in v.numbers], 1.0)),
    "supported_recall": _answerable(lambda v: _share(v.stated.carried, 0.0)),
    "within_caps": _answered(lambda v: v.tight),
    "discipline": _discipline,
    "nothing_forbidden": _nothing_forbidden,
    "list_recall": _of_lists(lambda v: _share(v.stated.carried, 0.0)),
    "list_complete": _of_lists(lambda v: all(v.stated.carried)),
    "list_lines_asked_for": _of_lists(lambda v: _share(v.lines, 0.0)),
}
"""Name -> what each verdict adds to it."""

MEANING = {
    "answerable": "correct answers to questions that can be answered",
    "answerable_without_caps": "the same, whatever their length",
    "refused": "declined where the documents don't say",
    "harmonic": "harmonic mean of the two: never and always declining give 0",
    "wrong_refusal": "declined though the documents say it (lower is better)",
    "nugget_recall": "asked facts that the answer states",
    "supported_recall": "asked facts that are stated and stand in a cited paragraph",
    "citation_precision": "cited paragraphs that carry an asked fact",
    "source_recall": "gold paragraphs that are cited",
    "number_support": "numbers of the answer that stand in what it cites or was asked",
    "within_caps": "answers short enough, citing no more than two paragraphs too many",
    "discipline": "no other year's or place's figure without its owner's name",
    "nothing_forbidden": "nothing said that may not be said",
    "list_recall": "items of lists that are given",
    "list_complete": "lists given whole",
    "list_lines_asked_for": "lines of lists that give something asked for",
    "stability": "same verdict in simplified, traditional and full-width writing",
    "ablation": "declined once its paragraph is taken out of the library",
    "other_numbers": "correct once every figure is another one",
    "noise": "correct beside reports of other cities with the same phrases",
    "conflict": "both statements shown with their sources where two documents disagree",
}
"""What each figure says, for a table."""


def figures(verdicts: Sequence[Verdict], *, seed: int = 0) -> dict[str, Figure]:
    """Every figure, with intervals from resampling the items 2,000 times (percentiles)."""
    rows = np.array(
        [[_number(value(v)) for value in VALUES.values()] for v in verdicts], dtype=float
    ).reshape(len(verdicts), len(VALUES))
    weights = resampled(len(verdicts), seed=seed)
    found: dict[str, Figure] = {}
    means: dict[str, NDArray[np.float64]] = {}
    for name, column in zip(VALUES, rows.T, strict=True):
        means[name] = _means(weights, column)
        found[name] = _figure(column, means[name])
    right, refused = found["answerable"].mean, found["refused"].mean
    both = _harmonic(np.nan_to_num(means["answerable"]), np.nan_to_num(means["refused"]))
    low, high = _ends(both)
    mean = float(_harmonic(np.array(right or 0.0), np.array(refused or 0.0)))
    harmonic = Figure(mean, low, high, len(verdicts))
    order = [*list(VALUES)[:3], "harmonic", *list(VALUES)[3:]]
    return {name: (found | {"harmonic": harmonic})[name] for name in order}


def figure_of(values: Sequence[float], *, seed: int = 0) -> Figure:
    """The mean of some values and its interval."""
    column = np.array(values, dtype=float)
    return _figure(column, _means(resampled(len(column), seed=seed), column))


def by_kind(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts of each kind, kinds in alphabetical order."""
    kinds: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        kinds[verdict.item.kind].append(verdict)
    return dict(sorted(kinds.items()))


def flat(
    verdicts: Sequence[Verdict], found: dict[str, Figure]
) -> dict[str, float | int | str | dict[str, str] | None]:
    """The figures as one JSON object: means, counts and kinds, no intervals.

    Shares over no item are 0 here for the names that are used elsewhere too.
    """
    counts = {kind: Counter(v.correct for v in some) for kind, some in by_kind(verdicts).items()}
    seconds = [v.given.seconds for v in verdicts if v.given.seconds is not None]
    return {
        **{name: figure.mean for name, figure in found.items()},
        **{name: found[name].mean or 0.0 for name in list(found)[:9]},
        "missing_answers": sum(v.missing for v in verdicts),
        "kinds": {kind: f"{count[True]}/{count.total()}" for kind, count in counts.items()},
        "seconds_p50": percentile(seconds, 0.5) if seconds else None,
        "seconds_p95": percentile(seconds, 0.95) if seconds else None,
    }


def resampled(n: int, *, seed: int) -> NDArray[np.float64]:
    """How often each of ``n`` items is drawn in each resample, (2000, n)."""
    if not n:
        return np.zeros((RESAMPLES, 0))
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    return draws.astype(float)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _means(weights: NDArray[np.float64], column: NDArray[np.float64]) -> NDArray[np.float64]:
    asked = ~np.isnan(column)
    drawn = weights[:, asked].sum(axis=1)
    with np.errstate(invalid="ignore"):  # a resample may draw none that is asked: left out
        means: NDArray[np.float64] = (weights[:, asked] @ column[asked]) / drawn
    return means


def _figure(column: NDArray[np.float64], means: NDArray[np.float64]) -> Figure:
    asked = column[~np.isnan(column)]
    if not len(asked):
        return Figure(None, None, None, 0)
    if asked.min() == asked.max() and asked[0] in (0, 1):
        rest = 0.025 ** (1 / len(asked))
        low, high = (rest, 1.0) if asked[0] else (0.0, 1 - rest)
        return Figure(float(asked[0]), low, high, len(asked))
    return Figure(float(asked.mean()), *_ends(means), len(asked))


def _ends(means: NDArray[np.float64]) -> tuple[float | None, float | None]:
    drawn = means[~np.isnan(means)]
    if not len(drawn):
        return None, None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _harmonic(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        mean: NDArray[np.float64] = np.nan_to_num(2 * a * b / (a + b))
    return mean
