"""The whole way from bytes to paragraphs and passages."""

from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.parse import parse, parse_bytes

PAGES = Path(__file__).parent / "data" / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.suffix in {".txt", ".html"})
WHOLE = [name for name in NAMES if name != "furniture_only.txt"]


@pytest.mark.parametrize("name", WHOLE)
def test_a_paragraph_knows_where_it_stands_in_both_texts(name):
    page = parse(PAGES / name)
    for paragraph in page.paragraphs:
        assert page.restored.text[paragraph.start : paragraph.end] == paragraph.text
        raw = page.raw[paragraph.raw_start : paragraph.raw_end]
        assert len(raw) == len(paragraph.text)  # these pages are undamaged


@pytest.mark.parametrize("name", WHOLE)
def test_paragraphs_are_numbered_from_one_and_the_same_every_time(name):
    first, second = parse(PAGES / name), parse(PAGES / name)
    assert [paragraph.n for paragraph in first.paragraphs] == list(
        range(1, len(first.paragraphs) + 1)
    )
    assert first == second


@pytest.mark.parametrize("name", WHOLE)
def test_every_body_paragraph_is_in_passages_and_nowhere_twice(name):
    page = parse(PAGES / name)
    ids = [passage.id for passage in page.passages]
    assert len(ids) == len(set(ids))
    retrieved = {passage.paragraph for passage in page.passages}
    expected = {p.n for p in page.paragraphs if p.role in {"body", "byline"}}
    assert retrieved == expected


def test_a_page_without_text_of_its_own_is_refused():
    with pytest.raises(UnreadableFile, match="no text of its own"):
        parse(PAGES / "furniture_only.txt")


def test_the_same_page_in_another_encoding_says_the_same():
    content = (PAGES / "notice.txt").read_text(encoding="utf-8")
    first = parse_bytes(content.encode("utf-8"), "a.txt")
    second = parse_bytes(content.encode("gb18030"), "b.txt")
    assert first.document.metadata == second.document.metadata
    assert [p.text for p in first.paragraphs] == [p.text for p in second.paragraphs]
    assert first.document.id != second.document.id
    assert second.document.encoding == "gb18030"


def test_the_source_is_kept_and_the_bytes_too():
    page = parse(PAGES / "no_place.txt")
    assert page.document.source == str((PAGES / "no_place.txt").absolute())
    assert page.raw_bytes == (PAGES / "no_place.txt").read_bytes()
