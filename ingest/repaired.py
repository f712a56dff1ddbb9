"""Which characters of a restored text stand where the published copy was torn.

    repairs(raw, offsets, reports, span) -> [Repair, …]

A gloss or a doubled comma that was taken off is no repair: nothing was lost there. A repair is
a place where characters were missing and were read back from the bytes (kind "repaired"), or
where the bytes alone don't decide (kind of its report, with the alternatives).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ingest.offsets import OffsetMap, Span

if TYPE_CHECKING:
    from ingest.restore import Report  # readers need no engine that restores

_LOST = ("?", "？", "�")
"""What a torn place shows in the page as published."""


class Repair(NamedTuple):
    """One torn place, as a span of the restored text it was asked for."""

    start: int
    end: int
    raw: str
    """What the page as published has there."""
    kind: str
    alternatives: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the bytes, or another copy, decide what stood there."""
        return self.kind in ("repaired", "confirmed by a copy")


def repairs(
    raw: str, offsets: OffsetMap, reports: Sequence[Report], span: Span
) -> tuple[Repair, ...]:
    """The torn places within a span of the restored page, in order.

    Starts and ends count from the span's start.
    """
    found: list[Repair] = []
    for report in reports:
        place = offsets.out_span(report.raw_start, report.raw_end)
        if place.start < span.end and span.start < place.end:
            text = raw[report.raw_start : report.raw_end]
            found.append(_within(span, place, text, report.kind, report.alternatives))
    for place in _torn(raw, offsets, span):
        repair = _within(span, place, raw[slice(*offsets.span(*place))], "repaired", ())
        if all(repair.end <= known.start or known.end <= repair.start for known in found):
            found.append(repair)
    return tuple(sorted(found))


def _within(span: Span, place: Span, raw: str, kind: str, alternatives: tuple[str, ...]) -> Repair:
    start, end = max(place.start, span.start), min(place.end, span.end)
    return Repair(start - span.start, end - span.start, raw, kind, alternatives)


def _torn(raw: str, offsets: OffsetMap, span: Span) -> list[Span]:
    """Neighbouring runs whose published side shows a loss that the restored side doesn't."""
    places: list[Span] = []
    ends = [*(run.out_start for run in offsets.runs[1:]), offsets.out_length]
    for run, end in zip(offsets.runs, ends, strict=True):
        if end <= span.start or run.out_start >= span.end:
            continue
        straight = end - run.out_start == run.raw_end - run.raw_start
        if straight or not any(mark in raw[run.raw_start : run.raw_end] for mark in _LOST):
            continue
        if places and places[-1].end == run.out_start:
            places[-1] = Span(places[-1].start, end)
        else:
            places.append(Span(run.out_start, end))
    return places
