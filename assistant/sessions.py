"""Meetings are told apart by their number: the fourth says nothing of the third.

same_session(question, text)         -> whether a text numbers no other one
unheard_session(question, snapshot)  -> whether no document has the number
"""

from __future__ import annotations

import re

from ingest.library import Snapshot
from ingest.numerals import chinese_number, numeral

_SESSION_RE = re.compile(r"第(?P<n>[一二三四五六七八九十百零〇\d]{1,4})(?P<of>[次届])")


def same_session(question: str, folded: str) -> bool:
    """Whether a folded text that numbers a meeting numbers the one asked about.

    >>> same_session("第三次全体会议何时开?", "召开第四次全体会议")
    False
    >>> same_session("全体会议何时开?", "召开第四次全体会议")
    True
    """
    asked = _sessions(question)
    said = _sessions(folded)
    numbered = {of for _, of in said}
    return all(one in said or one[1] not in numbered for one in asked)


def unheard_session(question: str, snapshot: Snapshot) -> bool:
    """Whether the question names a meeting (第83次) by a number that no document has."""
    for n, of in _sessions(question):
        forms = {str(n), numeral(n) if n < 100 else str(n)}
        if of == "次" and not any(snapshot.contains(f"第{form}次") for form in forms):
            return True
    return False


def _sessions(folded: str) -> set[tuple[int, str]]:
    found = ((chinese_number(m["n"]), m["of"]) for m in _SESSION_RE.finditer(folded))
    return {(n, of) for n, of in found if n is not None}
