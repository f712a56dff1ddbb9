"""Restoring gives back what the bytes determine, and leaves alone what was never broken."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.restore import diagnose, restore

DATA = Path(__file__).parent / "data" / "restore"


def rows(name):
    cases = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["why"]) for case in cases]


@pytest.mark.parametrize("case", rows("damaged"))
def test_damage_is_undone(case):
    assert restore(case["raw"]).text == case["restored"]


@pytest.mark.parametrize("case", rows("negative"))
def test_text_that_only_looks_broken_is_unchanged(case):
    restored = restore(case["raw"])
    assert restored.text == case["raw"]
    assert not restored.damaged


@pytest.mark.xfail(strict=True, reason="lost characters are reported, not yet restored")
@pytest.mark.parametrize("case", rows("lost"))
def test_lost_characters_come_back(case):
    assert restore(case["raw"]).text == case["restored"]


@pytest.mark.parametrize("case", rows("lost"))
def test_lost_characters_are_reported_where_they_stand(case):
    reports = restore(case["raw"]).reports
    assert reports
    for report in reports:
        assert "?" in case["raw"][report.raw_start : report.raw_end]


@given(st.text(max_size=60))
def test_any_text_comes_through_with_a_map_that_fits(text):
    restored = restore(text)
    assert restored.offsets.out_length == len(restored.text)
    if restored.text:
        whole = restored.offsets.span(0, len(restored.text))
        assert (whole.start, whole.end) == (0, len(text))


@pytest.mark.parametrize("case", rows("damaged"))
def test_restoring_twice_changes_nothing_more(case):
    once = restore(case["raw"]).text
    assert restore(once).text == once


def test_the_page_as_published_stands_behind_every_restored_character():
    raw = "濟(jì)源市將(jiāng)建設(shè)三座公園。"
    restored = restore(raw)
    at = restored.text.index("建设")
    assert raw[slice(*restored.offsets.span(at, at + 2))] == "建設(shè)"


def test_a_textbook_that_glosses_simplified_characters_is_not_damaged():
    assert not diagnose("我(wǒ)们(men)学(xué)习(xí)语(yǔ)文(wén)。").glossed


def test_a_lone_surrogate_and_a_nul_come_through():
    assert restore("濟\ud800源\x00").text.startswith("济")
