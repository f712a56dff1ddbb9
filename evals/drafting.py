"""`python -m evals new FOLDER`: a first golden set from documents, for a person to correct.

Candidates come from each page in turn, and `draft` chooses among them so that every page and
every kind has its share. Three kinds are found by rule: a sentence with one measured number
(drafts_numbers.py), a list with its heading (drafts_lists.py), and near misses of the first
(a year that no page speaks of, another place's page). Nothing is asked of a model, and the
same pages give the same set. Another source of questions gives `Candidate`s too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from evals.drafts_lists import lists_of
from evals.drafts_numbers import Measured, ask_number, numbers_of
from evals.golden_set import GoldSource, Item
from ingest.document import Metadata, Paragraph
from ingest.errors import UnreadableFile, WenzhengError
from ingest.gazetteer import short_name
from ingest.library import Library
from ingest.parse import parse
from ingest.read import find_files

SHARES = {"list": 0.25, "unanswerable": 0.25, "single_fact": 0.5}
"""Of a draft, by kind; what one can't fill, single facts fill."""

_NUMERALS = "0123456789二三四五六七八九十两"


class Source(NamedTuple):
    """A page that questions are drafted from."""

    file: str
    metadata: Metadata
    paragraphs: Sequence[Paragraph]

    @property
    def place(self) -> str:
        """What people call its place; "" when it names none."""
        return short_name(self.metadata.place.name) if self.metadata.place else ""


def sources_in(folder: Path, *, refused: Callable[[str], None]) -> list[Source]:
    """The pages of a library, mirror copies left out, or of a folder of files.

    ``refused`` hears of each file that can't be read. Raises WenzhengError when none can.
    """
    if (folder / "CURRENT").exists():
        snapshot = Library.open(folder).snapshot()
        return [
            Source(Path(document.source).name, document.metadata, snapshot.paragraphs(document.id))
            for document in snapshot.documents()
            if document.copy_of is None
        ]
    found = []
    for file in sorted(find_files([folder])):
        try:
            page = parse(file)
        except (UnreadableFile, OSError) as exc:
            refused(f"{file}: {exc}")
            continue
        found.append(Source(file.name, page.document.metadata, page.paragraphs))
    if not found:
        raise WenzhengError(
            f"{str(folder)!r} has no page to draft from: name a library or a folder of "
            ".txt, .md or .html files"
        )
    return found


def draft(sources: Sequence[Source], *, count: int) -> list[Item]:
    """At most ``count`` questions, each once, spread over the pages and the kinds."""
    elsewhere = _Elsewhere.of(sources)
    by_kind = {
        "list": _in_turn([_lists(source) for source in sources]),
        "unanswerable": _in_turn([_near_misses(source, elsewhere) for source in sources]),
        "single_fact": _in_turn([_numbers(source) for source in sources]),
    }
    chosen: dict[str, Item] = {}
    for kind, share in SHARES.items():
        left = count - len(chosen)
        wanted = left if kind == "single_fact" else min(left, round(count * share))
        fresh = {item.question: item for item in by_kind[kind] if item.question not in chosen}
        chosen |= islice(fresh.items(), wanted)
    ordered = sorted(chosen.values(), key=lambda item: -list(SHARES).index(item.kind))
    return [replace(item, id=f"d{n:03}") for n, item in enumerate(ordered[:count], start=1)]


def to_json(item: Item) -> dict[str, object]:
    """A line of a golden set, marked as a draft until a person takes the mark off."""
    return {
        "id": item.id,
        "kind": item.kind,
        "turns": list(item.turns),
        "answerable": item.answerable,
        "nuggets": [list(alternatives) for alternatives in item.nuggets],
        "sources": [source._asdict() for source in item.sources],
        "draft": True,
    }


def _in_turn(candidates: Sequence[Iterable[Item]]) -> Iterator[Item]:
    """The first of each page, then the second of each, until none has any left."""
    remaining = [iter(each) for each in candidates]
    while remaining:
        still = []
        for each in remaining:
            item = next(each, None)
            if item is not None:
                still.append(each)
                yield item
        remaining = still


def _numbers(source: Source) -> Iterator[Item]:
    for measured in numbers_of(source.paragraphs):
        yield Item(
            "",
            "single_fact",
            (ask_number(measured, source.place, _year(measured, source)),),
            True,
            ((measured.nugget,),),
            (GoldSource(source.file, measured.clause),),
        )


def _lists(source: Source) -> Iterator[Item]:
    for found in lists_of(source.paragraphs):
        year = found.paragraph.year or source.metadata.year
        when = f"{year}年" if year else ""
        of = "的" if source.place and found.topic[0] in _NUMERALS else ""
        yield Item(
            "",
            "list",
            (f"{when}{source.place}{of}{found.topic}有哪些？",),
            True,
            tuple((member,) for member in found.members),
            (GoldSource(source.file, found.quote),),
        )


class _Elsewhere(NamedTuple):
    """What near misses are asked of: a year without a page, and the other places' pages."""

    year: int
    """The first after all pages' own that stands in none of them."""
    texts: dict[str, str]
    """Place -> all that its pages say."""

    @classmethod
    def of(cls, sources: Sequence[Source]) -> _Elsewhere:
        """What stands in no page of these, and what each place's pages say."""
        paragraphs: dict[str, list[str]] = defaultdict(list)
        for source in sources:
            paragraphs[source.place] += [paragraph.text for paragraph in source.paragraphs]
        texts = {place: "\n".join(each) for place, each in paragraphs.items()}
        last = max((s.metadata.year for s in sources if s.metadata.year), default=2020)
        free = (y for y in count_from(last + 1) if not any(str(y) in t for t in texts.values()))
        return cls(next(free), {place: text for place, text in texts.items() if place})

    def place_without(self, words: str, *, but: str, start: int) -> str | None:
        """A place whose pages hold no four characters in a row of the words."""
        names = [place for place in self.texts if place != but]
        start %= len(names) or 1
        pieces = [words[at : at + 4] for at in range(max(1, len(words) - 3))]
        for place in names[start:] + names[:start]:
            if not any(piece in self.texts[place] for piece in pieces):
                return place
        return None


def _near_misses(source: Source, elsewhere: _Elsewhere) -> Iterator[Item]:
    """By turns a year that no page speaks of, and a place whose pages don't hold the words."""
    for n, measured in enumerate(numbers_of(source.paragraphs)):
        place = None
        if n % 2:
            place = elsewhere.place_without(measured.before, but=source.place, start=n // 2)
        question = (
            ask_number(measured, place, _year(measured, source))
            if place
            else ask_number(measured, source.place, elsewhere.year)
        )
        yield Item("", "unanswerable", (question,), False)


def _year(measured: Measured, source: Source) -> int | None:
    return measured.paragraph.year or source.metadata.year
