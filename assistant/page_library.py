"""The library view as HTML: what is in it as a picture and a list, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.filters import Filters
from assistant.page_escape import escape
from assistant.page_picture import kind_class, picture_html, place_of
from assistant.page_sources import file_name
from assistant.page_standing import standing
from assistant.page_strings import Strings
from assistant.permalink import permalink
from ingest.document import Document, Paragraph
from ingest.normalise import fold

MOST_DOCUMENTS = 200
"""Rows of the list; a search or a cell of the picture narrows it."""
SNIPPET = 90
"""Characters of a paragraph that a search shows."""


class Found(NamedTuple):
    """A paragraph that a search found, and where its text holds the first of the words."""

    document: Document
    paragraph: Paragraph
    at: int
    length: int
    """In characters; 0 where only parts of a word stand in it."""


def library_html(documents: Sequence[Document], paragraphs: int, strings: Strings) -> str:
    """The picture over the whole library; mirror copies are counted with their best copy."""
    own = [document for document in documents if document.copy_of is None]
    if not own:
        return f'<p class="empty">{escape(strings.library_empty)}</p>'
    holds = strings.library_holds.format(documents=f"{len(own):,}", paragraphs=f"{paragraphs:,}")
    return f'<p class="holds">{escape(holds)}</p>{picture_html(own, strings)}'


def matching(documents: Sequence[Document], query: str, filters: Filters) -> list[Document]:
    """The documents that every word of ``query`` is found in, newest first.

    Looked at are title, place, speaker, publisher, year and file name, folded: simplified or
    traditional makes no difference.
    """
    within = filters.within(documents)
    words = fold(query).split()
    found = []
    for document in documents:
        if document.copy_of is None and (within is None or document.id in within):
            about = document.metadata
            fields = (about.title, about.place, about.speaker, about.publisher, about.year)
            text = fold(" ".join(str(one) for one in (*fields, file_name(document.source)) if one))
            if all(word in text for word in words):
                found.append(document)
    return sorted(found, key=lambda d: (-(d.metadata.year or 0), place_of(d), d.source))


def list_html(
    documents: Sequence[Document],
    paragraphs: Sequence[Found],
    strings: Strings,
    *,
    query: str = "",
) -> str:
    """What a search or a filter leaves: documents, then paragraphs that hold the words."""
    if not documents and not paragraphs:
        words = strings.search_none.format(query=query) if query else strings.library_empty
        return f'<p class="empty" role="status">{escape(words)}</p>'
    html = ""
    if documents:
        shown = documents[:MOST_DOCUMENTS]
        counted = strings.shown_of.format(shown=len(shown), all=len(documents))
        rows = "".join(_row(document, strings) for document in shown)
        html += (
            f'<h3>{escape(strings.search_documents)} <span class="count" role="status">'
            f'{escape(counted)}</span></h3><ul class="documents">{rows}</ul>'
        )
    if paragraphs:
        rows = "".join(_snippet(found, strings) for found in paragraphs)
        html += f'<h3>{escape(strings.search_paragraphs)}</h3><ul class="snippets">{rows}</ul>'
    return html


def _row(document: Document, strings: Strings) -> str:
    about = document.metadata
    title = about.title or strings.untitled
    kind = strings.kinds[about.kind] if about.kind else strings.other_kind
    source = standing(document)
    facts = (
        str(about.place) if about.place else strings.no_place,
        strings.year.format(year=about.year) if about.year else strings.no_year,
        kind,
        strings.spoken_by.format(name=about.speaker) if about.speaker else None,
        strings.standings[source] if source else None,
        strings.file.format(name=file_name(document.source)),
    )
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    label = escape(f"{strings.ask_only} {title}")
    return (
        f'<li><span class="swatch {kind_class(about.kind)}"></span><div>'
        f'<a href="{escape(permalink(f"{document.id}#p0"))}" '
        f'data-document="{escape(document.id)}">{escape(title)}</a>'
        f'<ul class="facts">{listed}</ul></div><button type="button" class="quiet" '
        f'data-only="{escape(document.id)}" data-name="{escape(title)}" '
        f'aria-label="{label}">{escape(strings.ask_only)}</button></li>'
    )


def _snippet(found: Found, strings: Strings) -> str:
    text, n = found.paragraph.text, found.paragraph.n
    start = max(0, found.at - SNIPPET // 3)
    at, end = found.at, found.at + found.length
    hit = f"<em>{escape(text[at:end])}</em>" if found.length else ""
    shown = ("…" if start else "") + escape(text[start:at]) + hit
    shown += escape(text[end : start + SNIPPET]) + ("…" if start + SNIPPET < len(text) else "")
    title = found.document.metadata.title or strings.untitled
    return (
        f'<li><a href="{escape(permalink(found.paragraph.id))}" '
        f'data-document="{escape(found.document.id)}" data-n="{n}">{shown}</a>'
        f'<div class="of">{escape(title)}</div></li>'
    )
