"""Place names in text: 河南省济源市, 济源, 潍坊峡山区 -> Place.

    find_places(text)        -> where places of the gazetteer are named
    resolve(name)            -> the one place of this name, or None
    candidates(name)         -> all places of this name
    aliases(place)           -> what a text may call it
    contains(outer, inner)   -> whether one lies in the other (or is the other)

Text is simplified (or folded) and left as it is. A short name (济源) counts only if it is
a word there (五大理念 is not about 大理) and no ordinary one: the names that ordinary_names.py
lists need the place they lie in before them, as in 甘肃合作, 西安市新城区. Names of several
places are settled by the other places in the text, else the first is given with the
``others``.

Districts that no gazetteer lists are found by unlisted.py. Villages, towns and streets are
not known here, nor is which place a page is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ingest.document import Place
from ingest.gazetteer import COUNTY, NEW_AREAS, PREFECTURE, Division, entries, short_name
from ingest.ordinary_names import GENERIC, ORDINARY
from ingest.words import words

_SUBDIVISION_RE = re.compile(r"[东西南北中]?路|[街巷镇乡村]")
"""A word of its own after a name: 南京路 lies in Shanghai, 济源镇 where it will."""
_NOT_AFTER_RE = re.compile(
    r"大道|大街|大学|银行|时间|久安|高速|高铁|铁路|社区|小区|花园|家园|广场|大桥|水库|中学|小学|医院|[一二三四五六七八九十][区期号村组]"
)
"""After a short name: 南京大学, 长治久安, 济阳高速 are other things."""
_KINDS = ("省", "市", "县", "区", "州", "旗", "盟")
_NOT_AFTER_FULL_RE = re.compile(r"(?:域|间|块|位|场|[(（][市县区])")
"""After a full name that could also end otherwise: 东方市场, 中原区域, 南部县(市、区)."""


class PlaceMention(NamedTuple):
    """Where a text names a place."""

    start: int
    end: int
    place: Place
    others: tuple[Place, ...] = ()
    """Further places of this name that nothing in the text rules out."""


class _Hit(NamedTuple):
    start: int
    end: int
    found: tuple[Division, ...]
    needs_parent: bool


def find_places(text: str, *, within: Iterable[Place] = ()) -> list[PlaceMention]:
    """Every place named in the text, in reading order; 河南省济源市 is one mention.

    ``within`` are places known from elsewhere (the publisher's city, an earlier turn) that
    settle which 朝阳区 is meant.

    >>> [str(m.place) for m in find_places("河南济源和汾西县,长治久安,深化合作市场")]
    ['河南省济源市', '山西省临汾市汾西县']
    """
    context = tuple(within)
    known = {part for place in context for part in place.parts}
    hits = [_expected(hit, context) for hit in _hits(text)]
    for hit in hits:
        if len(hit.found) == 1 and not hit.needs_parent:
            known.update(hit.found[0].place.parts)
    mentions: list[PlaceMention] = []
    for hit in hits:
        before = mentions[-1] if mentions and mentions[-1].end == hit.start else None
        inner = _inside(before, hit) if before else ()
        if before and inner:
            mentions[-1] = PlaceMention(before.start, hit.end, inner[0], inner[1:])
        elif not hit.needs_parent:
            places = _settle(hit.found, known)
            mentions.append(PlaceMention(hit.start, hit.end, places[0], places[1:]))
    return mentions


def candidates(name: str) -> tuple[Place, ...]:
    """All places that a name can mean, the most prominent first.

    >>> [str(place) for place in candidates("河南济源")]
    ['河南省济源市']
    """
    name = "".join(name.split())
    found = _by_name().get(name, ())
    if found:
        return tuple(division.place for division in _ranked(found))
    # 河南济源, 潍坊市坊子区: the widest part first.
    for cut in range(2, len(name) - 1):
        outer = candidates(name[:cut]) if name[:cut] in _by_name() else ()
        inner = tuple(
            place
            for place in (candidates(name[cut:]) if outer else ())
            if any(_is_part(above, place) for above in outer)
        )
        if inner:
            return inner
    return ()


def resolve(name: str, *, within: Place | None = None) -> Place | None:
    """The place of this name; None when there is none or when several are as likely.

    >>> str(resolve("济源")), resolve("鼓楼区"), str(resolve("鼓楼区", within=resolve("南京")))
    ('河南省济源市', None, '江苏省南京市鼓楼区')
    """
    places = [p for p in candidates(name) if within is None or contains(within, p)]
    if len(places) > 1:
        best = _rank(_division(places[0]))
        places = [p for p in places if _rank(_division(p)) == best]
    return places[0] if len(places) == 1 else None


@cache
def aliases(place: Place) -> frozenset[str]:
    """What a text may call a place: 济源, 济源市, 河南济源, 河南省济源市 and past names.

    Short names are given even where they are ordinary words: in a question about known
    documents 合作 may well be the city.

    >>> sorted(aliases(Place(("河南省", "济源市"))))
    ['河南济源', '河南济源市', '河南省济源', '河南省济源市', '济源', '济源市']
    """
    named = {place.name, short_name(place.name)}
    division = _divisions().get(place.parts)
    if division:
        same = (other for other in entries() if other.code == division.code)
        for other in same:
            named |= {other.place.name, short_name(other.place.name)}
    if place.name.endswith(("自治县", "自治州")):
        named.add(short_name(place.name) + place.name[-1])
    outer = [prefix for part in place.parts[:-1] for prefix in {part, short_name(part)}]
    whole = {"".join(place.parts), "".join(short_name(part) for part in place.parts)}
    return frozenset(named | {above + own for above in outer for own in named} | whole)


def contains(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it, by today's or by past names.

    >>> contains(Place(("山西省", "临汾市")), Place(("山西省", "临汾市", "汾西县")))
    True
    """
    return _is_part(outer, inner) or _same(outer, inner)


def _hits(text: str) -> list[_Hit]:
    starts = _starts()
    spans: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text) - 1:
        names = starts.get(text[at : at + 2], ())
        name = next((name for name in names if text.startswith(name, at)), None)
        if name is None:
            at += 1
        else:
            spans.append((at, at + len(name), name))
            at += len(name)
    # Cut into words only when something was found: most questions name one place or none.
    edges = _edges(text) if spans else (frozenset(), frozenset())
    hits = []
    for start, end, name in spans:
        whole_word = start in edges[0] and end in edges[1]
        usage = _usage(name, text[end : end + 4], whole_word=whole_word)
        following = _SUBDIVISION_RE.match(text, end)
        if following and following.end() in edges[1] and not name.endswith(_KINDS):
            usage = None
        if usage is not None:
            hits.append(_Hit(start, end, _by_name()[name], usage))
    return hits


