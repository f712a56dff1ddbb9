"""What both indexes take in, what they are asked and what they answer.

Plain values, so that a caller can speak of a search without loading either index. How a
question becomes terms and weights is the assistant's business.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ingest.document import Passage, Period


class Entry(NamedTuple):
    """A passage as the indexes take it in."""

    passage: Passage
    year: int | None
    """The year its paragraph speaks about."""
    period: Period | None
    key: bytes
    """Under what its vector is kept in the record."""


Terms = tuple[tuple[str, float], ...]
"""Folded terms, each once, with what each counts."""


class KeywordQuery(NamedTuple):
    """Folded terms with their weights, as words and as bigrams (ingest.words makes both).

    The terms of ``other_…`` are searched too, but nothing lacks them: they are other wordings
    of what was asked, each with its credit.
    """

    words: Terms = ()
    bigrams: Terms = ()
    other_words: Terms = ()
    other_bigrams: Terms = ()


class Match(NamedTuple):
    """A passage that shares terms with the question, and what is needed to rank it closer."""

    passage: str
    document: str
    words: float
    """Score among the passages found by words, as a share of the best one's; 0 if it isn't."""
    bigrams: float
    """The same by bigrams."""
    text: str
    """Folded."""
    heading: str
    """Folded."""

    @property
    def score(self) -> float:
        """Both lists added, 0 to 2."""
        return self.words + self.bigrams


class Filter(NamedTuple):
    """What a passage must be to count; None doesn't ask, an empty collection admits nothing."""

    documents: Collection[str] | None = None
    years: Collection[int] | None = None
    period: Period | None = None

    @property
    def admits_nothing(self) -> bool:
        """Whether no passage can pass, so that no index need be asked.

        >>> Filter(years=[]).admits_nothing, Filter().admits_nothing
        (True, False)
        """
        return any(chosen is not None and not chosen for chosen in (self.documents, self.years))


EVERYTHING = Filter()
"""Lets every passage pass."""


class Hit(NamedTuple):
    """A passage found, and how well: higher is better, on the scale of its index."""

    passage: str
    score: float
