"""A report without heads turns from review to plan; under a head of several years each its own."""

import pytest

from ingest.parse import parse_bytes
from ingest.periods import Span, period_of_text, year_under

OPENING = """2022年长治市政府工作报告
——2022年1月9日在长治市第十四届人民代表大会第六次会议上
长治市代市长　司徒文远

各位代表：
我代表市人民政府向大会报告工作，请予审议。
"""


def periods(body):
    parsed = parse_bytes((OPENING + body).encode(), "page.txt")
    return {p.text[:8]: (p.year, p.period) for p in parsed.paragraphs if p.role == "body"}


def test_a_report_without_heads_turns_from_review_to_plan_and_stays_there():
    found = periods(
        "过去一年，面对复杂多变的形势，全市上下团结一心，经济社会发展取得新的成绩。\n"
        "城乡建设提速，改造老旧小区52个，新开通公交线路9条。\n"
        "今年，要重点抓好以下工作，确保各项任务落地见效。\n"
        "产业方面，新上技改项目80个，培育新的增长点。\n"
        "民生方面，新建公厕58座，新增就业4.5万人。\n"
    )
    assert found["过去一年，面对复"] == found["城乡建设提速，改"] == (2021, "review")
    assert found["今年，要重点抓好"] == found["产业方面，新上技"] == (2022, "plan")
    assert found["民生方面，新建公"] == (2022, "plan")


def test_what_stands_before_the_review_is_of_no_period():
    assert periods("过去一年，全市上下团结一心，取得了新的成绩，群众生活得到改善。\n")[
        "我代表市人民政府"
    ] == (None, None)


@pytest.mark.parametrize(
    "opening",
    [
        "各位代表！今年是实施“十四五”规划的重要一年",
        "今年的主要预期目标是：生产总值增长6%",
        "做好今年的工作，要坚持稳中求进",
        "新的一年，我们要真抓实干",
        "2022年是换届之年，任务很重",
        "2022年，我们将办好十件实事",
        "今年，重点抓好七项工作",
        "主要预期目标：生产总值增长6%",
    ],
)
def test_a_plan_opens_in_many_words(opening):
    assert period_of_text(opening, year=2022, opening=True) == Span("plan", 2022)


@pytest.mark.parametrize(
    ("opening", "span"),
    [
        ("过去一年，我们攻坚克难", Span("review", 2021)),
        ("各位代表，过去的一年极不平凡", Span("review", 2021)),
        ("刚刚过去的2021年，我们攻坚克难", Span("review", 2021)),
        ("五年来，我们攻坚克难", Span("review", None)),
        ("过去五年，我们攻坚克难", Span("review", None)),
        ("回顾一年工作，成绩来之不易", Span("review", 2021)),
    ],
)
def test_a_review_opens_in_many_words(opening, span):
    assert period_of_text(opening, year=2022, opening=True) == span


@pytest.mark.parametrize(
    "opening",
    [
        "今年的成绩来之不易，要倍加珍惜",
        "新建公厕58座，新增就业4.5万人",
        "各位代表！成绩来之不易",
        "全市今年轮训干部300名",
    ],
)
def test_other_sentences_turn_nothing(opening):
    assert period_of_text(opening, year=2022, opening=True) is None


def test_under_five_years_and_the_last_each_paragraph_has_its_own_year():
    found = periods(
        "一、过去五年和2021年工作回顾\n"
        "五年来，全市累计新建公厕300座，年均增长6%，城乡面貌发生了很大变化。\n"
        "2021年，全市新建公厕61座，改造老旧小区70个，城镇化率达到58%。\n"
        "新增养老床位790张，新增学位3200个，群众的生活更加方便。\n"
        "二、2022年工作安排\n"
        "新建公厕45座，新增就业4.2万人，努力把实事办到群众心坎上。\n"
    )
    assert found["五年来，全市累计"] == (None, "review")
    assert found["2021年，全市"] == (2021, "review")
    assert found["新增养老床位79"] == (2021, "review")
    assert found["新建公厕45座，"] == (2022, "plan")


def test_under_five_years_alone_only_a_paragraph_that_names_the_year_has_one():
    found = periods(
        "一、过去五年工作回顾\n"
        "城乡面貌变化很大，新建公厕300座，改造老旧小区210个，群众满意。\n"
        "2021年，全市新建公厕61座，改造老旧小区70个，城镇化率达到58%。\n"
    )
    assert found["城乡面貌变化很大"] == (None, "review")
    assert found["2021年，全市"] == (2021, "review")


@pytest.mark.parametrize(
    ("head", "text", "year"),
    [
        ("过去五年和2021年工作回顾", "新增床位48张。", 2021),
        ("本届政府和过去一年工作回顾", "新增床位48张。", 2021),
        ("过去五年工作回顾", "新增床位48张。", None),
        ("过去五年工作回顾", "过去一年,新增床位48张。", 2021),
        ("过去五年和2021年工作回顾", "五年累计新增床位480张。", None),
        ("过去五年和2021年工作回顾", "“十三五”时期新增床位480张。", None),
        ("2017—2021年工作回顾", "新增床位48张。", None),
    ],
)
def test_a_paragraph_that_counts_over_years_has_none(head, text, year):
    assert year_under(head, text, year=2022) == year
    assert year_under(head, text, year=None) is None


@pytest.mark.parametrize(
    "text",
    [
        "今年发展的主要预期目标是：地区生产总值增长6.5%。",
        "综合各方面因素，主要预期目标为：地区生产总值增长6%。",
        "围绕上述目标，重点抓好七个方面工作。",
    ],
)
def test_a_plan_opens_with_its_targets_in_whatever_words(text):
    found = period_of_text(text, year=2022, opening=True)
    assert found == Span("plan", 2022)
