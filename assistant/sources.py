"""What a claim is held against: the paragraphs it cites, with what is known of each.

A sentence may repeat its source's labels (place, year, title, section, speaker): the document
says those too, if not in that paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Citation, Claim
from assistant.dated import dates_in
from ingest.normalise import fold


@dataclass(frozen=True)
class Source:
    """One cited paragraph, folded."""

    citation: Citation

    @property
    def n(self) -> int:
        """Its marker."""
        return self.citation.n

    @cached_property
    def text(self) -> str:
        """The paragraph, folded; as long as the paragraph itself."""
        return fold(self.citation.text)

    @cached_property
    def labels(self) -> str:
        """Title, place, section, speaker and date, folded, apart by blanks."""
        cited = self.citation
        known = (cited.title, cited.place, cited.speaker, cited.date, *cited.section)
        return fold(" ".join(part for part in known if part))

    @cached_property
    def all(self) -> str:
        """Labels and paragraph."""
        return f"{self.labels}。{self.text}"

    @cached_property
    def label_years(self) -> frozenset[int]:
        """Years of title, section and date: of the document, not of what it says."""
        return frozenset(d.year for d in dates_in(self.labels) if d.year)


def sources_of(claim: Claim, citations: Sequence[Citation]) -> list[Source]:
    """The paragraphs a claim cites, each once; markers that name none are passed over."""
    by_number = {citation.n: citation for citation in citations}
    found: dict[str, Source] = {}
    for n in claim.citations:
        if n in by_number:
            found.setdefault(by_number[n].paragraph, Source(by_number[n]))
    return list(found.values())
