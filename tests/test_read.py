"""Files to text: encodings, and what is refused with which reason."""

import os
import random
from pathlib import Path

import pytest

from ingest.decoding import PLAUSIBLE, plausibility
from ingest.errors import UnreadableFile
from ingest.normalise import to_traditional
from ingest.read import MAX_BYTES, decode, find_files, read, read_bytes

PAGES = Path(__file__).parent / "data" / "pages"
TEXT = (PAGES / "county_report.txt").read_text(encoding="utf-8")
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_simplified_text_is_read_in_its_encoding(encoding):
    assert decode(TEXT.encode(encoding)).raw == TEXT


@pytest.mark.parametrize("encoding", [*ENCODINGS, "big5", "cp950", "big5hkscs"])
def test_traditional_text_is_read_in_its_encoding(encoding):
    text = "".join(c for c in to_traditional(TEXT) if _fits(c, encoding))
    assert len(text) > 0.98 * len(TEXT)
    assert decode(text.encode(encoding)).raw == text


def _fits(character, encoding):
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_short_pieces_are_read_right_or_refused_but_never_wrong():
    # Measured here: every piece of 50 characters or more is read right.
    dice = random.Random(7)
    for text, encodings in (
        (TEXT, ["gb18030", "utf-16-le", "utf-16-be"]),
        (to_traditional(TEXT), ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]),
    ):
        for length in (20, 50, 200):
            for _ in range(20):
                start = dice.randrange(len(text) - length)
                piece = text[start : start + length]
                for encoding in encodings:
                    if all(_fits(c, encoding) for c in piece) and piece.strip():
                        _check(piece, encoding, length)


def _check(piece, encoding, length):
    try:
        found = decode(piece.encode(encoding)).raw
    except UnreadableFile:
        assert length < 50
        return
    assert found == piece


def test_the_encoding_is_named_and_the_mark_taken_off():
    assert decode(b"\xef\xbb\xbf" + "全文。".encode())[:2] == ("全文。", "utf-8-sig")
    assert decode("全县今年要办好十件实事。".encode("gb18030")).encoding == "gb18030"


def test_newlines_and_white_space_stay_as_they_are():
    assert decode("一\r\n\r\n　二 \t三\r".encode()).raw == "一\r\n\r\n　二 \t三\r"


def test_plain_latin_text_is_text():
    assert decode(b"Jiyuan 2019\n").raw == "Jiyuan 2019\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        ("　\u200b\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "PNG image"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 50, "program"),
        (b"PK\x03\x04" + b"x" * 50, "ZIP archive"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "Office"),
        (b"SQLite format 3\x00....", "database"),
        (b"\x00" + TEXT.encode(), "NUL"),
        (TEXT.encode()[:900] + b"\x00" + TEXT.encode()[900:], "decoded|NUL"),
        (TEXT.encode() + b"\x00", "NUL"),
        (bytes(range(1, 9)) * 40, "control characters"),
        (b"\xff\xfe" + b"\x00\xd8" * 3 + b"A", "marked as utf-16-le"),
        (b"\xed\xa0\x80" + TEXT.encode(), "byte 0 isn't UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        decode(content)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_wrong_bytes_are_refused_or_harmless_never_replaced(encoding):
    dice = random.Random(3)
    content = bytearray(TEXT.encode(encoding))
    for _ in range(len(content) // 100):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        found = decode(bytes(content))
    except UnreadableFile:
        return
    assert "\ufffd" not in found.raw
    assert found.raw.encode(found.encoding) == bytes(content)


def test_random_bytes_are_refused():
    dice = random.Random(5)
    for length in (40, 200, 1000):
        with pytest.raises(UnreadableFile):
            decode(dice.randbytes(length))


def test_text_read_in_a_wrong_encoding_is_implausible():
    assert plausibility(TEXT) > 0.6 > PLAUSIBLE
    assert plausibility(TEXT[:400].encode("gb18030").decode("big5", "ignore")) < PLAUSIBLE


def test_folders_are_walked_in_order_and_each_file_given_once(tmp_path):
    for name in ("b.txt", "a.md", "c.HTML", "d.docx", ".hidden.txt", "e.png"):
        (tmp_path / name).write_text("全文。", encoding="utf-8")
    inner = tmp_path / "2019" / "济源"
    inner.mkdir(parents=True)
    (inner / "报告.txt").write_text("全文。", encoding="utf-8")
    found = list(find_files([tmp_path, tmp_path / "b.txt"]))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "2019/济源/报告.txt",
        "a.md",
        "b.txt",
        "c.HTML",
    ]


def test_a_named_file_of_another_kind_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "d.docx"
    path.write_bytes(b"x")
    assert list(find_files([path])) == [path]
    with pytest.raises(UnreadableFile, match=r"files named \.docx aren't read"):
        read(path)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        read(tmp_path / "gone.txt")
    with pytest.raises(UnreadableFile, match="can't be opened"):
        read(tmp_path / "nul\x00.txt")


def test_a_pipe_and_a_device_are_refused_without_waiting(tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_bytes(pipe)
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_bytes(Path("/dev/null"))


def test_a_link_out_of_its_folder_is_refused(tmp_path):
    (tmp_path / "secret.txt").write_text("密", encoding="utf-8")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "kept.txt").write_text("全文。", encoding="utf-8")
    (folder / "in.txt").symlink_to(folder / "kept.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "elsewhere").symlink_to(tmp_path)
    assert [path.name for path in find_files([folder])] == [
        "in.txt",
        "kept.txt",
        "loop.txt",
        "out.txt",
    ]
    with pytest.raises(UnreadableFile, match="link that leaves its folder"):
        read(folder / "out.txt")
    with pytest.raises(UnreadableFile, match="can't be opened"):
        read(folder / "loop.txt")
    assert read(folder / "in.txt").raw == "全文。"


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="larger than 50 MB"):
        read(path)


def test_a_web_page_gives_its_title_and_paragraphs_a_line_each():
    page = read(PAGES / "page.html")
    lines = page.raw.split("\n")
    assert page.is_html
    assert lines[0] == "中卫市召开重点项目推进会"
    assert lines[1].startswith("2022-08-19 09:12 来源：中卫日报")
    assert [line[:4] for line in lines[2:]] == ["8月18", "会议指出", "会议强调", "王伟东要"]


def test_a_web_page_in_an_old_encoding_is_read():
    page = (PAGES / "page.html").read_text(encoding="utf-8").replace("utf-8", "gb2312")
    found = decode(page.encode("gb18030"))
    assert found.is_html
    assert found.encoding == "gb18030"
    assert found.raw.startswith("中卫市")


def test_a_web_page_without_main_text_gives_all_its_lines():
    page = "<html><body><div>济源</div><div>十件实事</div><script>x('坏')</script></body></html>"
    assert decode(page.encode()).raw == "济源\n十件实事"


def test_mark_up_alone_is_empty():
    with pytest.raises(UnreadableFile, match="empty"):
        decode(b"<html><head><title></title></head><body><script>1</script></body></html>")
