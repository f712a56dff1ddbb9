"""Whether each figure of a claim stands in its sources: value, unit, comparator, subject, year.

What doesn't stand there may follow from what does (derived.py). The reason names the figure
that the source has instead: the one of the same unit whose subject is nearest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.bounds import with_bound
from assistant.derived import derived
from assistant.figures import Figure
from assistant.listed import runs_of
from assistant.sources import Source
from assistant.stated import Stated, pairs_of, stated
from assistant.units import POINTS, SHARE, agree
from assistant.verdict import Flaw, Said
from ingest.normalise import fold
from ingest.numerals import numeral

ROUNDING = 0.01
"""约642亿 for 641.8亿: what 约 may be off by. Set by hand, for two and more digits."""


class Found(NamedTuple):
    """A figure of a claim, and what became of it."""

    figure: Figure
    flaw: Flaw | None = None
    reason: Said | None = None


class _Place(NamedTuple):
    """A figure of a source."""

    source: Source
    said: Stated
    near: frozenset[str]
    """Its subject and that of its section: what a claim may call it by."""


def counted(
    text: str, sources: Sequence[Source], *, question: str = "", members: int = 0
) -> list[Found]:
    """Every figure of a claim's text, held against the sources.

    ``members`` is how many items of a list follow the claim: it may say so itself.
    """
    places = [place for source in sources for place in _places(source)]
    claimed = stated(text)
    return [_found(text, said, claimed, places, question, members) for said in claimed]


def _places(source: Source) -> list[_Place]:
    section = pairs_of(source.labels)
    own = [_Place(source, said, said.subject | section) for said in stated(source.citation.text)]
    labels = [
        _Place(source, said, said.subject)
        for label in (source.citation.title, *source.citation.section)
        for said in stated(label or "")
    ]
    return own + labels


def _found(
    text: str,
    said: Stated,
    claimed: Sequence[Stated],
    places: Sequence[_Place],
    question: str,
    members: int,
) -> Found:
    figure = said.figure
    written = text[figure.start : figure.end].strip()
    alike = [p for p in places if _same(figure, p.said.figure)]
    if not alike:
        if _denied(text, said, question) or (members and _is(figure, members)):
            return Found(figure)
        if _numbered(text, figure, places) or (
            _is(figure, _listed(text)) and all(p.said.figure.unit != figure.unit for p in places)
        ):
            return Found(figure)
        if derived(text, said, claimed, [p.said for p in places]):
            return Found(figure)
        return _missing(text, said, places)
    dated = [p for p in alike if _year_fits(said, p)]
    if not dated:
        p = _nearest(said, alike)
        year = p.said.year or p.source.citation.year
        return Found(
            figure,
            "year",
            Said(
                f"第[{p.source.n}]段里的“{written}”说的是{year}年，不是{said.year}年",
                f'"{written}" in [{p.source.n}] is of {year}, not of {said.year}',
            ),
        )
    best = _nearest(said, dated)
    rival = _rival(said, dated, places)
    if rival is not None and not text.isascii():
        return Found(
            figure,
            "subject",
            Said(
                f"第[{rival.source.n}]段里这一项写的是“{_written(rival)}”，不是“{written}”",
                f'[{rival.source.n}] says "{_written(rival)}" of this, not "{written}"',
            ),
        )
    if all(_against(said, p.said) for p in dated if _touch(said, p) >= _touch(said, best)):
        return Found(
            figure,
            "direction",
            Said(
                f"第[{best.source.n}]段里“{written}”的增减方向与这句话不同",
                f'[{best.source.n}] has "{written}" going the other way',
            ),
        )
    return Found(figure)


def _same(one: Figure, other: Figure) -> bool:
    if one.ordinal != other.ordinal or not agree(one.unit, other.unit):
        return False
    if (one.low, one.high) == (other.low, other.high):
        return bool(one.bounds & other.bounds)
    rounded = "about" in one.bounds and "exact" in other.bounds and one.low == one.high >= 10
    return rounded and other.low > 0 and abs(one.low / other.low - 1) <= ROUNDING


def _year_fits(said: Stated, place: _Place) -> bool:
    if said.year is None:
        return True
    if place.said.year is not None:
        return said.year == place.said.year
    year = place.source.citation.year
    return year is None or said.year == year


def _touch(said: Stated, place: _Place) -> int:
    return len(said.subject & place.said.subject)


def _nearest(said: Stated, places: Sequence[_Place]) -> _Place:
    return max(places, key=lambda p: (_touch(said, p), len(said.subject & p.near)))


def _rival(said: Stated, alike: Sequence[_Place], places: Sequence[_Place]) -> _Place | None:
    """A figure of the same unit that is clearly said of what the claim speaks of.

    Everything that the claim's subject shares with its own figure's it shares with the
    rival's too, and more: 城镇居民收入 is not said of 农村居民收入.
    """
    held = [said.subject & p.near for p in alike]
    for p in places:
        if p in alike or not agree(said.figure.unit, p.said.figure.unit):
            continue
        if p.said.figure.ordinal != said.figure.ordinal or not _year_fits(said, p):
            continue
        theirs = said.subject & p.said.subject
        more = min(len(theirs - own) if own <= theirs else 0 for own in held)
        if more >= 2 or (more == 1 and theirs == said.subject and len(theirs) >= 2):
            return p
        if theirs and theirs == said.subject and not any(_touch(said, a) for a in alike):
            return p
    return _owner(said, alike, places)


def _owner(said: Stated, alike: Sequence[_Place], places: Sequence[_Place]) -> _Place | None:
    """A figure of whatever unit whose subject is all that the claim's is, and whose own isn't."""
    if not said.subject or any(said.subject & p.near for p in alike):
        return None
    for p in places:
        if p not in alike and p.said.subject == said.subject and _year_fits(said, p):
            return p
    return None


def _against(said: Stated, source: Stated) -> bool:
    """Whether the claim has the figure go a way that the source doesn't."""
    ours, theirs = said.direction, source.direction
    if not ours:
        return False
    if not theirs:
        share = said.figure.unit in (SHARE, POINTS)
        return ours.startswith("down") or (share and ours == "up")
    if ours.split()[0] != theirs.split()[0]:
        return True
    return ours != theirs and said.figure.unit != POINTS


