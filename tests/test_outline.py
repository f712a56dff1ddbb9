"""Heads, sections, years and periods."""

from pathlib import Path

import pytest

from ingest.heads import head_of
from ingest.outline import outline, run_in_of
from ingest.parse import parse, parse_bytes
from ingest.periods import Span, period_of_head, period_of_text

PAGES = Path(__file__).parent / "data" / "pages"


def sections(texts, **options):
    options = {"year": 2019, "kind": "work report", **options}
    return [place.section for place in outline(texts, ["body"] * len(texts), **options)]


@pytest.mark.parametrize(
    ("line", "rank", "title", "whole"),
    [
        ("二、2019年工作安排", 1, "二、2019年工作安排", True),
        ("第一部分　2017年工作回顾", 0, "第一部分2017年工作回顾", True),
        ("（一）把产业做实", 2, "（一）把产业做实", True),
        ("(一)坚持依法行政,建设法治政府。", 2, "(一)坚持依法行政,建设法治政府", True),
        ("(一)坚持依法行政,建设法治政府。全面贯彻。", 2, "(一)坚持依法行政,建设法治政府", False),
        ("1．茶叶", 3, "1．茶叶", True),
        ("1.指导思想。贯彻落实全会精神。", 3, "1.指导思想", False),
        ("(2)工业方面:新上项目12个。", 4, "(2)工业方面", False),
        ("一、2018年工作回顾 过去一年,我们很忙。", 1, "一、2018年工作回顾", False),
        (
            "一、2018年工作回顾过去一年,面对复杂形势,我们在市委领导下团结一心,攻坚克难,努力工作,成绩不小。",
            1,
            "一、2018年工作回顾",
            False,
        ),
    ],
)
def test_a_numbered_head_is_read_as_written(line, rank, title, whole):
    assert head_of(line) == (rank, title, whole)


@pytest.mark.parametrize(
    "line",
    [
        "(一)地区生产总值增长8%。",
        "1.改造农村道路80公里。",
        "四、县政府由县长、副县长组成。",
        "3.严格按照规定程序办理各项手续，做到件件有登记、事事有回音，年底前办结率达到百分之百，群众满意率不降低，不出现一起投诉。",
    ],
)
def test_a_numbered_sentence_has_no_head_of_its_own(line):
    assert head_of(line).title == ""


@pytest.mark.parametrize(
    "line", ["1.8万人脱贫", "2019年工作安排", "十件实事", "一二三产融合", "三农工作"]
)
def test_what_only_begins_like_a_number_is_no_head(line):
    assert head_of(line) is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("改善农村人居环境。把整治作为第一场硬仗。", "改善农村人居环境"),
        ("聚焦巩固提升,决胜脱贫攻坚。坚持两手抓。", "聚焦巩固提升,决胜脱贫攻坚"),
        ("办好十件民生实事。一是修路。", "办好十件民生实事"),
        ("更高水平扩大开放。抓好招商引资。", "更高水平扩大开放"),
        ("——稳增长,夯实发展基础。投资增长15%。", "稳增长,夯实发展基础"),
    ],
)
def test_a_sentence_that_begins_like_a_task_heads_its_paragraph(text, head):
    assert run_in_of(text) == head


@pytest.mark.parametrize(
    "text",
    [
        "战鼓声声,催人奋进。任天顺说,今年要抓好三件事。",
        "政府工作最根本的落脚点是改善民生。张宇松说,近些年很忙。",
        "城镇化率达62.36%。提高1.31个百分点。",
        "改造农村厕所5800户。新建公园3个。",
        "全面贯彻落实党的各项方针政策,坚持稳中求进,统筹推进各项工作再上新台阶。成绩来之不易。",
        "推进各项工作。",
        "会议强调抓好落实。各单位要行动。",
        "我们坚持群众路线。大家都满意。",
        "如何推进这项工作?县长回答了。",
    ],
)
def test_an_ordinary_first_sentence_heads_nothing(text):
    assert run_in_of(text) is None


