"""A document's outline: where each section begins, for a reader to go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.document import Paragraph

LONGEST = 40
"""Characters of a heading that the outline shows: some run on as a whole sentence."""


class Entry(NamedTuple):
    """One line of the outline."""

    n: int
    """The paragraph that the section begins with."""
    depth: int
    """0 for the outermost."""
    heading: str


def outline(paragraphs: Sequence[Paragraph]) -> list[Entry]:
    """The sections in page order, each at the first paragraph that stands in it.

    >>> from ingest.document import Paragraph
    >>> page = [Paragraph("d", 0, "一、回顾", 0, 0, 4, "heading"),
    ...         Paragraph("d", 1, "增产。", 5, 5, 8, section=("一、回顾", "（一）农业"))]
    >>> [(entry.n, entry.depth, entry.heading) for entry in outline(page)]
    [(0, 0, '一、回顾'), (1, 1, '（一）农业')]
    """
    entries: list[Entry] = []
    known: tuple[str, ...] = ()
    for paragraph in paragraphs:
        path = paragraph.section
        if paragraph.role == "heading":
            path = (*path, paragraph.text)
        elif paragraph.role != "body":
            continue
        shared = 0
        for one, other in zip(known, path, strict=False):
            if one != other:
                break
            shared += 1
        for depth in range(shared, len(path)):
            heading = path[depth]
            shown = heading[:LONGEST] + "…" if len(heading) > LONGEST else heading
            entries.append(Entry(paragraph.n, depth, shown))
        known = path
    return entries
