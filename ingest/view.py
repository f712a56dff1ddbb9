"""The record as of one generation: what readers of one build see, whatever is written since.

Documents are small and read once; paragraphs, passages and pages are read when asked for.
Nothing here writes, and no lock is taken.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest import codec
from ingest.compared import StoredVector
from ingest.document import Document, Paragraph, Passage
from ingest.errors import NotInLibrary
from ingest.mirrors import Witness
from ingest.offsets import OffsetMap, Span
from ingest.query import Entry
from ingest.record import Record
from ingest.repaired import Repair, repairs

if TYPE_CHECKING:
    from ingest.restore import Report

_PAGES_KEPT = 16
"""Pages held decompressed: an answer cites a few, and asks for each of them several times."""

_PARAGRAPH = "n, text, start, raw_start, raw_end, role, section, year, period"
_PASSAGE = "paragraph, k, start, text, heading"


def visible(generation: int) -> str:
    """SQL: the contents of the pages in a generation."""
    return (
        f"SELECT content FROM pages WHERE added <= {generation:d}"
        f" AND (removed IS NULL OR removed > {generation:d})"
    )


def indexed(generation: int) -> str:
    """SQL: the contents that a generation's indexes hold, mirror copies left out."""
    return (
        f"SELECT content FROM contents WHERE content IN ({visible(generation)}) AND document"
        f" NOT IN (SELECT document FROM copies WHERE generation = {generation:d})"
    )


class Published(NamedTuple):
    """A page as published, and how the restored text lies on it."""

    raw: str
    offsets: OffsetMap


