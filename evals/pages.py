"""A library's pages as their authors wrote them, to be changed on purpose.

What is changed is the restored text, which reads like a clean page: parsed again, an
unchanged page gives the same paragraphs, sections, years and places (a test holds that), and
nothing has to be restored twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import NamedTuple

from evals.scorers.matching import folded, states_any
from ingest import revise
from ingest.document import Metadata, Paragraph, Script
from ingest.library import Library
from ingest.parse import ParsedDocument, parse_restored
from ingest.record import Record


class Cut(NamedTuple):
    """A stretch of a page's text, and what is to stand there instead."""

    start: int
    end: int
    put: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a library, and the paragraphs that it gave."""

    source: str
    text: str
    """As restored."""
    script: Script = "hans"
    damaged: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    paragraphs: tuple[Paragraph, ...] = ()
    is_copy: bool = False
    """Whether it is a mirror copy of another, which the indexes leave out."""

    @property
    def file(self) -> str:
        """The name that golden items know it by."""
        return PurePath(self.source).name

    def cut(self, cuts: Iterable[Cut]) -> Page:
        """The page with some stretches replaced; its paragraphs are no longer known.

        >>> Page("a.txt", "修路80公里。").cut([Cut(2, 4, "91")]).text
        '修路91公里。'
        """
        text = self.text
        for cut in sorted(cuts, reverse=True):
            text = text[: cut.start] + cut.put + text[cut.end :]
        return replace(self, text=text, paragraphs=())

    def parsed(self) -> ParsedDocument:
        """The page as taken in. Raises UnreadableFile when nothing of it is left."""
        from ingest.offsets import OffsetMap
        from ingest.restore import Restored

        return parse_restored(
            self.text.encode("utf-8"),
            self.source,
            raw=self.text,
            encoding="utf-8",
            restored=Restored(
                self.text, OffsetMap.identity(len(self.text)), (), self.script, self.damaged
            ),
        )


def read_pages(library: Path, *, chroma: str | None = None) -> list[Page]:
    """Every page of a library, mirror copies included. Raises what opening a library raises."""
    snapshot = Library.open(library, chroma=chroma).snapshot()
    found = []
    with Record.read(library) as record:
        for page in snapshot.pages():
            content = revise.content_of(record, page.id)
            assert content is not None, "a page of the snapshot is in the record"
            found.append(
                Page(
                    page.source,
                    revise.restored_of(record, content).text,
                    page.script,
                    page.damaged,
                    page.metadata,
                    tuple(snapshot.paragraphs(page.id)),
                    page.copy_of is not None,
                )
            )
    return found


def holding(page: Page, quotes: Iterable[str]) -> list[Paragraph]:
    """The paragraphs of a page that hold one of some folded quotes."""
    wanted = tuple(quotes)
    return [p for p in page.paragraphs if any(quote in folded(p.text) for quote in wanted)]


def stating_all(page: Page, nuggets: Iterable[Iterable[str]]) -> list[Paragraph]:
    """The paragraphs of a page that state every one of some nuggets."""
    wanted = tuple(nuggets)
    return [p for p in page.paragraphs if all(states_any(folded(p.text), n) for n in wanted)]
