"""What each command of `python -m ingest` does: arguments in, text out, exit status back.

Everything is printed on standard output but progress and errors. Arguments are described
in __main__.py, so that `--help` needs none of what is imported here.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from ingest import pipeline
from ingest.check import examine
from ingest.console import (
    console,
    document_head,
    pages_table,
    paragraph_head,
    progress_bar,
    progress_lines,
    summary_table,
)
from ingest.document import Paragraph
from ingest.embeddings import Embedder, open_embedder
from ingest.errors import EmbeddingMismatch
from ingest.library import Library, Snapshot
from ingest.naming import sources_named
from ingest.offsets import Span
from ingest.parse import PARSER, parse_bytes, parse_restored
from ingest.restoring import restore_text
from ingest.rows import page_row
from ingest.settings import Settings
from ingest.side_by_side import Sides, columns, lines, notes


def add(arguments: Namespace) -> int:
    """Take in files and folders."""
    settings = _settings(arguments)
    stored = pipeline.stored_embedding(settings.library)
    with progress_lines() if arguments.json else progress_bar() as progress:
        summary = pipeline.add(
            settings.library,
            [Path(path) for path in arguments.paths],
            embedder=open_embedder(settings, stored=stored),
            parse=parse_bytes,
            parse_restored=parse_restored,
            version=PARSER,
            chroma=settings.chroma,
            progress=progress,
        )
    if arguments.json:
        refused = [{"path": path, "reason": reason} for path, reason in summary.refused]
        print(json.dumps(asdict(summary) | {"refused": refused}, ensure_ascii=False))
        return 1 if summary.refused else 0
    return _report(summary)


def remove(arguments: Namespace) -> int:
    """Take documents out."""
    settings = _settings(arguments)
    with progress_bar() as progress:
        summary = pipeline.remove(
            settings.library,
            arguments.documents,
            embedder=lambda: _stored_embedder(settings),
            chroma=settings.chroma,
            progress=progress,
        )
    return _report(summary)


def rebuild(arguments: Namespace) -> int:
    """Make the indexes anew, with another embedder if the setting has changed."""
    settings = _settings(arguments)
    try:
        embedder = _stored_embedder(settings)
    except EmbeddingMismatch:
        embedder = open_embedder(settings)
        stored = pipeline.stored_embedding(settings.library)
        print(f"Embedding everything again: {stored} was set, now it is {embedder.identity}.")
    with progress_bar() as progress:
        summary = pipeline.rebuild(
            settings.library,
            embedder=embedder,
            parse=parse_bytes,
            parse_restored=parse_restored,
            version=PARSER,
            chroma=settings.chroma,
            progress=progress,
        )
    print(f"{summary.embedded:,} passages were embedded; the other vectors were kept.")
    return _report(summary)


def list_pages(arguments: Namespace) -> int:
    """One line a page."""
    snapshot = _library(arguments).snapshot()
    counts = snapshot.paragraph_counts()
    if arguments.json:
        for page in snapshot.pages():
            print(json.dumps(page_row(page, counts[page.id]), ensure_ascii=False))
    else:
        console().print(pages_table(snapshot.pages(), counts))
    return 0


def show(arguments: Namespace) -> int:
    """One document."""
    snapshot = _library(arguments).snapshot()
    pages = snapshot.pages()
    sources = sources_named(arguments.document, [(page.source, page.id) for page in pages])
    for id in dict.fromkeys(page.id for page in pages if page.source in sources):
        if arguments.raw:
            sys.stdout.write(snapshot.raw_page(id))
            continue
        own = [page.source for page in pages if page.id == id]
        paragraphs = snapshot.paragraphs(id)
        sides = [_sides(snapshot, paragraph) for paragraph in paragraphs]
        undecided = sum(not repair.certain for side in sides for repair in side.repairs)
        for line in document_head(snapshot.document(id), own, paragraphs, undecided):
            print(line)
        for side in sides:
            print()
            print(paragraph_head(side.paragraph))
            _show_paragraph(side, both=arguments.both)
    return 0


def check(arguments: Namespace) -> int:
    """Name every fault of the library."""
    found = examine(_settings(arguments).library)
    if found.writer is not None:
        print(f"being written by {found.writer}")
    for fault in found.faults:
        print(f"fault: {fault}", file=sys.stderr)
    if found.faults or found.manifest is None:
        return 1
    build = found.manifest
    print(
        f"all well: {build.documents:,} documents ({build.copies:,} mirror copies), "
        f"{build.paragraphs:,} paragraphs, {build.passages:,} passages, build {build.generation}, "
        f"{build.embedding}"
    )
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "add": add,
    "list": list_pages,
    "show": show,
    "remove": remove,
    "check": check,
    "rebuild": rebuild,
    "restore": restore_text,
}


def _sides(snapshot: Snapshot, paragraph: Paragraph) -> Sides:
    published = snapshot.raw(paragraph.raw_start, paragraph.raw_end, document=paragraph.document)
    repairs = snapshot.repairs(paragraph)
    torn = []
    for repair in repairs:
        span = snapshot.raw_span(paragraph, repair.start, repair.end)
        torn.append(Span(span.start - paragraph.raw_start, span.end - paragraph.raw_start))
    return Sides(paragraph, published, repairs, tuple(torn))


def _show_paragraph(sides: Sides, *, both: bool) -> None:
    """Text that is copied has no marks in it, so they are for ``both`` and for the note."""
    output = console()
    told = sides.repairs
    if not both:
        print(sides.paragraph.text)
        told = tuple(repair for repair in told if not repair.certain)
    elif output.is_terminal:
        output.print(columns(sides))
    else:
        for line in lines(sides):
            print(line)
    for note in notes(sides.paragraph.text, told):
        print(note)


def _settings(arguments: Namespace) -> Settings:
    return Settings.from_env(library=arguments.library)


def _library(arguments: Namespace) -> Library:
    settings = _settings(arguments)
    return Library.open(settings.library, chroma=settings.chroma)


def _stored_embedder(settings: Settings) -> Embedder:
    return open_embedder(settings, stored=pipeline.stored_embedding(settings.library))


def _report(summary: pipeline.Summary) -> int:
    console().print(summary_table(summary))
    for path, reason in summary.refused:
        print(f"refused {path}: {reason}", file=sys.stderr)
    return 1 if summary.refused else 0
