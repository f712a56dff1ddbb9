"""What was meant and what came of it: two figures, of one year, from two reports or two parts."""

import pytest

LAST = """2019年武宁县政府工作报告
——2019年1月16日在武宁县第十七届人民代表大会第四次会议上
县长　李广松

各位代表：
我代表县人民政府向大会报告工作，请予审议。

一、2018年工作回顾
建成高标准农田4.6万亩，城市低保标准提到每月540元。

二、2019年工作安排
今年建设高标准农田5.2万亩，加装住宅电梯12部，污水处理率达到93%。
办好六件实事：
1．新建城区幼儿园2所；
2．改造老旧小区14个；
3．新建公厕18座；
4．硬化村组公路65公里；
5．开通城乡公交4条；
6．为8600名妇女免费体检。
"""
THIS = """2020年武宁县政府工作报告
——2020年4月22日在武宁县第十七届人民代表大会第五次会议上
县长　李广松

各位代表：
我代表县人民政府向大会报告工作，请予审议。

2019年，在困难很多的一年里，全县上下埋头苦干。
——农业稳步向前。建成高标准农田5.5万亩，粮食总产31.4万吨。
——城乡更加宜居。加装住宅电梯7部，没有完成12部的任务；污水处理率为91.2%；六件民生实事办成五件，公交因道路施工推迟开通。
今年是“十三五”收官之年，要建设高标准农田4.8万亩，一般公共预算收入与上年持平，污水处理率达到94%。
我们要办好以下实事。按照群众提、代表定的办法，经票决产生：
1．改造老旧小区20个；
2．新建公厕9座；
3．新增学位1800个；
4．建设停车位600个。
"""
CITY = """2020年九江市政府工作报告
——2020年4月28日在九江市第十五届人民代表大会第五次会议上
市长　谢一平

各位代表：
我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾
全市污水处理率达到95.6%，建成高标准农田41万亩。
"""
NEWS = """市政府召开第四次全体会议

本网讯 2020年7月20日，九江市政府召开第四次全体会议，总结上半年工作。
市长谢一平出席会议并讲话，常务副市长董金寿主持会议，副市长容长贵通报主要经济指标。
"""


@pytest.fixture(scope="module")
def county(assistant_over):
    return assistant_over(LAST, THIS, CITY, NEWS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("武宁2019年加装住宅电梯目标几部,装成几部?", ("12部", "7部")),
        ("武宁县2019年高标准农田计划建多少,实际建了多少?", ("5.2万亩", "5.5万亩")),
        ("武宁2019年污水处理率完成93%的目标了吗?", ("93%", "91.2%")),
        ("武宁2019年高标准农田建了多少?2020年打算建多少?", ("5.5万亩", "4.8万亩")),
        ("2019年九江和武宁县的污水处理率各是多少,哪个高?", ("95.6%", "91.2%", "九江市较高")),
        ("九江2019年和武宁2018年建成的高标准农田分别是多少?", ("41万亩", "4.6万亩")),
    ],
)
def test_two_figures_are_given_each_from_its_own_paragraph(county, question, said):
    answer = county.ask(question)
    assert all(text in answer.text for text in said)
    assert len(answer.citations) == 2


def test_whether_all_was_done_is_answered_by_how_many_were(county):
    assert "办成五件" in county.ask("武宁2019年承诺的六件民生实事全部按期完成了吧?").text


def test_the_list_that_was_promised_is_given_and_not_what_became_of_it(county):
    answer = county.ask("武宁2019年的六件民生实事都有哪些?")
    assert answer.checks.list.given == 6
    assert "幼儿园" in answer.text and "8600名妇女" in answer.text


def test_a_list_counted_a_sentence_before_its_colon_is_found_whole(county):
    answer = county.ask("武宁2020年经票决产生的实事是哪四项?")
    assert answer.checks.list.given == 4


def test_as_much_as_last_year_names_no_other_year(county):
    assert "94%" in county.ask("武宁2020年污水处理率目标是多少?").text
    earlier = county.ask("武宁2019年污水处理率目标是多少?").text
    assert "93%" in earlier and "94%" not in earlier


def test_a_review_without_a_head_is_of_the_year_that_opens_it(county):
    assert "31.4万吨" in county.ask("武宁2019年粮食总产多少?").text
    assert county.ask("武宁2020年粮食总产多少?").declined


def test_a_meeting_of_another_number_answers_nothing(county):
    assert "7月20日" in county.ask("九江市政府第四次全体会议是哪天开的?").text
    assert county.ask("九江市政府第三次全体会议是哪天开的?").declined
    assert county.ask("九江市政府第八次全体会议是哪天开的?").declined


def test_who_did_something_stands_beside_what_he_did(county):
    assert "董金寿" in county.ask("九江市政府第四次全体会议由谁主持?").text
    assert "容长贵" in county.ask("九江市政府第四次全体会议上谁通报了主要经济指标?").text


def test_a_district_that_no_page_is_of_is_not_answered_from_its_city(county):
    assert county.ask("九江市浔阳区2019年的污水处理率是多少?").reason == "place_not_in_library"
