"""The five real documents that the sample was chosen by: test input only, never copied here.

They lie beside the repository; without them these tests are skipped.
"""

import re
from pathlib import Path

import pytest

from ingest.document import Place
from ingest.enumerations import enumeration_over, enumerations
from ingest.parse import parse

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real documents (../shared/corpus) are not on this machine"
)

EXPECTED = {
    "000": ("interview", ("河南省", "济源市"), "2017", 2017, "张宇松"),
    "001": ("interview", ("山西省", "临汾市", "汾西县"), "2020", 2020, "任天顺"),
    "002": ("meeting", ("山西省", "晋城市"), "2020-05-07", 2020, "王震"),
    "003": ("work report", ("河南省", "济源市"), "2019-02-16", 2019, "石迎军"),
    "004": ("interview", ("山东省", "潍坊市", "峡山区"), "2020-03-25", 2020, "李华刚"),
}
PLAN = "二、2019年工作安排"


def page(number):
    (path,) = CORPUS.glob(f"{number}_*.txt")
    return parse(path)


@pytest.mark.parametrize("number", EXPECTED)
def test_a_real_page_says_this_about_itself(number):
    found = page(number).document.metadata
    kind, place, date, year, speaker = EXPECTED[number]
    assert (found.kind, found.place, found.year) == (kind, Place(place), year)
    assert found.date.startswith(date)
    assert found.speaker == speaker


def test_titles_and_publishers():
    titles = [page(number).document.metadata.title for number in EXPECTED]
    assert titles[1] is None
    assert titles[3] == "2019年济源市政府工作报告"
    assert titles[4].endswith("——访峡山区党工委书记李华刚")
    publishers = [page(number).document.metadata.publisher for number in EXPECTED]
    assert publishers[:4] == ["豫都网", "临汾新闻网", "晋城在线", None]
    # The source's own name lost a character in this copy; restored, it is the newspaper.
    assert publishers[4] in {"潍坊日报", "潍坊新闻网"}


@pytest.mark.parametrize(
    "phrase",
    [
        "责任编辑",
        "版权",
        "扫一扫",
        "A+A-",
        "下一篇",
        "豫都网",
        "字号:",
        "[摘要]",
        "今日头条",
        "当前位置",
        "地图",
    ],
)
def test_nothing_of_the_pages_around_is_left(phrase):
    left = [p.text for n in EXPECTED for p in page(n).paragraphs if phrase in p.text]
    assert not left


def test_no_sentence_is_lost():
    # Counted by eye: paragraphs of text on each page, titles and by-lines left out.
    counts = [sum(p.role == "body" for p in page(n).paragraphs) for n in EXPECTED]
    assert counts == [8, 12, 8, 63, 5]


def test_bylines_are_kept():
    lines = {p.text for n in ("001", "004") for p in page(n).paragraphs if p.role == "byline"}
    assert {"记者 王德政", "□记者 窦浩智", "通讯员 宋 晓"} <= lines


def test_the_report_reviews_one_year_and_plans_the_next():
    paragraphs = page("003").paragraphs
    spans = {(p.section[0], p.period, p.year) for p in paragraphs if p.section and p.role == "body"}
    assert spans == {
        ("一、2018年工作回顾", "review", 2018),
        (PLAN, "plan", 2019),
        ("三、加强政府自身建设", "plan", 2019),
    }


def test_the_ten_projects_have_their_section_and_their_ten_members():
    (ten,) = [p for p in page("003").paragraphs if p.text.startswith("办好十件民生实事")]
    seven = "(七)顺应群众美好生活向往,不断提升民生保障水平"
    assert ten.section == (PLAN, seven, "办好十件民生实事")
    found = enumerations(ten.text)[0]
    assert (found.declared, len(found.members)) == (10, 10)
    assert all(
        ten.text[m.start] == n for m, n in zip(found.members, "一二三四五六七八九十", strict=True)
    )
    assert found.members[-1].end == len(ten.text)


def test_the_ten_projects_are_one_passage():
    document = page("003")
    (passage,) = [p for p in document.passages if p.text.startswith("办好十件民生实事")]
    assert passage.text.count("是") >= 10
    assert "十是建设" in passage.text
    assert passage.heading.startswith("2019年济源市政府工作报告 › " + PLAN)


@pytest.mark.parametrize(
    ("number", "within", "style", "count", "declared"),
    [
        ("000", "3项措施", "marked", 3, 3),
        ("000", "要调结构", "parallel", 4, None),
        ("000", "政治意识", "run", 5, None),
        ("002", "往哪转", "frame", 3, None),
        ("002", "要强化责任导向", "parallel", 6, None),
        ("003", "“六个关系”", "marked", 6, 6),
        ("003", "“十大工程”", "run", 10, 10),
        ("003", "四种类型", "run", 4, 4),
        ("003", "“四大行动”", "run", 4, 4),
        ("003", "以下原则", "marked", 5, None),
        ("003", "不少困难和问题", "marked", 4, None),
        ("004", "突出抓好组织振兴", "parallel", 4, None),
    ],
)
def test_lists_inside_paragraphs(number, within, style, count, declared):
    (paragraph,) = [p for p in page(number).paragraphs if within in p.text]
    counts = {
        (len(found.members), found.declared)
        for found in enumerations(paragraph.text)
        if found.style == style
    }
    assert (count, declared) in counts


def test_lists_over_paragraphs():
    counts = {
        number: {(f.declared, len(f.members)) for f in enumeration_over(page(number).paragraphs)}
        for number in ("001", "003")
    }
    assert (8, 8) in counts["001"]
    assert (7, 7) in counts["003"]
    heads = ["".join(found.heads) for found in enumeration_over(page("003").paragraphs)]
    governments = [re.findall("建设(..)政府", head) for head in heads]
    assert ["法治", "创新", "服务", "廉洁", "责任"] in governments


def test_the_summary_of_the_interview_is_no_paragraph_of_its_own():
    openings = [p for p in page("000").paragraphs if "刚刚闭幕" in p.text]
    assert len(openings) == 1


def test_passages_are_of_the_wanted_length():
    lengths = [len(passage.text) for n in EXPECTED for passage in page(n).passages]
    # Longer ones are lists kept whole.
    assert sum(length > 500 for length in lengths) <= 4
    assert max(lengths) < 1200
