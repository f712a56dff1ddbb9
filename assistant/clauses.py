"""Whether the figure in a sentence is the figure of what is asked for: clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress

from assistant.fits import MEASURED, in_unit
from assistant.terms import Term, share, spoken_of

BEFORE_CREDIT = 0.8
"""What a word counts in the clause before the one with the figure; see evidence.py."""
_CLAUSE_RE = re.compile(r"[,，;；。:：]")


def figure_clause(terms: Sequence[Term], folded: str, unit: str) -> tuple[float, str]:
    """The nouns' share in the best clause that has a figure and in the one before it; and the
    text of what was counted.

    >>> one = (Term("游客", 2.0, True), Term("收入", 1.0, True))
    >>> figure_clause(one, "接待游客1350万人次,实现收入66亿元", "亿")
    (0.866..., '接待游客1350万人次,实现收入66亿元')
    """
    noun = (
        [term.noun for term in terms] if any(term.noun for term in terms) else [True] * len(terms)
    )
    clauses = _CLAUSE_RE.split(folded)
    best, most, stated = 0.0, 0.0, folded
    for before, clause in zip(["", *clauses], clauses, strict=False):
        if MEASURED.search(clause) and (unit in clause or in_unit(unit, clause)):
            alone = [spoken_of(term, clause) for term in terms]
            both = f"{before},{clause}"  # 生产总值完成123.9亿元,同比增长4.1%
            together = [
                value
                if value >= BEFORE_CREDIT
                else max(value, BEFORE_CREDIT * spoken_of(term, both))
                for term, value in zip(terms, alone, strict=True)
            ]
            nouns = share(list(compress(terms, noun)), list(compress(together, noun)))
            best = max(best, nouns)
            everything = share(terms, together)
            if everything > most:
                most = everything
                alone_too = share(list(compress(terms, noun)), list(compress(alone, noun)))
                stated = clause if alone_too >= nouns else both
    return best, stated
