"""What is dropped from a page, and above all what isn't."""

from pathlib import Path

import pytest

from ingest.furniture import furniture, is_sentence
from ingest.lines import Line, split_lines

DATA = Path(__file__).parent / "data" / "furniture"
BODY = "今年全县安排重点项目132个，截至7月底已开工118个，完成投资143.6亿元。"
MORE = "会议强调，要盯住三个方向，确保9月底前剩余14个项目全部开工，年底前全部见到形象进度。"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def reasons(*texts):
    return furniture(split_lines("\n".join(texts)))


@pytest.mark.parametrize("row", rows("dropped.txt"))
def test_a_line_of_the_page_around_the_text_is_dropped_by_its_rule(row):
    rule, line = row.split("\t")
    assert reasons(line, BODY, MORE)[0] == rule


@pytest.mark.parametrize("line", rows("kept.txt"))
def test_a_line_of_text_is_kept_wherever_it_stands(line):
    assert reasons(BODY, line, MORE) == [None, None, None]
    assert reasons(BODY, MORE, line) == [None, None, None]


def test_a_summary_that_repeats_the_text_is_dropped():
    assert reasons(f"[摘要]{BODY[:30]}...", BODY, MORE) == ["summary", None, None]
    assert reasons(f"【摘要】：{BODY}", MORE, BODY) == ["summary", None, None]


def test_a_summary_that_says_something_else_is_text():
    own = "[摘要]县长说，修路的钱要公开到每一公里，账本放在村口，谁都可以翻，谁都可以问。"
    assert reasons(own, BODY, MORE) == [None, None, None]


def test_an_opening_cut_off_with_dots_is_dropped_only_if_the_text_goes_on_with_it():
    assert reasons(f"{BODY[:30]}……", BODY)[0] == "summary"
    assert (
        reasons("今年全县安排重点项目132个，其中有的还要再等等看，也许要到明年……", BODY)[0] is None
    )


def test_the_title_said_again_over_the_text_is_dropped():
    title = "我县召开项目推进会"
    assert reasons(title, "王某在会上讲话", title, BODY) == [None, None, "repeated", None]


def test_a_head_that_two_sections_share_is_kept():
    head = "工作措施"
    assert reasons(BODY, head, BODY + "一", head, MORE) == [None] * 5


def test_everything_after_the_end_of_the_article_is_dropped():
    tail = ["责任编辑：李某", "县里又开会了", "返回湖畔网首页", "关于我们 | 联系我们"]
    assert reasons(BODY, MORE, *tail)[:2] == [None, None]
    assert None not in reasons(BODY, MORE, *tail)[2:]


def test_an_editors_name_over_the_text_does_not_end_it():
    assert reasons("责任编辑：李某", BODY, MORE) == ["labels", None, None]


def test_a_byline_after_the_end_is_kept():
    assert reasons(BODY, MORE, "责任编辑：李某", "记者 王某某")[-1] is None


def test_a_real_sentence_after_an_end_mark_keeps_the_text_before_it():
    assert reasons(BODY, "相关链接", MORE) == [None, "related", None]


def test_a_signature_is_kept_though_it_repeats_the_head_of_the_notice():
    office = "湖畔县人民政府办公室"
    assert reasons(office, BODY, MORE, office, "2019年3月1日") == [None] * 5


def test_the_value_under_a_label_goes_with_its_label():
    assert reasons("索引号:", "6107280000/2024-001005", BODY) == ["labels", "labels", None]


def test_a_page_of_menus_has_nothing_left():
    page = (DATA.parent / "pages" / "furniture_only.txt").read_text(encoding="utf-8")
    assert None not in furniture(split_lines(page))


def test_no_lines_give_no_reasons():
    assert furniture([]) == []


@pytest.mark.parametrize("text", ["各位代表全体起立!", "今年要办十件事。", "“我们说到做到。”"])
def test_prose_ends_like_a_sentence(text):
    assert is_sentence(text) or len(text) <= 8


def test_a_line_knows_where_it_stands():
    text = "标题\n\n　　全文。　\r\n## 小节\n- 一条"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["标题", "全文。", "小节", "一条"]
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert Line(3, "全文").end == 5


def test_a_line_torn_within_a_sentence_is_joined():
    torn = BODY[:-1] + "，其中五个项目因为征地拆迁推迟，要在下个月内想办法加快"
    text = f"标题\n{torn}\n推进，年底前全部完工。\n一、总体要求\n{MORE}"
    lines = split_lines(text)
    assert [line.text[:4] for line in lines] == ["标题", "今年全县", "一、总体", "会议强调"]
    assert lines[1].text == f"{torn}\n推进，年底前全部完工。"
    assert text[lines[1].start : lines[1].end] == lines[1].text


def test_a_page_wrapped_at_one_width_is_joined_to_its_paragraphs():
    prose = "全县要修好三条路，一条也不能少，每条路都要公开账目，接受群众监督，让大家放心。" * 6
    wrapped = [prose[at : at + 30] for at in range(0, len(prose), 30)]
    text = "\n".join(["一、总体要求", *wrapped, "二、主要任务", MORE])
    lines = split_lines(text)
    assert lines[0].text == "一、总体要求"
    assert "".join(lines[1].text.split()) == prose
    assert [line.text for line in lines[2:]] == ["二、主要任务", MORE]


def test_short_lines_without_stops_stay_lines():
    texts = ["把边城建成客厅", "从景点到全域", "让口岸热起来", BODY]
    assert [line.text for line in split_lines("\n".join(texts))] == texts