def _numbered(text: str, figure: Figure, places: Sequence[_Place]) -> bool:
    """第三件 of what the source numbers 三是, where it says what the claim says."""
    if not figure.ordinal or figure.low.denominator != 1:
        return False
    n = int(figure.low)
    cited = {p.source.n: p.source for p in places}.values()
    mark = re.compile(
        rf"(?<![\d一二三四五六七八九十])(?:{numeral(n)}(?:是|要|、)|[(]?{numeral(n)}[)]|{n}[.、)])"
    )
    said = pairs_of(fold(text))
    return any(
        len(pairs_of(source.text[m.end() :].split("。")[0]) & said) >= 2
        for source in cited
        for m in mark.finditer(source.text)
    )


def _listed(text: str) -> int:
    """How many the claim itself lists, where it says that many: 五点：守法、肯学、…."""
    runs = runs_of(text)
    return max((len(run) for run in runs), default=0)


def _is(figure: Figure, count: int) -> bool:
    return figure.low == figure.high == count and figure.unit not in (SHARE, POINTS)


def _denied(text: str, said: Stated, question: str) -> bool:
    """不是1000强: a figure of the question that the sentence denies."""
    figure = said.figure
    before = fold(text)[max(0, figure.start - 12) : figure.start]
    if not any(
        word in before for word in ("不是", "并非", "而非", "没有", "未", "not ", "rather than")
    ):
        return False
    return any(_same(figure, asked.figure) for asked in stated(question))


def _missing(text: str, said: Stated, places: Sequence[_Place]) -> Found:
    """Why a figure is nowhere: another unit or comparator, or just another figure."""
    figure = said.figure
    written = text[figure.start : figure.end].strip()
    same_value = [
        p for p in places if (p.said.figure.low, p.said.figure.high) == (figure.low, figure.high)
    ]
    flaw: Flaw = "number"
    if same_value:
        agreed = [p for p in same_value if agree(figure.unit, p.said.figure.unit)]
        flaw = "comparator" if agreed else "unit"
        same_value = agreed or same_value
    else:
        same_unit = [p for p in places if agree(figure.unit, p.said.figure.unit)]
        same_value = [p for p in same_unit if _touch(said, p)]
        same_value = same_value or [p for p in places if len(said.subject & p.said.subject) >= 2]
    if not same_value:
        shown = "、".join(f"[{n}]" for n in sorted({p.source.n for p in places}))
        return Found(
            figure,
            "number",
            Said(
                f"引用的段落{shown}里没有“{written}”",
                f'"{written}" does not stand in the cited paragraphs {shown}',
            ),
        )
    p = _nearest(said, same_value)
    return Found(
        figure,
        flaw,
        Said(
            f"第[{p.source.n}]段写的是“{_written(p)}”，不是“{_shown(text, figure)}”",
            f'[{p.source.n}] says "{_written(p)}", not "{_shown(text, figure)}"',
        ),
    )


def _written(place: _Place) -> str:
    cited = place.source.citation
    for text in (cited.text, cited.title or "", *cited.section):
        if any(s is place.said or s == place.said for s in stated(text)):
            return _shown(text, place.said.figure)
    return ""


def _shown(text: str, figure: Figure) -> str:
    """The figure as written, with the comparator beside it."""
    bound = next(iter(figure.bounds)) if len(figure.bounds) == 1 else "exact"
    if bound == "exact":
        return text[figure.start : figure.end].strip()
    start, end = with_bound(fold(text), figure.start, figure.end)
    return text[start:end].strip()
