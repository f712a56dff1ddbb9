"""Small plots as inline SVG, coloured by the page's own style sheet.

No plotting library is a dependency of Wenzheng, and these are three shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.figures import Figure
from evals.measures import percentile

WIDTH, HEIGHT = 240, 18
"""Of one row's plot, in SVG units; the page scales it."""

_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


def axis() -> str:
    """The scale above a column of `whisker` or `bar` rows."""
    labels = "".join(
        f'<text x="{_x(at):.1f}" y="12" text-anchor="{anchor}">{at:g}</text>'
        for at, anchor in zip(_GRID, ("start", "middle", "middle", "middle", "end"), strict=True)
    )
    return _svg(labels, WIDTH, HEIGHT, "scale from 0 to 1", "axis")


def whisker(figure: Figure) -> str:
    """A share as a dot on the scale from 0 to 1, with its interval as a line."""
    if figure.mean is None:
        return _svg(_grid(HEIGHT), WIDTH, HEIGHT, "nothing asks it", "whisker")
    low = figure.mean if figure.low is None else figure.low
    high = figure.mean if figure.high is None else figure.high
    middle = HEIGHT / 2
    return _svg(
        _grid(HEIGHT)
        + f'<line class="interval" x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{middle}" '
        f'y2="{middle}"/><circle class="mean" cx="{_x(figure.mean):.1f}" cy="{middle}" r="4"/>',
        WIDTH,
        HEIGHT,
        f"{figure.mean:.3f}, 95 % interval {low:.3f} to {high:.3f}",
        "whisker",
    )


def bar(correct: int, of: int) -> str:
    """How many of a kind are right, as a filled bar."""
    width = WIDTH - 8
    return _svg(
        f'<rect class="all" x="4" y="4" width="{width}" height="{HEIGHT - 8}" rx="2"/>'
        f'<rect class="right" x="4" y="4" width="{width * correct / of:.1f}" '
        f'height="{HEIGHT - 8}" rx="2"/>',
        WIDTH,
        HEIGHT,
        f"{correct} of {of}",
        "bar",
    )


def latencies(seconds: Sequence[float], *, bins: int = 40) -> str:
    """How long answers took, as a histogram in milliseconds with p50 and p95 marked."""
    width, height, foot = 640, 120, 22
    milliseconds = [1000 * s for s in seconds]
    most = max(milliseconds) or 1.0
    counts = [0] * bins
    for value in milliseconds:
        counts[min(bins - 1, int(bins * value / most))] += 1
    step = width / bins
    columns = "".join(
        f'<rect class="right" x="{n * step + 0.5:.1f}" y="{height - foot - h:.1f}" '
        f'width="{step - 1:.1f}" height="{h:.1f}"/>'
        for n, count in enumerate(counts)
        if (h := (height - foot - 16) * count / max(counts))
    )
    marks = ""
    for name, share, y in (("p50", 0.5, 10), ("p95", 0.95, 22)):
        value = percentile(milliseconds, share)
        x = width * value / most
        anchor = "end" if x > width / 2 else "start"
        shift = -4 if anchor == "end" else 4
        marks += (
            f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - foot}"/>'
            f'<text x="{x + shift:.1f}" y="{y}" text-anchor="{anchor}">{name} {value:.0f} ms</text>'
        )
    base = (
        f'<line class="grid" x1="0" x2="{width}" y1="{height - foot}" y2="{height - foot}"/>'
        f'<text x="0" y="{height - 6}">0 ms</text>'
        f'<text x="{width}" y="{height - 6}" text-anchor="end">{most:.0f} ms</text>'
    )
    return _svg(columns + marks + base, width, height, "how long answers took", "latencies")


def _x(share: float) -> float:
    return 4 + share * (WIDTH - 8)


def _grid(height: int) -> str:
    return "".join(
        f'<line class="grid" x1="{_x(at):.1f}" x2="{_x(at):.1f}" y1="0" y2="{height}"/>'
        for at in _GRID
    )


def _svg(inner: str, width: int, height: int, label: str, name: str) -> str:
    return (
        f'<svg class="{name}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(label)}">{inner}</svg>'
    )
