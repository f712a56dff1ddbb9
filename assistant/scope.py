"""Scope: the place, years, period and speaker a question is limited to.

They are taken out of the topic: scope decides which paragraphs may answer, not how well a
paragraph matches. What the library doesn't hold is kept by name, for an honest refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import phrases
from ingest.document import Document, Period, Place
from ingest.gazetteer import short_name
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.places import PlaceMention, find_places


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents and years a question is about, and what of it isn't in the library."""

    documents: frozenset[str] | None = None
    """Ids of the documents that may answer; None when the question names none."""
    place: Place | None = None
    unknown_places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    relative_years: tuple[int, ...] = ()
    """今年 is 0, 去年 -1: counted from each document's own year."""
    report_year: int | None = None
    period: Period | None = None
    period_certain: bool = False
    """Whether the wording rules the other period out (承诺, 目标), or only leans."""
    inner_only: bool = False
    """Whether the documents are those of places within the place, which has none of its own:
    they speak for it only where they name it."""


class Directory:
    """The places, speakers and years of a library's documents, to be recognised in questions."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._names: dict[str, Place] = {}
        own: dict[Place, set[str]] = {}
        inside: dict[Place, set[str]] = {}
        for document in self.documents:
            place = document.metadata.place
            if place is None:
                continue
            own.setdefault(place, set()).add(document.id)
            for k in range(len(place.parts)):
                part = Place(place.parts[: k + 1])
                inside.setdefault(part, set()).add(document.id)
                for name in (part.name, short_name(part.name)):
                    if len(name) >= 2:
                        self._names.setdefault(fold(name), part)
        self._own = {place: frozenset(ids) for place, ids in own.items()}
        self._inside = {place: frozenset(ids) for place, ids in inside.items()}
        longest_first = sorted(self._names, key=len, reverse=True)
        self._order = {name: n for n, name in enumerate(longest_first)}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self.years = frozenset(d.metadata.year for d in self.documents if d.metadata.year)
        self.speakers = {
            fold(document.metadata.speaker): document.metadata.speaker
            for document in self.documents
            if document.metadata.speaker
        }

    def places_in(self, folded: str) -> list[tuple[int, int, Place]]:
        """Library places named in folded text: (start, end, place), longest name first."""
        named = sorted(
            (self._order[name], at, name)
            for length in self._lengths
            for at in range(len(folded) - length + 1)
            if (name := folded[at : at + length]) in self._order
            # 济源市长 is the mayor of 济源 and not 长 of 济源市.
            and not (name[-1] in "省市县区州旗" and folded[at + length :][:1] in ("长", "委"))
        )
        found: list[tuple[int, int, Place]] = []
        for _, at, name in named:
            end = at + len(name)
            if all(end <= start or stop <= at for start, stop, _ in found):
                found.append((at, end, self._names[name]))
        return sorted(found, key=lambda mention: mention[0])

    def names(self) -> list[str]:
        """Names of the places that documents are of, and of what those lie in."""
        return list(dict.fromkeys(place.name for place in self._names.values()))

    def within(self, place: Place) -> frozenset[str]:
        """Documents of this place itself; of places in it when it has none of its own."""
        return self.own(place) or self._inside.get(place, frozenset())

    def own(self, place: Place) -> frozenset[str]:
        """Documents of this place itself."""
        return self._own.get(place, frozenset())

    def newest(self, documents: frozenset[str] | None) -> frozenset[str] | None:
        """Of the documents of each place those of its newest year; undated ones stay.

        None (all documents) stays None: each document's 今年 is its own.
        """
        if documents is None:
            return None
        years: dict[Place | None, int] = {}
        chosen = [d for d in self.documents if d.id in documents]
        for d in chosen:
            if d.metadata.year:
                place = d.metadata.place
                years[place] = max(years.get(place, 0), d.metadata.year)
        return frozenset(
            d.id for d in chosen if d.metadata.year in (None, years.get(d.metadata.place))
        )

    def of_year(self, year: int) -> frozenset[str]:
        """Work reports written in this year."""
        return frozenset(
            d.id
            for d in self.documents
            if d.metadata.kind in ("work report", None) and _report_year(d) == year
        )

    def spoken_by(self, speaker: str) -> frozenset[str]:
        """Documents whose speaker has this (folded) name."""
        name = self.speakers[speaker]
        return frozenset(d.id for d in self.documents if d.metadata.speaker == name)


def speaks_for(scope: Scope, folded: str) -> bool:
    """Whether a folded paragraph may speak for the place: a county's page does so for its city
    only where it names the city.
    """
    if not scope.inner_only or scope.place is None:
        return True
    return fold(short_name(scope.place.name)) in folded


def _report_year(document: Document) -> int | None:
    """The year a report is called by; one given in December belongs to the year to come."""
    named = re.search(r"(?<!\d)(20\d\d)年?(?!\d)", document.metadata.title or "")
    return int(named[1]) if named else document.metadata.year


def inherit(scope: Scope, earlier: Scope) -> Scope:
    """Fill what a question leaves open from the one before it."""
    if scope.documents is None and not scope.unknown_places:
        scope = replace(
            scope,
            documents=earlier.documents,
            place=earlier.place,
            unknown_places=earlier.unknown_places,
            inner_only=earlier.inner_only,
        )
    if not scope.years and not scope.relative_years:
        scope = replace(scope, years=earlier.years, relative_years=earlier.relative_years)
        if scope.period is None:
            scope = replace(scope, period=earlier.period, period_certain=False)
    return scope


def read_scope(folded: str, directory: Directory) -> tuple[Scope, str]:
    """Take place, speaker and years out of a folded question; what is left is its topic."""
    cut: list[Span] = []
    documents, place, unknown = _places(folded, directory, cut)
    for speaker in directory.speakers:
        at = folded.find(speaker)
        # What somebody said at a meeting stands in its news, which is by nobody.
        if at >= 0 and not phrases.AT_MEETING.search(folded):
            spoken = directory.spoken_by(speaker)
            elsewhere = documents is not None and not documents & spoken
            documents = spoken if documents is None else (documents & spoken or documents)
            # 任某某担任什么职务 asks about the speaker, all else about what he says. Whom this
            # place's documents don't know stays a word that they lack.
            if not elsewhere and not phrases.SELF.search(folded):
                cut.append(Span(at, at + len(speaker)))
    report_year, years, relative = _years(folded, directory, cut)
    if report_year:
        reports = directory.of_year(report_year)
        documents = reports if documents is None else documents & reports
        # 2018年的六大攻坚(2018年报告回顾的): the year is the report's, and not what it tells of.
        years = tuple(year for year in years if year != report_year)
    period, certain = _period(folded)
    topic = folded
    for span in sorted(cut, reverse=True):
        topic = f"{topic[: span.start]} {topic[span.end :]}"
    # 今年 of a library with reports of many years is the newest one's.
    if relative and not report_year:
        documents = directory.newest(documents)
    inner_only = place is not None and not directory.own(place)
    scope = Scope(
        documents, place, unknown, years, relative, report_year, period, certain, inner_only
    )
    return scope, topic


def _places(
    folded: str, directory: Directory, cut: list[Span]
) -> tuple[frozenset[str] | None, Place | None, tuple[str, ...]]:
    documents: frozenset[str] | None = None
    place: Place | None = None
    for speaker in directory.speakers:
        # 北川 in 县长郁北川 is no place.
        folded = folded.replace(speaker, "□" * len(speaker))
    known = directory.places_in(folded)
    for start, end, mentioned in known:
        inside = directory.within(mentioned)
        documents = inside if documents is None else (documents & inside or documents | inside)
        if place is None or len(mentioned.parts) > len(place.parts):
            place = mentioned
        # A place that is part of a quoted name (“济源样板”) stays a topic word.
        # In 河南济源 the parent is part of the name.
        named = folded.rfind("“", 0, start) > folded.rfind("”", 0, start)
        if not named and (inside or any(_lies_in(inner, mentioned) for _, _, inner in known)):
            cut.append(Span(start, end))
    mentions = find_places(folded)
    unknown = _inner_unknown(folded, mentions, known) + tuple(
        folded[mention.start : mention.end]
        for mention in mentions
        if all(mention.end <= start or end <= mention.start for start, end, _ in known)
    )
    return documents, place, unknown


def _inner_unknown(
    folded: str, mentions: Sequence[PlaceMention], known: list[tuple[int, int, Place]]
) -> tuple[str, ...]:
    """Places named right behind a known one that they lie in: 秦州区 of 天水市秦州区."""
    return tuple(
        folded[end : mention.end]
        for mention in mentions
        for start, end, _ in known
        if mention.start <= start
        and end + 2 <= mention.end
        and folded[mention.end - 1] in "县区市旗"
        and all(mention.end <= s or e <= end for s, e, _ in known)
    )


def _lies_in(inner: Place, outer: Place) -> bool:
    return inner != outer and inner.parts[: len(outer.parts)] == outer.parts


def _years(
    folded: str, directory: Directory, cut: list[Span]
) -> tuple[int | None, tuple[int, ...], tuple[int, ...]]:
    """(year in a report's name, years asked about, years counted from the document's own)."""
    report = phrases.REPORT_YEAR.search(folded)
    years: dict[int, None] = {}
    for match in phrases.YEAR.finditer(folded):
        cut.append(Span(match.start(), match.end()))
        if not (report and report.start() == match.start()):
            years[int(match[1])] = None
    for match in phrases.SHORT_YEAR.finditer(folded):
        year = 2000 + int(match[1])
        # 12年 may be a span of time: only a year that the library knows is one.
        if directory.years & {year - 1, year, year + 1}:
            cut.append(Span(match.start(), match.end()))
            years[year] = None
    relative: dict[int, None] = {}
    for word, offset in phrases.RELATIVE_YEARS:
        # 60岁以上年老 has no 上年 in it.
        found = re.search(rf"(?<![以比较同于]){word}(?![轻老纪级])", folded)
        at = found.start() if found else -1
        if at >= 0 and all(at >= span.end or at + len(word) <= span.start for span in cut):
            relative[offset] = None
            cut.append(Span(at, at + len(word)))
    return int(report[1]) if report else None, tuple(years), tuple(relative)


def _period(folded: str) -> tuple[Period | None, bool]:
    """(what the question is about, whether its wording rules the other out)."""
    plan = len(phrases.PLAN_CUES.findall(folded))
    review = len(phrases.REVIEW_CUES.findall(folded)) + len(phrases.DONE.findall(folded))
    if phrases.FOR_CERTAIN.search(folded) and not phrases.PLANNED.search(folded):
        return "review", True
    if plan == review:
        return None, False
    certain = bool(re.search(r"承诺|目标|预期|计划|打算", folded)) and not review
    return ("plan", certain) if plan > review else ("review", False)
