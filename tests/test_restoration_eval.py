"""The benchmark of restoring counts what is wrong, and knows what was reported."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.differences import differences
from evals.restoration import Case, measure, plain, run, table, texts_of
from evals.texts import made, texts_from
from ingest.errors import WenzhengError
from ingest.restore import restore

TEXTS = json.loads(
    (Path(__file__).parent / "data" / "restore" / "texts.json").read_text(encoding="utf-8")
)


def test_differences_are_found_where_they_stand():
    assert differences("一二三四五六七", "一二三四五六七") == []
    assert differences("一二三四五六七", "一二叁四五六七") == [(2, 3, 2, 3)]
    assert differences("一二三四五六七八", "一二四五六七八") == [(2, 3, 2, 2)]
    assert differences("一二三", "一二三四") == [(3, 3, 3, 4)]


def test_a_wrong_place_is_counted_once_and_its_report_is_seen():
    copy = "經(jīng)濟(jì)新區(qū)新聞?dòng)浾?名獲(huò)獎。第二句沒有問題。"
    row, wrong = measure(
        "one", [Case("one", "经济新区新闻记者7名获奖。第二句没有问题。", copy)], restore
    )
    assert (row.wrong_places, row.unreported) == (1, 0)
    assert row.exact_sentences == 50.0
    assert wrong[0].reported


def test_a_careful_script_leaves_torn_places():
    assert plain("濟(jì)源,,日?qǐng)?bào)") == "济源,日?qǐng)?bào)"


def test_a_run_has_a_row_for_each_kind_ours_and_the_plain_scripts():
    outcome = run(["".join(TEXTS[:4]), "".join(TEXTS[4:8])])
    kinds = [row.kind for row in outcome.rows]
    assert kinds[:2] == ["p1", "p2"]
    assert kinds == [row.kind for row in outcome.plain]
    lines = table(outcome)
    assert len(lines) == 1 + 2 * (len(kinds) + 1)


def test_texts_come_from_a_folder_or_a_file(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"_id": "1", "text": "一"}\n{"_id": "2", "text": "二"}\n', encoding="utf-8")
    assert list(texts_of(tmp_path)) == list(texts_of(corpus)) == ["一", "二"]


CLEAN = "市政府召开常务会议，研究部署防汛抗旱工作，各县区要压实责任。" * 7


def test_made_texts_are_the_same_for_the_same_seed_and_long_enough():
    texts = list(made(3))
    assert texts == list(made(3)) != list(made(3, seed=1))
    assert all(len(text) >= 300 for text in texts)
    assert len(set(texts)) == 3


def test_pages_are_read_whole_and_what_is_damaged_already_is_left_out(tmp_path):
    (tmp_path / "clean.txt").write_text(CLEAN * 3, encoding="gb18030")
    (tmp_path / "torn.txt").write_text("濟(jì)源日?qǐng)?bào)社發(fā)布消息。", encoding="utf-8")
    texts = list(texts_from(tmp_path))
    assert "".join(texts) == CLEAN * 3
    assert len(texts) > 1
    assert list(texts_from(tmp_path / "clean.txt")) == texts


@pytest.mark.parametrize(
    ("name", "content"),
    [("none.jsonl", None), ("list.jsonl", "[]"), ("no.jsonl", "{}"), ("bad.jsonl.gz", "x")],
)
def test_texts_that_cant_be_read_are_named(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(WenzhengError, match=name):
        list(texts_from(tmp_path / name))


def evals(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "evals", *map(str, arguments)],
        cwd=cwd,
        env={"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_prints_ours_and_the_plain_scripts_figures(tmp_path):
    shown = evals("restore", "--limit", 2, cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    names = [line[:20].strip() for line in shown.stdout.splitlines()]
    assert names[0] == "kind"
    assert {"p1", "p7", "clean", "all damaged", "plain p1", "plain all damaged"} <= set(names)


def test_the_command_takes_texts_and_prints_one_json_object(tmp_path):
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"_id": n, "text": CLEAN}) + "\n" for n in range(3))
    shown = evals("restore", "--texts", tmp_path, "--limit", 2, "--json", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    found = json.loads(shown.stdout)
    assert list(found) == ["rows", "plain", "wrong"]
    assert [row["passages"] for row in found["rows"]] == [2] * len(found["rows"])
    clean = next(row for row in found["rows"] if row["kind"] == "clean")
    assert clean["error_rate"] == 0
    assert len(found["wrong"]) == sum(row["wrong_places"] for row in found["rows"])


def test_the_command_says_when_there_is_nothing_to_measure(tmp_path):
    (tmp_path / "short.txt").write_text("太短。", encoding="utf-8")
    for texts, reason in (("short.txt", "no clean simplified passage"), ("gone", "can't be read")):
        ended = evals("restore", "--texts", texts, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith("error: ")
        assert reason in ended.stderr
    assert evals("restore", "--limit", 0, cwd=tmp_path).returncode == 2
