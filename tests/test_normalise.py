"""Passage and question are folded alike; what is shown never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import fold, narrow, script_of, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("asked", "written"),
    [("濟源", "济源"), ("ＧＤＰ８．３％", "gdp8.3%"), ("隨著發展", "随着发展"), ("顯著", "显著")],
)
def test_a_question_in_any_script_and_width_meets_the_document(asked, written):
    assert fold(asked) == fold(written)


@given(st.text(max_size=50))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@given(st.text("济源市2019年十件民生实事。隨著國家產城融合", max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["乾县", "毕昇", "破坏土地", "显著", "土著"])
def test_narrowing_leaves_names_and_words_alone(text):
    assert narrow(text) == text


def test_punctuation_keeps_its_width_so_that_sentences_can_be_found():
    assert narrow("增长８％；其中：工业，农业。") == "增长8%；其中：工业，农业。"


@pytest.mark.parametrize("text", ["随着", "显著", "土著居民", "著力", "执着"])
def test_what_is_answered_in_traditional_still_finds_its_source(text):
    assert fold(to_traditional(to_simplified(text))) == fold(text)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("濟源有哪些實事", "hant"),
        ("济源有哪些实事", "hans"),
        ("How much was invested?", "latin"),
        ("GDP是多少", "hans"),
        ("2019", "hans"),
        ("里面有什么", "hans"),
    ],
)
def test_the_script_of_a_question_is_recognised(text, script):
    assert script_of(text) == script
