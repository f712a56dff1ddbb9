"""A list asked for by its number has that many members, or the question is declined."""

import pytest

TEN = (
    "一是新建幼儿园6所；二是改造老旧小区12处；三是新增停车位900多；四是建成社区食堂20家；"
    "五是修建村道40公里；六是更换路灯2000盏；七是新建公厕15座；八是免费体检老人1.1万；"
    "九是建成口袋公园3座；十是开通夜间公交线路。"
)
REPORT = """2021年怀集县政府工作报告
——2021年2月3日在怀集县第十六届人民代表大会第一次会议上
县长　简伯庸

各位代表：
我代表县人民政府向大会报告工作，请予审议。

一、2020年工作回顾
过去一年，全县生产总值212亿元，增长4.1%。新建改建农村公路88公里，新增学位3100个。

二、2021年工作安排
今年全县要守住发展和安全两条底线，重点抓好以下四个方面工作：
（一）做强产业。新建标准厂房9万平方米，打造五大产业园区，引进企业30家。
（二）改善民生。办好十件民生实事：{ten}
（三）守护生态。治理河道26公里，造林2.1万亩。
（四）提升效能。推行一窗受理，办件时间压减三成。

各位代表，让我们一起把每一件事办好！
"""


@pytest.fixture(scope="module")
def county(assistant_over):
    return assistant_over(REPORT.format(ten=TEN))


@pytest.fixture(scope="module")
def crowded(assistant_over):
    """The same report; beside the ten it counts nine and three of something else, and eight
    of what one of the ten is of."""
    ten = TEN.replace("食堂20家", "食堂8个") + "让群众在九个方面得实惠，用三项制度管好每一笔钱。"
    return assistant_over(REPORT.format(ten=ten))


@pytest.mark.parametrize(
    ("question", "given"),
    [("怀集县2021年要办好哪十件民生实事?", 10), ("怀集县2021年重点抓哪四个方面?", 4)],
)
def test_a_list_of_the_number_asked_for_is_given_whole(county, question, given):
    answer = county.ask(question)
    assert not answer.declined
    assert len([claim for claim in answer.claims if claim.item]) == given


@pytest.mark.parametrize(
    "question",
    [
        "怀集县2021年要办好哪九件民生实事?",
        "怀集县2021年要办好哪十一件民生实事?",
        "怀集县2021年要办好哪两件民生实事?",
        "怀集县2021年要打造哪三大产业园区?",
        "怀集县2021年守住哪三条底线?",
    ],
)
def test_a_list_of_another_number_is_declined(county, question):
    answer = county.ask(question)
    assert (answer.declined, answer.reason) == (True, "not_in_documents")
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "怀集县2021年要建设哪六大基地?",
        "怀集县2021年要开展哪六项整治行动?",
        "怀集县2021年要打好哪四场硬仗?",
    ],
)
def test_a_list_that_no_page_has_is_declined(county, question):
    assert county.ask(question).declined


@pytest.mark.parametrize(
    "question",
    [
        "怀集县2021年重点抓哪五个方面?",
        "怀集县2021年重点抓好哪十个方面的工作?",
        "怀集县2021年政府工作报告讲了哪七个方面?",
        "怀集县今年重点抓哪三个方面?",
    ],
)
def test_an_overview_of_another_number_is_declined(county, question):
    answer = county.ask(question)
    assert (answer.declined, answer.reason) == (True, "not_in_documents")


def test_in_a_crowded_paragraph_the_list_of_the_right_number_is_still_given(crowded):
    answer = crowded.ask("怀集县2021年要办好哪十件民生实事?")
    assert len([claim for claim in answer.claims if claim.item]) == 10


@pytest.mark.parametrize("count", ["九", "三"])
def test_a_count_of_something_else_in_the_paragraph_is_not_the_lists(crowded, count):
    assert crowded.ask(f"怀集县2021年要办好哪{count}件民生实事?").declined


@pytest.mark.xfail(
    strict=True, reason="what a member counts is taken for the count of the list that it is in"
)
def test_a_count_inside_a_member_is_not_the_lists(crowded):
    assert crowded.ask("怀集县2021年要办好哪八件民生实事?").declined


@pytest.mark.xfail(
    strict=True, reason="headings of as many are taken for a list that is called otherwise"
)
def test_headings_of_the_same_number_are_not_a_list_of_another_name(reports):
    assert reports.ask("长治2019年要打好哪三大攻坚战?").declined
