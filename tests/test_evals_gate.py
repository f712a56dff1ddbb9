"""The gate: a figure below its floor fails, and a floor is lowered only in the open."""

import json

import pytest

from evals.baseline import BadBaseline, read_baseline
from evals.commands import gate as command
from evals.gate import Update, lines, run_gate
from evals.gate_sets import SETS, GateSet, MissingSet, without_a_model
from ingest.settings import Settings


class Standin:
    """A set whose figures are what a test says."""

    required = True
    path = documents = ""

    def __init__(self, figures, name="sample", digest="d1"):
        self.figures, self.name, self.changed = figures, name, digest
        self.measured = 0

    def is_there(self, root):
        return True

    def digest(self, root):
        return self.changed

    def measure(self, root):
        self.measured += 1
        return self.figures


def gate(path, *sets, **update):
    return list(run_gate(sets=sets, baseline=path, update=Update(**update)))


@pytest.fixture
def baseline(tmp_path):
    path = tmp_path / "baseline.json"
    gate(path, Standin({"answerable": 0.8, "refused": 2 / 3}), write=True)
    return path


def test_what_was_reached_is_written_down_and_holds(baseline):
    assert json.loads(baseline.read_text("utf-8")) == {
        "sets": {"sample": {"digest": "d1", "floors": {"answerable": 0.8, "refused": 0.6666}}}
    }
    (outcome,) = gate(baseline, Standin({"answerable": 0.8, "refused": 2 / 3}))
    assert (outcome.held, outcome.failed) == (2, 0)


def test_a_figure_below_its_floor_fails_and_so_does_one_that_is_gone(baseline):
    (outcome,) = gate(baseline, Standin({"answerable": 0.79}))
    assert [str(fall) for fall in outcome.falls] == [
        "answerable: 0.7900, floor 0.8000",
        "refused: not measured any more, floor 0.6666",
    ]
    shown = "\n".join(lines(outcome, read_baseline(baseline)["sample"]))
    assert "FELL    answerable" in shown and "refused: not measured any more" in shown


def test_an_update_alone_raises_floors_and_lowers_none(baseline):
    better_and_worse = Standin({"answerable": 0.9, "refused": 0.5})
    (outcome,) = gate(baseline, better_and_worse, write=True)
    assert outcome.failed == 1
    assert read_baseline(baseline)["sample"].floors == {"answerable": 0.9, "refused": 0.6666}


def test_a_floor_is_lowered_when_a_regression_is_allowed(baseline):
    worse = Standin({"answerable": 0.7, "refused": 0.5})
    (outcome,) = gate(baseline, worse, write=True, allow_regression=True)
    assert outcome.failed == 0
    assert read_baseline(baseline)["sample"].floors == {"answerable": 0.7, "refused": 0.5}


def test_other_questions_fail_before_anything_is_measured_and_say_what_to_do(baseline):
    changed = Standin({"answerable": 0.8, "refused": 0.7}, digest="d2")
    (outcome,) = gate(baseline, changed)
    assert outcome.failed == 1 and changed.measured == 0
    assert "d2" in outcome.fault and "gate --update --only sample" in outcome.fault
    gate(baseline, changed, write=True)
    assert read_baseline(baseline)["sample"].digest == "d2"
    assert gate(baseline, changed)[0].failed == 0


def test_a_set_without_floors_fails_rather_than_passes(baseline):
    new = Standin({"answerable": 1.0}, name="public")
    (outcome,) = gate(baseline, new)
    assert outcome.failed == 1 and "has no floors yet" in outcome.fault


def test_a_set_that_is_not_beside_the_checkout_is_left_out_and_the_sample_never_is(tmp_path):
    public = GateSet("public", "golden", "../shared/golden/x.jsonl", "../shared/corpus")
    found = run_gate(sets=[public], root=tmp_path, baseline=tmp_path / "b.json")
    assert list(found) == []
    with pytest.raises(MissingSet, match="sample"):
        list(run_gate(sets=SETS[:1], root=tmp_path, baseline=tmp_path / "b.json"))
    with pytest.raises(MissingSet, match="no set 'nothing': there are"):
        list(run_gate(only=["nothing"]))


def test_a_digest_changes_with_a_byte_a_name_or_a_file(tmp_path):
    (tmp_path / "pages").mkdir()
    golden, page = tmp_path / "g.jsonl", tmp_path / "pages" / "a.txt"
    golden.write_text("{}", "utf-8")
    page.write_text("一", "utf-8")
    gate_set = GateSet("sample", "golden", "g.jsonl", "pages")
    seen = [gate_set.digest(tmp_path)]
    page.write_text("二", "utf-8")
    seen.append(gate_set.digest(tmp_path))
    page = page.rename(page.with_name("b.txt"))
    seen.append(gate_set.digest(tmp_path))
    golden.write_text("{} ", "utf-8")
    seen.append(gate_set.digest(tmp_path))
    assert len(set(seen)) == 4


def test_the_gate_asks_no_model_whatever_is_set(tmp_path):
    settings = without_a_model(tmp_path)
    assert (settings.library, settings.embeddings) == (tmp_path, "local")
    assert settings.chat_model is settings.openai_api_key is settings.chroma is None
    assert set(settings.model_dump()) == set(Settings.model_fields)


def test_the_baseline_in_the_repository_has_floors_for_the_sample():
    from evals.gate import BASELINE, ROOT

    floors = read_baseline(BASELINE)["sample"]
    assert floors.digest == SETS[0].digest(ROOT)
    assert {"answerable", "refused", "ablation", "other_numbers", "noise"} <= set(floors.floors)


def test_a_baseline_that_cannot_be_read_says_what_to_do(tmp_path):
    path = tmp_path / "baseline.json"
    path.write_text('{"sets": []}', "utf-8")
    with pytest.raises(BadBaseline, match="put it back from version control"):
        read_baseline(path)


def test_allowing_a_regression_without_an_update_is_a_mistake(capsys):
    from evals.__main__ import main

    assert main(["gate", "--allow-regression"]) == 2
    assert "needs --update" in capsys.readouterr().err
    assert command.HELP
