"""What a writer does to the record: pages come and go, contents and vectors are kept.

Nothing a reader may still see is changed in place: a page is removed *from a generation
on*, and its rows are deleted by `purge` when no build needs them any more. A content is
what parsing made of one file's bytes; pages with the same bytes share it, and a vector is
kept under the hash of the text it embeds, so what is unchanged is never embedded again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest import codec
from ingest.document import Paragraph, Passage
from ingest.mirrors import Sketch
from ingest.record import Record, Value
from ingest.view import indexed

if TYPE_CHECKING:
    from ingest.parse import ParsedDocument
    from ingest.restore import Restored


class Revision(NamedTuple):
    """The page that a source has now."""

    document: str
    content: int


def newest_change(record: Record) -> int:
    """The newest generation that any page was added in or removed in; 0 if there is none."""
    ((newest,),) = record.rows("SELECT max(max(added, coalesce(removed, 0))) FROM pages")
    return newest or 0


def is_empty(record: Record) -> bool:
    """Whether there is no page, changes that no build shows yet included."""
    return not record.rows("SELECT 1 FROM pages WHERE removed IS NULL LIMIT 1")


def revisions(record: Record) -> dict[str, Revision]:
    """Source -> the page it has now, changes that no build shows yet included."""
    found = record.rows(
        "SELECT source, document, content FROM pages JOIN contents USING (content)"
        " WHERE removed IS NULL ORDER BY page"
    )
    return {source: Revision(document, content) for source, document, content in found}


def content_of(record: Record, document: str) -> int | None:
    """Where the content of this document is kept, whatever page brought it."""
    ((content,),) = record.rows("SELECT max(content) FROM contents WHERE document = ?", document)
    return None if content is None else int(content)


def bytes_of(record: Record, content: int) -> bytes:
    """The bytes of the file that a content was made from."""
    ((packed,),) = record.rows("SELECT bytes FROM contents WHERE content = ?", content)
    return zlib.decompress(packed)


def restored_of(record: Record, content: int) -> Restored:
    """What restoring, and other copies since, made of a content."""
    from ingest.restore import Restored  # with its pinyin 0.3 s of CPU, as in codec.py

    ((text, offsets, reports, script, damaged),) = record.rows(
        "SELECT restored, offsets, reports, script, damaged FROM contents WHERE content = ?",
        content,
    )
    return Restored(
        codec.unpack_text(text),
        codec.unpack_offsets(offsets),
        codec.unpack_reports(reports),
        script,
        bool(damaged),
    )


def changed_documents(record: Record, *, generation: int) -> set[str]:
    """The documents that have been added, or parsed again, for this generation."""
    found = record.rows(
        "SELECT document FROM pages JOIN contents USING (content)"
        " WHERE added = ? AND removed IS NULL",
        generation,
    )
    return {document for (document,) in found}


def replace_content(record: Record, old: int, new: int, *, generation: int) -> None:
    """Let the pages that have the content ``old`` have ``new`` from ``generation`` on."""
    # No reader has seen a page of this generation: it keeps its place in the order of adding.
    record.rows(
        "UPDATE pages SET content = ? WHERE content = ? AND removed IS NULL AND added = ?",
        new,
        old,
        generation,
    )
    rest = record.rows(
        "SELECT source FROM pages WHERE content = ? AND removed IS NULL ORDER BY page", old
    )
    for (source,) in rest:
        set_page(record, source, new, generation=generation)


def set_page(record: Record, source: str, content: int, *, generation: int) -> None:
    """Let ``source`` have this content from ``generation`` on, instead of what it had."""
    remove_page(record, source, generation=generation)
    record.insert("pages", [(None, source, content, generation, None)])


def remove_page(record: Record, source: str, *, generation: int) -> None:
    """Let ``source`` have no page from ``generation`` on."""
    record.rows(
        "UPDATE pages SET removed = ? WHERE source = ? AND removed IS NULL", generation, source
    )


def add_content(record: Record, parsed: ParsedDocument, sketch: Sketch) -> int:
    """Keep one parsed document and return where.

    Raises UnicodeEncodeError, before anything is written, when its text isn't text.
    """
    document, restored = parsed.document, parsed.restored
    row: tuple[Value, ...] = (
        None,
        document.id,
        document.encoding,
        document.script,
        document.damaged,
        codec.pack_metadata(document.metadata),
        codec.pack_sketch(sketch),
        codec.pack_offsets(restored.offsets),
        codec.pack_reports(restored.reports),
        codec.pack_text(parsed.raw),
        codec.pack_text(restored.text),
        zlib.compress(parsed.raw_bytes),
    )
    content = record.insert("contents", [row])
    record.insert("paragraphs", (_paragraph(content, p) for p in parsed.paragraphs))
    record.insert("passages", (_passage(content, p) for p in parsed.passages))
    return content


def set_copies(record: Record, generation: int, copy_of: Mapping[str, str]) -> None:
    """Say which documents of a generation are mirror copies, and of which."""
    with record.transaction():
        record.rows("DELETE FROM copies WHERE generation = ?", generation)
        record.insert("copies", ((generation, *pair) for pair in copy_of.items()))


def unembedded(record: Record, embedding: str, *, generation: int) -> list[bytes]:
    """The keys of a generation's passages that have no vector of this embedder yet."""
    found = record.stream(
        f"SELECT DISTINCT key FROM passages WHERE content IN ({indexed(generation)})"
        " AND key NOT IN (SELECT key FROM vectors WHERE embedding = ?)",
        embedding,
    )
    return [key for (key,) in found]


