"""Whether a text states something, whatever its script, width, case and punctuation.

A number counts only as a whole number: 80公里 is not stated by 180公里, nor 3.2 by 13.2 or
by 3.25, nor 5 by 5%. Lossy, only for scoring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ingest.normalise import by_dictionary

_THOUSANDS_RE = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Two numbers that only punctuation kept apart must not grow together: 18446;8.9%.
_APART_RE = re.compile(r"(?<=[\d%])\0+(?=\d)")
_WITHIN_NUMBERS = ".:+"
_GROWS_A_NUMBER = ".%万亿"


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Letters, digits, Chinese characters, %, and the signs within numbers; all else is gone.

    >>> folded("增長１,８４４.６億元；8.9％（ＧＤＰ）")
    '增长1844.6亿元8.9%gdp'
    >>> folded("18446；8.9%")
    '18446|8.9%'
    """
    plain = by_dictionary(unicodedata.normalize("NFKC", text)).lower().replace("∶", ":")
    plain = _THOUSANDS_RE.sub("", plain)
    kept = (c if _counts(plain, k) else "\0" for k, c in enumerate(plain))
    return _APART_RE.sub("|", "".join(kept)).replace("\0", "")


def states(text: str, statement: str) -> bool:
    """Whether a folded text holds a folded statement, its outer numbers whole.

    >>> states(folded("建成农村公路180公里"), folded("80公里"))
    False
    >>> states(folded("建成农村公路180公里"), folded("180公里"))
    True
    """
    start = text.find(statement)
    while start >= 0:
        if not _cuts_a_number(text, start, statement):
            return True
        start = text.find(statement, start + 1)
    return False


def states_any(text: str, alternatives: Iterable[str]) -> bool:
    """Whether a folded text holds one of some statements, which are folded here."""
    return any(states(text, folded(alternative)) for alternative in alternatives)


def _counts(text: str, k: int) -> bool:
    c = text[k]
    if c.isalnum() or c == "%":
        return True
    inside = 0 < k < len(text) - 1 and text[k - 1].isdigit() and text[k + 1].isdigit()
    return inside and c in _WITHIN_NUMBERS


def _cuts_a_number(text: str, start: int, statement: str) -> bool:
    end = start + len(statement)
    before, after = text[start - 1 : start], text[end : end + 1]
    if statement[0].isdigit() and (before.isdigit() or before == "."):
        return True
    return statement[-1].isdigit() and (
        after.isdigit() or (after != "" and after in _GROWS_A_NUMBER)
    )
