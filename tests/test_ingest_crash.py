"""kill -9, Ctrl-C and a second ingest at any step: readers keep the old build, nothing is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import lock, pipeline
from ingest.check import examine
from ingest.embeddings_local import HashingEmbedder
from ingest.errors import LibraryMissing
from ingest.library import Library
from ingest.record import Record
from tests.library_standins import CharacterCounts, read_lines, write_pages

ROOT = Path(__file__).parents[1]
OLD, PAGES, LINES = 30, 120, 3
"""Pages of the library to begin with, pages to add, passages a page."""

KILLS = [
    "reading 0/",
    "reading 15/",
    "reading 150/",
    "embedding 0/",
    "embedding 0/",
    "indexing vectors",
    "checking the new indexes",
    "checking the new indexes",
    "checking the new indexes",
    "reading 300/",
]
"""After which line of its progress an ingest is killed, with up to a second's delay."""


def start(library: Path, pages: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.slow_ingest", str(library), str(pages)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_until(ingest: subprocess.Popen[str], line: str) -> list[str]:
    """The progress up to a line that begins with ``line``, or to the end."""
    seen = []
    for each in ingest.stdout:
        seen.append(each.strip())
        if each.startswith(line):
            break
    return seen


def kill(ingest: subprocess.Popen[str]) -> None:
    ingest.kill()
    ingest.communicate()


def visible_passages(library: Path) -> int:
    """What a reader finds, each document readable to its last paragraph."""
    snapshot = Library.open(library).snapshot()
    for document in snapshot.documents():
        assert len(snapshot.paragraphs(document.id)) == LINES + 1
    assert snapshot.passage_count() == len(snapshot.documents()) * LINES
    return snapshot.passage_count()


@pytest.fixture
def library(tmp_path) -> Path:
    """A library of 30 pages, beside a folder of 120 others."""
    write_pages(tmp_path / "old", OLD, first=1000)
    write_pages(tmp_path / "pages", PAGES)
    pipeline.add(
        tmp_path / "library", [tmp_path / "old"], embedder=CharacterCounts(), parse=read_lines
    )
    return tmp_path / "library"


def test_ten_times_kill_9_and_readers_never_notice(library, tmp_path):
    delay = random.Random(7)
    before = OLD * LINES
    for k, line in enumerate(KILLS):
        write_pages(tmp_path / "pages", 40, first=200 + 40 * k)
        everything = (OLD + PAGES + 40 * (k + 1)) * LINES
        ingest = start(library, tmp_path / "pages")
        seen = run_until(ingest, line)
        assert seen[-1].startswith(line), seen[-1]
        time.sleep(delay.uniform(0, 1))
        kill(ingest)
        assert lock.writer(library) is None
        now = visible_passages(library)
        assert now in (before, everything)
        before = now

    ended = start(library, tmp_path / "pages")
    output, errors = ended.communicate()
    assert ended.returncode == 0, errors
    assert output.splitlines()[-1].startswith("done")
    assert visible_passages(library) == everything
    assert examine(library).faults == []
    assert [path.name for path in (library / "builds").iterdir()] == [
        (library / "CURRENT").read_text().strip()
    ]
    with Record.read(library) as record:
        pages = everything // LINES
        assert record.rows("SELECT count(*) FROM pages WHERE removed IS NULL") == [(pages,)]
        assert record.rows("SELECT count(*) FROM vectors") == [(everything,)]


def test_kill_9_before_the_first_build_leaves_something_to_go_on_from(tmp_path):
    write_pages(tmp_path / "pages", PAGES)
    library = tmp_path / "library"
    ingest = start(library, tmp_path / "pages")
    run_until(ingest, "reading 100/120")
    kill(ingest)
    with pytest.raises(LibraryMissing, match="nothing to read yet"):
        Library.open(library)
    assert "nothing to read yet" in examine(library).faults[0]

    seen, _ = start(library, tmp_path / "pages").communicate()
    assert seen.splitlines()[-1] == "done 360"
    assert visible_passages(library) == 360


def test_what_was_embedded_before_a_kill_is_not_embedded_again(tmp_path):
    write_pages(tmp_path / "pages", PAGES)
    ingest = start(tmp_path / "library", tmp_path / "pages")
    run_until(ingest, "embedding 256/360")
    kill(ingest)
    seen, _ = start(tmp_path / "library", tmp_path / "pages").communicate()
    assert seen.splitlines()[-1] in ("done 104", "done 0")


def test_an_interrupted_job_is_finished_by_whatever_writes_next(library, tmp_path):
    ingest = start(library, tmp_path / "pages")
    run_until(ingest, "embedding 0/360")
    kill(ingest)
    assert "the last command was interrupted" in examine(library).faults[0]
    one = next((tmp_path / "old").iterdir())
    pipeline.remove(library, [str(one)], embedder=CharacterCounts)
    assert visible_passages(library) == (OLD + PAGES - 1) * LINES


def test_of_two_ingests_at_once_the_second_ends_and_names_the_first(library, tmp_path):
    first = start(library, tmp_path / "pages")
    run_until(first, "reading 0/120")
    second = start(library, tmp_path / "pages")
    output, errors = second.communicate()
    assert first.poll() is None, "the first must still be writing, or this shows nothing"
    assert (second.returncode, errors) == (1, "")
    assert f"is being written by process {first.pid}, since" in output
    first.communicate()
    assert first.returncode == 0
    assert visible_passages(library) == (OLD + PAGES) * LINES


def test_a_reader_goes_on_during_an_ingest_and_then_sees_the_new_pages(library, tmp_path):
    reader = Library.open(library)
    embedder = CharacterCounts()
    question = embedder.embed(["任意一个问题"])[0]
    ingest = start(library, tmp_path / "pages")
    generations = []
    while ingest.poll() is None:
        snapshot = reader.snapshot()
        generations.append(snapshot.generation)
        hits = snapshot.search_vectors(question, limit=5)
        assert len(snapshot.passages([hit.passage for hit in hits])) == 5
        time.sleep(0.05)
    ingest.communicate()
    assert generations[0] == 1
    assert generations == sorted(generations)
    assert reader.snapshot().generation == 2
    assert reader.snapshot().passage_count() == (OLD + PAGES) * LINES


def interrupted_add(library: Path, pages: Path, number: signal.Signals) -> tuple[int, str, str]:
    """Run the real command, and signal it as soon as the record holds its first pages."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    ingest = subprocess.Popen(
        [sys.executable, "-m", "ingest", "add", str(pages), "--library", str(library)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while ingest.poll() is None and not pages_read(library):
        time.sleep(0.02)
    ingest.send_signal(number)
    output, errors = ingest.communicate()
    return ingest.returncode, output, errors


def pages_read(library: Path) -> int:
    try:
        connection = sqlite3.connect(f"{(library / 'record.sqlite').as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM pages").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.OperationalError:  # not made yet
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_says_so_and_the_next_one_finishes(tmp_path, number):
    write_pages(tmp_path / "pages", PAGES, lines=5)
    library = tmp_path / "library"
    status, output, errors = interrupted_add(library, tmp_path / "pages", number)
    assert (status, output) == (130, "")
    assert errors == "interrupted; what was read is kept; run the same command again\n"
    kept = pages_read(library)
    assert 0 < kept < PAGES  # a commit comes after so many pages or one second

    from ingest.parse import parse_bytes

    summary = pipeline.add(
        library, [tmp_path / "pages"], embedder=HashingEmbedder(), parse=parse_bytes
    )
    assert (summary.unchanged, summary.added) == (kept, PAGES - kept)
    assert summary.documents == PAGES
    assert examine(library).faults == []
