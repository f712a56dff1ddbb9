"""Golden files and answer files: read whole, or refused with the line and the field."""

import json

import pytest

from evals.given import BadAnswers, read_answers
from evals.golden_set import BadGolden, read_golden
from evals.paired import BadRun, compare, mcnemar, read_run
from evals.verdict import score

GOOD = {
    "id": "a",
    "kind": "list",
    "turns": ["有哪几件？"],
    "answerable": True,
    "nuggets": [["修路80公里", "八十公里"], ["公厕"]],
    "sources": [{"file": "report.txt", "quote": "修路80公里"}],
}


def golden(tmp_path, *rows):
    path = tmp_path / "golden.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_golden_set_is_read_with_what_may_be_left_out(tmp_path):
    other = {"id": "b", "kind": "no", "turns": ["x？", "y？"], "answerable": False}
    first, second = read_golden(golden(tmp_path, GOOD, "", other))
    assert first.nuggets == (("修路80公里", "八十公里"), ("公厕",))
    assert first.sources[0].quote == "修路80公里"
    assert (second.question, second.nuggets, second.tempting) == ("y？", (), ())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": None}, "id"),
        ({"kind": 3}, "kind"),
        ({"turns": []}, "turns"),
        ({"turns": "有哪几件？"}, "turns"),
        ({"turns": [" "]}, "turns"),
        ({"answerable": "yes"}, "answerable"),
        ({"nuggets": []}, "nuggets"),
        ({"nuggets": ["修路"]}, "nuggets"),
        ({"nuggets": [[]]}, "nuggets"),
        ({"nuggets": [["……"]]}, "nuggets"),
        ({"sources": []}, "sources"),
        ({"sources": ["report.txt"]}, "sources"),
        ({"sources": [{"file": "report.txt"}]}, "sources: quote"),
        ({"sources": [{"quote": "修路"}]}, "sources: file"),
        ({"forbidden": "80"}, "forbidden"),
        ({"tempting": [{"text": "80"}, "81"]}, "tempting"),
        ({"tempting": [{"owner": ["2018"]}]}, "tempting: text"),
    ],
)
def test_a_bad_golden_line_is_named_with_its_field(tmp_path, change, field):
    path = golden(tmp_path, GOOD, "", GOOD | {"id": "b"} | change)
    with pytest.raises(BadGolden) as caught:
        read_golden(path)
    assert str(caught.value).startswith(f"{path}:3: {field}: ")


def test_what_is_no_json_or_no_object_or_there_twice_is_named_too(tmp_path):
    for rows, said in (
        ((GOOD, "{"), ":2: "),
        ((GOOD, "[]"), ":2: is no JSON object"),
        ((GOOD, GOOD), ":2: id: 'a' is there already"),
        (("",), "holds no question"),
    ):
        with pytest.raises(BadGolden, match=said):
            read_golden(golden(tmp_path, *rows))
    with pytest.raises(BadGolden, match="can't be read"):
        read_golden(tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": None}, "answer"),
        ({"declined": 0}, "declined"),
        ({"citations": "[1]"}, "citations"),
        ({"citations": [{"title": "x"}]}, "citations"),
        ({"id": 3}, "is no object with an id"),
    ],
)
def test_a_bad_answer_line_is_named_with_its_field(tmp_path, change, field):
    row = {"id": "a", "answer": "修路80公里", "declined": False, "citations": []}
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(row) + "\n\n" + json.dumps(row | change), encoding="utf-8")
    with pytest.raises(BadAnswers, match=rf"answers.jsonl:3: {field}"):
        read_answers(path)


def test_a_miss_says_what_it_lacks(tmp_path):
    (item,) = read_golden(golden(tmp_path, GOOD))
    path = tmp_path / "answers.jsonl"
    cited = {"text": "今年修路八十公里。"}
    row = {"id": "a", "answer": "180公里；公厕", "declined": False, "citations": [cited]}
    path.write_text(json.dumps(row), encoding="utf-8")
    verdict = score(item, read_answers(path)["a"])
    assert not verdict.correct
    assert verdict.lacking == ["not said: 修路80公里", "in no cited paragraph: 公厕"]
    assert [(n.text, n.known) for n in verdict.numbers] == [("180", False)]
    assert score(item, None).lacking == ["no answer came"]


def test_two_runs_are_paired_and_chance_is_told_from_a_real_difference():
    ids = [str(n) for n in range(20)]
    before = {id: int(id) >= 8 for id in ids}
    found = compare(dict.fromkeys(ids, True), before | {"other": True})
    assert (found.items, found.unpaired) == (20, 1)
    assert found.only_this == tuple(ids[:8]) and not found.only_other
    assert found.real and "the difference is real" in str(found)
    assert not compare(before, before).real
    # R: binom.test(1, 10)$p.value
    assert mcnemar(9, 1) == pytest.approx(0.021484375)
    assert mcnemar(5, 5) == 1.0


def test_a_run_that_cannot_be_compared_with_says_how_to_write_one(tmp_path):
    path = tmp_path / "run.json"
    path.write_text('{"figures": {}}', encoding="utf-8")
    with pytest.raises(BadRun, match="evals answers GOLDEN --json"):
        read_run(path)
