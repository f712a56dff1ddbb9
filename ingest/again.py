"""Pages parsed again from what the record keeps of them; no file is needed.

    parse_again(record, parse, …)    all of them, when a newer version reads better
    mend(record, parse_restored, …)  damaged ones, when another copy of the text has the place whole

Both write new contents for the generation being made: readers of an older build see what they
saw. A page that can't be parsed any more stays as it was and is named.

A mended page keeps what it got when the copy that helped is removed; its reports still say
that a copy decided. Only `parse_again` goes back to the bytes, and mending after it asks the
copies that are there then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ingest import mirrors, revise
from ingest.copies import CONFIRMED, repair_among
from ingest.errors import UnreadableFile
from ingest.normalise import fold
from ingest.publish import Progress
from ingest.record import Record
from ingest.view import View

if TYPE_CHECKING:
    from ingest.parse import ParsedDocument
    from ingest.restore import Restored

Parse = Callable[[bytes, str], "ParsedDocument"]
"""Makes a document of a file's bytes and its path; raises UnreadableFile with the reason."""


class ParseRestored(Protocol):
    """Makes a document of a page whose restored text is known, as parse.py does."""

    def __call__(
        self, content: bytes, source: str, *, raw: str, encoding: str, restored: Restored
    ) -> ParsedDocument:
        """Raises UnreadableFile with the reason."""


class Refusal(NamedTuple):
    """A file that was not taken in, or a name that nothing goes by, and why."""

    path: str
    reason: str


class Repaired(NamedTuple):
    """A page whose text other copies decide in more places than its record says."""

    document: str
    restored: Restored


def parsed_page(parse: Callable[[], ParsedDocument], source: str) -> ParsedDocument:
    """Parse one page and see that it can be written down. Raises UnreadableFile."""
    try:
        parsed = parse()
        for text in (source, parsed.raw, parsed.restored.text):
            text.encode("utf-8")
    except (UnreadableFile, MemoryError):
        raise
    except UnicodeEncodeError as exc:
        raise UnreadableFile("its name or its text holds halves of characters") from exc
    except Exception as exc:
        # A fault of ours: it costs the user one page, by name, and not the whole folder.
        raise UnreadableFile(f"reading it failed, please report it: {exc!r}") from exc
    return parsed


def sketch_of(parsed: ParsedDocument) -> mirrors.Sketch:
    """Of the body alone: a mirror keeps the text, and puts its own title and byline over it."""
    body = (p.text for p in parsed.paragraphs if p.role in ("body", "heading"))
    return mirrors.sketch(fold("\n".join(body)))


def parse_again(record: Record, parse: Parse, generation: int, progress: Progress) -> list[Refusal]:
    """Parse every page from its bytes; those that can't be any more are returned."""
    sources: dict[revise.Revision, list[str]] = {}
    for source, page in revise.revisions(record).items():
        sources.setdefault(page, []).append(source)
    refused = []
    for k, (page, same) in enumerate(sources.items()):
        progress("reading again", k, len(sources))
        content = revise.bytes_of(record, page.content)
        try:
            parsed = parsed_page(partial(parse, content, same[0]), same[0])
        except UnreadableFile as exc:
            refused.append(Refusal(same[0], str(exc)))
            continue
        # Pages with the same bytes change together: a document has one content at a time.
        with record.transaction():
            new = revise.add_content(record, parsed, sketch_of(parsed))
            for source in same:
                revise.set_page(record, source, new, generation=generation)
    if sources:
        progress("reading again", len(sources), len(sources))
    return refused


def mend(
    record: Record, parse: ParseRestored, generation: int, progress: Progress
) -> list[Refusal]:
    """Let copies of one text repair each other; pages that can't be parsed then are returned.

    Groups in which nothing is new for this generation have been through it and are left out.
    """
    view = View(record, generation)
    refused = []
    done = 0
    for done, (document, restored) in enumerate(_decided(record, view), 1):
        progress("mending copies", done, 0)
        page = view.document(document)
        old = revise.content_of(record, document)
        assert old is not None, "the view has it"
        again = partial(
            parse,
            revise.bytes_of(record, old),
            page.source,
            raw=view.raw_page(document),
            encoding=page.encoding,
            restored=restored,
        )
        try:
            parsed = parsed_page(again, page.source)
        except UnreadableFile as exc:
            refused.append(Refusal(page.source, f"kept without what its copies tell: {exc}"))
            continue
        with record.transaction():
            new = revise.add_content(record, parsed, sketch_of(parsed))
            revise.replace_content(record, old, new, generation=generation)
    if done:
        progress("mending copies", done, done)
    return refused


def _decided(record: Record, view: View) -> Iterator[Repaired]:
    """The pages of a generation that their copies repair, one group in memory at a time.

    A group is read before any of it is written, so no page depends on which is mended first.
    """
    torn = {page.id for page in view.documents.values() if page.damaged and _is_torn(view, page.id)}
    if not torn:
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for copy, best in mirrors.group(view.witnesses()).items():
        groups[best].append(copy)
    changed = revise.changed_documents(record, generation=view.generation)
    for best, copies in groups.items():
        members = [best, *copies]
        if torn.isdisjoint(members) or changed.isdisjoint(members):
            continue
        texts = {id: _restored(record, id) for id in members}
        for id in members:
            if id not in torn:
                continue
            others = [text for other, text in texts.items() if other != id]
            repaired = repair_among(texts[id], others)
            if repaired != texts[id]:
                yield Repaired(id, repaired)


def _is_torn(view: View, document: str) -> bool:
    return any(report.kind != CONFIRMED for report in view.reports(document))


def _restored(record: Record, document: str) -> Restored:
    content = revise.content_of(record, document)
    assert content is not None, "the view has it"
    return revise.restored_of(record, content)
