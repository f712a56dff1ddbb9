"""The manifest of a build: what it was made of, and which files it must consist of.

Chroma opens a folder whose vectors are missing or cut short without a word, and a flipped
byte can end the process (measured), so the files are compared with the manifest before
anything opens them. Reading 30 MB of index for that takes 0.03 s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import LibraryDamaged
from ingest.record import sqlite_faults

NAME = "manifest.json"
FORMAT = 1
READER_LOCK = "reader.lock"

_CHROMA_FILE = "chroma/chroma.sqlite3"
"""Chroma writes a counter into it whenever it is opened, so it has no fixed hash."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One build, as it was when it was verified."""

    generation: int
    embedding: str
    dimension: int
    collection: str
    chroma: str | None
    """The address of the Chroma server that holds the vectors; None when they are here."""
    documents: int
    """Documents in the library, mirror copies included."""
    copies: int
    paragraphs: int
    passages: int
    """Passages in the indexes, those of mirror copies left out."""
    files: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    """Path in the build -> its size in bytes and its SHA-256."""
    format: int = FORMAT

    @classmethod
    def read(cls, build: Path) -> Manifest:
        """Read a build's manifest. Raises LibraryDamaged when it can't be read."""
        try:
            fields: dict[str, Any] = json.loads((build / NAME).read_bytes())
            if fields["format"] != FORMAT:
                raise LibraryDamaged(f"{str(build)!r} is of format {fields['format']!r}")
            fields["files"] = {path: (size, sha) for path, (size, sha) in fields["files"].items()}
            return cls(**fields)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise LibraryDamaged(f"the manifest of {str(build)!r} can't be read: {exc}") from exc

    def write(self, build: Path) -> None:
        """Write it beside the indexes."""
        (build / NAME).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")

    def faults(self, build: Path) -> list[str]:
        """How the files of a build differ from the manifest; empty when they agree."""
        return [fault for path in self.files for fault in self._file_faults(build, path)]

    def _file_faults(self, build: Path, path: str) -> Iterator[str]:
        size, digest = self.files[path]
        file = build / path
        try:
            found = file.stat().st_size
            if digest is None:
                if found < size:
                    yield f"{path} has {found} bytes instead of {size}"
                else:
                    yield from (f"{path}: {fault}" for fault in sqlite_faults(file))
            elif found != size:
                yield f"{path} has {found} bytes instead of {size}"
            elif _digest(file) != digest:
                yield f"{path} has other content than when it was made"
        except FileNotFoundError:
            yield f"{path} is missing"
        except OSError as exc:
            yield f"{path} can't be read ({exc.strerror})"


def measure(build: Path) -> dict[str, tuple[int, str | None]]:
    """The files of a new build, as `Manifest.files` wants them."""
    return {
        path.relative_to(build).as_posix(): (
            path.stat().st_size,
            None if path.relative_to(build).as_posix() == _CHROMA_FILE else _digest(path),
        )
        for path in sorted(build.rglob("*"))
        if path.is_file() and path.name not in {NAME, READER_LOCK}
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
