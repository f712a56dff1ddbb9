"""Libraries made of another one for a moment: some pages changed, some added.

The record is copied and only the pages that change are parsed and embedded again, so that
each of many golden items can have a library of its own (0.35 s for one of 110 paragraphs;
`python -m ingest add` takes 4.7 s for the same). The library itself is only read.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from assistant import Assistant
from evals.asking import Asked
from evals.pages import Page
from ingest import lock, revise
from ingest.again import sketch_of
from ingest.builds import Builds
from ingest.embeddings import open_embedder
from ingest.library import Library
from ingest.publish import Publisher, silent
from ingest.record import NAME, Record
from ingest.settings import Settings

Open = Callable[[Settings], Asked]
"""Opens the assistant that is measured; a test may put another in its place."""

Work = TypeVar("Work")

SHARE_CHANGED = 0.01
"""How much of a library may change at once for several items, so that what changes for one is
no matter for the others; in a small library each item has one of its own."""


class _Unverified(Builds):
    """Builds that nobody checks in another process: they are used here and then thrown away."""

    def verify(self, build: Path) -> None:
        """Nothing to do."""


@contextmanager
def changed(
    settings: Settings, pages: Iterable[Page], opening: Open = Assistant.open
) -> Iterator[Asked]:
    """An assistant over the settings' library in which these pages replace those of their source.

    A page of another source is added. Gone at the end.
    """
    with tempfile.TemporaryDirectory(prefix="wenzheng-evals-") as name:
        folder = Path(name)
        with Record.read(settings.library) as record:
            record.rows("VACUUM INTO ?", str(folder / NAME))
        _write(folder, settings, pages)
        assistant = opening(settings.model_copy(update={"library": folder, "chroma": None}))
        try:
            yield assistant
        finally:
            del assistant
            gc.collect()  # its indexes are closed when nobody holds them any more


def batches(wanted: Sequence[tuple[Work, int]], paragraphs: int) -> Iterator[list[Work]]:
    """Work with how many paragraphs it changes, in batches that change 1 % of a library at most.

    >>> list(batches([("a", 1), ("b", 1), ("c", 2)], 250))
    [['a', 'b'], ['c']]
    """
    batch: list[Work] = []
    size = 0
    for work, changes in wanted:
        if batch and size + changes > SHARE_CHANGED * paragraphs:
            yield batch
            batch, size = [], 0
        batch.append(work)
        size += changes
    if batch:
        yield batch


def _write(folder: Path, settings: Settings, pages: Iterable[Page]) -> None:
    stored = Library.open(settings.library, chroma=settings.chroma).snapshot().embedding
    embedder = open_embedder(settings, stored=stored)
    with lock.writing(folder), Record.write(folder) as record:
        generation = revise.newest_change(record) + 1
        with record.transaction():
            for page in pages:
                parsed = page.parsed()
                content = revise.add_content(record, parsed, sketch_of(parsed))
                revise.set_page(record, page.source, content, generation=generation)
        Publisher(record, _Unverified(folder), lambda: embedder, None, silent).publish()
