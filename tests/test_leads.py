"""A quoted sentence is introduced: whose it is, of which year, and whether it was only planned."""

import pytest

from assistant.answer import Citation, Claim
from assistant.leads import with_leads


def citation(n=1, *, year=2019, period=None, document="one"):
    return Citation(
        n=n,
        document=document,
        title="工作报告",
        source="page.txt",
        paragraph=f"{document}#p{n}",
        section=(),
        place=None,
        year=year,
        period=period,
        text="",
        quote="",
        raw="",
        raw_start=0,
        raw_end=0,
        raw_quote_start=0,
        raw_quote_end=0,
    )


def led(claims, citations, script="hans", places=None):
    places = {"one": "长治市", "two": "晋城市"} if places is None else places
    return [claim.text for claim in with_leads(claims, citations, script, places=places)]


@pytest.mark.parametrize(
    ("text", "period", "lead"),
    [
        ("新建公厕36座。", "review", "长治市2019年："),
        ("新建公厕36座。", None, "长治市2019年："),
        ("新建公厕58座。", "plan", "长治市2019年计划："),
        ("长治新建公厕58座。", "plan", "2019年计划："),
        ("2019年新建公厕36座。", "review", "长治市："),
        ("去年新建公厕36座。", None, "长治市2019年的文件："),
    ],
)
def test_the_lead_says_what_the_sentence_leaves_out(text, period, lead):
    assert led([Claim(text, (1,))], [citation(period=period)])[0] == lead


def test_a_sentence_that_names_place_and_year_has_no_lead():
    assert led([Claim("长治市2018年新建公厕36座。", (1,))], [citation()]) == [
        "长治市2018年新建公厕36座。"
    ]


def test_a_lead_is_ours_and_cites_nothing():
    lead, sentence = with_leads(
        [Claim("建公厕36座。", (1,))], [citation()], "hans", places={"one": "长治市"}
    )
    assert lead.citations == ()
    assert sentence.citations == (1,)


def test_the_same_place_and_year_is_said_once_and_another_is_said_again():
    claims = [Claim("建公厕36座。", (1,)), Claim("植树24万亩。", (2,)), Claim("建公厕27座。", (3,))]
    citations = [citation(1), citation(2), citation(3, document="two")]
    assert led(claims, citations) == [
        "长治市2019年：",
        "建公厕36座。",
        "植树24万亩。",
        "晋城市2019年：",
        "建公厕27座。",
    ]


def test_no_lead_stands_inside_of_a_list():
    claims = [Claim(f"{n}是修路。", (k,), item=True) for k, n in enumerate("一二三", 1)]
    citations = [citation(1), citation(2, year=2018), citation(3, period="plan")]
    assert led(claims, citations) == ["长治市2019年：", *(claim.text for claim in claims)]


@pytest.mark.parametrize(
    ("script", "lead"),
    [("hant", "長治市2019年計劃："), ("latin", "The documents say (长治市, 2019, plan): ")],
)
def test_the_lead_is_in_the_askers_script(script, lead):
    assert led([Claim("建公厕58座。", (1,))], [citation(period="plan")], script)[0] == lead


def test_what_is_not_known_is_left_out_of_the_lead():
    claims = [Claim("建公厕58座。", (1,))]
    assert led(claims, [citation(year=None)], places={}) == ["建公厕58座。"]
    assert led(claims, [citation(year=None)], "latin", places={})[0] == "The documents say: "


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("长治2018年新建公厕多少座?", "长治市2018年：新建公共厕所36座"),
        ("长治2019年计划新建公厕多少座?", "长治市2019年计划：新建公共厕所58座"),
        ("长治2018年新增就业多少人?", "长治市2018年：去年新增就业4.1万人"),
        ("長治2018年新建公廁多少座?", "長治市2018年：新建公共廁所36座"),
        (
            "How many public toilets did Changzhi build in 2018?",
            "The documents say (长治市, 2018):",
        ),
    ],
)
def test_an_answer_names_place_and_year_before_the_documents_own_words(reports, question, opening):
    answer = reports.ask(question)
    assert answer.text.startswith(opening)
    assert all(claim.text in answer.text for claim in answer.claims)
    assert answer.checks.unverified == ()


def test_the_entries_of_a_list_have_one_lead_before_all(reports):
    answer = reports.ask("2019年长治有哪些民生实事?")
    entries = [claim.text for claim in answer.claims if claim.item]
    assert len(entries) == 5
    assert answer.text.count("长治市2019年计划：") == 1
    assert answer.text.index("长治市2019年计划：") < answer.text.index(entries[0])
