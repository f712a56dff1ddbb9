"""A library as its readers see it, through adding, editing, removing and changing the model."""

import gc
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from ingest import pipeline
from ingest.check import examine
from ingest.errors import (
    EmbeddingError,
    EmbeddingMismatch,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    NotInLibrary,
)
from ingest.library import KeywordQuery, Library
from ingest.naming import source_of, sources_named
from ingest.normalise import fold
from ingest.pipeline import Summary
from ingest.publish import EMBED_BATCH
from ingest.words import bigrams, words
from tests.chroma_server import chroma_server
from tests.library_standins import CharacterCounts, read_lines, sentence, write_pages


def add(library: Path, *paths: Path, embedder=None, **options) -> Summary:
    return pipeline.add(
        library, paths, embedder=embedder or CharacterCounts(), parse=read_lines, **options
    )


def question(text: str) -> KeywordQuery:
    folded = fold(text)
    return KeywordQuery(
        tuple((word, 1.0) for word in words(folded)),
        tuple((bigram, 1.0) for bigram in bigrams(folded)),
    )


def texts_found(library: Path, text: str, **filters) -> list[str]:
    snapshot = Library.open(library).snapshot()
    hits = snapshot.search_keywords(question(text), limit=5, **filters)
    return [snapshot.passage(hit.passage).text for hit in hits]


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


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


def test_unchanged_files_cost_no_parsing_no_embedding_and_no_build(tmp_path):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 5)
    add(library, pages)
    parsed, embedder = [], CharacterCounts()

    def parse(content, source):
        parsed.append(source)
        return read_lines(content, source)

    summary = pipeline.add(library, [pages], embedder=embedder, parse=parse)
    assert (summary.unchanged, summary.documents, summary.paragraphs) == (5, 5, 20)
    assert (parsed, embedder.texts) == ([], [])
    assert (library / "CURRENT").read_text() == "1\n"

    write(pages / "0002.txt", "第2号报告", sentence(6), "改过的一段")
    summary = pipeline.add(library, [pages], embedder=embedder, parse=parse)
    assert (summary.unchanged, summary.replaced, summary.embedded) == (4, 1, 1)
    assert parsed == [str(pages / "0002.txt")]
    assert embedder.texts == ["第2号报告\n改过的一段"]


def test_an_edited_page_is_replaced_and_a_removed_one_disappears(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "种植果树三百亩")
    add(library, page, write(tmp_path / "b.txt", "题目", "养殖蜜蜂"))
    write(page, "题目", "种植茶树三百亩")
    add(library, page)
    assert texts_found(library, "果树三百亩") == ["种植茶树三百亩"]
    pipeline.remove(library, [str(page)], embedder=CharacterCounts)
    assert texts_found(library, "茶树三百亩") == []
    assert texts_found(library, "蜜蜂") == ["养殖蜜蜂"]
    pipeline.remove(library, [str(tmp_path / "b.txt")], embedder=CharacterCounts)
    snapshot = Library.open(library).snapshot()
    assert (snapshot.documents(), snapshot.passage_count()) == ([], 0)
    assert snapshot.search_vectors(CharacterCounts().embed(["蜜蜂"])[0], limit=3) == []


