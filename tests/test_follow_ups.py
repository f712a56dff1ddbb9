"""A question that leans on the one before it, and what the reader is told of that."""

import pytest

from assistant.conversation import standalone
from assistant.question import Question
from assistant.scope import Directory, Scope
from assistant.understood import understood
from ingest.document import Place


def ask(reports, *turns):
    answers = []
    for turn in turns:
        answers.append(reports.ask(turn, turns=answers))
    return answers[-1]


def read(reports, *turns):
    answers = []
    for turn in turns[:-1]:
        answers.append(reports.ask(turn, turns=answers))
    return standalone(turns[-1], answers, Directory(reports.snapshot().documents()))


@pytest.mark.parametrize(
    ("turns", "figure", "other"),
    [
        (("长治2019年新建公厕目标是多少?", "那2018年呢?"), "36座", "58座"),
        (("长治2019年新增就业目标是多少?", "那2018年呢?"), "4.1万人", "4.5万人"),
        (("长治2018年新增就业多少人?", "2019年呢?"), "4.6万人", "4.1万人"),
        (("长治2019年生产总值是多少?", "那晋城呢?"), "1362亿元", "1652亿元"),
        (("长治2020年生产总值目标是多少?", "那晋城呢?"), "6.6%", "6.1%"),
        (
            ("长治2019年生产总值是多少?", "那晋城呢?", "城镇登记失业率呢?"),
            "1.7%",
            "2.7%",
        ),
    ],
)
def test_another_place_or_year_is_asked_the_same(reports, turns, figure, other):
    answer = ask(reports, *turns)
    assert figure in answer.text and other not in answer.text


def test_a_target_of_the_one_year_is_no_part_of_the_question_about_the_other(reports):
    (question,) = read(reports, "长治2019年新建公厕目标是多少?", "那2018年呢?")
    assert "目标" not in question.topic and "公厕" in question.topic
    assert question.scope.years == (2018,)
    assert question.scope.period is None
    assert question.kind == "number"


def test_compared_with_another_place_both_are_given_with_their_own_paragraphs(reports):
    answer = ask(reports, "长治2019年生产总值是多少?", "和晋城比呢?")
    assert "1652亿元" in answer.text and "1362亿元" in answer.text
    assert [c.place for c in answer.citations] == ["山西省长治市", "山西省晋城市"]
    labels = [q.label for q in read(reports, "长治2019年生产总值是多少?", "和晋城比呢?")]
    assert labels == ["长治市", "晋城市"]


def test_compared_with_another_year_both_are_given(reports):
    answer = ask(reports, "长治2019年新建公厕多少座?", "和2018年比呢?")
    assert "61座" in answer.text and "36座" in answer.text


@pytest.mark.parametrize(
    ("follow_up", "said"),
    [
        ("第三件具体是什么?", "三是改造农村公路150公里"),
        ("第五项呢?", "五是建成市民健身中心1处"),
        ("第二条是什么?", "二是免费筛查妇女疾病3万人"),
        ("其中停车位多少个?", "6000个"),
        ("其中社区食堂建多少个?", "20个"),
    ],
)
def test_an_entry_of_the_list_just_given_is_found(reports, follow_up, said):
    answer = ask(reports, "2019年长治有哪些民生实事?", follow_up)
    assert said in answer.text
    assert {(c.year, c.period) for c in answer.citations} == {(2019, "plan")}


def test_an_entry_that_the_list_has_not_is_declined(reports):
    answer = ask(reports, "2019年长治有哪些民生实事?", "第九件是什么?")
    assert answer.declined
    assert answer.text == "清单里没有第9项。"


@pytest.mark.parametrize("follow_up", ["后来完成了多少?", "后来实际多少?"])
def test_what_came_of_a_plan_later_is_its_result(reports, follow_up):
    answer = ask(reports, "长治2019年新增就业计划多少?", follow_up)
    assert "4.6万人" in answer.text and "4.5万人" not in answer.text
    assert {c.period for c in answer.citations} == {"review"}


def test_who_is_mayor_of_it_is_asked_of_the_place_before(reports):
    assert "司徒文远" in ask(reports, "长治2019年新建公厕多少座?", "它的市长是谁?").text


def test_a_place_that_the_library_lacks_is_declined_in_a_follow_up_too(reports):
    answer = ask(reports, "长治2018年新增就业多少人?", "太原呢?")
    assert answer.reason == "place_not_in_library"
    assert "太原" in answer.text


def test_the_second_question_decides_over_what_is_carried_along(reports):
    answer = ask(reports, "长治2018年新增就业多少人?", "晋城2019年新建公厕多少座?")
    assert "27座" in answer.text and "4.1万人" not in answer.text


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("长治2019年新建公厕目标是多少?", "那2018年呢?"), "长治市 2018年 新建公厕"),
        (
            ("长治2019年生产总值是多少?", "和晋城比呢?"),
            "长治市 2019年 生产总值；晋城市 2019年 生产总值",
        ),
        (("2019年长治有哪些民生实事?", "第三件具体是什么?"), "长治市 2019年 民生实事 第3项"),
        (("长治2018年新增就业多少人?", "太原呢?"), "太原 2018年 新增就业"),
    ],
)
def test_what_was_carried_over_is_told_in_the_answer_and_in_its_json(reports, turns, told):
    answer = ask(reports, *turns)
    assert answer.understood == told
    assert answer.to_json()["understood"] == told


def test_a_question_that_stands_alone_is_not_explained(reports):
    answer = ask(reports, "长治2018年新增就业多少人?")
    assert answer.understood == ""
    assert answer.to_json()["understood"] is None


def test_a_plan_or_a_result_carried_over_is_told_once():
    place = Place(("山西省", "长治市"))
    scope = Scope(place=place, years=(2019,), period="plan")
    question = Question("那公厕呢", "hans", "number", "新建公厕", scope, leaned=True)
    assert understood((question,)) == "长治市 2019年 计划 新建公厕"
    assert understood((question, question)) == "长治市 2019年 计划 新建公厕"


@pytest.mark.xfail(
    strict=True, reason="what was carried over is told in simplified characters to everybody"
)
def test_what_was_carried_over_is_told_in_the_askers_script(reports):
    answer = ask(reports, "長治2019年生產總值是多少?", "那晉城呢?")
    assert "晉城市" in answer.understood


@pytest.mark.parametrize("next_turn", ["那上一年呢?", "前一年是多少?"])
def test_the_year_before_is_that_before_the_year_just_asked_about(reports, next_turn):
    assert "36座" in ask(reports, "长治2019年新建公厕多少座?", next_turn).text


@pytest.mark.parametrize(
    ("turns", "figure"),
    [
        (("长治2018年新增就业多少人?", "今年呢?"), "4.2万人"),
        (("长治2019年新建公厕多少座?", "那今年呢?"), "45座"),
        (("长治2018年新建公厕多少座?", "今年计划多少?"), "45座"),
        (("晋城2019年新建公厕多少座?", "今年呢?"), "40座"),
        (("长治2018年新增就业多少人?", "去年呢?"), "4.6万人"),
    ],
)
def test_this_year_in_a_follow_up_is_the_newest_reports(reports, turns, figure):
    answer = ask(reports, *turns)
    assert figure in answer.text
    assert {"2020" in citation.source for citation in answer.citations} == {True}
    place = "晋城" if "晋城" in turns[0] else "长治"
    assert all(place in citation.place for citation in answer.citations)