def test_a_weaker_head_counts_between_others():
    texts = ["做优精品农业。提升质量。", "城乡联动加快融合。完成规划。", "着力改善环境。整治村庄。"]
    assert run_in_of(texts[1]) is None
    assert sections(texts)[1] == ("城乡联动加快融合",)


def test_a_section_is_all_heads_above_it_and_its_own_run_in():
    texts = [
        "二、2019年工作安排",
        "今年很关键,要抓紧。",
        "(一)扩大投资。上项目。",
        "优化环境。少跑腿。",
        "多年来,企业贡献很大,功不可没。",
        "(二)深化改革。放权。",
        "三、加强自身建设",
        "说到做到。",
    ]
    two, three = "二、2019年工作安排", "三、加强自身建设"
    assert sections(texts) == [
        (),
        (two,),
        (two, "(一)扩大投资"),
        (two, "(一)扩大投资", "优化环境"),
        (two, "(一)扩大投资"),
        (two, "(二)深化改革"),
        (),
        (three,),
    ]


def test_a_paragraph_for_the_whole_part_leaves_the_last_subsection():
    texts = ["一、2018年工作回顾", "(五)改善民生。就业不错。", "一年来,我们接受监督。", "各位代表!"]
    assert sections(texts)[2:] == [("一、2018年工作回顾",)] * 2


def test_a_line_without_a_stop_over_a_paragraph_is_a_head():
    texts = ["今年全县要修好三条路,一条也不能少。", "从景点到全域", "游客住下来了,过夜的占到四成。"]
    found = outline(texts, ["body"] * 3, year=2019, kind="interview")
    assert [place.role for place in found] == ["body", "heading", "body"]
    assert found[2].section == ("从景点到全域",)


@pytest.mark.parametrize(
    "line", ["2019年3月1日", "湖畔县人民政府", "新增床位64张", "今天就办!", "“说到做到”"]
)
def test_signatures_figures_and_calls_are_no_heads(line):
    texts = ["今年全县要修好三条路,一条也不能少。", line, "以上请各乡镇认真抓好落实,不得有误。"]
    assert outline(texts, ["body"] * 3, year=2019, kind=None)[1].role == "body"


@pytest.mark.parametrize(
    ("head", "span"),
    [
        ("一、2018年工作回顾", Span("review", 2018)),
        ("一、过去一年的工作", Span("review", 2018)),
        ("一、过去五年的工作", Span("review", None)),
        ("二、2019年工作安排", Span("plan", 2019)),
        ("二、今年的主要任务", Span("plan", 2019)),
        ("二、今后五年的奋斗目标", Span("plan", None)),
        ("二、“十四五”时期的主要目标", Span("plan", None)),
        ("四、下一步打算", Span("plan", 2019)),
        ("五、明年工作思路", Span("plan", 2020)),
        ("一、2018年工作回顾和2019年工作安排", None),
        ("一、基本县情", None),
    ],
)
def test_a_head_announces_its_period(head, span):
    assert period_of_head(head, year=2019) == span


def test_a_subject_with_the_word_target_is_no_plan():
    assert period_of_head("(一)强化目标考核", year=2019, outer=False) is None
    assert period_of_head("(三)2018年存在的问题", year=2019, outer=False) == Span("review", 2018)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("下一步,我们将办好十件实事。", Span("plan", 2019)),
        ("要突出规划引领,要完善功能。", Span("plan", 2019)),
        ("明年将开通环线。", Span("plan", 2020)),
        ("去年,全县建成道路80公里,完成了任务。", Span("review", 2018)),
        ("近年来,主要指标取得了长足进步,打下了基础。", Span("review", None)),
        ("截至目前,已建成12条,累计投资3亿元,今年以来新增2条。", Span("review", 2019)),
        ("会议在市里举行。", None),
        ("完成道路改造3公里;建成住房634套;解决4万人饮水问题。", None),
        ("投资3.82亿元,年度计划投资2.47亿元,主要用于修路。", None),
        ("主要原因是需要时间,重要的是必要条件。", None),
    ],
)
def test_without_heads_the_verbs_tell_the_period(text, span):
    assert period_of_text(text, year=2019) == span


