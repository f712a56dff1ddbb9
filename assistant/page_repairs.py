"""Torn places of a paragraph as HTML: a mark, and a note of what the published copy has there.

The note opens on hover and on focus (so also by Tab and by a tap) with CSS alone. Neither
what was torn nor how it was restored is decided here: that comes with the Citation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from assistant.page_escape import escape
from assistant.page_strings import Strings
from ingest.repaired import Repair

MOST_ALTERNATIVES = 6
"""How many other readings a note lists: they come best first, and more is no help to a reader."""


class Place(NamedTuple):
    """A stretch of a text to be marked; ``note`` is empty where there is nothing to tell."""

    start: int
    end: int
    certain: bool
    note: str = ""


def repaired_places(text: str, repairs: Sequence[Repair], strings: Strings) -> list[Place]:
    """Where ``text`` was restored, in order and apart from each other.

    A repair of no length marks the character before it, as an OffsetMap counts it; repairs
    that meet on one character become one place with both notes, in doubt if either is.
    """
    places: list[Place] = []
    for repair in sorted(repairs):
        end = min(max(repair.end, repair.start, 1), len(text))
        start = max(0, min(repair.start, end - 1))
        place = Place(start, end, repair.certain, _note(repair, strings))
        if places and start < places[-1].end:
            last = places.pop()
            certain = last.certain and place.certain
            place = Place(last.start, max(last.end, end), certain, last.note + place.note)
        places.append(place)
    return [place for place in places if place.start < place.end]


def torn_places(raw: str, repairs: Sequence[Repair]) -> list[Place]:
    """Where the published text ``raw`` is torn, in order.

    A Repair says what stood there and not where. What is torn is found again by its
    characters, and only if they occur just as often as they were repaired: of two question
    marks one may be real, and a place is left unmarked rather than guessed.
    """
    ordered = sorted(repair for repair in repairs if repair.raw)
    if not ordered:
        return []
    wanted = Counter(repair.raw for repair in ordered)
    longest_first = sorted(wanted, key=len, reverse=True)
    found = list(re.finditer("|".join(map(re.escape, longest_first)), raw))
    occurring = Counter(match.group() for match in found)
    certain = {
        torn: iter([repair.certain for repair in ordered if repair.raw == torn])
        for torn in wanted
        if wanted[torn] == occurring[torn]
    }
    return [
        Place(match.start(), match.end(), next(certain[match.group()]))
        for match in found
        if match.group() in certain
    ]


def marked(text: str, at: int, places: Sequence[Place], *, anchor: str) -> str:
    """A stretch that begins at ``at`` of its paragraph, as HTML with the places in it marked.

    A place that reaches beyond the stretch is cut with it, and its note stands in each part.
    ``anchor`` begins the ids of the notes.
    """
    html: list[str] = []
    done, end = at, at + len(text)
    for place in places:
        start, stop = max(place.start, at), min(place.end, end)
        if start < stop:
            html.append(escape(text[done - at : start - at]))
            html.append(_mark(text[start - at : stop - at], place, f"{anchor}-{start}"))
            done = stop
    return "".join(html) + escape(text[done - at :])


def counted_html(places: Sequence[Place], strings: Strings) -> str:
    """The line under a paragraph: how many places were torn, and how many are in doubt."""
    if not places:
        return ""
    counted = escape(strings.repaired.format(count=len(places)))
    doubted = sum(not place.certain for place in places)
    if doubted:
        words = escape(strings.doubted.format(count=doubted))
        counted += f'<span class="doubted">{words}</span>'
    return f'<p class="counted">{counted}</p>'


def _mark(text: str, place: Place, id: str) -> str:
    kind = "certain" if place.certain else "doubtful"
    if not place.note:
        return f'<span class="torn {kind}">{escape(text)}</span>'
    return (
        f'<span class="torn {kind}" tabindex="0" role="note" aria-describedby="{id}">'
        f'{escape(text)}<span class="tip" role="tooltip" id="{id}">{escape(place.note)}'
        "</span></span>"
    )


def _note(repair: Repair, strings: Strings) -> str:
    note = strings.torn.format(raw=repair.raw) if repair.raw else strings.torn_empty
    note += strings.repair_kinds.get(repair.kind, strings.repair_other)
    others = repair.alternatives[:MOST_ALTERNATIVES]
    if others and not repair.certain:
        listed = "".join(strings.alternative.format(text=other) for other in others)
        note += strings.alternatives.format(listed=listed)
    return note
