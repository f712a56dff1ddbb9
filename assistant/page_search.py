"""Search as you type: paragraphs that hold the words, by the library's own keyword index."""

from __future__ import annotations

from assistant.filters import Filters
from assistant.page_library import Found
from assistant.retriever import keyword_query
from ingest.library import Snapshot
from ingest.normalise import fold

MOST_PARAGRAPHS = 20
MOST_CHARACTERS = 100
"""Of a search; a question belongs into the conversation."""


def paragraphs_with(snapshot: Snapshot, query: str, filters: Filters) -> list[Found]:
    """The paragraphs that hold the words best, each once, where the first of the words stands."""
    folded = fold(query[:MOST_CHARACTERS]).strip()
    if not folded:
        return []
    within = filters.within(snapshot.documents())
    hits = snapshot.search_keywords(
        keyword_query(folded), limit=3 * MOST_PARAGRAPHS, documents=within
    )
    passages = snapshot.passages([hit.passage for hit in hits])
    found: dict[str, Found] = {}
    for hit in hits:
        id = passages[hit.passage].paragraph_id
        if id in found or len(found) == MOST_PARAGRAPHS:
            continue
        paragraph = snapshot.paragraph(id)
        text = fold(paragraph.text)
        words = (folded, *folded.split())
        at, word = min(((text.find(w), w) for w in words if w in text), default=(-1, ""))
        # A title carries its words into every passage; only text that holds them is shown.
        if at >= 0 or any(folded[k : k + 2] in text for k in range(len(folded) - 1)):
            document = snapshot.document(paragraph.document)
            found[id] = Found(document, paragraph, max(at, 0), len(word))
    return list(found.values())