class View:
    """The documents, paragraphs and passages of one generation; threads may share it."""

    def __init__(self, record: Record, generation: int) -> None:
        self._record = record
        self._published: OrderedDict[str, Published] = OrderedDict()
        self._lock = threading.Lock()
        self.generation = generation

    @cached_property
    def pages(self) -> tuple[Document, ...]:
        """Every page, in the order of adding; pages with the same bytes share an id."""
        return tuple(page for _, page in self._pages)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Id -> document, with the first of its pages as its source."""
        return {page.id: page for page in reversed(self.pages)}

    def document(self, id: str) -> Document:
        """One document. Raises NotInLibrary."""
        try:
            return self.documents[id]
        except KeyError:
            raise NotInLibrary(f"no document {id!r} in the library") from None

    def paragraph(self, id: str) -> Paragraph:
        """One paragraph by ``<document>#p<n>``. Raises NotInLibrary."""
        document, _, n = id.partition("#p")
        if document in self._contents and n.isdecimal():
            found = self._record.rows(
                f"SELECT {_PARAGRAPH} FROM paragraphs WHERE content = ? AND n = ?",
                self._contents[document],
                int(n),
            )
            if found:
                return _paragraph(document, found[0])
        raise NotInLibrary(f"no paragraph {id!r} in the library")

    def paragraphs(self, document: str) -> list[Paragraph]:
        """A document's paragraphs in page order. Raises NotInLibrary."""
        found = self._record.rows(
            f"SELECT {_PARAGRAPH} FROM paragraphs WHERE content = ? ORDER BY n",
            self._content(document),
        )
        return [_paragraph(document, row) for row in found]

    def paragraph_counts(self) -> dict[str, int]:
        """Document id -> how many paragraphs it has."""
        found = self._record.rows(
            "SELECT content, count(*) FROM paragraphs WHERE content IN"
            f" ({visible(self.generation)}) GROUP BY content"
        )
        counts = dict(found)
        return {document: counts.get(content, 0) for document, content in self._contents.items()}

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Id -> passage. Raises NotInLibrary, naming the first id that isn't there."""
        found: dict[str, Passage] = {}
        for id in ids:
            document, _, place = id.partition("#p")
            n, _, k = place.partition(".")
            content = self._contents.get(document)
            if content is None or not (n.isdecimal() and k.isdecimal()):
                raise NotInLibrary(f"no passage {id!r} in the library")
            rows = self._record.rows(
                f"SELECT {_PASSAGE} FROM passages WHERE content = ? AND paragraph = ? AND k = ?",
                content,
                int(n),
                int(k),
            )
            if not rows:
                raise NotInLibrary(f"no passage {id!r} in the library")
            found[id] = Passage(document, *rows[0])
        return found

    def raw(self, start: int, end: int, *, document: str) -> str:
        """Characters ``start`` to ``end`` of the page as published. Raises NotInLibrary."""
        return self._published_page(document).raw[start:end]

    def raw_page(self, document: str) -> str:
        """The whole page as published. Raises NotInLibrary."""
        return self._published_page(document).raw

    def raw_span(self, paragraph: Paragraph, start: int, end: int) -> Span:
        """Where ``paragraph.text[start:end]`` stands in the page as published.

        Raises NotInLibrary, and IndexError when the span lies outside the page.
        """
        offsets = self._published_page(paragraph.document).offsets
        return offsets.span(paragraph.start + start, paragraph.start + end)

    def repairs(self, paragraph: Paragraph) -> tuple[Repair, ...]:
        """The torn places of a paragraph's text. Raises NotInLibrary."""
        page = self._published_page(paragraph.document)
        reports = self.reports(paragraph.document)
        return repairs(page.raw, page.offsets, reports, Span(paragraph.start, paragraph.end))

    def reports(self, document: str) -> tuple[Report, ...]:
        """The places of a damaged page that its bytes don't determine. Raises NotInLibrary."""
        ((packed,),) = self._record.rows(
            "SELECT reports FROM contents WHERE content = ?", self._content(document)
        )
        return codec.unpack_reports(packed)

    def witnesses(self) -> Iterator[Witness]:
        """What decides which documents are mirror copies of which."""
        for document in self.documents.values():
            ((packed,),) = self._record.rows(
                "SELECT sketch FROM contents WHERE content = ?", self._contents[document.id]
            )
            yield Witness(
                document.id,
                codec.unpack_sketch(packed),
                document.damaged,
                document.metadata.date is not None,
            )

    def indexed_count(self) -> int:
        """How many passages the indexes of this generation hold."""
        ((count,),) = self._record.rows(
            f"SELECT count(*) FROM passages WHERE content IN ({indexed(self.generation)})"
        )
        return int(count)

    def indexed_passages(self) -> Iterator[Entry]:
        """The passages that the indexes hold, in a fixed order."""
        names = {content: document for document, content in self._contents.items()}
        found = self._record.stream(
            "SELECT s.content, s.paragraph, k, s.start, s.text, heading, year, period, key"
            " FROM passages s JOIN paragraphs p ON p.content = s.content AND p.n = s.paragraph"
            f" WHERE s.content IN ({indexed(self.generation)})"
            " ORDER BY s.content, s.paragraph, k"
        )
        for content, paragraph, k, start, text, heading, year, period, key in found:
            passage = Passage(names[content], paragraph, k, start, text, heading)
            yield Entry(passage, year, period, key)

    def vector(self, embedding: str, key: bytes) -> NDArray[np.float32]:
        """The vector of a passage's key. Raises NotInLibrary when it isn't embedded yet."""
        found = self._record.rows(
            "SELECT vector FROM vectors WHERE embedding = ? AND key = ?", embedding, key
        )
        if not found:
            raise NotInLibrary(f"a passage isn't embedded with {embedding!r} yet")
        return np.frombuffer(found[0][0], dtype="<f4").astype(np.float32)

    def stored_vectors(self, document: str, embedding: str) -> Iterator[StoredVector]:
        """A document's passages that the indexes hold, with their vectors; none of a copy."""
        found = self.documents.get(document)
        if found is None or found.copy_of is not None:
            return
        for n, k, *row in self._record.rows(
            "SELECT s.paragraph, k, year, period, vector FROM passages s"
            " JOIN paragraphs p ON p.content = s.content AND p.n = s.paragraph"
            " JOIN vectors v ON v.embedding = ? AND v.key = s.key WHERE s.content = ?",
            embedding,
            self._contents[document],
        ):
            yield StoredVector(f"{document}#p{n}.{k}", *row)

    @cached_property
    def _pages(self) -> list[tuple[int, Document]]:
        """(content, page) of every page."""
        copies = dict(
            self._record.rows(
                "SELECT document, copy_of FROM copies WHERE generation = ?", self.generation
            )
        )
        found = self._record.rows(
            "SELECT content, document, source, script, damaged, encoding, metadata"
            " FROM pages JOIN contents USING (content)"
            " WHERE added <= ? AND (removed IS NULL OR removed > ?) ORDER BY page",
            self.generation,
            self.generation,
        )
        return [
            (
                content,
                Document(
                    id=document,
                    source=source,
                    script=script,
                    damaged=bool(damaged),
                    encoding=encoding,
                    metadata=codec.unpack_metadata(metadata),
                    copy_of=copies.get(document),
                ),
            )
            for content, document, source, script, damaged, encoding, metadata in found
        ]

    @cached_property
    def _contents(self) -> dict[str, int]:
        return {page.id: content for content, page in self._pages}

    def _content(self, document: str) -> int:
        try:
            return self._contents[document]
        except KeyError:
            raise NotInLibrary(f"no document {document!r} in the library") from None

    def _published_page(self, document: str) -> Published:
        with self._lock:
            if document in self._published:
                self._published.move_to_end(document)
                return self._published[document]
        ((raw, offsets),) = self._record.rows(
            "SELECT raw, offsets FROM contents WHERE content = ?", self._content(document)
        )
        page = Published(codec.unpack_text(raw), codec.unpack_offsets(offsets))
        with self._lock:
            self._published[document] = page
            while len(self._published) > _PAGES_KEPT:
                self._published.popitem(last=False)
        return page


def _paragraph(document: str, row: tuple[Any, ...]) -> Paragraph:
    n, text, start, raw_start, raw_end, role, section, year, period = row
    return Paragraph(
        document,
        n,
        text,
        start,
        raw_start,
        raw_end,
        role,
        tuple(json.loads(section)),
        year,
        period,
    )
