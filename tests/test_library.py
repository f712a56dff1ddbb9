"""A library as its readers see it, also while it changes."""

import gc
import threading
import time
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.errors import LibraryDamaged, LibraryError, LibraryMissing, NotInLibrary
from ingest.library import Library
from ingest.normalise import fold
from tests.library_standins import CharacterCounts, read_lines, sentence, write_pages
from tests.small_libraries import add, question, texts_found, write


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """A library of one report, a meeting, and pages of nonsense around them."""
    folder = tmp_path_factory.mktemp("city")
    write(
        folder / "pages" / "report.txt",
        "济源市报告",
        "2018 review: 建成公园三处,新增公交车60辆。",
        "2019 plan: 新增公交车180辆,改造老旧小区。",
    )
    write(folder / "pages" / "meeting.txt", "晋城市会议", "研究了公交车的票价,扩建公园,园区。")
    write_pages(folder / "pages", 20)
    add(folder / "library", folder / "pages")
    return folder / "library"


def test_both_indexes_find_a_passage_and_the_record_shows_it(city):
    snapshot = Library.open(city).snapshot()
    (best, *_) = snapshot.search_keywords(question("新增公交车180辆"), limit=3)
    passage = snapshot.passage(best.passage)
    assert passage.text == "2019 plan: 新增公交车180辆,改造老旧小区。"
    vector = CharacterCounts().embed([passage.embedding_text])[0]
    (nearest,) = snapshot.search_vectors(vector, limit=1)
    assert nearest.passage == passage.id
    assert nearest.score == pytest.approx(1.0, abs=1e-5)
    paragraph = snapshot.paragraph(passage.paragraph_id)
    span = snapshot.raw_span(paragraph, 11, 16)
    assert snapshot.raw(*span, document=paragraph.document) == "新增公交车"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"years": [2019]}, {"2019 plan: 新增公交车180辆,改造老旧小区。"}),
        ({"period": "review"}, {"2018 review: 建成公园三处,新增公交车60辆。"}),
        ({"years": [2018], "period": "plan"}, set()),
        ({"documents": []}, set()),
    ],
)
def test_filters_hold_for_both_indexes(city, filters, found):
    snapshot = Library.open(city).snapshot()
    vector = CharacterCounts().embed(["新增公交车"])[0]
    for hits in (
        snapshot.search_keywords(question("新增公交车"), limit=30, **filters),
        snapshot.search_vectors(vector, limit=30, **filters),
    ):
        assert {snapshot.passage(hit.passage).text for hit in hits} == found


def test_the_snapshot_counts_and_knows_its_words(city):
    snapshot = Library.open(city).snapshot()
    assert len(snapshot.documents()) == len(snapshot.pages()) == 22
    assert snapshot.passage_count() == 63
    assert snapshot.document_frequency("公交车") == 3
    assert snapshot.embedding == "test/counts/64"
    assert snapshot.generation == 1


@pytest.mark.parametrize("string", ["济", "公交车", "180辆", "80", "公园三处,新增", "票价,"])
def test_contains_finds_any_string_of_a_paragraph(city, string):
    expected = any(
        string in fold(paragraph.text)
        for document in Library.open(city).snapshot().documents()
        for paragraph in Library.open(city).snapshot().paragraphs(document.id)[1:]
    )
    assert Library.open(city).snapshot().contains(string) is expected


def test_contains_compares_what_stands_there_and_not_only_its_pairs(city):
    snapshot = Library.open(city).snapshot()
    assert not snapshot.contains("处新增")  # a comma stands between
    assert not snapshot.contains("公园区")  # and here it does, though both pairs are neighbours
    assert not snapshot.contains("公交车公园")
    assert not snapshot.contains("火星")


def test_what_is_not_there_is_said_not_to_be(city):
    snapshot = Library.open(city).snapshot()
    for ask in (snapshot.document, snapshot.paragraphs, snapshot.raw_page, snapshot.reports):
        with pytest.raises(NotInLibrary, match="'nothing'"):
            ask("nothing")


def test_a_new_build_is_noticed_and_the_old_snapshot_still_answers(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "旧的公园")
    add(library, page)
    reader = Library.open(library)
    old = reader.snapshot()
    assert reader.snapshot() is old
    write(page, "题目", "新的湖泊")
    assert add(library, page).replaced == 1
    new = reader.snapshot()
    assert (old.generation, new.generation) == (1, 2)
    (hit,) = old.search_keywords(question("公园"), limit=5)
    assert old.passage(hit.passage).text == "旧的公园"
    assert len(old.search_vectors(CharacterCounts().embed(["公园"])[0], limit=5)) == 1
    assert new.search_keywords(question("公园"), limit=5) == []
    assert new.contains("湖泊") and not old.contains("湖泊")


def test_an_old_build_goes_when_nobody_holds_it_any_more(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "第一版")
    add(library, page)
    reader = Library.open(library)
    held = reader.snapshot()
    names = []
    for version in ("第二版", "第三版", "第四版"):
        write(page, "题目", version)
        add(library, page)
        names.append(sorted(path.name for path in (library / "builds").iterdir()))
        if version == "第三版":
            assert held.paragraphs(held.documents()[0].id)[1].text == "第一版"
            del held, reader
            gc.collect()
    assert names == [["1", "2"], ["1", "3"], ["4"]]


def test_many_threads_ask_while_builds_change(tmp_path):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 30)
    add(library, pages)
    reader, stop, wrong = Library.open(library), threading.Event(), []

    def ask() -> None:
        vector = CharacterCounts().embed([sentence(4)])[0]
        while not stop.is_set():
            snapshot = reader.snapshot()
            hits = snapshot.search_vectors(vector, limit=3)
            passages = snapshot.passages([hit.passage for hit in hits])
            if len(passages) != 3 or passages[hits[0].passage].text != sentence(4):
                wrong.append(hits)
            time.sleep(0.01)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for k in range(2):
            write_pages(pages, 5, first=100 + 5 * k)
            add(library, pages)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not wrong
    assert reader.snapshot().generation == 3


def test_places_without_a_library_are_told_apart(tmp_path, city):
    with pytest.raises(LibraryMissing, match="there is no library at"):
        Library.open(tmp_path / "nowhere")
    (tmp_path / "letter").write_text("a letter")
    with pytest.raises(LibraryError, match="is a file"):
        Library.open(tmp_path / "letter")
    for act in (
        lambda folder: pipeline.remove(folder, ["x"], embedder=CharacterCounts),
        lambda folder: pipeline.rebuild(folder, embedder=CharacterCounts(), parse=read_lines),
    ):
        with pytest.raises(LibraryMissing):
            act(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_build_without_its_record_is_damage_that_no_rebuild_mends(tmp_path):
    library = tmp_path / "library"
    add(library, write(tmp_path / "a.txt", "题目", "一段"))
    (library / "record.sqlite").unlink()
    with pytest.raises(LibraryDamaged, match="has lost its record"):
        Library.open(library)
    add(library, write(tmp_path / "a.txt", "题目", "另一段"))
    assert texts_found(library, "另一段") == ["另一段"]
