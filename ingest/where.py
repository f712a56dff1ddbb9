"""A filter in Chroma's words: pure, and built from the fields of `Filter` alone.

What a user types never becomes a condition by itself, so that no operator can be smuggled
in; documents, years and period are values in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.query import Filter

MOST_DOCUMENTS = 10_000
"""Documents in one condition: SQLite behind Chroma refuses more than 32,766 values."""

Condition = dict[str, Any]


def conditions(chosen: Filter) -> Iterator[Condition | None]:
    """The conditions whose results together are all that pass; None lets everything pass.

    >>> list(conditions(Filter(years=[2019, 2018], period="plan")))
    [{'$and': [{'year': {'$in': [2018, 2019]}}, {'period': 'plan'}]}]
    """
    common: list[Condition] = []
    if chosen.years is not None:
        # $in, as a range costs three times as much.
        common.append({"year": {"$in": sorted(chosen.years)}})
    if chosen.period is not None:
        common.append({"period": chosen.period})
    if chosen.documents is None:
        yield _all_of(common)
        return
    documents = sorted(chosen.documents)
    for k in range(0, len(documents), MOST_DOCUMENTS):
        part = documents[k : k + MOST_DOCUMENTS]
        yield _all_of([{"document": {"$in": part}}, *common])


def _all_of(parts: Sequence[Condition]) -> Condition | None:
    if len(parts) > 1:  # Chroma takes a single one only without $and
        return {"$and": list(parts)}
    return parts[0] if parts else None
