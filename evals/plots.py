"""Small plots as inline SVG, coloured by the page's own style sheet.

No plotting library is a dependency of Wenzheng, and these are three shapes.
"""

from __future__ import annotations

import math
from collections import Counter
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
    """How long answers took, as a histogram with p50 and p95 marked.

    The scale is logarithmic from 1 ms to 100 s: the first answer opens an index and takes ten
    times as long as the others, which are the ones to look at.
    """
    width, height, foot = 640, 120, 22
    milliseconds = [1000 * s for s in seconds]

    def place(value: float) -> float:
        """Where on the scale, from 0 to 1."""
        return min(1.0, max(0.0, math.log10(max(value, 1.0)) / 5))

    counts = Counter(min(bins - 1, int(bins * place(value))) for value in milliseconds)
    step, tallest = width / bins, height - foot - 28
    columns = "".join(
        f'<rect class="right" x="{n * step + 0.5:.1f}" y="{height - foot - h:.1f}" '
        f'width="{step - 1:.1f}" height="{h:.1f}"/>'
        for n, count in counts.items()
        if (h := tallest * count / max(counts.values()))
    )
    marks = ""
    for name, share, y in (("p50", 0.5, 10), ("p95", 0.95, 24)):
        value = percentile(milliseconds, share)
        x = width * place(value)
        anchor, shift = ("end", -4) if name == "p50" else ("start", 4)
        marks += (
            f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - foot}"/>'
            f'<text x="{x + shift:.1f}" y="{y}" text-anchor="{anchor}">{name} {value:.0f} ms</text>'
        )
    base = f'<line class="grid" x1="0" x2="{width}" y1="{height - foot}" y2="{height - foot}"/>'
    for power, label in enumerate(("1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s")):
        anchor = {0: "start", 5: "end"}.get(power, "middle")
        x = width * power / 5
        base += f'<text x="{x:.0f}" y="{height - 6}" text-anchor="{anchor}">{label}</text>'
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
