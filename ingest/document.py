"""The values that everything else speaks of: Document, Paragraph, Passage.

Three texts are kept apart. *Raw* is the page as published. *Restored* is the page
as its author wrote it: shown, quoted and cited. *Folded* (normalise.fold) is lossy,
only for matching, and never shown. Offsets named ``raw_…`` count characters of the
decoded raw text; all others count characters of the restored text.

This module knows no file, no database and no model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Period = Literal["review", "plan"]
Kind = Literal["work report", "interview", "meeting", "notice"]
Script = Literal["hans", "hant", "latin"]
Role = Literal["title", "byline", "heading", "body"]
"""What a paragraph is on its page. Furniture has no role: it is no paragraph."""


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place with what it lies in, widest first.

    >>> str(Place(("河南省", "济源市")))
    '河南省济源市'
    >>> Place(("河南省", "济源市")).name
    '济源市'
    """

    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The place itself, without what it lies in."""
        return self.parts[-1]

    def __str__(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; None where it doesn't say."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    """ISO date, as far as the page gives it: 2019-02-16, 2019-02 or 2019."""
    kind: Kind | None = None
    place: Place | None = None
    speaker: str | None = None
    year: int | None = None
    """The year the page was written in: what its 今年 means."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit that is cited: one paragraph of one page, as restored."""

    document: str
    n: int
    text: str
    """Restored text, without the white space around it."""
    start: int
    """Where ``text`` begins in the restored document."""
    raw_start: int
    raw_end: int
    role: Role = "body"
    section: tuple[str, ...] = ()
    """Headings above it, outermost first, numbers as written; then its own that runs in with
    it, numbered ((一)坚持依法行政) or not (办好十件民生实事)."""
    year: int | None = None
    """The year it speaks about: its section's, else None."""
    period: Period | None = None

    @property
    def id(self) -> str:
        """Stable over rebuilds, as the document's id is made from its content.

        >>> Paragraph("ab12", 3, "全文", 0, 0, 2).id
        'ab12#p3'
        """
        return f"{self.document}#p{self.n}"

    @property
    def end(self) -> int:
        """One past the last character of ``text`` in the restored document."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved: a paragraph, or some sentences of a long one."""

    document: str
    paragraph: int
    k: int
    """Counts the passages of one paragraph from 0."""
    start: int
    """Where it begins in its paragraph's text."""
    text: str
    heading: str
    """Title and section path: indexed and embedded beside ``text``, never quoted."""

    @property
    def id(self) -> str:
        """Paragraph id and number, e.g. ``ab12#p3.0``."""
        return f"{self.document}#p{self.paragraph}.{self.k}"

    @property
    def paragraph_id(self) -> str:
        """The id of the paragraph that is cited for this passage."""
        return f"{self.document}#p{self.paragraph}"

    @property
    def embedding_text(self) -> str:
        """What is embedded: a sentence alone does not say whose 2019 it means."""
        return f"{self.heading}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Document:
    """One page as published, with what was found out about it."""

    id: str
    """First 16 hexadecimal digits of the SHA-256 of the file's bytes."""
    source: str
    """Where it was read from: an absolute path."""
    script: Script
    """The script it was published in, before restoring."""
    damaged: bool
    """Whether the page is a damaged mirror copy (glosses, doubled commas, lost characters)."""
    encoding: str
    metadata: Metadata = field(default_factory=Metadata)
    copy_of: str | None = None
    """Id of the document this page is a mirror copy of: the better copy is the one cited."""
