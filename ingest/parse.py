"""One file -> one Document with its paragraphs and passages: the recipe that reads as one.

    parse(path)                  -> ParsedDocument
    parse_bytes(content, source) -> ParsedDocument, pure
    parse_restored(content, source, raw=…, …) -> the same of a text given as restored

decode -> restore -> lines -> furniture dropped -> metadata and roles -> outline -> paragraphs
-> passages. Paragraphs are numbered over the kept lines from 1, so the same bytes always
give the same ids. Nothing is stored or embedded here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from ingest.document import Document, Paragraph, Passage
from ingest.errors import UnreadableFile
from ingest.furniture import furniture
from ingest.lines import split_lines
from ingest.metadata import read_page
from ingest.outline import outline
from ingest.read import decode, read_bytes
from ingest.restore import Restored, restore
from ingest.split import split

PARSER = 5  # reviews without a head, lists counted a sentence before, 一、…;二、… in a line
"""Raised when the same bytes give other contents than before: libraries then read again what
they keep. The line says what changed last."""


class ParsedDocument(NamedTuple):
    """A page, taken in."""

    document: Document
    raw_bytes: bytes
    """The file, byte for byte."""
    raw: str
    """The page as published: the file decoded, or an HTML page's text."""
    restored: Restored
    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Passage, ...]


def parse(path: Path) -> ParsedDocument:
    """Read and parse one file. Raises UnreadableFile with the reason."""
    return parse_bytes(read_bytes(path), str(path.absolute()))


read_document = parse
"""The name that commands know it by."""


def parse_bytes(content: bytes, source: str) -> ParsedDocument:
    """Parse a file's bytes; ``source`` is where they came from and tells HTML by its suffix.

    Raises UnreadableFile when it can't be decoded or has no text of its own.
    """
    page = decode(content, is_html=source.lower().endswith((".html", ".htm")) or None)
    return parse_restored(
        content, source, raw=page.raw, encoding=page.encoding, restored=restore(page.raw)
    )


def parse_restored(
    content: bytes, source: str, *, raw: str, encoding: str, restored: Restored
) -> ParsedDocument:
    """Parse a page whose restored text is known, as after another copy has repaired it.

    content, raw: the same page as bytes and as published, in that encoding.
    Where the lines are the same, so are the paragraphs' ids. Raises UnreadableFile when it
    has no text of its own.
    """
    lines = split_lines(restored.text)
    reading = read_page(lines, furniture(lines))
    kept = [
        (line, role) for line, role in zip(lines, reading.roles, strict=True) if role is not None
    ]
    if not any(role == "body" for _, role in kept):
        raise UnreadableFile("no text of its own: only a title, menus and links are on the page")
    document = Document(
        id=hashlib.sha256(content).hexdigest()[:16],
        source=source,
        script=restored.script,
        damaged=restored.damaged,
        encoding=encoding,
        metadata=reading.metadata,
    )
    outlined = outline(
        [line.text for line, _ in kept],
        [role for _, role in kept],
        year=reading.metadata.year,
        kind=reading.metadata.kind,
    )
    paragraphs = []
    for n, ((line, _), place) in enumerate(zip(kept, outlined, strict=True), 1):
        published = restored.offsets.span(line.start, line.end)
        paragraphs.append(
            Paragraph(
                document=document.id,
                n=n,
                text=line.text,
                start=line.start,
                raw_start=published.start,
                raw_end=published.end,
                role=place.role,
                section=place.section,
                year=place.year,
                period=place.period,
            )
        )
    title = reading.metadata.title or (
        str(reading.metadata.place) if reading.metadata.place else None
    )
    passages = [passage for paragraph in paragraphs for passage in split(paragraph, title=title)]
    return ParsedDocument(document, content, raw, restored, tuple(paragraphs), tuple(passages))
