"""The vector index, embedded and behind a real Chroma server on loopback: one code path."""

import itertools
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.document import Passage
from ingest.errors import LibraryDamaged, LibraryError
from ingest.query import Entry, Filter
from ingest.vectors import Embedding, VectorIndex, collection_name, drop_collections
from ingest.where import MOST_DOCUMENTS
from tests.chroma_server import chroma_server, free_port

DIMENSION = 32
EMBEDDING = Embedding("test/random/32", DIMENSION)
NAMES = (f"wenzheng-test-{n}-name" for n in itertools.count())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with chroma_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(params=["embedded", "server"])
def place(request, tmp_path):
    return tmp_path / "chroma" if request.param == "embedded" else request.getfixturevalue("server")


def unit_rows(count: int, *, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def entries(vectors: np.ndarray) -> list[tuple[Entry, np.ndarray]]:
    """Ten passages a document; years 2010 to 2019 in turn, every third unknown; plan or review."""
    found = []
    for k, vector in enumerate(vectors):
        passage = Passage(f"d{k // 10}", k % 10, 0, 0, "", "")
        year = None if k % 3 == 0 else 2010 + k % 10
        found.append((Entry(passage, year, "plan" if k % 2 else "review", b""), vector))
    return found


def built(place, content, name: str | None = None) -> VectorIndex:
    name = name or next(NAMES)
    count = VectorIndex.build(place, name, content, count=len(content), embedding=EMBEDDING)
    assert count == len(content)
    return VectorIndex.open(place, name)


def test_each_vector_finds_its_own_passage_with_similarity_one(place):
    vectors = unit_rows(1234)
    content = entries(vectors)
    with closing(built(place, content)) as index:
        assert index.count == 1234
        assert index.ids() == {entry.passage.id for entry, _ in content}
        for (entry, _), hits in zip(content, index.nearest(vectors, limit=1), strict=True):
            assert hits[0].passage == entry.passage.id
            assert hits[0].score == pytest.approx(1.0, abs=1e-5)


def test_similarity_is_the_cosine_and_the_best_come_first(place):
    vectors = unit_rows(300)
    question = unit_rows(1, seed=9)[0]
    with closing(built(place, entries(vectors))) as index:
        hits = index.search(question, limit=20)
    cosines = vectors @ question
    best = np.argsort(-cosines)[:20]
    assert [hit.passage for hit in hits] == [f"d{k // 10}#p{k % 10}.0" for k in best]
    assert [hit.score for hit in hits] == pytest.approx(cosines[best].tolist(), abs=1e-5)


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(years=[2014]),
        Filter(years=[2011, 2012, 2017]),
        Filter(period="plan"),
        Filter(documents=["d3"]),
        Filter(documents=["d3", "d17", "unknown"], years=[2011, 2012, 2014], period="review"),
        Filter(documents=["unknown"]),
        Filter(documents=[]),
        Filter(years=[]),
    ],
    ids=str,
)
def test_a_filter_lets_only_its_passages_pass_and_all_of_them(place, chosen):
    vectors = unit_rows(300)
    content = entries(vectors)
    allowed = [
        k
        for k, (entry, _) in enumerate(content)
        if (chosen.documents is None or entry.passage.document in chosen.documents)
        and (chosen.years is None or entry.year in chosen.years)
        and (chosen.period is None or entry.period == chosen.period)
    ]
    question = unit_rows(1, seed=9)[0]
    best = sorted(allowed, key=lambda k: -float(vectors[k] @ question))[:12]
    with closing(built(place, content)) as index:
        hits = index.search(question, limit=12, chosen=chosen)
    assert [hit.passage for hit in hits] == [content[k][0].passage.id for k in best]


def test_more_documents_than_one_query_takes_are_asked_for_in_parts(place):
    vectors = unit_rows(40)
    documents = [f"x{k}" for k in range(4 * MOST_DOCUMENTS)] + ["d1", "d2"]
    with closing(built(place, entries(vectors))) as index:
        hits = index.search(vectors[15], limit=50, chosen=Filter(documents=documents))
    assert hits[0].passage == "d1#p5.0"
    assert {hit.passage.partition("#")[0] for hit in hits} == {"d1", "d2"}
    assert len(hits) == 20


