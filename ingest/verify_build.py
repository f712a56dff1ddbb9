"""Does a build answer? Asked in a process of its own, as a torn index ends the one that asks.

    python -m ingest.verify_build LIBRARY/builds/7

`count` and `get` look healthy on an index that finds nothing (measured), so the indexes are
queried: each sampled vector must be stored as the record has it and find its own passage
(or one with an equal vector), and each sampled passage must be found by its words. Exit
status 0, or 1 with a fault a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import WenzhengError
from ingest.keywords import KeywordIndex
from ingest.manifest import Manifest
from ingest.query import Entry, Hit
from ingest.record import Record
from ingest.vectors import VectorIndex
from ingest.view import View

SAMPLE = 500
"""Passages that are queried; all of them in a library of that size."""

EQUAL = 1e-5
"""Similarities this close are ties: float32 gives 1e-7, equal vectors are kept 5e-7 apart."""

WIDE = 1000
"""Neighbours asked for when the nearest one is wrong: the search then looks at more of the
graph, and what it still doesn't find has come off it."""

TOLERATED = 0.005
"""Share of the sample that may be off the graph, as no graph of this kind promises to link
every vector. Losses that were seen were of whole batches: 3 % and more of the vectors."""

_SHOWN = 3


def faults(build: Path) -> Iterator[str]:
    """What is wrong with a build, compared with its manifest and the record beside it.

    Raises LibraryError when the record or an index can't be opened at all.
    """
    manifest = Manifest.read(build)
    wrong_files = manifest.faults(build)
    if wrong_files:  # then Chroma must not be opened
        yield from wrong_files
        return
    with Record.read(build.parent.parent) as record:
        view = View(record, manifest.generation)
        passages = list(view.indexed_passages())
        if len(passages) != manifest.passages:
            yield f"the record has {len(passages)} passages, the manifest {manifest.passages}"
        sample = _evenly(passages, SAMPLE)
        yield from _keyword_faults(build, passages, sample)
        yield from _vector_faults(build, manifest, view, passages, sample)


def _keyword_faults(
    build: Path, passages: Sequence[Entry], sample: Sequence[Entry]
) -> Iterator[str]:
    index = KeywordIndex.open(build / "keywords")
    if index.count != len(passages):
        yield f"the keyword index has {index.count} passages instead of {len(passages)}"
    lost = [one.passage.id for one in sample if not index.holds(one)]
    yield from lost_faults("the keyword index doesn't find", lost, len(sample))


def _vector_faults(
    build: Path,
    manifest: Manifest,
    view: View,
    passages: Sequence[Entry],
    sample: Sequence[Entry],
) -> Iterator[str]:
    place = manifest.chroma or build / "chroma"
    with closing(VectorIndex.open(place, manifest.collection)) as index:
        ids = {one.passage.id for one in passages}
        if index.count != len(ids) or index.ids() != ids:
            yield f"the vector index has other passages than the record ({index.count}, {len(ids)})"
        if not sample:
            return
        vectors = np.stack([view.vector(manifest.embedding, one.key) for one in sample])
        lost = unfound(index.nearest, sample, vectors)
        yield from lost_faults(
            "the vector index doesn't find", lost, len(sample), tolerated=TOLERATED
        )
        stored = index.vectors([one.passage.id for one in sample])
        other = [
            one.passage.id
            for one, vector in zip(sample, vectors, strict=True)
            if one.passage.id not in stored or float(vector @ stored[one.passage.id]) < 1 - EQUAL
        ]
        yield from lost_faults("the vector index has another vector for", other, len(sample))


class Nearest(Protocol):
    """Asks an index for the neighbours of each row of ``vectors``."""

    def __call__(self, vectors: NDArray[np.float32], *, limit: int) -> list[list[Hit]]:
        """At most ``limit`` hits a row, best first."""


def unfound(nearest: Nearest, sample: Sequence[Entry], vectors: NDArray[np.float32]) -> list[str]:
    """The passages that their own vector doesn't find, nor one with an equal vector."""
    left = list(range(len(sample)))
    for width in (1, WIDE):
        hits = nearest(vectors[left], limit=width) if left else []
        left = [
            k
            for k, found in zip(left, hits, strict=True)
            if not any(hit.passage == sample[k].passage.id or _equal(hit) for hit in found)
        ]
    return [sample[k].passage.id for k in left]


def _equal(hit: Hit) -> bool:
    return hit.score >= 1 - EQUAL


def lost_faults(
    fault: str, lost: Sequence[str], asked: int, *, tolerated: float = 0.0
) -> Iterator[str]:
    """One fault that names a few of the lost passages, if more are lost than tolerated.

    >>> list(lost_faults("it lacks", ["a", "b"], 400, tolerated=TOLERATED))
    []
    >>> list(lost_faults("it lacks", ["a", "b", "c"], 400, tolerated=TOLERATED))
    ['it lacks 3 of 400 passages: a, b, c']
    """
    if len(lost) > tolerated * asked:
        shown = ", ".join(lost[:_SHOWN])
        yield f"{fault} {len(lost)} of {asked} passages: {shown}"


def _evenly(passages: Sequence[Entry], count: int) -> list[Entry]:
    """At most ``count`` of the passages, from the first to the last at equal distances."""
    if len(passages) <= count:
        return list(passages)
    return [passages[k * (len(passages) - 1) // (count - 1)] for k in range(count)]


def main(arguments: Sequence[str]) -> int:
    """Print the faults of one build; 0 if there are none."""
    (build,) = arguments
    try:
        found = list(faults(Path(build)))
    except WenzhengError as exc:
        found = [str(exc)]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
