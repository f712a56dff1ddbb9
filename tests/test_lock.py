"""Locks: one writer, named to the second; readers that keep a build; nothing left by kill -9."""

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from ingest import lock
from ingest.errors import LibraryBusy, LibraryError

HOLD = """
    import sys, time
    from pathlib import Path
    from ingest.lock import writing
    with writing(Path(sys.argv[1])):
        print("held", flush=True)
        time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """A process that holds the writer's lock until it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_hears_at_once_which_process_writes(tmp_path, holder):
    busy = pytest.raises(LibraryBusy, match=f"process {holder.pid}, since 20")
    with busy, lock.writing(tmp_path):
        pass


def test_kill_9_frees_the_lock(tmp_path, holder):
    assert lock.writer(tmp_path).pid == holder.pid
    holder.kill()
    holder.wait()
    assert lock.writer(tmp_path) is None
    with lock.writing(tmp_path):
        assert lock.writer(tmp_path).pid == os.getpid()


def test_the_lock_is_free_after_an_error_inside(tmp_path):
    with pytest.raises(ZeroDivisionError), lock.writing(tmp_path):
        raise ZeroDivisionError
    with lock.writing(tmp_path):
        pass


def test_two_threads_of_one_process_dont_write_together(tmp_path):
    refused = []

    def write() -> None:
        try:
            with lock.writing(tmp_path):
                pass
        except LibraryBusy as exc:
            refused.append(str(exc))

    with lock.writing(tmp_path):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(refused) == 1
    assert f"process {os.getpid()}" in refused[0]


def test_nobody_writes_where_there_is_no_library(tmp_path):
    assert lock.writer(tmp_path / "nowhere") is None
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_the_folder_should_be_is_named(tmp_path):
    (tmp_path / "library").write_text("a letter")
    refused = pytest.raises(LibraryError, match=r"library' can't be written .*--library")
    with refused, lock.writing(tmp_path / "library"):
        pass


def test_a_holder_that_left_no_name_is_still_respected(tmp_path):
    with lock.writing(tmp_path):
        (tmp_path / "lock").write_text("")
        with pytest.raises(LibraryBusy, match="another process"), lock.writing(tmp_path):
            pass


def test_many_readers_hold_a_build_and_the_last_one_lets_it_go(tmp_path):
    path = tmp_path / "reader.lock"
    path.touch()
    first, second = lock.hold_shared(path), lock.hold_shared(path)
    for descriptor in (first, second):
        with lock.if_unread(path) as unread:
            assert not unread
        os.close(descriptor)
    with lock.if_unread(path) as unread:
        assert unread


def test_a_build_that_is_being_removed_cant_be_held(tmp_path):
    path = tmp_path / "reader.lock"
    path.touch()
    with lock.if_unread(path) as unread:
        assert unread
        assert lock.hold_shared(path) is None
        path.unlink()
    assert lock.hold_shared(path) is None
