"""What restoring did to a page, for a person to read: `python -m ingest restore --explain`.

    explanation(raw) -> lines

Step by step: its name, why it is done, and each change, equal ones together, with the line
and character where each stands in the page as published. Then the places that the bytes
don't decide, with what else they could be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.restore import Change, Report, Step, explain, restore

AROUND = 8
"""Characters of context on either side of a change."""

_INVISIBLE = str.maketrans({"\n": "␊", "\r": "␍", "\t": "␉"})


def explanation(raw: str) -> Iterator[str]:
    r"""The lines of the explanation of one page, without line ends.

    >>> for line in explanation("濟(jì)源日?qǐng)?bào)\n"):
    ...     print(line)
    damaged: yes; published in traditional characters
    <BLANKLINE>
    1. glosses: a script put readings behind characters, in places between their two bytes
       2 changes
       1:1   濟(jì) -> 濟   【濟(jì)】源日?qǐng)
       1:8   ?qǐng)?bào) -> 報   濟(jì)源日【?qǐng)?bào)】␊
    <BLANKLINE>
    2. script: the page is in traditional characters
       2 changes
       1:1   濟 -> 济   【濟】源日報␊
       1:8   報 -> 报   濟源日【報】␊
    <BLANKLINE>
    the bytes decide every place
    """
    restored = restore(raw)
    places = _Places(raw)
    scripts = {"hans": "simplified", "hant": "traditional", "latin": "latin"}
    damaged = "yes" if restored.damaged else "no"
    yield f"damaged: {damaged}; published in {scripts[restored.script]} characters"
    yield ""
    before = raw
    steps = explain(raw)
    for number, step in enumerate(steps, start=1):
        yield from _step(number, step, before, places)
        yield ""
        before = step.text
    if not steps:
        yield "nothing was changed"
    if not restored.damaged:
        return
    if not restored.reports:
        yield "the bytes decide every place"
        return
    yield f"{_count(len(restored.reports), 'place')} that the bytes don't decide"
    for report in restored.reports:
        yield from _report(report, raw, places)


def _step(number: int, step: Step, before: str, places: _Places) -> Iterator[str]:
    alike: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in step.changes:
        alike[change.before, change.after].append(change)
    yield f"{number}. {step.name}: {step.why}"
    different = f", {len(alike)} different" if len(alike) < len(step.changes) else ""
    yield f"   {_count(len(step.changes), 'change')}{different}"
    for (old, new), changes in alike.items():
        first, *others = changes
        times = f" ×{len(changes)}" if others else ""
        around = _around(before, first.start, first.start + len(old))
        place = places.of(first.raw_start)
        yield f"   {place}   {_visible(old)} -> {_visible(new) or '(nothing)'}{times}   {around}"
        if others:
            yield "      also " + " ".join(places.of(change.raw_start) for change in others)


def _report(report: Report, raw: str, places: _Places) -> Iterator[str]:
    span = f"characters {report.raw_start} to {report.raw_end}"
    yield f"   {places.of(report.raw_start)}   {report.kind}   {span} as published:"
    yield f"      {_around(raw, report.raw_start, report.raw_end)}"
    others = ", ".join(map(_visible, report.alternatives)) or "nothing that is known"
    margin = f"; reads better by {report.margin} nats" if report.margin else ""
    yield f"      chosen: {_visible(report.chosen)}; it could be {others}{margin}"


class _Places:
    """Where a character stands: line and character, both from 1."""

    def __init__(self, text: str) -> None:
        self.starts: Sequence[int] = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]

    def of(self, at: int) -> str:
        """Line and character of an offset, as 3:14."""
        line = bisect_right(self.starts, at)
        return f"{line}:{at - self.starts[line - 1] + 1}"


def _around(text: str, start: int, end: int) -> str:
    left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return _visible(f"{left}【{text[start:end]}】{right}")


def _visible(text: str) -> str:
    return text.translate(_INVISIBLE)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
