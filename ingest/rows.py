"""A document as a row for programs: what `list --json` prints and the API gives."""

from __future__ import annotations

from ingest.document import Document


def page_row(page: Document, paragraphs: int) -> dict[str, object]:
    """One page with how many paragraphs it has: scripts depend on these keys."""
    found = page.metadata
    return {
        "id": page.id,
        "source": page.source,
        "title": found.title,
        "publisher": found.publisher,
        "date": found.date,
        "kind": found.kind,
        "place": None if found.place is None else str(found.place),
        "speaker": found.speaker,
        "script": page.script,
        "damaged": page.damaged,
        "paragraphs": paragraphs,
    }
