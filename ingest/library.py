"""A library for its readers: the newest finished build, and the record as of that build.

`Library.snapshot` gives what is newest at that moment and notices a new build by itself;
a snapshot never changes, so one answer never mixes two builds, and its build stays on disk
as long as anybody holds it. Any number of processes and threads may read while one
process writes. How a library is written is the matter of pipeline.py.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.builds import Builds, Held
from ingest.compared import nearest
from ingest.document import Document, Paragraph, Passage, Period
from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing
from ingest.keywords import Field, KeywordIndex
from ingest.manifest import Manifest
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.query import Filter, Hit, KeywordQuery, Match
from ingest.record import Record
from ingest.vectors import VectorIndex
from ingest.view import View

if TYPE_CHECKING:
    from ingest.repaired import Repair
    from ingest.restore import Report

__all__ = ["Hit", "KeywordQuery", "Library", "Snapshot"]

COMPARED_DOCUMENTS = 8
"""Documents whose passages are compared one by one with a question's vector: less
work than Chroma's filter makes (see compared.py)."""


class Snapshot:
    """One build, open for reading; threads may share it. Made by `Library.snapshot`."""

    def __init__(
        self,
        view: View,
        keywords: KeywordIndex,
        vectors: Callable[[], VectorIndex],
        manifest: Manifest,
    ) -> None:
        self._view = view
        self._keywords = keywords
        self._vectors = vectors
        self.manifest = manifest

    @property
    def generation(self) -> int:
        """Counts the builds of the library."""
        return self.manifest.generation

    @property
    def embedding(self) -> str:
        """The identity of the embedder whose vectors `search_vectors` compares with."""
        return self.manifest.embedding

    def documents(self) -> list[Document]:
        """All documents in the order of adding, mirror copies included (see ``copy_of``)."""
        return [self._view.documents[id] for id in dict.fromkeys(p.id for p in self._view.pages)]

    def pages(self) -> list[Document]:
        """All pages: like the documents, but a document published twice is there twice."""
        return list(self._view.pages)

    def document(self, id: str) -> Document:
        """One document. Raises NotInLibrary."""
        return self._view.document(id)

    def paragraph(self, id: str) -> Paragraph:
        """One paragraph by its id. Raises NotInLibrary."""
        return self._view.paragraph(id)

    def paragraphs(self, document: str) -> list[Paragraph]:
        """A document's paragraphs in page order. Raises NotInLibrary."""
        return self._view.paragraphs(document)

    def paragraph_counts(self) -> dict[str, int]:
        """Document id -> how many paragraphs it has."""
        return self._view.paragraph_counts()

    def passage(self, id: str) -> Passage:
        """One passage by its id. Raises NotInLibrary."""
        return self._view.passages([id])[id]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Id -> passage. Raises NotInLibrary, naming an id that isn't there."""
        return self._view.passages(ids)

    def raw(self, start: int, end: int, *, document: str) -> str:
        """Characters ``start`` to ``end`` of the page as published. Raises NotInLibrary."""
        return self._view.raw(start, end, document=document)

    def raw_page(self, document: str) -> str:
        """The whole page as published. Raises NotInLibrary."""
        return self._view.raw_page(document)

    def raw_span(self, paragraph: Paragraph, start: int, end: int) -> Span:
        """Where ``paragraph.text[start:end]`` stands in the page as published."""
        return self._view.raw_span(paragraph, start, end)

    def reports(self, document: str) -> tuple[Report, ...]:
        """The places of a damaged page that its bytes don't determine. Raises NotInLibrary."""
        return self._view.reports(document)

    def repairs(self, paragraph: Paragraph) -> tuple[Repair, ...]:
        """Where the published copy of a paragraph was torn. Raises NotInLibrary."""
        return self._view.repairs(paragraph)

    def search_keywords(
        self,
        query: KeywordQuery,
        *,
        limit: int,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        period: Period | None = None,
    ) -> list[Hit]:
        """The passages that fit the words and bigrams best; scores between 0 and 2."""
        chosen = Filter(documents, years, period)
        return self._keywords.search(query, limit=limit, chosen=chosen)

    def match_keywords(
        self,
        query: KeywordQuery,
        *,
        limit: int,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        period: Period | None = None,
    ) -> list[Match]:
        """The passages that `search_keywords` finds, with their texts and both scores."""
        chosen = Filter(documents, years, period)
        return self._keywords.matches(query, limit=limit, chosen=chosen)

    def search_vectors(
        self,
        vector: NDArray[np.float32],
        *,
        limit: int,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        period: Period | None = None,
    ) -> list[Hit]:
        """The passages nearest to a unit vector, (dimension,); scores are cosine similarities.

        The passages of a few documents are all compared, without Chroma; the first other call
        opens Chroma, which takes 1.5 s of CPU. Raises LibraryDamaged.
        """
        chosen = Filter(documents, years, period)
        if self.compares(documents):
            stored = (
                one
                for document in sorted(set(documents or ()))
                for one in self._view.stored_vectors(document, self.embedding)
            )
            return nearest(vector, stored, limit=limit, chosen=chosen)
        return self._vectors().search(vector, limit=limit, chosen=chosen)

    def compares(self, documents: Collection[str] | None) -> bool:
        """Whether these are so few documents that their vectors are read without Chroma."""
        return documents is not None and len(documents) <= COMPARED_DOCUMENTS

    def document_frequency(self, term: str, *, field: Field = "words") -> int:
        """How many passages contain this folded word, or this folded pair of characters."""
        return self._keywords.document_frequency(term, field=field)

    def passage_count(self) -> int:
        """How many passages can be found."""
        return self._keywords.count

    def contains(self, folded: str) -> bool:
        """Whether this folded string stands in a paragraph that can be found.

        Exact, single characters included. Not found is a string that runs from one passage
        of a long paragraph into the next.
        """
        return any(
            folded in fold(self._view.paragraph(paragraph).text)
            for paragraph in self.may_contain(folded)
        )

    def may_contain(self, folded: str) -> Iterator[str]:
        """Ids of the paragraphs with all runs of letters and digits of a folded string, and of
        some more; an id may come twice.
        """
        for passage in self._keywords.candidates(folded):
            yield passage.rpartition(".")[0]


