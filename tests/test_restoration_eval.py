"""The benchmark of restoring counts what is wrong, and knows what was reported."""

import json
from pathlib import Path

from evals.differences import differences
from evals.restoration import Case, measure, plain, run, table, texts_of
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