def test_thousands_of_equal_vectors_dont_hide_the_others(place):
    vectors = unit_rows(3000)
    vectors[500:2000] = vectors[500]
    with closing(built(place, entries(vectors))) as index:
        sample = np.r_[0:500:7, 500:2000:50, 2000:3000:7]
        for k, hits in zip(sample, index.nearest(vectors[sample], limit=1), strict=True):
            assert hits[0].score == pytest.approx(1.0, abs=1e-5), k


def test_an_empty_collection_answers(place):
    with closing(built(place, [])) as index:
        assert (index.count, index.ids()) == (0, set())
        assert index.search(unit_rows(1)[0], limit=3) == []


def test_building_tells_how_far_it_is(place):
    heard: list[int] = []
    content = entries(unit_rows(2100))
    VectorIndex.build(
        place, next(NAMES), content, count=2100, embedding=EMBEDDING, filled=heard.append
    )
    assert heard == [1000, 2000, 2100]


def test_building_again_under_a_name_replaces_what_was_left_there(server):
    name = next(NAMES)
    built(server, entries(unit_rows(30)), name).close()
    with closing(built(server, entries(unit_rows(20)), name)) as index:
        assert index.count == 20


def test_old_collections_of_one_library_are_dropped_and_no_others(server):
    kept, dropped, foreign = (
        collection_name(library, generation, EMBEDDING)
        for library, generation in (("aaaa", 2), ("aaaa", 1), ("bbbb", 1))
    )
    for name in (kept, dropped, foreign):
        built(server, entries(unit_rows(5)), name).close()
    drop_collections(server, "aaaa", keep=[kept])
    for name in (kept, foreign):
        VectorIndex.open(server, name).close()
    with pytest.raises(LibraryDamaged, match="can't be used"):
        VectorIndex.open(server, dropped)


def test_readers_leave_the_files_as_they_are(tmp_path):
    place, name = tmp_path / "chroma", next(NAMES)
    for count in (1, 2, 90, 1500):
        folder = place / str(count)
        built(folder, entries(unit_rows(count)), name).close()
        graph = {path: path.read_bytes() for path in folder.rglob("*.bin")}
        assert graph
        read = "import sys; from pathlib import Path; from ingest.vectors import VectorIndex;"
        read += "i = VectorIndex.open(Path(sys.argv[1]), sys.argv[2]); i.ids(); i.close()"
        subprocess.run(
            [sys.executable, "-c", read, str(folder), name],
            check=True,
            cwd=Path(__file__).parents[1],
        )
        assert {path: path.read_bytes() for path in folder.rglob("*.bin")} == graph


def test_another_model_another_size_or_another_build_has_another_name():
    names = {
        collection_name("aaaa", generation, Embedding(model, dimension))
        for generation in (1, 2)
        for model in ("local/hashing-1/512", "openai/small/512")
        for dimension in (512, 256)
    }
    assert len(names) == 8


def test_a_vector_of_the_wrong_length_is_refused(place):
    refused = pytest.raises(LibraryDamaged, match="dimension")
    with closing(built(place, entries(unit_rows(5)))) as index, refused:
        index.search(np.ones(DIMENSION + 1, np.float32), limit=1)


def test_a_vector_that_is_no_number_is_refused(place):
    broken = unit_rows(3)
    broken[1, 1] = np.nan
    with pytest.raises(LibraryError, match="can't be used"):
        built(place, entries(broken))


def test_a_collection_that_is_not_there_is_damage(place):
    built(place, entries(unit_rows(2))).close()
    with pytest.raises(LibraryDamaged, match="does not exist"):
        VectorIndex.open(place, "wenzheng-none-1-xxxx")


def test_a_server_that_is_not_there_is_named():
    address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(LibraryError, match=f"no Chroma server answers at '{address}'"):
        VectorIndex.open(address, "any-name")


def test_a_server_that_goes_away_is_said_to(tmp_path):
    with chroma_server(tmp_path) as address:
        index = built(address, entries(unit_rows(2)))
    with pytest.raises(LibraryError, match="doesn't answer"):
        index.search(unit_rows(1)[0], limit=1)
    index.close()


def test_chroma_takes_no_settings_from_an_env_file_beside_it(tmp_path):
    (tmp_path / ".env").write_text("ANONYMIZED_TELEMETRY=true\nCHROMA_API_IMPL=nonsense\n")
    code = """
from ingest.vectors import Embedding, VectorIndex
from pathlib import Path
VectorIndex.build(Path("chroma"), "some-name", [], count=0, embedding=Embedding("x", 3))
print(VectorIndex.open(Path("chroma"), "some-name").count)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("0\n", "")
