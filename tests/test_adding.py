"""What adding, editing and removing files does to a library."""

import gc
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.errors import NotInLibrary
from ingest.library import Library
from ingest.naming import source_of, sources_named
from ingest.normalise import fold
from tests.library_standins import CharacterCounts, read_lines, sentence, write_pages
from tests.small_libraries import add, question, texts_found, write


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
