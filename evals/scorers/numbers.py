"""Which numbers of an answer stand in what it cites, in its sources' labels or the question.

An invented figure, and one put together from two, stands nowhere.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER_RE = re.compile(r"\d+(?:\.\d+)?")


class Number(NamedTuple):
    """One number of an answer."""

    text: str
    known: bool


def numbers(answer: str, known: str) -> tuple[Number, ...]:
    """The numbers of a folded answer, and whether each stands whole in a folded text.

    Its markers must have been taken off before.

    >>> [n.known for n in numbers("建成180公里和3家", "建成180公里和13家")]
    [True, False]
    """
    return tuple(Number(number, _stands(number, known)) for number in _NUMBER_RE.findall(answer))


def _stands(number: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", text))
