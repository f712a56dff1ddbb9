"""A run as lines of text: figures, kinds, misses with what they cite, comparison."""

from __future__ import annotations

from collections.abc import Iterator

from evals.figures import MEANING, Figure, by_kind, flat
from evals.run import Run
from evals.verdict import Verdict

SHOWN_OF_A_PARAGRAPH = 120


def lines(run: Run) -> Iterator[str]:
    """Everything that `evals answers` prints for people."""
    verdicts = run.verdicts
    answerable = sum(v.item.answerable for v in verdicts)
    yield (
        f"{run.golden}: {len(verdicts)} questions, {answerable} answerable; "
        f"answers: {run.answered_by}"
    )
    yield ""
    yield f"{'figure':<24} {'mean':>6}  {'95 % interval':<15} {'n':>4}  meaning"
    yield from (row(name, figure) for name, figure in run.figures.items())
    yield ""
    yield from _kinds(run)
    yield from _latency(run)
    for probe in run.probes:
        failed = [id for id, passed in probe.passed.items() if not passed]
        yield f"{probe.name}: {probe.note}"
        yield f"  failed: {' '.join(failed) or 'none'}"
    unstable = [s for s in run.stability or () if s.differing]
    if unstable:
        yield "another verdict in other writing: " + " ".join(
            f"{s.item.id} ({', '.join(s.differing)})" for s in unstable
        )
    if run.misses:
        yield f"\n{len(run.misses)} misses"
        for verdict in run.misses:
            yield from miss(verdict)
    if run.comparison:
        yield f"\ncompared with {run.compared_with}: {run.comparison}"
        yield f"  only this run: {' '.join(run.comparison.only_this) or 'none'}"
        yield f"  only the other: {' '.join(run.comparison.only_other) or 'none'}"


def row(name: str, figure: Figure) -> str:
    """One figure as a line of the table."""
    if figure.mean is None:
        return f"{name:<24} {'-':>6}  {'nothing asks it':<15} {0:>4}"
    interval = f"{figure.low:.3f} to {figure.high:.3f}" if figure.low is not None else ""
    return f"{name:<24} {figure.mean:>6.3f}  {interval:<15} {figure.n:>4}  {MEANING[name]}"


def miss(verdict: Verdict) -> Iterator[str]:
    """A question that was not answered as it should be, with what it cites."""
    item, given = verdict.item, verdict.given
    yield f"\n{item.id} ({item.kind})  {' / '.join(item.turns)}"
    yield f"  lacking: {'; '.join(verdict.lacking)}"
    yield "  answer: " + given.text.replace("\n", "\n          ")
    for n, citation in enumerate(given.citations, start=1):
        text = citation.text
        short = text[:SHOWN_OF_A_PARAGRAPH] + "…" * (len(text) > SHOWN_OF_A_PARAGRAPH)
        yield f"  [{n}] {citation.paragraph}  {short}"


def _kinds(run: Run) -> Iterator[str]:
    yield f"{'kind':<24} correct"
    for kind, some in by_kind(run.verdicts).items():
        yield f"{kind:<24} {sum(v.correct for v in some)}/{len(some)}"
    yield ""


def _latency(run: Run) -> Iterator[str]:
    found = flat(run.verdicts, run.figures)
    if isinstance(found["seconds_p50"], float) and isinstance(found["seconds_p95"], float):
        p50, p95 = 1000 * found["seconds_p50"], 1000 * found["seconds_p95"]
        yield f"an answer takes {p50:.0f} ms (p95 {p95:.0f})"
        yield ""
