"""The keyword index: BM25 over words and over character bigrams, in tantivy.

A passage is found by its words and by its bigrams, each searched alone; both score lists
are scaled to a maximum of 1 and added, which was measured better than ranks or either list
(bench "Z w+bi": nDCG@10 +0.3 to +1.3 over reciprocal ranks on 7 of 9 tasks). Its heading
counts a quarter (+1.7 on pages with titles). tantivy fixes k1 at 1.2 and b at 0.75.

The index is filled once and then only read: any number of processes may open it. The folded
text of each passage is stored in it, for what ranks the best ones closer: folding a hundred
passages anew would take longer than the search. This is the only module that imports tantivy.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import tantivy

from ingest.errors import LibraryDamaged, LibraryError
from ingest.normalise import fold
from ingest.query import EVERYTHING, Entry, Filter, Hit, KeywordQuery, Match
from ingest.words import HAN, bigrams, words

HEADING_WEIGHT = 0.25
"""Measured as a field of its own on the bench: +1.7 nDCG@10 on pages, -0.1 to +0.3 elsewhere."""

LEAST_DEPTH = 200
"""How deep each list is read: a passage just below the cut of one list would lose its half."""

Field = Literal["words", "bigrams"]

_STORED = ("folded_text", "folded_heading")
_HEAP_BYTES = 64_000_000
_HAN_RUN_RE = re.compile(rf"[{HAN}]+")
_ASCII_RUN_RE = re.compile(r"[0-9a-z]+")
_OCCUR = tantivy.Occur


class _Place(NamedTuple):
    """Where tantivy keeps a passage."""

    segment: int
    number: int


class KeywordIndex:
    """A finished index, open for reading; threads may share it."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def build(
        cls,
        folder: Path,
        entries: Iterable[Entry],
        *,
        filled: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Fill a new index in ``folder`` and return how many entries it holds.

        ``filled`` hears now and then how many there are so far. One thread writes, so that
        equal entries make equal scores on every run. Raises LibraryError when the disk
        doesn't take it.
        """
        with _translated(folder, LibraryError):
            folder.mkdir()
            index = tantivy.Index(_schema(), path=str(folder))
            writer = index.writer(_HEAP_BYTES, 1)
            count = 0
            for count, entry in enumerate(entries, start=1):
                writer.add_document(_indexed(entry))
                if count % 1000 == 0:
                    filled(count)
            writer.commit()
            writer.wait_merging_threads()
        return count

    @classmethod
    def open(cls, folder: Path) -> KeywordIndex:
        """Open a finished index. Raises LibraryDamaged when it can't be read."""
        with _translated(folder, LibraryDamaged):
            return cls(tantivy.Index.open(str(folder)))

    @property
    def count(self) -> int:
        """Passages in the index."""
        return int(self._searcher.num_docs)

    def search(self, query: KeywordQuery, *, limit: int, chosen: Filter = EVERYTHING) -> list[Hit]:
        """The best passages, scores between 0 and 2, equal scores ordered by id."""
        found = self.matches(query, limit=limit, chosen=chosen)
        return [Hit(match.passage, match.score) for match in found]

    def matches(
        self, query: KeywordQuery, *, limit: int, chosen: Filter = EVERYTHING
    ) -> list[Match]:
        """The best passages with their scores of each kind and their texts, ordered alike."""
        if chosen.admits_nothing or limit < 1:
            return []
        depth = max(LEAST_DEPTH, 2 * limit)
        by_words = self._scored("words", (*query.words, *query.other_words), chosen, depth)
        by_bigrams = self._scored("bigrams", (*query.bigrams, *query.other_bigrams), chosen, depth)
        scores = {
            place: by_words.get(place, 0.0) + by_bigrams.get(place, 0.0)
            for place in by_words | by_bigrams
        }
        if len(scores) > limit:
            # All that are equal to the last one: which of them stay is decided by their ids.
            least = heapq.nlargest(limit, scores.values())[-1]
            scores = {place: score for place, score in scores.items() if score >= least}
        found = [
            self._match(place, by_words.get(place, 0.0), by_bigrams.get(place, 0.0))
            for place in scores
        ]
        return sorted(found, key=lambda match: (-match.score, match.passage))[:limit]

    def document_frequency(self, term: str, *, field: Field = "words") -> int:
        """How many passages contain this folded word or bigram (as `ingest.words` cuts them)."""
        return int(self._searcher.doc_freq(field, term))

    def candidates(self, folded: str) -> Iterator[str]:
        """Ids of the passages that may contain this string; all that do are among them.

        The caller compares the texts: bigrams don't see what stood between two runs. A
        string without a letter or digit makes every passage a candidate.
        """
        query = _all_of(self._parts(folded)) or tantivy.Query.all_query()
        offset, batch = 0, 64
        while True:
            with _translated(None, LibraryDamaged):
                hits = self._searcher.search(query, batch, False, offset=offset).hits
            yield from (self._id(address) for _, address in hits)
            if len(hits) < batch:
                return
            offset, batch = offset + batch, batch * 4

    def holds(self, entry: Entry) -> bool:
        """Whether the entry stands in the index with its id and the first terms of each field."""
        fields = _fields(entry, *_folded(entry))
        parts = [
            self._term(field, term)
            for field, value in fields.items()
            for term in (value[:20] if isinstance(value, list) else [value])
        ]
        with _translated(None, LibraryDamaged):
            query = tantivy.Query.boolean_query([(_OCCUR.Must, part) for part in parts])
            return len(self._searcher.search(query, 2, False).hits) == 1

    def _any_of(self, field: str, terms: Sequence[tuple[str, float]]) -> tantivy.Query | None:
        weighed = [(term, weight) for term, weight in terms if weight > 0]
        parts = [
            (_OCCUR.Should, tantivy.Query.boost_query(self._term(name, term), weight * share))
            for name, share in ((field, 1.0), (f"heading_{field}", HEADING_WEIGHT))
            for term, weight in weighed
        ]
        return tantivy.Query.boolean_query(parts) if parts else None

    def _scored(
        self, field: Field, terms: Sequence[tuple[str, float]], chosen: Filter, depth: int
    ) -> dict[_Place, float]:
        """The best passages by one field, as shares of the best score."""
        query = self._any_of(field, terms)
        if query is None:
            return {}
        filters = list(self._filters(chosen))
        if filters:
            # A constant score of 0, so that what is asked for alone decides the ranking.
            parts = [tantivy.Query.const_score_query(part, 0.0) for part in filters]
            query = tantivy.Query.boolean_query([(_OCCUR.Must, part) for part in [query, *parts]])
        with _translated(None, LibraryDamaged):
            hits = self._searcher.search(query, depth, False).hits
        highest = max((score for score, _ in hits), default=0.0)
        return {_Place(at.segment_ord, at.doc): score / highest for score, at in hits}

    def _match(self, place: _Place, words: float, bigrams: float) -> Match:
        with _translated(None, LibraryDamaged):
            stored = self._searcher.doc(tantivy.DocAddress(*place))
        text, heading = (stored[field][0].decode() for field in _STORED)
        return Match(stored["id"][0], stored["document"][0], words, bigrams, text, heading)

    def _filters(self, chosen: Filter) -> Iterator[tantivy.Query]:
        for field, values in (("document", chosen.documents), ("year", chosen.years)):
            if values is not None:
                yield tantivy.Query.term_set_query(self._schema, field, list(values))
        if chosen.period is not None:
            yield self._term("period", chosen.period)

    def _parts(self, folded: str) -> Iterator[tantivy.Query]:
        query = tantivy.Query
        for run in _HAN_RUN_RE.findall(folded):
            if len(run) == 1:
                # Inside a longer run it stands in no term of its own.
                yield query.regex_query(self._schema, "bigrams", f".*{run}.*")
            elif len(run) == 2:
                yield self._term("bigrams", run)
            else:
                yield query.phrase_query(self._schema, "bigrams", [*bigrams(run)])
        for run in _ASCII_RUN_RE.findall(folded):
            # Nothing to escape in it. 19 may be a part of 2019, and 1,234 is indexed as 1234.
            yield query.regex_query(self._schema, "bigrams", f".*{run}.*")

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address)["id"][0])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in ("words", "bigrams", "heading_words", "heading_bigrams"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("id", "document"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("period", tokenizer_name="raw", index_option="basic")
    for field in _STORED:
        builder.add_bytes_field(field, stored=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    return builder.build()


def _folded(entry: Entry) -> tuple[str, str]:
    """Text and heading."""
    return fold(entry.passage.text), fold(entry.passage.heading)


def _fields(entry: Entry, text: str, heading: str) -> dict[str, str | int | list[str]]:
    """The terms of each field: many where it is searched, one where it filters."""
    return {
        "id": entry.passage.id,
        "document": entry.passage.document,
        "year": entry.year or 0,
        "period": entry.period or "",
        "words": words(text),
        "bigrams": bigrams(text),
        "heading_words": words(heading),
        "heading_bigrams": bigrams(heading),
    }


def _indexed(entry: Entry) -> tantivy.Document:
    folded = _folded(entry)
    fields = _fields(entry, *folded)
    joined = {name: " ".join(v) if isinstance(v, list) else v for name, v in fields.items()}
    stored = {name: text.encode() for name, text in zip(_STORED, folded, strict=True)}
    return tantivy.Document(**joined, **stored)


def _all_of(parts: Iterable[tantivy.Query]) -> tantivy.Query | None:
    required = [(_OCCUR.Must, part) for part in parts]
    return tantivy.Query.boolean_query(required) if required else None


@contextmanager
def _translated(folder: Path | None, error: type[LibraryError]) -> Iterator[None]:
    """Turn what tantivy and the system raise into an error of ours."""
    try:
        yield
    except (OSError, ValueError) as exc:
        where = f" in {str(folder)!r}" if folder else ""
        raise error(f"the keyword index{where} can't be used: {exc}") from exc
