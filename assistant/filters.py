"""What a conversation is limited to: places, years and single documents, as a reader chose them.

The browser sends it as JSON, `{"places": [...], "years": [...], "documents": [...]}`; what else
it sends counts for nothing. Places and years narrow each other, documents add themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.document import Document

Within = frozenset[str] | None
"""The ids of the documents that may answer; None for all."""
MOST = 50
"""Entries of one filter: more can't be shown as chips, and a longer list is no choice."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The chosen places (as the library writes them), years, and document ids."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: object) -> Filters:
        """Read what the browser sent; anything that is no filter is left out.

        >>> Filters.read('{"places": ["河南省济源市"], "years": [2019, "x"], "z": 1}')
        Filters(places=('河南省济源市',), years=(2019,), documents=())
        >>> Filters.read("nonsense")
        Filters(places=(), years=(), documents=())
        """
        try:
            sent = json.loads(text) if isinstance(text, str) and text else {}
        except ValueError:
            sent = {}
        if not isinstance(sent, dict):
            return cls()

        def texts(name: str) -> tuple[str, ...]:
            """A list of short strings, whatever was sent under this name."""
            listed = sent.get(name)
            found = listed if isinstance(listed, list) else []
            return tuple(one[:200] for one in found[:MOST] if isinstance(one, str))

        years = sent.get("years")
        numbers = years[:MOST] if isinstance(years, list) else []
        kept = (y for y in numbers if isinstance(y, int) and not isinstance(y, bool))
        return cls(texts("places"), tuple(kept), texts("documents"))

    def write(self) -> str:
        """As `read` reads it; empty when there is no filter."""
        if not (self.places or self.years or self.documents):
            return ""
        return json.dumps(
            {"places": self.places, "years": self.years, "documents": self.documents},
            ensure_ascii=False,
        )

    def within(self, documents: Iterable[Document]) -> Within:
        """The ids of the documents that may answer; None when nothing is chosen."""
        if not (self.places or self.years or self.documents):
            return None
        return frozenset(document.id for document in documents if self._admits(document))

    def _admits(self, document: Document) -> bool:
        if document.id in self.documents or document.copy_of in self.documents:
            return True
        if not (self.places or self.years):
            return False
        place = str(document.metadata.place) if document.metadata.place else ""
        return (not self.places or place.startswith(self.places)) and (
            not self.years or document.metadata.year in self.years
        )