def test_after_the_plan_a_report_goes_on_planning():
    texts = [
        "一、2018年工作回顾",
        "很忙。",
        "二、2019年工作安排",
        "更忙。",
        "三、加强政府自身建设",
        "守规矩。",
    ]
    found = outline(texts, ["body"] * 6, year=2019, kind="work report")
    assert [(place.period, place.year) for place in found] == [
        ("review", 2018),
        ("review", 2018),
        ("plan", 2019),
        ("plan", 2019),
        ("plan", 2019),
        ("plan", 2019),
    ]


def test_a_report_without_heads_turns_at_its_sentences():
    texts = [
        "各位代表:",
        "过去一年,全县修路80公里。",
        "群众满意度提高。",
        "今年是关键之年,县政府工作要抓好三件事。",
        "修路100公里。",
    ]
    found = outline(texts, ["body"] * 5, year=2019, kind="work report")
    assert [(place.period, place.year) for place in found] == [
        (None, None),
        ("review", 2018),
        ("review", 2018),
        ("plan", 2019),
        ("plan", 2019),
    ]


def test_a_list_is_planned_when_the_sentence_before_it_says_so():
    texts = [
        "今年,县里将办好三件实事。",
        "这三件实事分别是:完成道路3公里;建成住房634套;解决饮水问题。",
    ]
    found = outline(texts, ["body"] * 2, year=2015, kind=None)
    assert (found[1].period, found[1].year) == ("plan", 2015)


def test_eight_tasks_of_this_year_are_all_plans():
    texts = [
        "今年要抓好两个方面的工作。",
        "聚焦脱贫,守住成果。坚持两手抓。",
        "聚焦转型,做强产业。做大肉鸡、核桃。",
    ]
    found = outline(texts, ["body"] * 3, year=2020, kind="interview")
    assert [(place.period, place.year) for place in found] == [("plan", 2020)] * 3


def test_a_year_that_the_page_does_not_give_stays_none():
    found = outline(["一、过去一年", "很忙。"], ["body"] * 2, year=None, kind="work report")
    assert (found[1].period, found[1].year) == ("review", None)


def test_the_county_report_is_divided_as_written():
    paragraphs = parse(PAGES / "county_report.txt").paragraphs
    spans = {
        paragraph.section[0]: (paragraph.period, paragraph.year)
        for paragraph in paragraphs
        if paragraph.section and paragraph.role == "body"
    }
    assert spans == {
        "一、2020年和“十三五”工作回顾": ("review", 2020),
        "二、“十四五”时期的目标": ("plan", None),
        "三、2021年工作安排": ("plan", 2021),
        "四、加强政府自身建设": ("plan", 2021),
    }
    tea = next(p for p in paragraphs if p.text.startswith("新建清洁化加工线"))
    assert tea.section == ("三、2021年工作安排", "（一）把产业做实", "1．茶叶")


def test_a_report_that_lost_its_newlines_has_the_same_outer_sections():
    text = (PAGES / "county_report.txt").read_text(encoding="utf-8")
    joined = parse_bytes("".join(text.split("\n")).encode(), "joined.txt")
    heads = {paragraph.section[0][:2] for paragraph in joined.paragraphs if paragraph.section}
    assert heads == {"一、", "二、", "三、", "四、"}
    assert joined.document.metadata.year == 2021
    assert str(joined.document.metadata.place) == "贵州省遵义市正安县"
    ten = next(p for p in joined.paragraphs if "新建公办幼儿园4所" in p.text)
    assert (ten.period, ten.year) == ("plan", 2021)
