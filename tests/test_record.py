"""The record: what goes in comes out, and each build sees its own pages."""

import threading
from pathlib import Path

import numpy as np
import pytest

from ingest import revise
from ingest.errors import LibraryError, NotInLibrary
from ingest.mirrors import sketch
from ingest.offsets import Edit, apply
from ingest.parse import ParsedDocument
from ingest.record import Record
from ingest.restore import Report, Restored
from ingest.view import View
from tests.library_standins import CharacterCounts, read_lines, sentence

NO_SKETCH = sketch("")


@pytest.fixture
def record(tmp_path):
    with Record.write(tmp_path) as opened:
        yield opened


def write_page(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def parse(path: Path) -> ParsedDocument:
    return read_lines(path.read_bytes(), str(path))


def add(record: Record, path: Path, *, generation: int) -> str:
    """Parse a page and put it into the record; its document's id."""
    parsed = parse(path)
    with record.transaction():
        content = revise.content_of(record, parsed.document.id)
        if content is None:
            content = revise.add_content(record, parsed, NO_SKETCH)
        revise.set_page(record, str(path), content, generation=generation)
    return parsed.document.id


def test_a_page_comes_back_as_it_went_in(tmp_path, record):
    path = write_page(tmp_path, "a.txt", "济源市报告\n2019 plan: 新增公交车180辆。\n结束语")
    id = add(record, path, generation=1)
    parsed, view = parse(path), View(record, 1)
    assert view.document(id) == parsed.document
    assert view.paragraphs(id) == list(parsed.paragraphs)
    assert [view.paragraph(p.id) for p in parsed.paragraphs] == list(parsed.paragraphs)
    assert view.passages([p.id for p in parsed.passages]) == {p.id: p for p in parsed.passages}
    assert view.raw_page(id) == parsed.raw
    assert view.raw(0, 3, document=id) == "济源市"
    assert view.paragraph_counts() == {id: 3}


def test_a_span_of_a_paragraph_leads_to_the_page_as_published(tmp_path, record):
    path = write_page(tmp_path, "a.txt", "题目\n全市報(bào)告完成")
    parsed = parse(path)
    text, offsets = apply(parsed.raw, [Edit(5, 11, "报")])
    title, body = parsed.paragraphs
    body = type(body)(body.document, 1, text[3:], 3, 3, len(parsed.raw))
    reports = (Report("lost", 5, 6, "报", ("抱", "豹"), 1.5),)
    parsed = parsed._replace(
        restored=Restored(text, offsets, reports, "hant", True), paragraphs=(title, body)
    )
    with record.transaction():
        content = revise.add_content(record, parsed, NO_SKETCH)
        revise.set_page(record, str(path), content, generation=1)
    view, id = View(record, 1), parsed.document.id
    span = view.raw_span(view.paragraph(body.id), 2, 4)
    assert body.text[2:4] == "报告"
    assert view.raw(*span, document=id) == "報(bào)告"
    assert view.reports(id) == reports


def test_each_generation_sees_its_own_pages(tmp_path, record):
    old = add(record, write_page(tmp_path, "a.txt", "旧报告\n旧的一段"), generation=1)
    new = add(record, write_page(tmp_path, "a.txt", "新报告\n新的一段"), generation=2)
    revise.remove_page(record, str(tmp_path / "a.txt"), generation=3)
    assert [list(View(record, g).documents) for g in (0, 1, 2, 3)] == [[], [old], [new], []]
    assert revise.newest_change(record) == 3


def test_pages_with_the_same_bytes_are_one_document_with_two_sources(tmp_path, record):
    ids = [
        add(record, write_page(tmp_path, name, "同一份报告\n一段"), generation=1)
        for name in ("a.txt", "b.txt")
    ]
    view = View(record, 1)
    assert ids[0] == ids[1]
    assert [Path(page.source).name for page in view.pages] == ["a.txt", "b.txt"]
    assert Path(view.document(ids[0]).source).name == "a.txt"
    assert view.indexed_count() == 1
    revise.remove_page(record, str(tmp_path / "a.txt"), generation=2)
    assert Path(View(record, 2).document(ids[0]).source).name == "b.txt"


@pytest.mark.parametrize(
    "id", ["", "#p1", "ab#p1", "{id}", "{id}#p", "{id}#p9", "{id}#p-1", "{id}#p1.0", "{id}#p²"]
)
def test_a_paragraph_that_is_not_there_is_said_not_to_be(tmp_path, record, id):
    known = add(record, write_page(tmp_path, "a.txt", "题目\n一段"), generation=1)
    with pytest.raises(NotInLibrary, match="no paragraph"):
        View(record, 1).paragraph(id.format(id=known))


@pytest.mark.parametrize("id", ["", "{id}#p1", "{id}#p1.1", "{id}#p0.0", "{id}#p1.x", "x#p1.0"])
def test_a_passage_that_is_not_there_is_said_not_to_be(tmp_path, record, id):
    known = add(record, write_page(tmp_path, "a.txt", "题目\n一段"), generation=1)
    with pytest.raises(NotInLibrary, match="no passage"):
        View(record, 1).passages([f"{known}#p1.0", id.format(id=known)])


def test_mirror_copies_are_marked_and_not_indexed(tmp_path, record):
    best, copy = [
        add(record, write_page(tmp_path, name, f"{name}\n一段"), generation=1) for name in "ab"
    ]
    revise.set_copies(record, 1, {copy: best})
    view = View(record, 1)
    assert (view.document(best).copy_of, view.document(copy).copy_of) == (None, best)
    assert [entry.passage.document for entry in view.indexed_passages()] == [best]
    assert view.indexed_count() == 1
    revise.set_copies(record, 2, {best: copy})
    assert [e.passage.document for e in View(record, 1).indexed_passages()] == [best]
    assert [e.passage.document for e in View(record, 2).indexed_passages()] == [copy]


def test_a_passage_is_embedded_once_however_often_its_page_changes(tmp_path, record):
    embedder = CharacterCounts()

    def embed(generation: int) -> int:
        keys = revise.unembedded(record, embedder.identity, generation=generation)
        vectors = (
            embedder.embed(revise.embedding_texts(record, keys)) if keys else np.empty((0, 64))
        )
        revise.add_vectors(record, embedder.identity, keys, vectors)
        return len(keys)

    add(record, write_page(tmp_path, "a.txt", "题目\n第一段\n第二段"), generation=1)
    assert embed(1) == 2
    add(record, write_page(tmp_path, "a.txt", "题目\n第一段\n改过的第二段"), generation=2)
    assert embed(2) == 1
    assert revise.dimension(record, embedder.identity) == 64
    for entry in View(record, 2).indexed_passages():
        stored = View(record, 2).vector(embedder.identity, entry.key)
        assert np.array_equal(stored, embedder.embed([entry.passage.embedding_text])[0])
    assert len(revise.unembedded(record, "another", generation=2)) == 2


def test_purging_keeps_what_a_reader_or_the_next_build_can_see(tmp_path, record):
    add(record, write_page(tmp_path, "a.txt", "旧\n只在第一版"), generation=1)
    kept = add(record, write_page(tmp_path, "b.txt", "旧\n两版都有"), generation=1)
    add(record, write_page(tmp_path, "a.txt", "新\n只在第二版"), generation=2)
    keys = revise.unembedded(record, "e", generation=1)
    revise.add_vectors(record, "e", keys, np.ones((2, 4), np.float32))
    pending = add(record, write_page(tmp_path, "c.txt", "新\n还没有"), generation=3)

    revise.purge(record, [1, 2])
    assert len(View(record, 1).documents) == 2
    revise.purge(record, [2])
    assert list(View(record, 1).documents) == [kept]
    assert len(View(record, 2).documents) == 2
    assert pending in View(record, 3).documents
    assert record.rows("SELECT count(*) FROM vectors") == [(1,)]
    assert record.rows("SELECT count(*) FROM contents") == [(3,)]


def test_a_purged_page_is_gone_from_the_disk(tmp_path, record):
    secret = sentence(7)
    add(record, write_page(tmp_path, "a.txt", f"题目\n{secret}"), generation=1)
    (tmp_path / "a.txt").unlink()
    files = lambda: b"".join(p.read_bytes() for p in tmp_path.iterdir())  # noqa: E731
    assert secret.encode() in files()
    revise.remove_page(record, str(tmp_path / "a.txt"), generation=2)
    revise.purge(record, [2])
    assert secret.encode() not in files()


def test_a_reader_is_not_kept_waiting_and_sees_no_half_of_a_transaction(tmp_path, record):
    add(record, write_page(tmp_path, "a.txt", "题目\n一段"), generation=1)
    with Record.read(tmp_path) as reader:
        with record.transaction():
            revise.remove_page(record, str(tmp_path / "a.txt"), generation=1)
            assert len(View(reader, 1).pages) == 1
        assert len(View(reader, 1).pages) == 0


def test_a_writer_is_not_kept_waiting_by_a_reader(tmp_path, record):
    with record.transaction():
        for k in range(2000):
            record.set_note(f"key {k}", "value")
    with Record.read(tmp_path) as reader:
        reading = reader.stream("SELECT key FROM notes")
        next(reading)
        record.set_note("late", "value")
        assert len([*reading]) == 2001  # with format and library, without the first and the late
    assert record.note("late") == "value"


def test_a_reader_cannot_write(tmp_path, record):
    with Record.read(tmp_path) as reader, pytest.raises(LibraryError, match="readonly"):
        reader.set_note("format", "2")


def test_threads_share_one_view(tmp_path, record):
    ids = [
        add(record, write_page(tmp_path, f"{k}.txt", f"题目{k}\n{sentence(k)}"), generation=1)
        for k in range(40)
    ]
    view = View(record, 1)
    wrong: list[str] = []

    def read() -> None:
        for k, id in enumerate(ids):
            if view.paragraph(f"{id}#p1").text != sentence(k) or f"题目{k}" not in view.raw_page(
                id
            ):
                wrong.append(id)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_half_a_character_is_refused_before_anything_is_written(tmp_path, record):
    parsed = parse(write_page(tmp_path, "a.txt", "题目\n半个\ud800字"))
    with pytest.raises(UnicodeEncodeError), record.transaction():
        revise.add_content(record, parsed, NO_SKETCH)
    assert record.rows("SELECT count(*) FROM contents") == [(0,)]


def test_a_transaction_that_fails_leaves_nothing(tmp_path, record):
    with pytest.raises(KeyboardInterrupt), record.transaction():
        record.set_note("half", "done")
        raise KeyboardInterrupt
    assert record.note("half") is None


def test_a_record_of_another_format_is_left_alone(tmp_path, record):
    record.set_note("format", "99")
    for opened in (Record.read, Record.write):
        with pytest.raises(LibraryError, match="format '99', and this version reads '1'"):
            opened(tmp_path)