def _usage(name: str, after: str, *, whole_word: bool) -> bool | None:
    """None when this is no place name here; else whether it needs its parent before it."""
    division = _by_name()[name][0]
    if name not in {division.place.name, division.place.name.replace("乾", "干")}:
        if _NOT_AFTER_RE.match(after):
            return None
        # A district's short name is many a village's too: 玉泉, 九里, 牡丹.
        district = division.level == COUNTY and division.place.name.endswith("区")
        return district or name in ORDINARY or not whole_word
    if _NOT_AFTER_FULL_RE.match(after):
        return None
    return name in GENERIC or (len(name) == 2 and not whole_word)


def _edges(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where the dictionary's words begin and end: 五大理念 holds 理念, not 大理."""
    starts, ends, at = set(), set(), 0
    for word in words(text):
        found = text.find(word, at)
        if found >= 0:  # a number is given without its commas
            at = found + len(word)
            starts.add(found)
            ends.add(at)
    return frozenset(starts), frozenset(ends)


def _expected(hit: _Hit, context: Sequence[Place]) -> _Hit:
    """合作 is the city where the city is expected, however ordinary the word."""
    expected = hit.needs_parent and any(d.place in context for d in hit.found)
    return hit._replace(needs_parent=False) if expected else hit


def _inside(before: PlaceMention, hit: _Hit) -> tuple[Place, ...]:
    outer = (before.place, *before.others)
    return tuple(
        division.place
        for division in _ranked(hit.found)
        if any(_is_part(place, division.place) for place in outer)
    )


def _settle(found: Sequence[Division], known: set[str]) -> tuple[Place, ...]:
    """The places of one name that are left, most likely first, given what else is named."""
    ranked = _ranked(found)
    if len(ranked) > 1:
        scores = [len(known.intersection(d.place.parts)) for d in ranked]
        ranked = [d for d, score in zip(ranked, scores, strict=True) if score == max(scores)]
        best = _rank(ranked[0])
        ranked = [division for division in ranked if _rank(division) == best]
    return tuple(division.place for division in ranked)


def _ranked(found: Iterable[Division]) -> list[Division]:
    return sorted(found, key=_rank)


def _rank(division: Division) -> tuple[bool, int, bool]:
    """In use before past, wide before narrow, counties and cities before districts."""
    return (division.until is not None, division.level, division.place.name.endswith("区"))


def _is_part(outer: Place, inner: Place) -> bool:
    return inner.parts[: len(outer.parts)] == outer.parts


def _same(one: Place, other: Place) -> bool:
    """By code (襄樊市, 襄阳市), or by short name in the same parent (密云县, 密云区)."""
    first, second = _divisions().get(one.parts), _divisions().get(other.parts)
    if first and second and first.code == second.code:
        return True
    return one.parts[:-1] == other.parts[:-1] and short_name(one.name) == short_name(other.name)


def _division(place: Place) -> Division:
    return _divisions()[place.parts]


@cache
def _divisions() -> dict[tuple[str, ...], Division]:
    table = {division.place.parts: division for division in reversed(entries())}
    for name, above in NEW_AREAS.items():
        parts = (*above, name)
        table[parts] = Division("", Place(parts), PREFECTURE if len(parts) == 2 else COUNTY, None)
    return table


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Full and short names -> divisions; a full name never means another's short name."""
    full: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    for division in _divisions().values():
        name = division.place.name
        full.setdefault(name, []).append(division)
        short.setdefault(short_name(name), []).append(division)
        if name.endswith(("自治县", "自治州")):
            short.setdefault(short_name(name) + name[-1], []).append(division)
    names = {name: tuple(_ranked(found)) for name, found in short.items()}
    names.update({name: tuple(_ranked(found)) for name, found in full.items()})
    # Folded text writes 乾 as 干: the only character of a place name that folding changes.
    names.update({name.replace("乾", "干"): found for name, found in names.items() if "乾" in name})
    return names


@cache
def _starts() -> dict[str, tuple[str, ...]]:
    """The first two characters of each name -> the names, longest first."""
    starts: dict[str, list[str]] = {}
    for name in _by_name():
        starts.setdefault(name[:2], []).append(name)
    return {two: tuple(sorted(names, key=len, reverse=True)) for two, names in starts.items()}
