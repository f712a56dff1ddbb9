"""A benchmark's documents as passages in a temporary index of the same kind as a library's.

    passages_of(document)        -> its passages, cut as ingest cuts them
    indexed(passages, embedder)  -> both indexes, in a folder that is gone at the end

There is no record behind such an index, so paragraphs can't be cited from it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.asking import shown
from evals.beir import Text
from ingest.document import Paragraph, Passage
from ingest.embeddings import Embedder
from ingest.keywords import KeywordIndex
from ingest.library import Snapshot
from ingest.query import Entry
from ingest.split import split
from ingest.vectors import Embedding, VectorIndex, collection_name

EMBEDDED_AT_ONCE = 512


class BenchmarkSnapshot(Snapshot):
    """What a library's readers search in, over indexes that have no record behind them."""

    def __init__(self, keywords: KeywordIndex, vectors: VectorIndex | None) -> None:
        self._keywords = keywords
        if vectors:
            self._vectors = lambda: vectors


class Index(NamedTuple):
    """A benchmark's passages, ready to be searched, and what that took."""

    snapshot: BenchmarkSnapshot
    steps: dict[str, float]
    """Seconds of each step, on the wall."""
    bytes_on_disk: int

    @property
    def seconds(self) -> float:
        """To embed and index."""
        return sum(self.steps.values())


@contextmanager
def indexed(passages: Sequence[Passage], embedder: Embedder | None) -> Iterator[Index]:
    """The passages in both indexes, in a folder that is gone at the end.

    Without an embedder there are keywords only.
    """
    with tempfile.TemporaryDirectory(prefix="wenzheng-evals-") as name:
        folder = Path(name)
        steps: dict[str, float] = {}
        vectors = None
        with _timed(steps, "index keywords"):
            KeywordIndex.build(folder / "keywords", map(_entry, passages))
        if embedder:
            with _timed(steps, "embed"):
                rows = _embedded(passages, embedder)
            with _timed(steps, "index vectors"):
                vectors = _vector_index(folder, passages, rows, embedder.identity)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        try:
            keywords = KeywordIndex.open(folder / "keywords")
            yield Index(BenchmarkSnapshot(keywords, vectors), steps, size)
        finally:
            if vectors:
                vectors.close()


@contextmanager
def _timed(steps: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    steps[name] = time.perf_counter() - begun


def _embedded(passages: Sequence[Passage], embedder: Embedder) -> NDArray[np.float32]:
    texts = [passage.embedding_text for passage in passages]
    batches = [texts[at : at + EMBEDDED_AT_ONCE] for at in range(0, len(texts), EMBEDDED_AT_ONCE)]
    return np.concatenate([embedder.embed(batch) for batch in shown(batches, "embedding")])


def _vector_index(
    folder: Path, passages: Sequence[Passage], rows: NDArray[np.float32], identity: str
) -> VectorIndex:
    embedding = Embedding(identity, rows.shape[1])
    name = collection_name("evals", 0, embedding)
    pairs = zip(map(_entry, passages), rows, strict=True)
    VectorIndex.build(folder / "chroma", name, pairs, count=len(rows), embedding=embedding)
    return VectorIndex.open(folder / "chroma", name)


def _entry(passage: Passage) -> Entry:
    return Entry(passage, year=None, period=None, key=b"")  # no record: nothing to look up


def passages_of(document: Text) -> list[Passage]:
    r"""A document's passages as ingest would cut them: each line is a paragraph.

    >>> [passage.id for passage in passages_of(Text("d", "新建公园五个。\n\n修路三条。"))]
    ['d#p1.0', 'd#p2.0']
    """
    lines = [line.strip() for line in (document.text.strip() or document.title).splitlines()]
    return [
        passage
        for n, line in enumerate(filter(None, lines), start=1)
        for passage in split(_paragraph(document.id, n, line), title=document.title or None)
    ]


def _paragraph(document: str, n: int, text: str) -> Paragraph:
    return Paragraph(document, n, text, start=0, raw_start=0, raw_end=0)  # never cited