class Library:
    """A library's folder, open for reading; threads may share it."""

    def __init__(self, path: Path, chroma: str | None) -> None:
        self._builds = Builds(path)
        self._chroma = chroma
        self._lock = threading.Lock()
        self._newest: tuple[tuple[int, int, int], Snapshot] | None = None
        self.path = path

    @classmethod
    def open(cls, path: Path, *, chroma: str | None = None) -> Library:
        """Open the library at ``path``; ``chroma`` is the server that holds its vectors, if any.

        Raises LibraryMissing when there is none or nothing in it yet, LibraryDamaged when
        its files don't agree, LibraryError when it can't be read.
        """
        if path.exists() and not path.is_dir():
            raise LibraryError(f"{str(path)!r} is a file: a library is a folder")
        library = cls(path, chroma)
        library.snapshot()
        return library

    def snapshot(self) -> Snapshot:
        """The newest finished build. Costs one stat when there is no newer one.

        Raises LibraryMissing, LibraryDamaged or LibraryError when a newer one can't be read.
        """
        with self._lock:
            if self._newest is None or self._builds.stamp != self._newest[0]:
                self._newest = self._open()
            return self._newest[1]

    def _open(self) -> tuple[tuple[int, int, int], Snapshot]:
        with ExitStack() as opened:
            record = opened.enter_context(self._open_record())
            held = self._builds.hold()
            opened.callback(os.close, held.descriptor)
            manifest = Manifest.read(held.path)
            self._check_server(manifest)
            view = View(record, manifest.generation)
            if len(view.documents) != manifest.documents:
                raise LibraryDamaged(
                    f"the record in {str(self.path)!r} has {len(view.documents)} documents and "
                    f"build {manifest.generation} has {manifest.documents}: put the record back "
                    "from a copy, or add the documents again to a new library"
                )
            index = KeywordIndex.open(held.path / "keywords")
            vectors = _Vectors(held, manifest)
            opened.callback(vectors.close)
            snapshot = Snapshot(view, index, vectors, manifest)
            # When nobody holds the snapshot any more, its build may be removed.
            weakref.finalize(snapshot, opened.pop_all().close)
        return held.stamp, snapshot

    def _open_record(self) -> Record:
        try:
            return Record.read(self.path)
        except LibraryMissing:
            if self._builds.current is None:
                raise
            raise LibraryDamaged(
                f"the library {str(self.path)!r} has lost its record: put record.sqlite back "
                "from a copy, or add the documents again to a new library"
            ) from None

    def _check_server(self, manifest: Manifest) -> None:
        if manifest.chroma != self._chroma:
            there = f"on the Chroma server {manifest.chroma}" if manifest.chroma else "in itself"
            chosen = self._chroma or "not set"
            raise LibraryError(
                f"the library {str(self.path)!r} has its vectors {there}, but WENZHENG_CHROMA "
                f"is {chosen}: change it, or move them with `python -m ingest rebuild`"
            )


class _Vectors:
    """The vector index of a held build, opened when it is first asked for."""

    def __init__(self, held: Held, manifest: Manifest) -> None:
        self._place = manifest.chroma or held.path / "chroma"
        self._name = manifest.collection
        self._lock = threading.Lock()
        self._index: VectorIndex | None = None

    def __call__(self) -> VectorIndex:
        with self._lock:
            if self._index is None:
                self._index = VectorIndex.open(self._place, self._name)
            return self._index

    def close(self) -> None:
        """Close the index, if it was opened."""
        with self._lock:
            if self._index is not None:
                self._index.close()
