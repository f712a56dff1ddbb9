"""A whole document as HTML: outline, paragraphs in both texts, the cited sentence marked.

The paragraphs are marked up as in the cards of page_sources, so that the same switch shows
them restored, as published or side by side. Nothing here reads a library: `Reading` holds
what is needed of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.page_escape import escape
from assistant.page_outline import outline
from assistant.page_repairs import Place, counted_html, marked, repaired_places
from assistant.page_sources import file_name
from assistant.page_standing import standing
from assistant.page_strings import Strings
from assistant.permalink import permalink
from ingest.document import Document, Paragraph
from ingest.library import Snapshot
from ingest.offsets import Span
from ingest.repaired import Repair


@dataclass(frozen=True, slots=True)
class Sides:
    """A paragraph in both texts, with the torn places of each."""

    paragraph: Paragraph
    published: str
    repairs: tuple[Repair, ...]
    torn: tuple[Span, ...]
    """Where the repairs stand in ``published``, in their order."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The sentence that the reader is opened at."""

    n: int
    """Its paragraph."""
    span: Span | None = None
    """Of the paragraph's text; None for the paragraph as a whole."""
    published: Span | None = None
    """The same of the published paragraph."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with all that its reader shows."""

    document: Document
    sides: tuple[Sides, ...]
    sources: tuple[str, ...]
    """Every place this very page was read from."""
    also_at: tuple[Document, ...]
    """The other documents of the same text, the cited one first."""
    cited: Cited | None = None


def reading(
    snapshot: Snapshot, document: str, *, n: int | None = None, span: Span | None = None
) -> Reading:
    """Read a document, opened at paragraph ``n`` and ``span`` of its text if that is in it.

    Raises NotInLibrary when there is no such document, or no such paragraph in it.
    """
    found = snapshot.document(document)
    best = found.copy_of or found.id
    family = [one for one in snapshot.documents() if best in (one.id, one.copy_of)]
    sides = []
    for paragraph in snapshot.paragraphs(document):
        published = snapshot.raw(paragraph.raw_start, paragraph.raw_end, document=document)
        repairs = snapshot.repairs(paragraph)
        torn = tuple(_published(snapshot, paragraph, Span(r.start, r.end)) for r in repairs)
        sides.append(Sides(paragraph, published, repairs, torn))
    cited: Cited | None = None
    if n is not None:
        paragraph = snapshot.paragraph(f"{document}#p{n}")
        cited = Cited(n)
        if span is not None and 0 <= span.start < span.end <= len(paragraph.text):
            cited = Cited(n, span, _published(snapshot, paragraph, span))
    return Reading(
        document=found,
        sides=tuple(sides),
        sources=tuple(page.source for page in snapshot.pages() if page.id == document),
        also_at=tuple(one for one in sorted(family, key=lambda d: d.id != best) if one != found),
        cited=cited,
    )


def _published(snapshot: Snapshot, paragraph: Paragraph, span: Span) -> Span:
    raw = snapshot.raw_span(paragraph, span.start, span.end)
    return Span(max(0, raw.start - paragraph.raw_start), max(0, raw.end - paragraph.raw_start))


def reader_html(read: Reading, strings: Strings) -> str:
    """The document's head, its outline and its paragraphs."""
    title = escape(read.document.metadata.title or strings.untitled)
    body = "".join(_paragraph(side, read.cited, strings) for side in read.sides)
    return (
        f'<div class="document" lang="{strings.language}" '
        f'data-document="{escape(read.document.id)}"><header class="bar"><h2>{title}</h2>'
        f'{_outline(read, strings)}</header><div class="about">{_facts(read.document, strings)}'
        f"{_quality(read, strings)}{_also_at(read, strings)}</div>"
        f'<div class="paragraphs">{body}</div></div>'
    )


def _facts(document: Document, strings: Strings) -> str:
    about = document.metadata
    facts = [
        str(about.place) if about.place else None,
        about.date or (strings.year.format(year=about.year) if about.year else None),
        strings.kinds.get(about.kind) if about.kind else None,
        strings.spoken_by.format(name=about.speaker) if about.speaker else None,
        strings.published_by.format(name=about.publisher) if about.publisher else None,
    ]
    return f'<ul class="facts">{"".join(f"<li>{escape(f)}</li>" for f in facts if f)}</ul>'


