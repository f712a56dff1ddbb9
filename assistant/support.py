"""The sentence of a paragraph that supports a claim: what a citation points to."""

from __future__ import annotations

from assistant.sentences import sentences
from ingest.document import Paragraph
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.words import bigrams


def supporting(claim: str, paragraph: Paragraph) -> Span:
    """The sentence of a paragraph that shares most with a claim."""
    spans = sentences(paragraph.text) or [Span(0, len(paragraph.text))]
    folded = fold(paragraph.text)
    pairs = set(bigrams(fold(claim)))
    return max(spans, key=lambda s: sum(pair in folded[s.start : s.end] for pair in pairs))
