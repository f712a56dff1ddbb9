"""What an answer says that it may not: forbidden, or another year's or place's.

A tempting figure is true of somewhere else. Quoting both and letting the reader choose
counts as wrong, unless the very sentence names whose figure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evals.scorers.matching import folded, states

_SENTENCE_END_RE = re.compile(r"[。!?！？;；\n]")


class Lapses(NamedTuple):
    """What shouldn't have been said."""

    forbidden: tuple[str, ...]
    tempting: tuple[str, ...]
    """Once for each sentence that says it without its owner."""

    @property
    def all(self) -> tuple[str, ...]:
        """Both, in one."""
        return self.forbidden + self.tempting


def lapses(
    answer: str, forbidden: Sequence[str], tempting: Iterable[tuple[str, Sequence[str]]]
) -> Lapses:
    """Look through an answer as written; ``tempting`` are pairs of text and owners.

    >>> lapses("2018年建成97座。", [], [("97座", ["2018"])]).all
    ()
    >>> lapses("建成97座，2019年128座。", [], [("97座", ["2018"])]).all
    ('97座',)
    """
    said = answer.lower()
    sentences = [folded(sentence) for sentence in _SENTENCE_END_RE.split(answer)]
    return Lapses(
        tuple(text for text in forbidden if text.lower() in said),
        tuple(
            text
            for text, owners in tempting
            for sentence in sentences
            if sentence
            and states(sentence, folded(text))
            and not any(folded(owner) in sentence for owner in owners)
        ),
    )
