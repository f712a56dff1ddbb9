"""The builds of a library on disk: how one is prepared, verified, swapped in and cleared away.

    CURRENT            the name of the newest finished build, replaced atomically
    builds/7/          chroma/  keywords/  manifest.json  reader.lock
    builds/.new-8/     being prepared; worth nothing until it has been renamed

A build never changes once it has its name. What is in it is decided in publish.py.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ingest import lock
from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing
from ingest.manifest import READER_LOCK, Manifest

CURRENT = "CURRENT"
_NEW, _OLD = ".new-", ".old-"
_TRIES = 20


class Held(NamedTuple):
    """A build that won't be removed until ``descriptor`` is closed."""

    path: Path
    descriptor: int
    stamp: tuple[int, int, int]
    """Changes when CURRENT is replaced."""


class Builds:
    """The builds of the library in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._builds = folder / "builds"

    @property
    def current(self) -> Path | None:
        """The newest finished build; None if there is none. Raises LibraryDamaged."""
        try:
            name = (self.folder / CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise LibraryDamaged(self._remedy(f"CURRENT can't be read ({exc})")) from exc
        if not (name.isascii() and name.isdecimal()):
            raise LibraryDamaged(self._remedy(f"CURRENT says {name[:40]!r}, which names no build"))
        return self._builds / name

    @property
    def stamp(self) -> tuple[int, int, int]:
        """Changes when CURRENT is replaced; costs one stat."""
        try:
            status = (self.folder / CURRENT).stat()
        except OSError:
            return (0, 0, 0)
        return (status.st_ino, status.st_mtime_ns, status.st_size)

    @property
    def finished(self) -> list[int]:
        """The generations of all finished builds on disk, old ones included, in order."""
        found = self._builds.iterdir() if self._builds.is_dir() else ()
        return sorted(int(path.name) for path in found if path.name.isdecimal())

    def path(self, generation: int) -> Path:
        """Where the build of this generation is, or would be."""
        return self._builds / str(generation)

    def manifest(self) -> Manifest | None:
        """The newest finished build's manifest; None if there is no such build.

        Raises LibraryDamaged, with the way out, when the build isn't what it should be.
        """
        build = self.current
        if build is None:
            return None
        self.check(build)
        return Manifest.read(build)

    def check(self, build: Path) -> None:
        """Raises LibraryDamaged, with the way out, unless the build's files are all in order."""
        if not build.is_dir():
            raise LibraryDamaged(self._remedy(f"build {build.name} is not there"))
        try:
            faults = Manifest.read(build).faults(build)
        except LibraryDamaged as exc:
            raise LibraryDamaged(self._remedy(str(exc))) from exc
        if faults:
            raise LibraryDamaged(self._remedy(f"build {build.name}: {faults[0]}"))

    def hold(self) -> Held:
        """Keep the newest finished build from being removed, and check it.

        Raises LibraryMissing when there is no build yet, LibraryDamaged.
        """
        for _ in range(_TRIES):
            stamp, build = self.stamp, self.current
            if build is None:
                raise LibraryMissing(self._no_build())
            descriptor = lock.hold_shared(build / READER_LOCK)
            if descriptor is not None:
                try:
                    self.check(build)
                except BaseException:
                    os.close(descriptor)
                    raise
                return Held(build, descriptor, stamp)
            if self.stamp == stamp:  # not replaced meanwhile, so it is simply gone
                self.check(build)
        raise LibraryDamaged(self._remedy("CURRENT names a build that can't be held"))

    @contextmanager
    def prepare(self, generation: int) -> Iterator[Path]:
        """A folder for the next build; whatever is left in it afterwards is removed."""
        new = self._builds / f"{_NEW}{generation}"
        try:
            self._builds.mkdir(exist_ok=True)
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            (new / READER_LOCK).touch()
        except OSError as exc:
            raise self._unwritable(exc) from exc
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def verify(self, build: Path) -> None:
        """Query a build in a child process, which a torn index may end without harm.

        Raises LibraryDamaged with what the child found, or how it ended.
        """
        package = Path(__file__).parent.parent
        paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
        child = subprocess.run(
            [sys.executable, "-m", "ingest.verify_build", str(build)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is for us; we end the child
            check=False,
        )
        if child.returncode == 0:
            return
        if child.returncode < 0:
            how = signal.Signals(-child.returncode).name
            raise LibraryDamaged(f"opening the build's indexes ended a process with {how}")
        found = (child.stdout.strip() or child.stderr.strip()).splitlines()
        raise LibraryDamaged("the build doesn't hold: " + "; ".join(found[-3:]))

    def swap_in(self, new: Path, generation: int) -> None:
        """Give the prepared build its name and point CURRENT to it; safe against power loss."""
        build = self.path(generation)
        pointer = self.folder / f".{CURRENT}.new"
        try:
            for path in sorted(new.rglob("*"), reverse=True):
                _sync(path)
            _sync(new)
            new.rename(build)
            _sync(self._builds)
            pointer.write_text(f"{generation}\n", "utf-8")
            _sync(pointer)
            pointer.replace(self.folder / CURRENT)
            _sync(self.folder)
        except OSError as exc:
            raise self._unwritable(exc) from exc

    def clear(self, *, keep: int) -> list[int]:
        """Remove leftovers, and finished builds but ``keep`` that nobody reads.

        Gives back the generations of the builds that remain.
        """
        for path in list(self._builds.iterdir()) if self._builds.is_dir() else []:
            if path.name.startswith((_NEW, _OLD)):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.isdecimal() and int(path.name) != keep:
                with lock.if_unread(path / READER_LOCK) as unread:
                    if unread:
                        # Renamed first: half a build must not keep the name of a whole one.
                        old = path.rename(path.with_name(_OLD + path.name))
                        shutil.rmtree(old, ignore_errors=True)
        return self.finished

    def _no_build(self) -> str:
        return (
            f"the library {str(self.folder)!r} has nothing to read yet: "
            f"add documents with `python -m ingest add PATH… {self._option()}`"
        )

    def _remedy(self, fault: str) -> str:
        return (
            f"the library {str(self.folder)!r} is damaged: {fault}; "
            f"make its indexes anew with `python -m ingest rebuild {self._option()}`"
        )

    def _unwritable(self, exc: OSError) -> LibraryError:
        return LibraryError(
            f"the library {str(self.folder)!r} can't be written ({exc.strerror}); "
            "what it had before is still there"
        )

    def _option(self) -> str:
        return f"--library {shlex.quote(str(self.folder))}"


def _sync(path: Path) -> None:
    """Have the system write a file or a folder's entries to the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # a folder can't be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
