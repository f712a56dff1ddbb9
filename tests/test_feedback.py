"""Verdicts on answers: a line each, nothing lost by a crash, read by evaluations."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from assistant.feedback import FILE, MAX_REASON, append, read
from evals.__main__ import main as evaluate
from evals.golden_set import read_golden
from ingest.errors import LibraryError
from tests import canned_answers as canned

AT = datetime(2026, 1, 31, 8, tzinfo=UTC)


def test_a_verdict_is_read_as_it_was_given(tmp_path):
    answer = canned.ten()
    append(tmp_path, answer, verdict="bad", reason=" 缺一项 ", before=["先问的"], at=AT)
    (judged,) = read(tmp_path)
    assert (judged.verdict, judged.reason, judged.at) == ("bad", "缺一项", "2026-01-31T08:00:00Z")
    assert judged.turns == ("先问的", canned.LIST)
    assert judged.answer == json.loads(json.dumps(answer.to_json()))


def test_the_last_verdict_on_an_answer_counts(tmp_path):
    append(tmp_path, canned.ten(), verdict="good")
    append(tmp_path, canned.fact(), verdict="good")
    append(tmp_path, canned.ten(), verdict="bad")
    assert [(j.answer["id"], j.verdict) for j in read(tmp_path)] == [
        ("fact", "good"),
        ("ten", "bad"),
    ]


def test_a_line_that_a_crash_cut_off_spoils_only_itself(tmp_path, caplog):
    append(tmp_path, canned.ten(), verdict="good")
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"version": 1, "verd')
    append(tmp_path, canned.fact(), verdict="good")
    assert [judged.answer["id"] for judged in read(tmp_path)] == ["ten", "fact"]
    assert f"{FILE}:2" in caplog.text


def test_many_writers_leave_a_whole_line_each(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(append, tmp_path, canned.ten(), verdict="good", reason="x" * 900)
    lines = (tmp_path / FILE).read_bytes().splitlines()
    assert len(lines) == 40
    assert all(json.loads(line)["verdict"] == "good" for line in lines)


@pytest.mark.parametrize("line", ["[]", "7", '{"version": 2}', '{"version": 1, "verdict": "odd"}'])
def test_what_is_no_verdict_is_left_out(tmp_path, line, caplog):
    (tmp_path / FILE).write_text(line + "\n\n")
    assert list(read(tmp_path)) == []
    assert "no verdict" in caplog.text


def test_a_reason_has_bounds_and_the_file_is_its_owners(tmp_path):
    append(tmp_path, canned.ten(), verdict="bad", reason="字" * 5000 + "\ud800")
    (judged,) = read(tmp_path)
    assert len(judged.reason) == MAX_REASON
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_no_file_is_no_verdict_and_a_place_that_cannot_be_written_is_named(tmp_path):
    assert list(read(tmp_path)) == []
    (tmp_path / "page").write_text("no folder")
    with pytest.raises(LibraryError, match=FILE):
        append(tmp_path / "page", canned.ten(), verdict="good")


def test_evaluation_drafts_golden_questions_of_the_verdicts(tmp_path, capsys):
    append(tmp_path / "page", canned.ten(), verdict="good", before=["先问的"])
    append(tmp_path / "page", canned.declined(), verdict="bad", reason="文件里有")
    out = tmp_path / "golden.jsonl"
    told = ["new", str(tmp_path), "--from-feedback", "--out", str(out)]
    assert evaluate(told) == 0
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert first["feedback"] == {"verdict": "bad", "reason": "文件里有"}
    assert (first["answerable"], second["answerable"]) == (False, True)
    assert second["turns"] == ["先问的", canned.LIST]
    assert second["sources"][0] == {
        "file": "qingshi-2019.txt",
        "quote": "一是新建改建农村公路60公里",
    }
    items = read_golden(out)
    assert len(items[1].nuggets) == 10
    assert evaluate(["new", str(tmp_path / "elsewhere"), "--from-feedback"]) == 1
    assert "no verdict" in capsys.readouterr().err
