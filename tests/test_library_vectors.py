"""A library's vectors: another model, one that fails, another place to keep them, a rebuild."""

import gc

import numpy as np
import pytest

from ingest import pipeline
from ingest.check import examine
from ingest.errors import EmbeddingError, EmbeddingMismatch, LibraryError, LibraryMissing
from ingest.library import Library
from ingest.publish import EMBED_BATCH
from tests.chroma_server import chroma_server
from tests.library_standins import CharacterCounts, read_lines, sentence, write_pages
from tests.small_libraries import add, write


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
