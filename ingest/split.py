"""Paragraphs -> passages: what is retrieved, 300 to 500 characters that end with a sentence.

    split(paragraph, title=…) -> the paragraph's passages, in order

A paragraph of up to LONGEST characters is one passage. A marked list (一是…二是…) stays whole
and keeps the words that introduce it, as half a list answers no question; only a list of
more than CAP characters is divided, between members. Never two paragraphs in one passage.

Headings and titles give no passages: they are the ``heading`` of what stands below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Paragraph, Passage
from ingest.enumerations import enumerations

SHORTEST, LONGEST = 300, 500
"""Characters: by the issue. The keyword index wants whole thoughts, embeddings short ones."""
CAP = 3000
"""The longest list that is kept whole; the longest of the real documents has 888."""
_TOO_SHORT = 120
"""A rest of fewer characters goes with the passage before it."""
_SENTENCE_RE = re.compile(r"[^。！？!?]*[。！？!?]+[”\"’」》）)]*\s*|[^。！？!?]+$")
_CLAUSE_RE = re.compile(r"[^；;，,]*[；;，,]|[^；;，,]+$")


def split(paragraph: Paragraph, *, title: str | None = None) -> list[Passage]:
    """The passages of one paragraph; none for headings and titles."""
    if paragraph.role in {"title", "heading"}:
        return []
    heading = " › ".join(part for part in (title, *paragraph.section) if part)
    text = paragraph.text
    passages = []
    for k, (start, end) in enumerate(_bounds(text)):
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        passages.append(
            Passage(paragraph.document, paragraph.n, k, left, text[left:end].rstrip(), heading)
        )
    return passages


def _bounds(text: str) -> list[tuple[int, int]]:
    if len(text) <= LONGEST:
        return [(0, len(text))]
    bounds: list[tuple[int, int]] = []
    start = end = 0
    for _, unit_end in _units(text):
        # Close at the border that leaves the passage nearest to the wanted length.
        if end > start and unit_end - start > LONGEST and end - start >= _TOO_SHORT:
            bounds.append((start, end))
            start = end
        end = unit_end
        if SHORTEST <= end - start <= LONGEST and len(text) - end > LONGEST:
            bounds.append((start, end))
            start = end
    if end > start:
        if bounds and end - start < _TOO_SHORT and end - bounds[-1][0] <= LONGEST + _TOO_SHORT:
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
    return bounds


def _units(text: str) -> Iterator[tuple[int, int]]:
    """What is never cut: lists with their leads, and between them sentences."""
    at = 0
    for start, end in _lists(text):
        yield from _sentences(text, at, start)
        yield start, end
        at = end
    yield from _sentences(text, at, len(text))


def _lists(text: str) -> list[tuple[int, int]]:
    """Spans of the marked lists, in order and without overlap; too long ones by members."""
    spans: list[tuple[int, int]] = []
    at = 0
    for found in enumerations(text):
        if found.style != "marked" or found.start < at:
            continue
        if found.end - found.start <= CAP:
            spans.append((found.start, found.end))
        else:
            starts = [found.start, *(member.start for member in found.members[1:])]
            spans.extend(_grouped(starts, found.end))
        at = found.end
    return spans


def _grouped(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Neighbouring members together, as many as fit under CAP."""
    groups = [starts[0]]
    for i, start in enumerate(starts[1:], 1):
        following = starts[i + 1] if i + 1 < len(starts) else end
        if following - groups[-1] > CAP:
            groups.append(start)
    return list(zip(groups, [*groups[1:], end], strict=True))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE_RE.finditer(text, start, end):
        if match.end() - match.start() <= 2 * LONGEST:
            yield match.span()
            continue
        # A sentence of a thousand characters: cut at its commas, each piece as long as allowed.
        begin = at = match.start()
        for clause in _CLAUSE_RE.finditer(text, match.start(), match.end()):
            if clause.end() - begin > LONGEST and at > begin:
                yield begin, at
                begin = at
            at = clause.end()
        yield begin, at
