"""Questions made of a library, and the fit that tells enough evidence from too little."""

import ast
import re

import numpy as np
import pytest

from assistant.evidence_weights import OF_NUMBERS, Signals
from evals.__main__ import main
from evals.evidence_fit import (
    Example,
    auc,
    examples,
    fitted,
    logistic,
    probability,
    told,
)
from evals.evidence_questions import made_questions
from ingest.errors import WenzhengError
from ingest.normalise import fold


def signals(value):
    return Signals(value, value, value, value, value, 1 - value, value, 1.0)


def separable(count):
    """Right ones have high signals and wrong ones low; each question has one of both."""
    rng = np.random.default_rng(1)
    high, low = rng.uniform(0.7, 1.0, count), rng.uniform(0.0, 0.3, count)
    return [
        Example(n, signals(float(value)), right)
        for n in range(count)
        for value, right in ((high[n], True), (low[n], False))
    ]


@pytest.fixture(scope="module")
def made(reports):
    return list(made_questions(reports.snapshot(), seed=3))


def test_the_logistic_finds_what_tells_right_from_wrong():
    rng = np.random.default_rng(0)
    x = rng.random((400, 3))
    y = (rng.random(400) < 1 / (1 + np.exp(-(-4 + 8 * x[:, 1])))).astype(float)
    intercept, first, second, third = logistic(x, y)
    assert second > 4 and intercept < -2
    assert max(abs(first), abs(third)) < second / 4


def test_the_logistic_stays_finite_where_nothing_is_in_doubt():
    x = np.array([[0.0]] * 20 + [[1.0]] * 20)
    y = np.array([0.0] * 20 + [1.0] * 20)
    weights = logistic(x, y)
    assert np.isfinite(weights).all()
    assert probability(weights, np.array([[1e6], [-1e6]])) == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [([3, 2], [1, 0], 1.0), ([0, 1], [2, 3], 0.0), ([1], [1], 0.5), ([1, 3], [2, 0], 0.75)],
)
def test_auc_is_the_share_of_pairs_ordered_rightly(high, low, expected):
    assert auc(np.array(high, dtype=float), np.array(low, dtype=float)) == expected


def test_what_is_declined_is_counted_by_kind():
    weights = np.array([0.0, 1.0])
    x = np.array([[3.0], [-1.0], [2.0], [-3.0]])
    found = told(weights, 0.5, x, np.array([1.0, 1.0, 0.0, 0.0]))
    assert (found.declined_wrongly, found.declined_rightly) == (0.5, 0.5)
    assert found.auc == 0.75


def test_what_can_be_told_apart_is_told_apart_on_questions_that_were_not_fitted():
    fit = fitted(separable(60))
    assert fit.held_out.auc == 1.0
    assert fit.held_out.declined_rightly > 0.9
    assert fit.held_out.declined_wrongly < 0.2
    assert len(fit.weights) == len(OF_NUMBERS[1]) == len(Signals._fields)
    assert fitted(separable(60)) == fit


def test_too_few_examples_fit_nothing():
    with pytest.raises(WenzhengError, match=r"5 right and 5 wrong examples are too few"):
        fitted(separable(5))
    with pytest.raises(WenzhengError, match=r"0 right and 60 wrong"):
        fitted([Example(n, signals(0.1), False) for n in range(60)])


def test_a_made_question_asks_for_a_figure_that_its_own_paragraphs_state(reports, made):
    snapshot = reports.snapshot()
    assert len(made) >= 20
    for question in made:
        assert question.gold
        for id in question.gold:
            text = fold(snapshot.paragraph(id).text)
            assert re.search(rf"(?<![\d.]){re.escape(question.figure)}(?![\d.])", text)


def test_a_made_question_names_place_and_year_and_never_the_figure(made):
    for question in made:
        place, year, rest = re.fullmatch(r"(\D+)(20\d\d)年(.+)\?", question.text).groups()
        assert place in ("长治市", "长治", "晋城市", "晋城", "汾西县", "汾西")
        assert year in ("2018", "2019", "2020")
        assert "多少" in rest
        assert not re.search(rf"(?<!\d){re.escape(question.figure)}(?!\d)", rest)


def test_a_plan_is_asked_for_as_one(reports, made):
    snapshot = reports.snapshot()
    periods = {
        ("计划" in question.text, snapshot.paragraph(id).period)
        for question in made
        if len(question.gold) == 1
        for id in question.gold
    }
    assert periods == {(True, "plan"), (False, "review")}


def test_the_same_seed_makes_the_same_questions_and_another_others(reports, made):
    snapshot = reports.snapshot()
    assert list(made_questions(snapshot, seed=3)) == made
    assert list(made_questions(snapshot, seed=4)) != made


def test_each_question_is_asked_with_its_answer_and_without(reports):
    found = examples(reports, limit=12, seed=0)
    assert {example.question for example in found} == set(range(12))
    assert len(found) > 12
    assert sum(example.right for example in found) >= 9
    assert examples(reports, limit=12, seed=0) == found
    for question in range(12):
        without = [example.right for example in found if example.question == question][1:]
        assert not any(without)


def test_the_command_prints_what_would_be_held(reports_library, capsys):
    assert main(["fit-evidence", "--library", str(reports_library)]) == 0
    count, held_out, shipped, numbers, enough = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ questions, \d+ right and \d+ wrong examples", count)
    for line in (held_out, shipped):
        assert re.search(r"AUC [01]\.\d{3}, declined rightly [01]\.\d{3}, wrongly", line)
    intercept, weights = ast.literal_eval(numbers.removeprefix("OF_NUMBERS = "))
    assert isinstance(intercept, float)
    assert len(weights) == len(Signals._fields)
    assert 0 < float(enough.removeprefix("ENOUGH_OF_NUMBERS = ")) < 1


def test_a_library_that_gives_too_few_questions_says_so(reports_library, capsys):
    code = main(["fit-evidence", "--library", str(reports_library), "--limit", "3"])
    assert code == 1
    assert "too few to fit on" in capsys.readouterr().err


def test_a_library_that_is_not_there_says_so(tmp_path, capsys):
    assert main(["fit-evidence", "--library", str(tmp_path / "none")]) == 1
    assert "there is no library" in capsys.readouterr().err