def test_a_removed_page_is_gone_from_the_record_when_nobody_reads_it_any_more(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", sentence(7))
    add(library, page, write(tmp_path / "b.txt", "题目", sentence(8)))
    reader = Library.open(library).snapshot()
    pipeline.remove(library, [str(page)], embedder=CharacterCounts)
    assert sentence(7).encode() in (library / "record.sqlite").read_bytes()
    assert reader.contains(fold(sentence(7)))
    del reader
    gc.collect()
    add(library, tmp_path / "b.txt")
    files = [path for path in library.iterdir() if path.is_file()]
    assert sentence(7).encode() not in b"".join(path.read_bytes() for path in files)
    assert sentence(8).encode() in b"".join(path.read_bytes() for path in files)


def test_one_bad_file_is_refused_by_name_and_the_others_are_in(tmp_path):
    pages = tmp_path / "pages"
    write_pages(pages, 3)
    write(pages / "bad.txt", "题目\0", "一段")
    write(pages / "half.txt", "题目", "一段")
    (pages / "half.txt").write_bytes("题目\n半\ud800".encode("utf-8", "surrogatepass"))
    summary = add(tmp_path / "library", pages, tmp_path / "nowhere.txt")
    reasons = {Path(path).name: reason for path, reason in summary.refused}
    assert sorted(reasons) == ["bad.txt", "half.txt", "nowhere.txt"]
    assert reasons["bad.txt"] == "not text: a NUL"
    assert reasons["half.txt"] == "its name or its text holds halves of characters"
    assert "No such file" in reasons["nowhere.txt"]
    assert (summary.added, summary.documents) == (3, 3)


def test_a_fault_of_the_parser_costs_one_page_and_is_told(tmp_path):
    write_pages(tmp_path / "pages", 3)

    def parse(content, source):
        if "0001" in source:
            raise IndexError("list index out of range")
        return read_lines(content, source)

    summary = pipeline.add(
        tmp_path / "library", [tmp_path / "pages"], embedder=CharacterCounts(), parse=parse
    )
    assert summary.added == 2
    ((path, reason),) = summary.refused
    assert path.endswith("0001.txt")
    assert "please report it: IndexError('list index out of range')" in reason


def test_a_page_that_became_unreadable_keeps_its_last_good_text(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "好的一段")
    add(library, page)
    write(page, "题目\0")
    assert len(add(library, page).refused) == 1
    assert texts_found(library, "好的一段") == ["好的一段"]


def test_the_same_bytes_in_two_places_are_one_document_listed_twice(tmp_path):
    pages = [write(tmp_path / name, "题目", "同样的一段") for name in ("a.txt", "b.txt")]
    summary = add(tmp_path / "library", *pages)
    assert (summary.added, summary.documents, summary.passages) == (2, 1, 1)
    snapshot = Library.open(tmp_path / "library").snapshot()
    assert [page.source for page in snapshot.pages()] == [str(page) for page in pages]
    assert [document.source for document in snapshot.documents()] == [str(pages[0])]
    pipeline.remove(tmp_path / "library", [str(pages[0])], embedder=CharacterCounts)
    assert texts_found(tmp_path / "library", "同样") == ["同样的一段"]


def test_a_mirror_copy_is_listed_but_only_the_best_is_found(tmp_path):
    body = [sentence(k) for k in range(30)]
    good = write(tmp_path / "good.txt", "济源市报告", "dated", *body)
    bad = write(tmp_path / "bad.txt", "湘潭市报告", "damaged", *body)
    library = tmp_path / "library"
    assert add(library, bad).copies == 0
    summary = add(library, good)
    assert (summary.documents, summary.copies, summary.passages) == (2, 1, 31)
    snapshot = Library.open(library).snapshot()
    copy, best = snapshot.documents()
    assert (copy.copy_of, best.copy_of) == (best.id, None)
    hits = snapshot.search_keywords(question(sentence(3)), limit=9)
    assert {snapshot.passage(hit.passage).document for hit in hits} == {best.id}
    assert len(snapshot.paragraphs(copy.id)) == 32

    embedder = CharacterCounts()
    summary = pipeline.remove(library, [str(good)], embedder=lambda: embedder)
    assert (summary.copies, summary.passages, embedder.texts) == (0, 31, [])
    assert Library.open(library).snapshot().document(copy.id).copy_of is None


def test_another_embedder_is_refused_and_a_rebuild_embeds_again(tmp_path):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 3)
    add(library, pages)
    other = CharacterCounts("other")
    with pytest.raises(EmbeddingMismatch, match=r"'test/counts/64'.*'test/other/64'.*rebuild"):
        add(library, pages, embedder=other)
    assert other.texts == []
    assert Library.open(library).snapshot().embedding == "test/counts/64"

    summary = pipeline.rebuild(library, embedder=other, parse=read_lines)
    assert (summary.embedded, len(other.texts)) == (9, 9)
    assert Library.open(library).snapshot().embedding == "test/other/64"
    with pytest.raises(EmbeddingMismatch):
        add(library, pages)
    back = CharacterCounts()
    assert pipeline.rebuild(library, embedder=back, parse=read_lines).embedded == 0
    assert back.texts == []


def test_an_emptied_library_takes_any_embedder(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "一段")
    add(library, page)
    assert pipeline.stored_embedding(library) == "test/counts/64"
    pipeline.remove(library, [str(page)], embedder=CharacterCounts)
    assert pipeline.stored_embedding(library) is None
    assert add(library, page, embedder=CharacterCounts("other")).embedded == 1
    assert Library.open(library).snapshot().embedding == "test/other/64"


def test_an_interrupted_change_of_model_is_noticed_and_finished_by_the_next_add(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "一段")
    add(library, page)

    class Interrupted(CharacterCounts):
        def embed(self, texts):
            raise KeyboardInterrupt

    other = CharacterCounts("other")
    with pytest.raises(KeyboardInterrupt):
        pipeline.rebuild(library, embedder=Interrupted("other"), parse=read_lines)
    assert Library.open(library).snapshot().embedding == "test/counts/64"
    assert "was interrupted" in examine(library).faults[0]
    summary = add(library, page, embedder=other)
    assert (summary.unchanged, summary.embedded) == (1, 1)
    assert Library.open(library).snapshot().embedding == "test/other/64"


