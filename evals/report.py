"""A run as one HTML page that asks nothing of any other site, light and dark.

Everything that came from a document, a golden set or an answer is escaped: it is shown, and
never becomes part of the page. Parts of it are in report_parts.py.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from evals.figures import MEANING, Figure, by_kind, flat
from evals.plots import axis, bar, latencies, whisker
from evals.report_parts import comparison, every_question, missed, probes, unstable
from evals.run import Run

CARDS = ("answerable", "refused", "harmonic", "citation_precision", "number_support")
"""The figures that are shown large, at the top."""


def write(run: Run, path: Path) -> None:
    """Write the page. Raises OSError."""
    path.write_text(page(run), encoding="utf-8")


def page(run: Run) -> str:
    """The whole page as text."""
    title = f"Answers to {run.golden}"
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    facts = [
        f"{len(run.verdicts)} questions, {sum(v.item.answerable for v in run.verdicts)} answerable",
        f"answers: {run.answered_by}",
        *(f"{name}: {fact}" for name, fact in run.facts.items()),
        run.started,
    ]
    parts = [
        f"<header><h1>{escape(title)}</h1>",
        f'<p class="facts">{"".join(f"<span>{escape(f)}</span>" for f in facts if f)}</p>',
        _cards(run),
        "</header><main>",
        _figures(run),
        probes(run),
        comparison(run),
        _kinds(run),
        _latency(run),
        unstable(run),
        missed(run),
        every_question(run),
        "</main>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{style}</style></head><body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def _cards(run: Run) -> str:
    cards = [
        _card(name.replace("_", " "), f"{figure.mean:.2f}", MEANING[name])
        for name in CARDS
        if (figure := run.figures[name]).mean is not None
    ]
    found = flat(run.verdicts, run.figures)
    p50, p95 = found["seconds_p50"], found["seconds_p95"]
    if isinstance(p50, float) and isinstance(p95, float):
        cards.append(_card("an answer takes", f"{1000 * p50:.0f} ms", f"p95 {1000 * p95:.0f} ms"))
    return f'<div class="cards">{"".join(cards)}</div>'


def _card(name: str, value: str, meaning: str) -> str:
    return (
        f'<div class="card"><span>{escape(name)}</span><b>{escape(value)}</b>'
        f'<span class="soft">{escape(meaning)}</span></div>'
    )


def _figures(run: Run) -> str:
    rows = "".join(_row(name, figure) for name, figure in run.figures.items())
    return (
        "<section><h2>Figures</h2>"
        '<p class="soft">Means with 95 % intervals from resampling the questions. Two runs are '
        "compared on the same questions, never by whether intervals overlap.</p>"
        '<div class="wide"><table><thead><tr><th>figure</th><th>what it says</th>'
        f'<th class="n">mean</th><th class="plot">{axis()}</th><th class="n">interval</th>'
        f'<th class="n">n</th></tr></thead><tbody>{rows}</tbody></table></div></section>'
    )


def _row(name: str, figure: Figure) -> str:
    mean = "–" if figure.mean is None else f"{figure.mean:.3f}"
    interval = "nothing asks it" if figure.low is None else f"{figure.low:.2f}–{figure.high:.2f}"
    return (
        f'<tr><td class="name">{escape(name.replace("_", " "))}</td>'
        f'<td class="meaning">{escape(MEANING[name])}</td><td class="n">{mean}</td>'
        f'<td class="plot">{whisker(figure)}</td><td class="n">{interval}</td>'
        f'<td class="n">{figure.n}</td></tr>'
    )


def _kinds(run: Run) -> str:
    rows = ""
    for kind, some in by_kind(run.verdicts).items():
        correct = sum(verdict.correct for verdict in some)
        rows += (
            f'<tr><td class="name">{escape(kind)}</td><td class="plot">{bar(correct, len(some))}'
            f'</td><td class="n">{correct} of {len(some)}</td></tr>'
        )
    return (
        "<section><h2>By kind of question</h2>"
        '<p class="soft">A kind with few questions says little: of 10, one more is 10 points.</p>'
        f'<div class="wide"><table><tbody>{rows}</tbody></table></div></section>'
    )


def _latency(run: Run) -> str:
    seconds = [v.given.seconds for v in run.verdicts if v.given.seconds is not None]
    if not seconds:
        return ""
    return f"<section><h2>How long answers take</h2>{latencies(seconds)}</section>"
