"""The three ways to write a library: add, remove, rebuild.

Each takes the writer's lock, changes the record, and publishes a build if readers don't
see the record as it is. Files are compared by their bytes, so what hasn't changed is not
parsed again. All is committed as it goes: interrupted at any point, the library is as
readers knew it, what was read is kept, and the same command again finishes the job.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest import lock, revise
from ingest.again import Parse, ParseRestored, Refusal, mend, parse_again, parsed_page, sketch_of
from ingest.builds import Builds
from ingest.embeddings import Embedder
from ingest.errors import LibraryMissing, NotInLibrary, UnreadableFile
from ingest.naming import source_of, sources_named
from ingest.publish import Progress, Published, Publisher, check_identity, silent
from ingest.read import find_files, read_bytes
from ingest.record import Record

if TYPE_CHECKING:
    from ingest.parse import ParsedDocument

COMMIT_EVERY = 20
COMMIT_SECONDS = 1.0
"""How much reading a kill -9 may lose: so many pages or seconds, whichever comes first."""


@dataclass
class Summary:
    """What a command did, and what readers see now."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[Refusal] = field(default_factory=list)
    documents: int = 0
    """In the library, mirror copies included."""
    copies: int = 0
    paragraphs: int = 0
    passages: int = 0
    embedded: int = 0
    """Passages that had to be embedded."""


def add(
    folder: Path,
    paths: Sequence[Path],
    *,
    embedder: Embedder,
    parse: Parse,
    parse_restored: ParseRestored | None = None,
    version: int | None = None,
    chroma: str | None = None,
    progress: Progress = silent,
) -> Summary:
    """Take in files and folders; a file that changed replaces what its path had before.

    What can't be read is refused by name and keeps nothing else from being taken in. A file
    that is gone from a folder stays in the library until it is removed by name.

    parse_restored: as in parse.py; without it, copies of one text don't repair each other.
    version: of the parser. A library that another one made is read again; None: never.

    Raises LibraryBusy, EmbeddingMismatch, EmbeddingError and LibraryError.
    """
    with _writing(folder, lambda: embedder, chroma, progress) as publisher:
        record = publisher.record
        if revise.is_empty(record):
            record.set_note("embedding", embedder.identity)
        check_identity(stored=record.note("embedding") or "", chosen=embedder.identity)
        summary = Summary()
        if version is not None and record.note("parser") != str(version):
            _parse_again(publisher, parse, version, summary)
        _read(publisher, paths, parse, summary)
        return _finish(publisher, summary, parse_restored)


def remove(
    folder: Path,
    names: Sequence[str],
    *,
    embedder: Callable[[], Embedder],
    chroma: str | None = None,
    progress: Progress = silent,
) -> Summary:
    """Take pages out by id, unique beginning of an id, path, or folder.

    A name that nothing goes by is refused; the rest is removed. The embedder is opened only
    if a mirror copy has to step in for a page that is removed.
    """
    _require(folder)
    with _writing(folder, embedder, chroma, progress) as publisher:
        record, generation = publisher.record, publisher.next_generation()
        summary = Summary()
        pages = [(source, page.document) for source, page in revise.revisions(record).items()]
        doomed: set[str] = set()
        for name in names:
            try:
                doomed.update(sources_named(name, pages))
            except NotInLibrary as exc:
                summary.refused.append(Refusal(name, str(exc)))
        with record.transaction():
            for source in sorted(doomed):
                revise.remove_page(record, source, generation=generation)
        summary.removed = len(doomed)
        return _finish(publisher, summary)


def rebuild(
    folder: Path,
    *,
    embedder: Embedder,
    parse: Parse,
    parse_restored: ParseRestored | None = None,
    version: int | None = None,
    chroma: str | None = None,
    progress: Progress = silent,
) -> Summary:
    """Make everything anew from the bytes of the pages as the record keeps them.

    So documents get what a newer version reads better. Passages that stay as they were keep
    their vectors, unless the embedder is another one. A page that can't be parsed any more
    is refused and stays as it was.
    """
    _require(folder)
    with _writing(folder, lambda: embedder, chroma, progress) as publisher:
        publisher.record.set_note("embedding", embedder.identity)
        summary = Summary()
        pages = _parse_again(publisher, parse, version, summary)
        summary.unchanged = pages - len(summary.refused)
        return _finish(publisher, summary, parse_restored, always=True)


