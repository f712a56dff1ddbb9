"""A record that is missing, torn or on a full disk: said, and nothing of it lost."""

import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ingest.errors import LibraryDamaged, LibraryMissing
from ingest.record import NAME, Record
from tests.library_standins import sentence


def test_no_library_is_missing_and_not_made_by_looking(tmp_path):
    with pytest.raises(LibraryMissing, match="python -m ingest add"):
        Record.read(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"a letter, no database" * 100])
def test_a_file_that_is_no_record_is_damaged(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(LibraryDamaged, match="put it back from a copy"):
        Record.read(tmp_path)


def test_sqlite_names_what_is_wrong(tmp_path):
    with Record.write(tmp_path) as record:
        for k in range(200):
            record.set_note(f"key {k}", sentence(k) * 20)
    path = tmp_path / NAME
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    for page in range(pages // 2, pages):  # the notes themselves; the tables are before them
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(content)
    with Record.read(tmp_path) as record:
        assert record.faults()


FILL = """
    import resource, sys
    from pathlib import Path
    from ingest.errors import LibraryError
    from ingest.record import Record
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with Record.write(Path(sys.argv[1])) as record:
            for k in range(20):
                record.set_note(f"key {k}", "x" * 5000)
            print("done")
    except LibraryError as exc:
        print("refused:", exc)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_wherever_the_disk_is_full_what_was_written_is_still_there(tmp_path):
    outcomes = []
    for limit in (0, 4096, 20_000, 40_000, 80_000, 120_000, 1_000_000):
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(FILL), str(tmp_path), str(limit)],
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
        outcomes.append(ended.stdout)
        connection = sqlite3.connect(tmp_path / NAME)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    assert outcomes[0].startswith("refused: the record")
    assert "disk isn't full" in outcomes[0]
    assert outcomes[-1] == "done\n"
    with Record.read(tmp_path) as record:
        assert record.note("key 19") == "x" * 5000
