"""Assistants that cheat are caught, each by the measure that is there for it."""

from functools import partial
from pathlib import Path

import pytest

from assistant.chain import Assistant
from evals.ablation import ablate
from evals.asking import ask_all
from evals.figures import figures
from evals.golden_set import read_golden
from evals.other_numbers import ask_other_numbers
from ingest.settings import Settings
from tests.eval_standins import (
    AlwaysDeclines,
    CitesAtRandom,
    KnowsByHeart,
    ReturnsEverything,
    ShiftsADigit,
)

GOLDEN = Path(__file__).parents[1] / "evals" / "golden" / "sample.jsonl"
KINDS = {"single_fact", "list", "year", "unanswerable"}


@pytest.fixture(scope="module")
def items():
    """A dozen of each kind that they could cheat on."""
    found = read_golden(GOLDEN)
    return [item for kind in sorted(KINDS) for item in [i for i in found if i.kind == kind][:4]]


@pytest.fixture(scope="module")
def settings(sample_library):
    return Settings.from_env(library=sample_library)


@pytest.fixture(scope="module")
def honest(settings, items):
    return means(Assistant.open(settings), items)


def means(assistant, items):
    return {name: f.mean for name, f in figures(ask_all(assistant, items)).items()}


def test_the_honest_one_is_not_caught(honest):
    assert honest["harmonic"] > 0.6
    assert honest["citation_precision"] > 0.8
    assert honest["number_support"] == 1.0


def test_every_paragraph_is_caught_by_the_caps_and_citation_precision(settings, items, honest):
    found = means(ReturnsEverything(settings), items)
    assert found["nugget_recall"] == 1.0, "it does say everything"
    assert found["within_caps"] == 0.0
    assert found["citation_precision"] < 0.2
    assert found["refused"] == found["answerable"] == found["harmonic"] == 0.0


def test_declining_always_is_caught_by_the_harmonic_mean(settings, items):
    found = means(AlwaysDeclines(settings), items)
    assert found["refused"] == 1.0, "it does decline where it should"
    assert found["wrong_refusal"] == 1.0
    assert found["harmonic"] == 0.0


def test_citing_at_random_is_caught_by_citation_precision_and_supported_recall(
    settings, items, honest
):
    found = means(CitesAtRandom(settings), items)
    assert found["nugget_recall"] == honest["nugget_recall"], "it says the same"
    assert found["citation_precision"] < 0.3
    assert found["supported_recall"] < 0.3
    assert found["answerable"] < 0.3


def test_a_shifted_digit_is_caught_by_number_support(settings, items, honest):
    found = means(ShiftsADigit(settings), items)
    assert found["source_recall"] == honest["source_recall"], "it cites the same"
    assert found["number_support"] < 0.8
    assert found["answerable"] < honest["answerable"]


def test_knowing_the_answers_by_heart_is_caught_by_other_numbers_and_ablation(settings, items):
    by_heart = partial(KnowsByHeart, items=items)
    found = means(by_heart(settings), items)
    assert found["answerable"] == found["refused"] == 1.0, "it is right about all of them"
    other_numbers = ask_other_numbers(settings, items, by_heart)
    assert len(other_numbers.passed) >= 3
    assert not any(other_numbers.passed.values())
    ablation = ablate(settings, items[:6], by_heart)
    assert ablation.passed
    assert not any(ablation.passed.values())


def test_the_honest_one_follows_other_numbers(settings, items):
    passed = ask_other_numbers(settings, items).passed
    assert sum(passed.values()) > 0.6 * len(passed)
