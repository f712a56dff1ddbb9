"""Torn places decided: of all ways to read the bytes, the one that is Chinese.

`choose` scores every row of ingest/torn.py with the dictionary, its neighbours left and
right included, and gives the likeliest text with its margin. Each row also competes with
its reading in which two bytes were dropped: on copies of other sites that is the commonest
damage, and its sign is a character that hardly anybody writes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest import prior, scriptmap
from ingest.bytemodel import code, fold_width
from ingest.torn import GLOSS_RE, LOST, Cell, Option, Page, Row, rows_of, without_lost_pair

SURE = 6.0
"""Nats between the choice and the next text below which a place is reported."""
LEFT, RIGHT = 3, 5
"""Characters of context that are read along."""
DROPPED = 2.0
"""Nats for two dropped bytes: one pair in eight falls on a cell that gets dropped, and all
the pairs of characters that fit count, not only the likeliest."""
UNTORN = 6.0
"""Nats a lone ? has ahead: most of them are question marks."""


class Choice(NamedTuple):
    """What stands at a torn place."""

    kind: str
    text: str
    cells: tuple[Cell, ...]
    end: int
    alternatives: tuple[str, ...]
    margin: float


class _Scored(NamedTuple):
    score: float
    text: str
    row: Row


def choose(text: str, at: int, before: str, page: Page) -> Choice | None:
    """The likeliest text from the lost byte at ``at`` on; None when nothing fits the bytes.

    before: the restored text up to there (traditional still, if the page is).
    """
    rows = rows_of(text, at, before[-1:], page)
    if not rows:
        return None
    if len(rows) == 1 and not rows[0].torn:
        return _plain(rows[0])
    reach = max(row.end for row in rows)
    left = _simplified(before[-LEFT:])
    scored: list[_Scored] = []
    for row in rows:
        right = _readable(text, row.end, reach)
        scored += _score(row, left, right)
        if row.torn and page.drops:
            for _, other in without_lost_pair(row, page):
                scored += _score(other, left, right, DROPPED)
    scored.sort(key=lambda one: -one.score)
    first = scored[0]
    others = list(dict.fromkeys(o.text for o in scored if o.text != first.text))[:3]
    margin = next((first.score - o.score for o in scored if o.text != first.text), math.inf)
    return Choice(_kind(first.row, margin), first.text, first.row.cells, first.row.end,
                  tuple(others), margin)


def _plain(row: Row) -> Choice:
    mark = row.cells[0].options[0].character
    return Choice("question mark", mark, row.cells, row.end, (), 0.0)


def _kind(row: Row, margin: float) -> str:
    if not row.torn:
        return "question mark"
    if row.swallowed:
        return "swallowed"
    if row.dropped:
        return "dropped"
    return "torn" if margin < SURE else ""


def _score(row: Row, left: str, right: str, bonus: float = 0.0) -> list[_Scored]:
    if not row.torn:
        bonus += UNTORN
    places: list[list[tuple[str, float]]] = [[(c, 0.0)] for c in left]
    back: list[dict[str, str]] = []
    for place in row.cells:
        options: dict[str, float] = {}
        published: dict[str, str] = {}
        for character, extra in place.options:
            simple = scriptmap.simplified(character)
            for form in ("着", "著") if simple == "著" else (simple,):
                if form not in options or options[form] < extra:
                    options[form] = extra
                    published[form] = character
        places.append(list(options.items()))
        back.append(published)
    places += [[(c, 0.0)] for c in right]
    found = []
    for reading in prior.best(places):
        inner = reading.text[len(left) : len(left) + len(back)]
        chosen = "".join(b[c] for b, c in zip(back, inner, strict=True))
        found.append(_Scored(reading.score + bonus, chosen, row))
    return found


def _readable(text: str, at: int, reach: int) -> str:
    """The text from ``at`` on as it stands, up to RIGHT characters beyond ``reach``."""
    ahead = GLOSS_RE.sub("", text[at : reach + 3 * RIGHT + 8])
    return _simplified(ahead[: max(0, reach - at) + RIGHT])


def _simplified(text: str) -> str:
    return scriptmap.from_map(text)
