"""Files that readers add in the browser: kept beside the library, taken in by `ingest add`.

The taking in is the command line's own, in a process of its own: the same refusals, the same
lock, and a reader who leaves, or a page that is stopped, spoils nothing. A file is kept under
the hash of its bytes, so that two readers' report.txt don't replace each other.
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ingest.errors import LibraryError

MAX_NAME_BYTES = 200
"""Of a file's name; file systems take 255."""
_KEPT = re.compile(r"[0-9a-f]{16}/[^/\\]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one addition may bring."""

    files: int
    megabytes: int

    @property
    def body_bytes(self) -> int:
        """The largest file in bytes."""
        return self.megabytes * 1024 * 1024


class Uploads:
    """The uploaded files of one library."""

    def __init__(self, library: Path, limits: Limits) -> None:
        self._library = library.resolve()
        self._folder = self._library / "page" / "uploads"
        self._adding = threading.Lock()
        self.limits = limits

    def keep(self, name: str, content: bytes) -> str:
        """Keep a file for `add`; what it goes by there. Raises LibraryError."""
        if len(content) > self.limits.body_bytes:
            raise LibraryError(f"{name!r} is larger than {self.limits.megabytes} MB")
        kept = f"{sha256(content).hexdigest()[:16]}/{safe_name(name)}"
        path = self._folder / kept
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as exc:
            raise LibraryError(f"{name!r} can't be kept: {exc.strerror}") from exc
        return kept

    def add(self, kept: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Take kept files in: `{"step", "done", "total"}` as it goes on, then the summary.

        The summary is that of `ingest add --json`, with file names for paths; `{"error"}` stands
        in its place when the command as a whole failed. Whoever stops listening doesn't stop it.
        Raises LibraryError when the files aren't what `keep` gave, or are too many.
        """
        if not 0 < len(kept) <= self.limits.files:
            raise LibraryError(f"{len(kept)} files: at most {self.limits.files} at a time")
        paths = []
        for name in kept:
            path = self._folder / name
            if not _KEPT.fullmatch(name) or path.name in (".", "..") or not path.is_file():
                raise LibraryError(f"{name!r} was not uploaded")
            paths.append(path)
        return self._told(paths)

    def _told(self, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
        told: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, args=(paths, told), daemon=True).start()
        while (one := told.get()) is not None:
            yield one

    def _run(self, paths: Sequence[Path], told: queue.SimpleQueue[dict[str, Any] | None]) -> None:
        if self._adding.locked():
            told.put({"step": "waiting", "done": 0, "total": 0})
        try:
            with self._adding:
                self._add(paths, told)
        except OSError as exc:
            told.put({"error": f"ingest could not be started: {exc.strerror}"})
        finally:
            told.put(None)

    def _add(self, paths: Sequence[Path], told: queue.SimpleQueue[dict[str, Any] | None]) -> None:
        command = [sys.executable, "-m", "ingest", "add", "--json"]
        command += ["--library", str(self._library), "--", *map(str, paths)]
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # From wherever the page was started: its .env holds, and its ingest is ours.
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stdout is not None
            finished, last = False, ""
            for line in process.stdout:
                row = _row(line)
                if row is None:
                    last = line.strip() or last
                    continue
                if "refused" in row:
                    finished = True
                    self._drop(row["refused"])
                    for refusal in row["refused"]:
                        refusal["path"] = Path(refusal["path"]).name
                told.put(row)
        if not finished:
            told.put({"error": last.removeprefix("error: ") or "ingest ended without a word"})

    def _drop(self, refused: Sequence[dict[str, str]]) -> None:
        """What was refused is nobody's document and takes no room."""
        for refusal in refused:
            path = Path(refusal["path"])
            if path.is_relative_to(self._folder):
                shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    r"""A file's own name, without folders and without characters that can't be seen.

    >>> safe_name("../../etc/pass\nwd.txt"), safe_name("..")
    ('passwd.txt', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(mark for mark in last if mark.isprintable()).strip()
    stem, dot, suffix = shown.rpartition(".")
    suffix = (dot + suffix)[:20]
    while len(f"{stem}{suffix}".encode("utf-8", "replace")) > MAX_NAME_BYTES:
        stem = stem[:-1]
    kept = f"{stem}{suffix}".encode("utf-8", "replace").decode()
    return "file" if kept.strip(".") == "" else kept


def _row(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None