def dimension(record: Record, embedding: str) -> int | None:
    """The length of the vectors of this embedder; None while there are none."""
    found = record.rows(
        "SELECT length(vector) / 4 FROM vectors WHERE embedding = ? LIMIT 1", embedding
    )
    return int(found[0][0]) if found else None


def embedding_texts(record: Record, keys: Sequence[bytes]) -> list[str]:
    """The text behind each key, in the order of the keys."""
    places = ", ".join("?" * len(keys))
    found = record.rows(f"SELECT key, text, heading FROM passages WHERE key IN ({places})", *keys)
    texts = {
        key: Passage("", 0, 0, 0, text, heading).embedding_text for key, text, heading in found
    }
    return [texts[key] for key in keys]


def add_vectors(
    record: Record, embedding: str, keys: Sequence[bytes], vectors: NDArray[np.float32]
) -> None:
    """Keep the vectors, (len(keys), dimension), of these passages."""
    little_endian = vectors.astype("<f4")
    with record.transaction():
        record.insert(
            "vectors",
            (
                (embedding, key, vector.tobytes())
                for key, vector in zip(keys, little_endian, strict=True)
            ),
        )


def purge(record: Record, live: Collection[int]) -> None:
    """Delete what none of the ``live`` generations can see, and the next one can't either."""
    seen = " OR ".join(f"(added <= {g:d} AND removed > {g:d})" for g in live) or "FALSE"
    generations = ", ".join(f"{g:d}" for g in live)
    with record.transaction():
        record.rows(f"DELETE FROM pages WHERE removed IS NOT NULL AND NOT ({seen})")
        record.rows("DELETE FROM contents WHERE content NOT IN (SELECT content FROM pages)")
        for table in ("paragraphs", "passages"):
            record.rows(f"DELETE FROM {table} WHERE content NOT IN (SELECT content FROM contents)")
        record.rows("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM passages)")
        record.rows(f"DELETE FROM copies WHERE generation NOT IN ({generations})")
    # Removed text also leaves the log beside the file, unless a reader holds it just now.
    record.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def passage_key(passage: Passage) -> bytes:
    """Under what a passage's vector is kept: 16 bytes that stand for the embedded text."""
    return blake2b(passage.embedding_text.encode("utf-8"), digest_size=16).digest()


def _paragraph(content: int, paragraph: Paragraph) -> tuple[Value, ...]:
    return (
        content,
        paragraph.n,
        paragraph.text,
        paragraph.start,
        paragraph.raw_start,
        paragraph.raw_end,
        paragraph.role,
        json.dumps(paragraph.section, ensure_ascii=False),
        paragraph.year,
        paragraph.period,
    )


def _passage(content: int, passage: Passage) -> tuple[Value, ...]:
    return (
        content,
        passage.paragraph,
        passage.k,
        passage.start,
        passage.text,
        passage.heading,
        passage_key(passage),
    )