def test_a_rebuild_gives_documents_what_is_read_better_now(tmp_path):
    library, page = tmp_path / "library", write(tmp_path / "a.txt", "题目", "一段", "二段")
    copy = write(tmp_path / "b.txt", "题目", "一段", "二段")
    add(library, page, copy)
    page.unlink()

    def parse(content, source):
        return read_lines(content.replace("二段".encode(), "两段".encode()), source)._replace(
            document=read_lines(content, source).document
        )

    embedder = CharacterCounts()
    summary = pipeline.rebuild(library, embedder=embedder, parse=parse)
    assert (summary.refused, summary.unchanged, embedder.texts) == ([], 2, ["题目\n两段"])
    snapshot = Library.open(library).snapshot()
    (document,) = snapshot.documents()
    assert [p.text for p in snapshot.paragraphs(document.id)] == ["题目", "一段", "两段"]
    assert len(snapshot.pages()) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[:, :-1], "dimensions"),
        (lambda rows: rows[:-1], "shape"),
        (lambda rows: rows * np.nan, "length is not 1"),
        (lambda rows: rows * 0, "length is not 1"),
        (lambda rows: rows * 7, "length is not 1"),
    ],
    ids=["too short", "too few", "no numbers", "zero", "too long"],
)
def test_vectors_that_cant_be_right_are_refused_and_nothing_of_them_is_kept(tmp_path, change, said):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 2)
    add(library, pages)

    class Broken(CharacterCounts):
        def embed(self, texts):
            return change(super().embed(texts))

    write_pages(pages, 2, first=50)
    with pytest.raises(EmbeddingError, match=said):
        add(library, pages, embedder=Broken())
    assert Library.open(library).snapshot().passage_count() == 6
    assert add(library, pages).embedded == 6


def test_an_embedder_that_fails_half_way_is_asked_only_for_the_rest(tmp_path):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 100)

    class Failing(CharacterCounts):
        def embed(self, texts):
            if self.texts:
                raise EmbeddingError("no answer")
            return super().embed(texts)

    with pytest.raises(EmbeddingError, match="no answer"):
        add(library, pages, embedder=Failing())
    with pytest.raises(LibraryMissing, match="nothing to read yet"):
        Library.open(library)
    summary = add(library, pages)
    assert (summary.unchanged, summary.embedded) == (100, 300 - EMBED_BATCH)


def test_a_chroma_server_holds_the_vectors_if_it_is_asked_to(tmp_path):
    library, pages = tmp_path / "library", tmp_path / "pages"
    write_pages(pages, 5)
    vector = CharacterCounts().embed([f"第1号报告\n{sentence(4)}"])[0]
    with chroma_server(tmp_path) as address:
        add(library, pages, chroma=address)
        assert not (library / "builds" / "1" / "chroma").exists()
        reader = Library.open(library, chroma=address)
        old = reader.snapshot()
        for snapshot in (old, old):
            (hit,) = snapshot.search_vectors(vector, limit=1)
            assert snapshot.passage(hit.passage).text == sentence(4)
        write_pages(pages, 5, first=10)
        add(library, pages, chroma=address)
        assert len(old.search_vectors(vector, limit=50)) == 15
        assert len(reader.snapshot().search_vectors(vector, limit=50)) == 30

        with pytest.raises(LibraryError, match=r"on the Chroma server .* WENZHENG_CHROMA is not"):
            Library.open(library)
        embedder = CharacterCounts()
        add(library, pages, embedder=embedder)
        assert embedder.texts == []
        assert len(Library.open(library).snapshot().search_vectors(vector, limit=50)) == 30
        with pytest.raises(LibraryError, match=f"in itself, but WENZHENG_CHROMA is {address}"):
            Library.open(library, chroma=address)
        del old, reader, snapshot
        gc.collect()


def test_no_server_no_change(tmp_path):
    write_pages(tmp_path / "pages", 2)
    with pytest.raises(LibraryError, match=r"no Chroma server answers at 'http://127\.0\.0\.1:9'"):
        add(tmp_path / "library", tmp_path / "pages", chroma="http://127.0.0.1:9")
    assert add(tmp_path / "library", tmp_path / "pages").unchanged == 2


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


def test_names_mean_pages():
    pages = [("/r/a.txt", "12ab34"), ("/r/b.txt", "12ac56"), ("/s/c.txt", "12ab34")]
    assert sources_named("12ab34", pages) == ["/r/a.txt", "/s/c.txt"]
    assert sources_named("12AC", pages) == ["/r/b.txt"]
    assert sources_named("/r", pages) == ["/r/a.txt", "/r/b.txt"]
    for name in ("12a", "99ff", "/r/d.txt", ""):
        with pytest.raises(NotInLibrary, match="python -m ingest list"):
            sources_named(name, pages)
    with pytest.raises(NotInLibrary, match="2 ids"):
        sources_named("12a0", [("/a", "12a0b"), ("/b", "12a0c")])


def test_one_file_has_one_name_however_it_is_reached(tmp_path):
    page = write(tmp_path / "pages" / "a.txt", "题目")
    (tmp_path / "link").symlink_to(tmp_path / "pages")
    assert source_of(tmp_path / "link" / "a.txt") == str(page)
    assert source_of(tmp_path / "pages" / ".." / "pages" / "a.txt") == str(page)
    (tmp_path / "alias.txt").symlink_to(page)
    assert source_of(tmp_path / "alias.txt") == str(tmp_path / "alias.txt")
