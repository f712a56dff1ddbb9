"""Which facts an answer states, and which of those a paragraph that it cites holds.

What comes from a model's memory is stated, but carried by nothing: it earns nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evals.scorers.matching import states_any

Nuggets = Sequence[Sequence[str]]
"""Facts, each in its alternative wordings."""


class Stated(NamedTuple):
    """For each nugget, in order."""

    said: tuple[bool, ...]
    """Whether the answer states it."""
    carried: tuple[bool, ...]
    """Whether it is said and stands in a cited paragraph, in whatever wording."""


def stated(nuggets: Nuggets, answer: str, cited: Sequence[str]) -> Stated:
    """Hold an answer's text against nuggets; all texts folded but the nuggets.

    >>> stated([["80公里"], ["3家", "三家"]], "80公里和3家", ["新建公路80公里"])
    Stated(said=(True, True), carried=(True, False))
    """
    said = tuple(states_any(answer, alternatives) for alternatives in nuggets)
    carried = tuple(
        is_said and any(states_any(text, alternatives) for text in cited)
        for is_said, alternatives in zip(said, nuggets, strict=True)
    )
    return Stated(said, carried)
