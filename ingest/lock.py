"""Who may write, and who is reading: locks that the kernel frees when a process dies.

One writer a library: the file `lock`, held exclusively while `add`, `remove` or `rebuild`
runs, naming its holder. One `reader.lock` a build, held shared by each reader, so that a
writer knows which old builds nobody needs. The locks belong to open files (flock), so
they also hold between two threads of one process, and kill -9 leaves none behind.

On Windows the writer's lock is msvcrt's; readers need none there, as the system refuses to
remove files that are open.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ingest.errors import LibraryBusy, LibraryError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "lock"
_TRIES = 4
_PAUSE_S = 0.05  # `check` takes the lock for a moment to see whether it is free


class Holder(NamedTuple):
    """The process that writes; None where the lock's file doesn't say."""

    pid: int | None
    since: str | None

    def __str__(self) -> str:
        if self.pid is None:
            return "another process"
        return f"process {self.pid}, since {self.since}"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the library's only writer's lock; the folder is made if it isn't there.

    Raises LibraryBusy, naming the holder, when another process or thread writes, and
    LibraryError when nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as exc:
        raise LibraryError(
            f"the library {str(folder)!r} can't be written ({exc.strerror}): "
            "choose another place with --library"
        ) from exc
    try:
        for _ in range(_TRIES):
            if _lock(descriptor, exclusive=True):
                break
            time.sleep(_PAUSE_S)
        else:
            raise LibraryBusy(
                f"the library {str(folder)!r} is being written by {_named(descriptor)}: "
                "wait until it is done, or end it"
            )
        _name_holder(descriptor, folder)
        yield
        with suppress(OSError):  # the name only informs; the lock goes with the descriptor
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def writer(folder: Path) -> Holder | None:
    """Who is writing to the library at this moment, None if nobody is."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise LibraryError(f"can't read {str(folder / NAME)!r} ({exc.strerror})") from exc
    try:
        return None if _lock(descriptor, exclusive=False) else _named(descriptor)
    finally:
        os.close(descriptor)


def hold_shared(path: Path) -> int | None:
    """Take part in a reader's lock; the descriptor holds it until it is closed.

    None when the build is going away: its lock is held by the writer, or its file is gone.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    # A writer that was removing the build has unlinked the file that we still opened.
    if _lock(descriptor, exclusive=False) and os.fstat(descriptor).st_nlink:
        return descriptor
    os.close(descriptor)
    return None


@contextmanager
def if_unread(path: Path) -> Iterator[bool]:
    """Whether nobody reads behind this lock; while inside, nobody can begin to."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        yield _lock(descriptor, exclusive=True)
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _lock(descriptor: int, *, exclusive: bool) -> bool:
        # The byte is far behind the holder's name, which others must be able to read.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        if not exclusive:
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        return True

else:

    def _lock(descriptor: int, *, exclusive: bool) -> bool:
        """Try to lock without waiting. Raises LibraryError where the system has no locks."""
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as exc:
            raise LibraryError(
                f"the library's file system can't lock files ({exc.strerror}): "
                "keep the library on a local disk"
            ) from exc
        return True


def _name_holder(descriptor: int, folder: Path) -> None:
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode())
    except OSError as exc:
        raise LibraryError(f"can't write in {str(folder)!r} ({exc.strerror})") from exc


def _named(descriptor: int) -> Holder:
    for _ in range(_TRIES):
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            fields = json.loads(os.read(descriptor, 4096))
            return Holder(fields["pid"], fields["since"])
        except (ValueError, KeyError, TypeError):
            time.sleep(_PAUSE_S)  # locked a moment ago, and not yet named
    return Holder(None, None)
