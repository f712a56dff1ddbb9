"""An answer is held against its own sources: every figure, every word."""

import pytest

from assistant.answer import Citation, Claim
from assistant.figures import figures
from assistant.verify import check, quoted

TEXT = "全年接待游客1350万人次,增长17.6%;新注册市场主体1.26万户,居全省第4位。"


def citation(text=TEXT):
    return Citation(
        n=1, document="d", title=None, source="s", paragraph="d#p1", section=(), place=None,
        year=None, period=None, text=text, quote=text, raw=text, raw_start=0, raw_end=len(text),
        raw_quote_start=0, raw_quote_end=len(text),
    )  # fmt: skip


@pytest.mark.parametrize(
    "claim",
    [
        "接待游客1350万人次,增长17.6%。",
        "接待遊客１３５０萬人次,增長１７．６％",
        "新注册市场主体1.26万户。",
    ],
)
def test_what_the_source_says_holds_in_any_script_and_width(claim):
    checks = check([Claim(claim, (1,))], [citation()])
    assert checks.unverified == ()
    assert checks.numbers.found == checks.numbers.supported > 0


@pytest.mark.parametrize(
    "claim",
    [
        "接待游客1530万人次。",
        "接待游客1350人次。",
        "接待游客1350亿人次。",
        "增长17.6个百分点。",
        "增长7.6%。",
        "新注册市场主体1.2万户。",
        "居全省第14位。",
    ],
)
def test_an_altered_figure_never_passes(claim):
    assert check([Claim(claim, (1,))], [citation()], verbatim=False).unverified == (claim,)


def test_a_reworded_sentence_is_no_quotation():
    assert check([Claim("游客共1350万人次。", (1,))], [citation()]).unverified


def test_a_claim_without_a_source_is_unverified():
    assert check([Claim("增长17.6%。")], [citation()], verbatim=False).unverified


def test_a_figure_of_another_paragraph_does_not_support_a_claim():
    other = citation("增长8.3%。")
    assert check([Claim("增长17.6%。", (1,))], [other], verbatim=False).unverified


def test_thousands_are_read_with_and_without_commas():
    assert figures("1,350万")[0].low == figures("1350万")[0].low


def test_a_quotation_may_differ_in_punctuation_only():
    assert quoted("增长17.6%；新注册", TEXT)
    assert not quoted("增长17.6%新增", TEXT)
