"""`python -m ingest restore`: what goes in, what comes out, and what is said when it can't."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.explaining import explanation
from ingest.pieces import Pieces
from ingest.restore import restore
from ingest.restoring import WHOLE_BYTES
from tests.damage import damage
from tests.ingest_cli import ROOT, ingest, rows, terminal

TEXT = """\
首页 > 新闻
市政府召开常务会议，研究部署防汛工作，新增公交车60辆。
各县区要压实责任，济源日报记者到现场采访。
"""
DAMAGED = damage(TEXT, commas=0.5, seed=2)


def large(text: str) -> str:
    """A text that is too large to be restored in one piece."""
    return text * (WHOLE_BYTES // len(text.encode()) + 2)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_the_text_ends_as_the_page_does_and_furniture_stays(tmp_path, end):
    (tmp_path / "page.txt").write_bytes((DAMAGED.rstrip("\n") + end).encode())
    restored = subprocess.run(
        [sys.executable, "-m", "ingest", "restore", "page.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    assert restored.startswith("首页 > 新闻\n")
    assert restored.endswith(f"采访。{end}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_standard_input_is_decoded_as_files_are(tmp_path, encoding):
    page = "\n".join(["市府召開會議,研究部署防汛工作,要求各區落實責任。"] * 3)
    (tmp_path / "page.txt").write_bytes(page.encode(encoding))
    piped = ingest("restore", "-", cwd=tmp_path, stdin=page.encode(encoding))
    named = ingest("restore", "page.txt", cwd=tmp_path)
    assert piped.stdout == named.stdout == restore(page).text
    assert (piped.returncode, piped.stderr) == (named.returncode, named.stderr) == (0, "")


BAD = {
    "nul.txt": ("一段\0正文。".encode(), "a NUL at character 2"),
    "surrogate.txt": ("半个字".encode() + b"\xed\xa0\x80", "byte 9 isn't UTF-8"),
    "surrogate16.txt": (b"\xff\xfe" + b"\x00\x4e\x00\xd8\x00\x4e", "marked as utf-16-le"),
    "bytes.txt": (bytes(range(128, 256)) * 9, "can't be decoded"),
    "empty.txt": (b"", "empty"),
    "paper.txt": (b"%PDF-1.7 and so on", "a PDF document"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_text_is_said_in_one_line(tmp_path, name):
    content, reason = BAD[name]
    (tmp_path / name).write_bytes(content)
    for file in (name, "-"):
        ended = ingest("restore", file, cwd=tmp_path, stdin=content)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"error: {file}: ")
        assert reason in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_a_file_that_cant_be_opened_is_said_in_one_line(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for file, reason in ((".", "a folder"), ("no", "No such file"), ("pipe", "pipe it in")):
        ended = ingest("restore", file, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"error: {file}: ") and reason in ended.stderr
        assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_large_text_comes_out_as_a_small_one(tmp_path, encoding):
    clean = large("市政府召开常务会议，研究部署防汛工作。\n" * 50).encode(encoding)
    page = clean + damage(TEXT).encode("utf-8" if encoding == "utf-8" else "gb18030", "ignore")
    (tmp_path / "page.txt").write_bytes(page)
    expected = restore(page.decode(encoding)).text
    assert ingest("restore", "page.txt", cwd=tmp_path).stdout == expected
    assert ingest("restore", "-", cwd=tmp_path, stdin=page).stdout == expected


@pytest.mark.parametrize(
    ("end", "reason"),
    [(b"\xff\xff", "but byte"), (b"\0", "a NUL at character")],
    ids=["wrong byte", "NUL"],
)
def test_a_large_file_that_is_wrong_at_its_end_gives_no_text_at_all(tmp_path, end, reason):
    (tmp_path / "page.txt").write_bytes(large(TEXT).encode() + end)
    ended = ingest("restore", "page.txt", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: page.txt: ")
    assert ended.stderr.count("\n") == 1
    assert reason in ended.stderr or "can't be decoded" in ended.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "big5", "gb18030"])
def test_pieces_are_the_whole_text_as_often_as_they_are_read(encoding):
    text = "市府召開會議,研究部署防汛工作。\n" * 40_000
    pieces = Pieces.of(io.BytesIO(text.encode(encoding)))
    for _ in range(2):
        assert "".join(pieces.read()) == text


def test_a_wrong_byte_is_counted_from_the_beginning_of_the_file():
    content = b"\xef\xbb\xbf" + b"a" * 1_000_000 + b"\xff" + b"a" * 1_000_000
    with pytest.raises(UnreadableFile, match="byte 1000003 isn't"):
        Pieces.of(io.BytesIO(content))


def test_json_maps_every_character_back_to_the_page(tmp_path):
    (tmp_path / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (row,) = rows(ingest("restore", "page.txt", "--json", cwd=tmp_path).stdout)
    assert list(row) == ["text", "damaged", "script", "reports", "offsets"]
    starts = [start for start, _, _ in row["offsets"]]
    assert starts == sorted(set(starts))
    assert row["offsets"][-1][2] == len(DAMAGED)
    for report in row["reports"]:
        assert 0 <= report["raw_start"] < report["raw_end"] <= len(DAMAGED)


def test_explain_says_step_by_step_what_changed_and_why(tmp_path):
    page = "市府公報\n濟(jì)源日?qǐng)?bào),,新聞?dòng)浾?名,經(jīng)濟(jì)&quot;。\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    ended = ingest("restore", "page.txt", "--explain", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == list(explanation(page))
    said = ended.stdout
    order = [said.index(f". {name}: ") for name in ("entities", "commas", "glosses", "script")]
    assert order == sorted(order)
    assert "2:1   濟(jì) -> 濟 ×2" in said
    assert "2:8   ?qǐng)?bào) -> 報" in said
    assert '&quot; -> "' in said
    (report,) = restore(page).reports
    span = f"characters {report.raw_start} to {report.raw_end}"
    assert f"{report.kind}   {span}" in said
    assert f"chosen: {report.chosen}; it could be {', '.join(report.alternatives)}" in said
    assert f"better by {report.margin} nats" in said


def test_explain_has_nothing_to_say_of_a_clean_page():
    assert list(explanation("国内生产总值(GDP)增长。\n"))[-1] == "nothing was changed"


def test_explain_takes_neither_a_batch_nor_json(tmp_path):
    for other in (["--batch", "in.jsonl"], ["page.txt", "--json"]):
        ended = ingest("restore", "--explain", *other, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (2, "")


def test_a_batch_goes_on_after_a_line_that_cant_be_read(tmp_path):
    good = json.dumps({"id": "a", "text": DAMAGED}).encode()
    lines = [b"\xef\xbb\xbf" + good, b"\xff\xfe", b"[" * 5000, good, b'{"id": 1, "text": null}']
    named = b"\n".join(lines)
    (tmp_path / "in.jsonl").write_bytes(named)
    for file in ("in.jsonl", "-"):
        ended = ingest("restore", "--batch", file, cwd=tmp_path, stdin=named)
        answers = rows(ended.stdout)
        assert [answer["text"] for answer in answers] == [restore(DAMAGED).text] * 2
        assert ended.returncode == 1
        said = ended.stderr.splitlines()
        assert [line.partition(":")[0] for line in said] == [
            f"refused {file}, line {n}" for n in (2, 3, 5)
        ]


def test_help_teaches_restoring_by_example(tmp_path):
    shown = ingest("restore", "--help", cwd=tmp_path).stdout
    for word in ("--explain", "--json", "--batch", "U+FFFD", "restore -"):
        assert word in shown


def started(*arguments: str, cwd: Path, **streams) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "ingest", "restore", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        **streams,
    )


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    (tmp_path / "page.txt").write_text(large(TEXT), encoding="utf-8")
    process = started("page.txt", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()


def test_ctrl_c_ends_it_without_a_word(tmp_path):
    process = started(
        "--batch",
        "-",
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # Larger than a pipe holds: the command is at work when the signal comes.
    line = json.dumps({"id": 1, "text": "清" * 200_000}).encode() + b"\n"
    process.stdin.write(line)
    process.stdin.flush()
    assert process.stdout.read(10)
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.stdin.close()
    assert process.wait() == 130


def test_a_bar_is_shown_on_a_terminal_and_the_text_goes_where_it_should(tmp_path):
    page = large(TEXT)
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    with (tmp_path / "out.txt").open("wb") as output, terminal() as (theirs, shown):
        process = started("page.txt", cwd=tmp_path, stdout=output, stderr=theirs)
    assert process.wait() == 0
    assert b"restoring" in b"".join(shown)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == page
