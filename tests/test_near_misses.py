"""Text that shares a question's words and doesn't say what is asked: it is no answer."""

import pytest

from assistant.conversation import standalone
from assistant.scope import Directory
from assistant.steps import Part, State, with_evidence

REPORT = """2021年武宁县政府工作报告
——2021年2月9日在武宁县第十七届人民代表大会第六次会议上
县长　李广松

各位代表：
我代表县人民政府向大会报告工作，请予审议。

一、2020年工作回顾
过去一年，全县生产总值完成166亿元，居全省第18位，增长4.3%。
接待游客920万人次，旅游总收入84亿元。
抓住创建国家园林城市的机遇，今后五年把山水写进城里。
环湖绿道于2020年9月28日全线贯通。

二、2021年工作安排
为此，今年要抓好八个方面的工作。
推进农村道路提质，新建公厕22座。

问政武宁　https://wuning.example.invalid/zhengwu/gongzuo-baogao.html
"""


@pytest.fixture(scope="module")
def county(assistant_over):
    return assistant_over(REPORT)


def ask(county, *turns):
    answers = []
    for turn in turns:
        answers.append(county.ask(turn, turns=answers))
    return answers[-1]


def test_a_span_of_years_is_no_day(county):
    assert ask(county, "武宁是几月份获批创建国家园林城市的?").declined
    assert ask(county, "武宁什么时候开始创建国家园林城市?").declined


def test_a_day_answers_when(county):
    assert "9月28日" in ask(county, "武宁的环湖绿道是哪天贯通的?").text


def test_a_lead_without_its_list_is_no_list(county):
    assert ask(county, "武宁2021年要抓好哪八个方面的工作?").declined


def test_another_figure_s_rank_or_growth_is_not_that_of_the_figure_asked_about(county):
    assert ask(county, "武宁2020年旅游总收入多少?", "居全省第几?").declined
    assert ask(county, "武宁2020年旅游总收入多少?", "增长多少?").declined
    # Half of its words stand there: 生产总值.
    assert ask(county, "武宁2020年进出口总值多少?", "居全省第几?").declined


@pytest.mark.parametrize(
    ("before", "low"), [("旅游总收入", True), ("进出口总值", True), ("生产总值", False)]
)
def test_a_rank_counts_little_beside_another_figure_than_the_one_before(county, before, low):
    turns = [county.ask(f"武宁2020年{before}多少?")]
    snapshot = county.snapshot()
    directory = Directory(snapshot.documents())
    (question,) = standalone("居全省第几?", turns, directory)
    state = State("居全省第几?", tuple(turns), snapshot, directory)
    found = with_evidence(Part(question), state, county.retriever(snapshot)).evidence
    (rank,) = [evidence for evidence in found if "第18位" in evidence.text]
    assert (rank.fit < 0.5) is low


def test_the_rank_and_growth_of_the_figure_asked_about_are_found(county):
    assert "第18位" in ask(county, "武宁2020年生产总值多少?", "居全省第几?").text
    assert "4.3%" in ask(county, "武宁2020年生产总值多少?", "增长多少?").text


def test_a_site_s_address_says_nothing_of_the_words_beside_it(county):
    answer = ask(county, "谁主持问政武宁的政务工作?")
    assert answer.declined or "example.invalid" not in answer.text
