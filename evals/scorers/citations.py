"""Which cited paragraphs carry something, and which of the gold paragraphs are cited."""

from __future__ import annotations

from collections.abc import Sequence

from evals.scorers.matching import states_any
from evals.scorers.nuggets import Nuggets


def useful(cited: Sequence[str], quotes: Sequence[str], nuggets: Nuggets) -> tuple[bool, ...]:
    """For each cited paragraph, whether it holds a gold quote or states a nugget.

    Texts and quotes are folded. Citing everything makes most of them useless.

    >>> useful(["新建公路80公里", "会议强调"], ["新建公路"], [["80公里"]])
    (True, False)
    """
    return tuple(
        any(quote in text for quote in quotes)
        or any(states_any(text, alternatives) for alternatives in nuggets)
        for text in cited
    )


def reached(cited: Sequence[str], quotes: Sequence[str]) -> tuple[bool, ...]:
    """For each gold quote, whether a cited paragraph holds it; all folded."""
    return tuple(any(quote in text for text in cited) for quote in quotes)