def stored_embedding(folder: Path) -> str | None:
    """The identity of the embedder that a library was made with; None if there is none yet."""
    try:
        with Record.read(folder) as record:
            return None if revise.is_empty(record) else record.note("embedding")
    except LibraryMissing:
        return None


@contextmanager
def _writing(
    folder: Path, embedder: Callable[[], Embedder], chroma: str | None, progress: Progress
) -> Iterator[Publisher]:
    with lock.writing(folder), Record.write(folder) as record:
        yield Publisher(record, Builds(folder), embedder, chroma, progress)


def _parse_again(publisher: Publisher, parse: Parse, version: int | None, summary: Summary) -> int:
    """Read again what the record keeps, and note by which version; how many pages there are."""
    record, generation = publisher.record, publisher.next_generation()
    pages = len(revise.revisions(record))
    summary.refused += parse_again(record, parse, generation, publisher.progress)
    if version is not None:
        record.set_note("parser", str(version))
    return pages


def _finish(
    publisher: Publisher,
    summary: Summary,
    parse_restored: ParseRestored | None = None,
    *,
    always: bool = False,
) -> Summary:
    published: Published | None = None
    if always or publisher.is_due():
        if parse_restored is not None:
            record, generation = publisher.record, publisher.next_generation()
            summary.refused += mend(record, parse_restored, generation, publisher.progress)
        published = publisher.publish()
    publisher.clear()
    build = published.manifest if published else publisher.current()
    if build is not None:
        summary.documents, summary.copies = build.documents, build.copies
        summary.paragraphs, summary.passages = build.paragraphs, build.passages
    summary.embedded = published.embedded if published else 0
    return summary


class _Read(NamedTuple):
    """A page on its way into the record; not parsed when its content is there already."""

    source: str
    document: str
    parsed: ParsedDocument | None


def _read(publisher: Publisher, paths: Sequence[Path], parse: Parse, summary: Summary) -> None:
    """Bring the record up to the files."""
    record, generation = publisher.record, publisher.next_generation()
    before = revise.revisions(record)
    files = list(find_files(paths))
    waiting: dict[str, _Read] = {}
    committed = time.monotonic()
    try:
        for k, path in enumerate(files):
            publisher.progress("reading", k, len(files))
            source = source_of(path)
            try:
                content = read_bytes(path)
                document = sha256(content).hexdigest()[:16]
                if source in before and before[source].document == document:
                    summary.unchanged += 1
                    continue
                known = document in {page.document for page in waiting.values()}
                if known or revise.content_of(record, document) is not None:
                    waiting[source] = _Read(source, document, None)
                else:
                    waiting[source] = _Read(
                        source, document, parsed_page(partial(parse, content, source), source)
                    )
            except UnreadableFile as exc:
                summary.refused.append(Refusal(source, str(exc)))
            if len(waiting) >= COMMIT_EVERY or time.monotonic() - committed > COMMIT_SECONDS:
                _commit(record, waiting, before, generation, summary)
                committed = time.monotonic()
        publisher.progress("reading", len(files), len(files))
    finally:
        # Interrupted: what was read is kept.
        _commit(record, waiting, before, generation, summary)


def _commit(
    record: Record,
    waiting: dict[str, _Read],
    before: Mapping[str, revise.Revision],
    generation: int,
    summary: Summary,
) -> None:
    """Write the waiting pages into the record, all or none, and forget them."""
    if not waiting:
        return
    with record.transaction():
        for page in waiting.values():
            if page.parsed is not None:
                revise.add_content(record, page.parsed, sketch_of(page.parsed))
            content = revise.content_of(record, page.document)
            assert content is not None, "another page that waits has just brought it"
            revise.set_page(record, page.source, content, generation=generation)
    summary.replaced += len(waiting.keys() & before.keys())
    summary.added += len(waiting.keys() - before.keys())
    waiting.clear()


def _require(folder: Path) -> None:
    """Raises LibraryMissing rather than make a library that has nothing to remove or rebuild."""
    Record.read(folder).close()
