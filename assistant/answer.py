"""Answer, Claim, Citation: the values that page, terminal, scripts and bots all render.

An Answer is claims with citations, or declined with a reason. The markers [1], [2] … are
made here and nowhere else, so a marker can't point at a citation that doesn't exist.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.permalink import permalink
from ingest.document import Period, Script
from ingest.repaired import Repair

Mode = Literal["extractive", "model"]
Status = Literal["verified", "pending", "unverified"]
"""Of a claim: held against its citations and carried, still being written, or not carried."""
Reason = Literal[
    "place_not_in_library",
    "year_not_in_library",
    "not_in_documents",
    "off_topic",
    "conflict",
    "too_long",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited paragraph, and the sentence in it that supports the claim."""

    n: int
    """Its marker, counted from 1."""
    document: str
    title: str | None
    source: str
    paragraph: str
    """Paragraph id, ``<document>#p<n>``."""
    section: tuple[str, ...]
    place: str | None
    year: int | None
    period: Period | None
    text: str
    """The paragraph as restored."""
    quote: str
    """The supporting sentence: a substring of ``text``."""
    raw: str
    """The paragraph as published."""
    raw_start: int
    """Where ``raw`` begins in the page as published, in characters."""
    raw_end: int
    raw_quote_start: int
    """Where the quote begins in the page as published."""
    raw_quote_end: int
    repairs: tuple[Repair, ...] = ()
    """Where the published copy of ``text`` was torn, as spans of ``text``."""
    speaker: str | None = None
    """Whose words the document is; like ``date`` for verifying, and not in its JSON."""
    date: str | None = None
    """Of the document, as far as it is known: 2019-02-16, 2019-02 or 2019."""

    @property
    def doubtful(self) -> tuple[Repair, ...]:
        """The torn places of the quote that neither bytes nor another copy decide."""
        start = self.text.find(self.quote)
        end = start + len(self.quote)
        return tuple(r for r in self.repairs if not r.certain and r.start < end and start < r.end)

    def to_json(self, *, address: str = "") -> dict[str, Any]:
        """As a row of ``citations`` in the answer's JSON; its link begins with the address."""
        return {
            "n": self.n,
            "document": self.document,
            "title": self.title,
            "source": self.source,
            "paragraph": self.paragraph,
            "link": permalink(self.paragraph, address=address),
            "section": list(self.section),
            "place": self.place,
            "year": self.year,
            "period": self.period,
            "text": self.text,
            "quote": self.quote,
            "raw": self.raw,
            "raw_start": self.raw_start,
            "raw_end": self.raw_end,
            "raw_quote_start": self.raw_quote_start,
            "raw_quote_end": self.raw_quote_end,
            "repairs": [
                {
                    "start": repair.start,
                    "end": repair.end,
                    "raw": repair.raw,
                    "kind": repair.kind,
                    "alternatives": list(repair.alternatives),
                }
                for repair in self.repairs
            ],
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the answer, with the citations that carry it."""

    text: str
    citations: tuple[int, ...] = ()
    """Markers, each the ``n`` of one of the answer's citations."""
    item: bool = False
    """Whether it is one item of a list, shown on a line of its own."""
    status: Status = "verified"
    doubt: str = ""
    """When unverified: why, as a sentence in the asker's script."""

    @property
    def marked(self) -> str:
        """The text with its markers, and with its doubt when it is unverified.

        >>> Claim("新增公交车180辆。", (1,)).marked
        '新增公交车180辆。[1]'
        """
        doubt = f"（{self.doubt}）" if self.status == "unverified" and self.doubt else ""
        return self.text + "".join(f"[{n}]" for n in self.citations) + doubt


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something were found, and how many of those hold."""

    found: int = 0
    supported: int = 0


@dataclass(frozen=True, slots=True)
class ListCount:
    """A list's items: how many the text declares, how many the answer gives."""

    declared: int | None
    given: int


@dataclass(frozen=True, slots=True)
class Checks:
    """What verify.py found when it held the answer against its cited paragraphs."""

    numbers: Count = Count()
    quotes: Count = Count()
    list: ListCount | None = None
    unverified: tuple[str, ...] = ()
    """Claims that no cited paragraph carries."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model took for one answer."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None
    """In the currency of the prices that the settings give; None without prices."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question."""

    id: str
    question: str
    script: Script
    mode: Mode = "extractive"
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    declined: bool = False
    reason: Reason | None = None
    message: str = ""
    """When declined: the reason as a sentence, in the asker's script."""
    nearest: Citation | None = None
    """When declined: the closest paragraph, offered for reading and not as the answer."""
    checks: Checks = Checks()
    notice: str = ""
    """What the reader should know of how it came about, e.g. that the model didn't answer."""
    understood: str = ""
    """The question made standalone, where it leaned on the turns before it."""
    paragraphs_found: int = 0
    """How many paragraphs retrieval brought for all its parts."""
    usage: Usage | None = None
    """None without a model."""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The answer as plain text with [n] markers; list items on lines of their own."""
        if self.declined:
            return self.message
        lines: list[str] = []
        new_line = True
        for claim in self.claims:
            if claim.item or new_line:
                lines.append(claim.marked)
            else:
                lines[-1] += claim.marked
            new_line = claim.item
        return "\n".join(lines)

    def to_json(self, *, address: str = "") -> dict[str, Any]:
        """The object that ``ask --json`` prints: scripts depend on these keys.

        address: where the page is served, for links that lead there from elsewhere.
        """
        checks = self.checks
        return {
            "id": self.id,
            "question": self.question,
            "answer": self.text,
            "declined": self.declined,
            "reason": self.reason,
            "mode": self.mode,
            "script": self.script,
            "claims": [asdict(claim) for claim in self.claims],
            "citations": [citation.to_json(address=address) for citation in self.citations],
            "nearest": self.nearest.to_json(address=address) if self.nearest else None,
            "checks": {
                "numbers": {"found": checks.numbers.found, "supported": checks.numbers.supported},
                "quotes": {"found": checks.quotes.found, "supported": checks.quotes.supported},
                "list": {"declared": checks.list.declared, "given": checks.list.given}
                if checks.list
                else None,
                "unverified": list(checks.unverified),
            },
            "notice": self.notice or None,
            "understood": self.understood or None,
            "usage": asdict(self.usage) if self.usage else None,
            "seconds": self.seconds,
        }
