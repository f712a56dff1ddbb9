"""The year that a page was written in, where its own text or title determines it."""

import pytest

from ingest.chronology import inferred_year, meeting_year, only_year, stated_year
from ingest.parse import parse_bytes


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("二、2019年工作安排", 2019),
        ("一、2018年工作回顾", 2019),
        ("今年（2021年）要办三件事", 2021),
        ("2020年,我县将认真落实", 2020),
        ("2022年，是换届之年", 2022),
        ("到2025年，力争翻番。2035年远景目标。", None),
        ("2016—2020年工作", None),
        ("去年6月，县里修路。", None),
        ("一、2010年主要工作。刚刚过去的2010年，成绩不小", 2011),
        ("县政府2025年度十件民生实事", 2025),
        ("预计2006年实现生产总值2590亿元", 2007),
        ("2015年,全县继续把办实事作为出发点,更加注重改善民生,将集中力量办好十件实事", 2015),
        ("2020年，通过会议票决10项实事，主要是修路，年度计划投资2亿元", None),
    ],
)
def test_the_year_that_a_text_states_as_its_own(text, year):
    assert stated_year(text) == year


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [
        ("刚刚闭幕的市十四届人大一次会议上，不忘初心，坚决打赢脱贫攻坚战", 6, 2017),
        ("刚刚闭幕的市十四届人大一次会议上，不忘初心，坚决打赢脱贫攻坚战", None, None),
        ("刚刚闭幕的市十四届人大一次会议", 6, None),
        ("今年是新中国成立70周年", None, 2019),
        ("又是改革开放四十周年，今年要加油，迎来改革开放四十周年", None, 2018),
        ("以优异成绩庆祝中国共产党成立100周年", None, 2021),
        ("今年是“十三五”规划的收官之年", None, 2020),
        ("今年是“十四五”开局之年", None, 2021),
        ("“十三五”开局以来", None, None),
        ("不忘初心，坚决打赢脱贫攻坚战", 6, None),
        ("今年是新中国成立70周年，也是“十三五”收官之年", None, None),
    ],
)
def test_a_year_is_inferred_only_where_one_is_left(text, month, year):
    found = inferred_year(text, month=month)
    assert (found.year if found else None) == year


def test_an_inference_gives_its_evidence():
    found = inferred_year("刚刚闭幕的市十四届人大一次会议,不忘初心,坚决打赢脱贫攻坚战", month=6)
    assert len(found.evidence) == 3
    assert any("1 July 2016" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("8月14日，市长主持召开2018年第23次常务会议。", 2018),
        ("8月14日，市政府召开2018年第二十三次党组会议。", 2018),
        ("1月9日，2020年怀集县第十六届人民代表大会第三次会议开幕。", 2020),
        ("9月2日，代表们在2019年第十六届人大常委会第三次会议上提问。", 2019),
        ("8月14日开会。2019年首次举行的旅游节会议室爆满。", None),
        ("8月14日召开会议。2019年全年共开会12次，会议都有记录。", None),
        ("8月14日召开会议。2019年第一次获评全国文明城市。", None),
        ("8月14日召开会议。2019年第一次召开听证会议，今年又开。", None),
        ("8月14日，市长主持召开市政府第23次常务会议。", None),
    ],
)
def test_a_meeting_numbered_within_its_year_tells_the_year(text, year):
    assert meeting_year(text) == year


@pytest.mark.parametrize(
    ("sentence", "dated"),
    [
        ("8月14日，怀集县长主持召开2018年第23次常务会议，会议研究了防汛。", ("2018-08-14", 2018)),
        ("8月14日，怀集县长主持召开常务会议。2018年首次办的河灯会开过3次会议。", (None, None)),
    ],
)
def test_a_meeting_is_dated_by_its_number_and_by_no_other_count(sentence, dated):
    page = f"县政府常务会议召开\n{sentence}\n会议强调，怀集县各镇要做好防汛准备，不得松懈。"
    found = parse_bytes(page.encode(), "page.txt").document.metadata
    assert (found.date, found.year) == dated


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2019年民生实事完成情况年终总结", 2019),
        ("二〇一九年民生实事完成情况", 2019),
        ("2019年民生实事：2019年完成情况", 2019),
        ("1、2019年民生实事", 2019),
        ("2016-2020年民生实事完成情况", None),
        ("2019—2021年行动计划", None),
        ("2019年至2021年行动计划", None),
        ("2019、2020年民生实事", None),
        ("二〇一六—二〇二〇年规划", None),
        ("2019年以来民生实事完成情况", None),
        ("民生实事2018年完成情况和2019年安排", None),
        ("民生实事完成情况年终总结", None),
    ],
)
def test_a_title_tells_the_year_when_it_names_exactly_one(title, year):
    assert only_year([title]) == year


@pytest.mark.parametrize(
    ("title", "dated"),
    [
        ("怀集县2019年民生实事完成情况总结", ("2019", 2019)),
        ("怀集县2016-2020年民生实事完成情况总结", (None, None)),
        ("怀集县2019—2021年民生实事完成情况总结", (None, None)),
        ("怀集县2018年民生实事完成情况和2019年打算", (None, None)),
    ],
)
def test_a_page_that_nothing_else_dates_has_the_only_year_of_its_title(title, dated):
    page = f"{title}\n一是修好了村里的路，怀集县的群众出门不再踩泥。\n二是装上了路灯，夜里亮堂堂。"
    found = parse_bytes(page.encode(), "page.txt").document.metadata
    assert (found.date, found.year) == dated