def _quality(read: Reading, strings: Strings) -> str:
    """What the document is worth: who published it, and what its copy has suffered."""
    kind = standing(read.document)
    words = strings.standings[kind] if kind else strings.standing_unknown
    rows: list[tuple[str, str]] = [(kind or "unknown", words)]
    repairs = [repair for side in read.sides for repair in side.repairs]
    if read.document.damaged:
        rows.append(("damaged", strings.damage_mirror))
    if repairs:
        rows.append(("damaged", strings.damage_places.format(count=len(repairs))))
        doubted = sum(not repair.certain for repair in repairs)
        if doubted:
            rows.append(("doubted", strings.damage_doubted.format(count=doubted)))
    elif not read.document.damaged:
        rows.append(("whole", strings.damage_none))
    if read.document.script == "hant":
        rows.append(("script", strings.was_traditional))
    listed = "".join(f'<li class="{name}">{escape(words)}</li>' for name, words in rows)
    return f'<ul class="quality" aria-label="{escape(strings.standing)}">{listed}</ul>'


def _also_at(read: Reading, strings: Strings) -> str:
    files = "".join(
        f"<li>{escape(strings.file.format(name=file_name(source)))}</li>"
        for source in read.sources[1:]
    )
    others = "".join(
        f'<li><a href="{escape(permalink(f"{one.id}#p0"))}" data-document="{escape(one.id)}">'
        f"{escape(one.metadata.title or file_name(one.source))}</a> "
        f'<span class="file">{escape(one.metadata.publisher or file_name(one.source))}</span></li>'
        for one in read.also_at
    )
    note = f"<p>{escape(strings.copy_shown)}</p>" if read.document.copy_of else ""
    file = escape(strings.file.format(name=file_name(read.sources[0])))
    own = f'<p class="file">{file}</p>'
    if not files and not others:
        return own
    return (
        f'{own}<div class="also"><p class="label">{escape(strings.also_at)}</p>'
        f"<ul>{others}{files}</ul>{note}</div>"
    )


def _outline(read: Reading, strings: Strings) -> str:
    entries = outline([side.paragraph for side in read.sides])
    if not entries:
        return ""
    listed = "".join(
        f'<li class="depth-{min(entry.depth, 3)}">'
        f'<a href="#p-{entry.n}">{escape(entry.heading)}</a></li>'
        for entry in entries
    )
    return (
        f'<details class="outline"><summary>{escape(strings.outline)}</summary>'
        f'<nav aria-label="{escape(strings.outline)}"><ol>{listed}</ol></nav></details>'
    )


def _paragraph(side: Sides, cited: Cited | None, strings: Strings) -> str:
    paragraph = side.paragraph
    here = cited is not None and cited.n == paragraph.n
    span = cited.span if cited is not None and here else None
    raw_span = cited.published if cited is not None and here else None
    places = repaired_places(paragraph.text, side.repairs, strings)
    torn = [
        Place(span.start, span.end, repair.certain)
        for span, repair in sorted(zip(side.torn, side.repairs, strict=True))
        if span.start < span.end
    ]
    anchor = f"pr-{paragraph.n}"
    parts = _cut(paragraph.text, places, span, anchor), _cut(side.published, torn, raw_span, anchor)
    differ = side.published != paragraph.text
    text = "".join(
        _part(one, other, quoted=k == 1) for k, (one, other) in enumerate(zip(*parts, strict=True))
    )
    if differ:
        beside = "".join(
            f'<span class="quoted">{part}</span>' if k == 1 and part else part
            for k, part in enumerate(parts[1])
        )
        shown = (
            f'<div class="texts"><div class="column"><p class="text">{text}</p></div>'
            f'<div class="column beside"><p class="text">{beside}</p></div></div>'
        )
    else:
        shown = f'<p class="text">{text}</p>'
    label = escape(strings.permalink_label)
    note = f'<p class="label">{escape(strings.cited_here)}</p>' if here else ""
    link = (
        f'<a class="permalink" href="{escape(permalink(paragraph.id))}" aria-label="{label}" '
        f'title="{label}">#</a>'
    )
    return (
        f'<section class="paragraph {paragraph.role}{" cited" if here else ""}" '
        f'id="p-{paragraph.n}" tabindex="-1">{note}{shown}'
        f"{counted_html(places, strings)}{link}</section>"
    )


def _cut(text: str, places: Sequence[Place], span: Span | None, anchor: str) -> tuple[str, ...]:
    """(before the quotation, the quotation, after it), torn places marked."""
    start, end = (len(text), len(text)) if span is None else span
    return tuple(
        marked(text[a:b], a, places, anchor=anchor)
        for a, b in ((0, start), (start, end), (end, len(text)))
    )


def _part(restored: str, published: str, *, quoted: bool) -> str:
    if not restored and not published:
        return ""
    text = restored
    if restored != published:
        text = f'<span class="restored">{restored}</span><span class="published">{published}</span>'
    return f'<mark id="p-quote" tabindex="-1">{text}</mark>' if quoted else text
