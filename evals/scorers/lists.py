"""Which lines of a list say something that was asked for: extra items are no completeness."""

from __future__ import annotations

import re

from evals.scorers.matching import folded, states_any
from evals.scorers.nuggets import Nuggets

_MARKED_RE = re.compile(r"\[\d+\]")


def asked_for(answer: str, nuggets: Nuggets) -> tuple[bool, ...]:
    r"""For each line of an answer that cites something, whether it states a nugget.

    >>> asked_for("三件：\n修路80公里[1]\n会议强调[2]", [["80公里"]])
    (True, False)
    """
    lines = [folded(_MARKED_RE.sub("", line)) for line in answer.split("\n") if _marked(line)]
    return tuple(any(states_any(line, some) for some in nuggets) for line in lines)


def _marked(line: str) -> bool:
    return bool(_MARKED_RE.search(line))
