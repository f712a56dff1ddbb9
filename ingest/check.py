"""Is all well with a library? Every fault is named; nothing is changed.

The record is checked by SQLite, the newest build by its manifest and by querying it in a
child process. A writer at work is no fault.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest import lock, revise
from ingest.builds import Builds
from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing
from ingest.manifest import Manifest
from ingest.record import Record


class Examination(NamedTuple):
    """What was found."""

    faults: list[str]
    writer: lock.Holder | None
    """Who was writing meanwhile."""
    manifest: Manifest | None
    """Of the newest build, None if it can't be read."""


def examine(folder: Path) -> Examination:
    """Look at everything. Raises LibraryMissing when there is no library at all."""
    writer = lock.writer(folder)
    with Record.read(folder) as record:
        faults = [f"the record: {fault}" for fault in record.faults()]
        builds = Builds(folder)
        manifest: Manifest | None = None
        try:
            held = builds.hold()
        except LibraryMissing as exc:
            faults.append(str(exc))
        except LibraryError as exc:
            faults.append(str(exc))
        else:
            try:
                manifest = Manifest.read(held.path)
                faults += _build_faults(builds, held.path, record, manifest, writer is not None)
            finally:
                os.close(held.descriptor)
    return Examination(faults, writer, manifest)


def _build_faults(
    builds: Builds, build: Path, record: Record, manifest: Manifest, being_written: bool
) -> Iterator[str]:
    try:
        builds.verify(build)
    except LibraryDamaged as exc:
        yield f"{exc}: run `python -m ingest rebuild`"
    unfinished = (
        revise.newest_change(record) > manifest.generation
        or record.note("embedding") != manifest.embedding
    )
    if unfinished and not being_written:
        yield "the last command was interrupted: run it again, or `python -m ingest rebuild`"
