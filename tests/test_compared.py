"""A few documents' passages compared one by one: the same hits as the index's own filter gives."""

from contextlib import closing

import numpy as np
import pytest

from ingest.compared import StoredVector, nearest
from ingest.document import Passage
from ingest.library import COMPARED_DOCUMENTS
from ingest.query import Entry, Filter
from ingest.vectors import Embedding, VectorIndex

DIMENSION = 32
PASSAGES = 300
DOCUMENTS = ("d3", "d17", "d29")
"""Ten passages each, of the thirty documents."""


def unit_rows(count, *, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def content():
    """Years 2010 to 2019 in turn, every third unknown; plan, review and neither in turn."""
    found = []
    for k, vector in enumerate(unit_rows(PASSAGES)):
        year = None if k % 3 == 0 else 2010 + k % 10
        period = ("plan", "review", None)[k % 4 % 3]
        found.append(
            (Entry(Passage(f"d{k // 10}", k % 10, 0, 0, "", ""), year, period, b""), vector)
        )
    return found


@pytest.fixture(scope="module")
def index(content, tmp_path_factory):
    place = tmp_path_factory.mktemp("compared") / "chroma"
    embedding = Embedding("test/random/32", DIMENSION)
    VectorIndex.build(place, "wenzheng-compared", content, count=PASSAGES, embedding=embedding)
    with closing(VectorIndex.open(place, "wenzheng-compared")) as opened:
        yield opened


@pytest.mark.parametrize("limit", [1, 5, 100])
@pytest.mark.parametrize(
    "chosen",
    [
        Filter(documents=DOCUMENTS),
        Filter(documents=DOCUMENTS[:1]),
        Filter(documents=DOCUMENTS, years=[2011, 2012, 2017]),
        # Of no year, as the steps ask for it.
        Filter(documents=DOCUMENTS, years=[2014, 0]),
        Filter(documents=DOCUMENTS, years=[]),
        Filter(documents=DOCUMENTS, years=[1999]),
        Filter(documents=DOCUMENTS, period="plan"),
        Filter(documents=DOCUMENTS, years=[2011, 2012, 2014, 2018], period="review"),
        Filter(documents=["unknown"]),
        Filter(documents=[]),
    ],
    ids=str,
)
def test_the_hits_are_those_of_the_indexs_own_filter(index, content, chosen, limit):
    question = unit_rows(1, seed=9)[0]
    stored = [
        StoredVector(entry.passage.id, entry.year, entry.period, vector.tobytes())
        for entry, vector in content
        if entry.passage.document in chosen.documents
    ]
    compared = nearest(question, stored, limit=limit, chosen=chosen)
    filtered = index.search(question, limit=limit, chosen=chosen)
    assert [hit.passage for hit in compared] == [hit.passage for hit in filtered]
    assert [hit.score for hit in compared] == pytest.approx(
        [hit.score for hit in filtered], abs=1e-5
    )


@pytest.mark.parametrize("chosen", [{}, {"years": [2019, 0]}, {"period": "plan"}], ids=str)
def test_a_library_gives_the_same_hits_by_either_way(reports, chosen):
    snapshot = reports.snapshot()
    documents = [document.id for document in snapshot.documents()][:3]
    padding = [f"unknown{k}" for k in range(COMPARED_DOCUMENTS)]
    (stored, *_) = snapshot.search_vectors(unit(snapshot), limit=1, documents=documents)
    assert stored.passage
    one_by_one = snapshot.search_vectors(unit(snapshot), limit=50, documents=documents, **chosen)
    by_index = snapshot.search_vectors(
        unit(snapshot), limit=50, documents=[*documents, *padding], **chosen
    )
    # Equal scores stand in any order.
    assert dict(one_by_one).keys() == dict(by_index).keys()
    assert [hit.score for hit in one_by_one] == pytest.approx(
        [hit.score for hit in by_index], abs=1e-5
    )
    assert one_by_one


def unit(snapshot):
    """A vector as long as the library's own."""
    dimension = int(snapshot.embedding.rpartition("/")[2])
    return np.full(dimension, dimension**-0.5, np.float32)


@pytest.mark.parametrize("count", range(2, 12))
def test_equal_vectors_have_equal_scores_and_are_ordered_by_the_passage(count):
    vector, question = unit_rows(2)
    names = [f"d#p{n:02}.0" for n in range(count)]
    stored = [StoredVector(name, 2019, "plan", vector.tobytes()) for name in reversed(names)]
    hits = nearest(question, stored, limit=count - 1, chosen=Filter())
    assert [hit.passage for hit in hits] == names[:-1]
    assert len({hit.score for hit in hits}) == 1
