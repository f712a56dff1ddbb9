"""A paragraph as restored and as published, its torn places marked and explained.

    columns(sides)        for a terminal: two columns, torn places underlined
    lines(sides)          for a file: a pair of lines, torn places in 【】
    notes(text, repairs)  a line for each torn place: what was there, what else it could be

Nothing here reads a library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from ingest.document import Paragraph
from ingest.offsets import Span
from ingest.repaired import Repair

MARK = "underline"


class Sides(NamedTuple):
    """One paragraph in both its texts."""

    paragraph: Paragraph
    published: str
    repairs: tuple[Repair, ...]
    torn: tuple[Span, ...]
    """Where the repairs stand in ``published``, in their order."""


def columns(sides: Sides) -> Table:
    """Restored on the left, published on the right; rich counts a Chinese character as two."""
    table = Table(box=None, expand=True, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    restored = _underlined(sides.paragraph.text, _spans(sides.repairs))
    table.add_row(restored, _underlined(sides.published, sides.torn))
    return table


def lines(sides: Sides) -> Iterator[str]:
    """One line if both texts are the same, else two."""
    if sides.published == sides.paragraph.text:
        yield f"as published  {sides.published}"
        return
    yield f"restored      {_bracketed(sides.paragraph.text, _spans(sides.repairs))}"
    yield f"as published  {_bracketed(sides.published, sides.torn)}"


def notes(text: str, repairs: Sequence[Repair]) -> Iterator[str]:
    """What is to be known about each torn place of a text.

    >>> for note in notes("济源日报", [Repair(3, 4, "?qǐng)?bào)", "torn", ("爆", "抱"))]):
    ...     print(note)
      报   torn: published as ?qǐng)?bào); it could be 爆, 抱
    """
    for repair in repairs:
        note = f"{repair.kind}: published as {repair.raw}"
        if repair.alternatives:
            others = ", ".join(repair.alternatives)
            note += f"; {'other readings:' if repair.certain else 'it could be'} {others}"
        elif not repair.certain:
            note += "; the bytes don't decide"
        yield f"  {text[repair.start : repair.end] or '(nothing)'}   {note}"


def _spans(repairs: Sequence[Repair]) -> list[Span]:
    return [Span(repair.start, repair.end) for repair in repairs]


def _underlined(text: str, spans: Iterable[Span]) -> Text:
    shown = Text(text)
    for span in spans:
        shown.stylize(MARK, *span)
    return shown


def _bracketed(text: str, spans: Iterable[Span]) -> str:
    """Spans in order; where two overlap they share one bracket."""
    pieces = []
    at = 0
    for span in _joined(spans):
        pieces += [text[at : span.start], "【", text[span.start : span.end], "】"]
        at = span.end
    return "".join([*pieces, text[at:]])


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
