"""Builds on disk: swapped in whole, kept while they are read, and never opened when damaged."""

import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from ingest import pipeline
from ingest.builds import Builds
from ingest.check import examine
from ingest.document import Passage
from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing
from ingest.keywords import KeywordIndex
from ingest.library import Library
from ingest.manifest import Manifest, measure
from ingest.query import Entry, Hit
from ingest.record import Record
from ingest.verify_build import unfound
from ingest.view import View
from tests.library_standins import CharacterCounts, read_lines, write_pages


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A library of 40 pages; take a copy before changing it."""
    folder = tmp_path_factory.mktemp("made")
    write_pages(folder / "pages", 40)
    pipeline.add(
        folder / "library", [folder / "pages"], embedder=CharacterCounts(), parse=read_lines
    )
    return folder / "library"


@pytest.fixture
def library(made, tmp_path) -> Path:
    return shutil.copytree(made, tmp_path / "library")


def file_of(library: Path, pattern: str) -> Path:
    (found,) = (library / "builds" / "1").rglob(pattern)
    return found


def flip(path: Path, count: int, *, start: int = 0) -> None:
    content = bytearray(path.read_bytes())
    for at in random.Random(1).sample(range(start, len(content)), min(count, len(content) - start)):
        content[at] ^= 0xFF
    path.write_bytes(content)


DAMAGE = {
    "the graph is gone": lambda library: shutil.rmtree(file_of(library, "data_level0.bin").parent),
    "the graph's list is gone": lambda library: file_of(library, "*.pickle").unlink(),
    "the vectors are cut short": lambda library: os.truncate(
        file_of(library, "data_level0.bin"), 100
    ),
    "a byte of a vector has changed": lambda library: flip(file_of(library, "data_level0.bin"), 1),
    "a byte of the header has changed": lambda library: flip(file_of(library, "header.bin"), 1),
    "Chroma's database is empty": lambda library: os.truncate(
        file_of(library, "chroma.sqlite3"), 0
    ),
    "Chroma's database is gone": lambda library: file_of(library, "chroma.sqlite3").unlink(),
    "Chroma's database is garbled": lambda library: flip(
        file_of(library, "chroma.sqlite3"), 9000, start=4096
    ),
    "the keywords are gone": lambda library: shutil.rmtree(library / "builds" / "1" / "keywords"),
    "a byte of the keywords has changed": lambda library: flip(file_of(library, "*.idx"), 1),
    "the manifest is gone": lambda library: file_of(library, "manifest.json").unlink(),
    "the manifest is cut short": lambda library: os.truncate(file_of(library, "manifest.json"), 80),
    "the build is gone": lambda library: shutil.rmtree(library / "builds" / "1"),
    "all builds are gone": lambda library: shutil.rmtree(library / "builds"),
    "CURRENT names no build": lambda library: (library / "CURRENT").write_text("../../etc\n"),
    "CURRENT names another build": lambda library: (library / "CURRENT").write_text("7\n"),
    "CURRENT is empty": lambda library: (library / "CURRENT").write_text(""),
    "CURRENT is no text": lambda library: (library / "CURRENT").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_build_is_refused_before_it_is_opened_with_the_way_out(library, damage):
    damage(library)
    with pytest.raises(LibraryDamaged, match=r"python -m ingest rebuild --library .*library"):
        Library.open(library)
    faults = examine(library).faults
    assert len(faults) == 1
    assert "python -m ingest rebuild" in faults[0]


@pytest.mark.parametrize(
    "name", ["the vectors are cut short", "CURRENT is empty", "the build is gone"]
)
def test_rebuilding_mends_a_damaged_build_without_embedding_anything(library, name):
    DAMAGE[name](library)
    embedder = CharacterCounts()
    summary = pipeline.rebuild(library, embedder=embedder, parse=read_lines)
    assert embedder.texts == []
    assert (summary.documents, summary.passages, summary.embedded) == (40, 120, 0)
    assert examine(library).faults == []
    assert Library.open(library).snapshot().passage_count() == 120


def test_adding_to_a_damaged_build_mends_it_too(library, made):
    DAMAGE["a byte of a vector has changed"](library)
    pages = made.parent / "pages"
    summary = pipeline.add(library, [pages], embedder=CharacterCounts(), parse=read_lines)
    assert summary.unchanged == 40
    assert examine(library).faults == []


def unchecked(library: Path) -> Path:
    """The build without the files in its manifest, so that only querying can tell."""
    build = library / "builds" / "1"
    dataclasses.replace(Manifest.read(build), files={}).write(build)
    return build


def test_a_sound_build_is_verified(library):
    Builds(library).verify(library / "builds" / "1")


def test_an_index_that_kills_its_reader_kills_only_the_child(library):
    flip(file_of(library, "data_level0.bin"), 500)
    with pytest.raises(LibraryDamaged, match="ended a process with SIG"):
        Builds(library).verify(unchecked(library))


def test_vectors_that_cant_be_found_are_noticed_though_their_count_is_right(library):
    path = file_of(library, "data_level0.bin")
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(LibraryDamaged, match="vector index"):
        Builds(library).verify(unchecked(library))


def test_keywords_of_other_passages_are_noticed(library):
    keywords = library / "builds" / "1" / "keywords"
    shutil.rmtree(keywords)
    with Record.read(library) as record:
        entries = list(View(record, 1).indexed_passages())
    swapped = [
        a._replace(passage=dataclasses.replace(a.passage, text=b.passage.text))
        for a, b in zip(entries, [*entries[2:], *entries[:2]], strict=True)
    ]
    KeywordIndex.build(keywords, swapped)
    with pytest.raises(LibraryDamaged, match="keyword index doesn't find 120 of 120"):
        Builds(library).verify(unchecked(library))


def test_a_passage_too_few_is_noticed(library):
    keywords = library / "builds" / "1" / "keywords"
    shutil.rmtree(keywords)
    with Record.read(library) as record:
        KeywordIndex.build(keywords, list(View(record, 1).indexed_passages())[1:])
    with pytest.raises(LibraryDamaged, match="has 119 passages instead of 120"):
        Builds(library).verify(unchecked(library))


def test_a_build_of_other_vectors_is_noticed(library):
    with Record.write(library) as record:
        record.rows("UPDATE vectors SET vector = (SELECT vector FROM vectors ORDER BY key LIMIT 1)")
    with pytest.raises(LibraryDamaged, match="has another vector for 119 of 120"):
        Builds(library).verify(library / "builds" / "1")


SAMPLE = [Entry(Passage("d", k, 0, 0, "", ""), None, None, b"") for k in range(3)]
ROWS = np.eye(3, dtype=np.float32)


def test_a_passage_is_found_by_itself_by_its_equal_or_by_a_wider_search():
    asked = []

    def nearest(vectors, *, limit):
        asked.append((limit, len(vectors)))
        narrow = [[Hit("d#p0.0", 0.99)], [Hit("e#p7.0", 0.9999999)], [Hit("e#p8.0", 0.9)]]
        return narrow if limit == 1 else [[Hit("e#p8.0", 0.9), Hit("d#p2.0", 0.8)]]

    assert unfound(nearest, SAMPLE, ROWS) == []
    assert asked == [(1, 3), (1000, 1)]


def test_a_passage_that_no_search_finds_is_lost():
    def nearest(vectors, *, limit):
        return [[Hit("e#p8.0", 0.9)] for _ in vectors]

    assert unfound(nearest, SAMPLE, ROWS) == ["d#p0.0", "d#p1.0", "d#p2.0"]


def test_the_manifest_says_what_the_build_is_made_of(made):
    manifest = Manifest.read(made / "builds" / "1")
    assert (manifest.generation, manifest.documents, manifest.paragraphs) == (1, 40, 160)
    assert (manifest.embedding, manifest.dimension) == ("test/counts/64", 64)
    assert manifest.files == measure(made / "builds" / "1")
    assert json.loads((made / "builds" / "1" / "manifest.json").read_text())["format"] == 1


def test_a_swap_is_seen_whole_and_leaves_nothing_else(tmp_path):
    builds = Builds(tmp_path)
    with builds.prepare(3) as new:
        (new / "content").write_text("three")
        assert builds.current is None
        builds.swap_in(new, 3)
    assert builds.current == tmp_path / "builds" / "3"
    assert (builds.path(3) / "content").read_text() == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "builds"]
    assert builds.finished == [3]


def test_a_build_that_fails_leaves_nothing(tmp_path):
    builds = Builds(tmp_path)
    with pytest.raises(KeyboardInterrupt), builds.prepare(1) as new:
        (new / "content").write_text("half")
        raise KeyboardInterrupt
    assert list((tmp_path / "builds").iterdir()) == []


def test_clearing_keeps_the_newest_and_what_is_read(tmp_path):
    builds = Builds(tmp_path)
    for generation in (1, 2, 3):
        with builds.prepare(generation) as new:
            Manifest(generation, "e", 1, "c", None, 0, 0, 0, 0).write(new)
            builds.swap_in(new, generation)
        if generation == 2:
            held = builds.hold()
    (tmp_path / "builds" / ".new-9").mkdir()
    assert builds.clear(keep=3) == [2, 3]
    os.close(held.descriptor)
    assert builds.clear(keep=3) == [3]
    assert [path.name for path in (tmp_path / "builds").iterdir()] == ["3"]


def test_nothing_to_hold_is_missing_not_damaged(tmp_path):
    with pytest.raises(LibraryMissing, match="python -m ingest add"):
        Builds(tmp_path).hold()


FULL = """
    import resource, sys
    from pathlib import Path
    from ingest import pipeline
    from ingest.errors import WenzhengError
    from tests.library_standins import CharacterCounts, read_lines
    library, pages, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        pipeline.add(library, [pages], embedder=CharacterCounts(), parse=read_lines)
        print("done")
    except WenzhengError as exc:
        print(f"refused: {exc}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_wherever_the_disk_is_full_the_old_build_stays_and_the_next_run_finishes(library, tmp_path):
    write_pages(tmp_path / "more", 40, first=40)
    outcomes = []
    for limit in (0, 30_000, 150_000, 250_000, 500_000, 50_000_000):
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(FULL), library, tmp_path / "more", str(limit)],
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=False,
        )
        outcomes.append(ended.stdout)
        assert ended.stdout.startswith(("refused", "done")), ended.stderr
        expected = 240 if ended.stdout == "done\n" else 120
        assert Library.open(library).snapshot().passage_count() == expected
    assert outcomes[0].startswith("refused")
    assert outcomes[-1] == "done\n"
    assert examine(library).faults == []


def test_a_place_that_cant_be_written_is_named(tmp_path):
    (tmp_path / "builds").write_text("a file where a folder should be")
    with pytest.raises(LibraryError, match="can't be written"), Builds(tmp_path).prepare(1):
        pass
