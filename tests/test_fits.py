"""What a sentence must hold to be what is asked for: a figure, a unit, a day."""

import pytest

from assistant.fits import MEASURED, fits, in_unit
from assistant.question import understand
from assistant.scope import Directory
from ingest.document import Document, Metadata, Paragraph
from ingest.normalise import fold


@pytest.mark.parametrize(
    "text",
    [
        "失业率百分之三点八",
        "改造八千一百余户",
        "投资八十二亿四千万元",
        "养老床位一千六百七十三张",
        "建成3所",
    ],
)
def test_a_figure_in_chinese_numerals_is_a_figure(text):
    assert MEASURED.search(text)


@pytest.mark.parametrize("text", ["一心一意抓落实", "“十三五”规划顺利收官", "三产融合发展"])
def test_numerals_in_set_phrases_are_none(text):
    assert not MEASURED.search(text)


@pytest.mark.parametrize(
    ("unit", "text", "holds"),
    [
        ("%", "登记失业率百分之三点八", True),
        ("%", "优良天数比例98.5%", True),
        ("亿", "投资八十二亿四千万元", True),
        ("公里", "改造农村公路二百公里", True),
        ("公里", "改造农村公路35条", False),
        ("%", "新增就业4.5万人", False),
    ],
)
def test_the_figure_must_be_in_the_unit_that_is_asked_for(unit, text, holds):
    assert in_unit(unit, text) is holds


def fit(question, text):
    """The factor of a sentence that says neither plan nor review, on a page of no year."""
    page = Document("d", "page.txt", "hans", False, "utf-8", Metadata())
    paragraph = Paragraph("d", 1, text, 0, 0, len(text))
    (asked,) = understand(question, Directory([page]))
    return fits(asked, paragraph, page, text)


@pytest.mark.parametrize("vague", ["大桥年内通车", "大桥在汛期之前通车", "大桥在试运行期间通车"])
@pytest.mark.parametrize(
    "day", ["大桥6月30日通车", "大桥6月通车", "大桥年底前后通车", "大桥二季度通车"]
)
def test_where_a_day_is_asked_for_a_date_comes_before_a_while_and_that_before_nothing(day, vague):
    asked = "大桥哪天通车?"
    assert fit(asked, day) > fit(asked, vague) > fit(asked, "大桥已经通车") > 0


@pytest.mark.parametrize("asked", ["大桥通车了吗?", "大桥有哪些特点?"])
def test_where_no_day_is_asked_for_a_date_is_no_better_than_a_while(asked):
    assert fit(asked, "大桥6月30日通车") == fit(asked, "大桥年内通车")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("问政武宁　https://wuning.example.invalid/a.html", False),
        ("县政府全体会议讨论了今年的工作，全文见 https://wuning.example.invalid/b.html", True),
    ],
)
def test_a_site_s_address_line_is_no_evidence_and_a_sentence_with_one_is(text, counts):
    document = Document("00aa", "/a.txt", "hans", False, "utf-8", Metadata())
    (question,) = understand("谁主持了武宁的会议?", Directory([document]))
    paragraph = Paragraph("00aa", 1, text, 0, 0, len(text))
    assert (fits(question, paragraph, document, fold(text)) > 0) is counts
