"""Libraries of a few lines for tests of the store: made, added to, and asked what they find."""

from pathlib import Path

from ingest import pipeline
from ingest.library import KeywordQuery, Library
from ingest.normalise import fold
from ingest.pipeline import Summary
from ingest.words import bigrams, words
from tests.library_standins import CharacterCounts, read_lines


def add(library: Path, *paths: Path, embedder=None, **options) -> Summary:
    return pipeline.add(
        library, paths, embedder=embedder or CharacterCounts(), parse=read_lines, **options
    )


def question(text: str) -> KeywordQuery:
    folded = fold(text)
    return KeywordQuery(
        tuple((word, 1.0) for word in words(folded)),
        tuple((bigram, 1.0) for bigram in bigrams(folded)),
    )


def texts_found(library: Path, text: str, **filters) -> list[str]:
    snapshot = Library.open(library).snapshot()
    hits = snapshot.search_keywords(question(text), limit=5, **filters)
    return [snapshot.passage(hit.passage).text for hit in hits]


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
