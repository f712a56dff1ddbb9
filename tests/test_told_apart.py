"""Rules that keep like things apart, each held against its own opposite."""

import pytest

from assistant.bylines import byline_draft
from assistant.evidence import weigh
from assistant.fits import fits, years_said
from assistant.measures import counts_in, measure_of
from assistant.question import understand
from assistant.scope import Directory
from assistant.terms import Term
from ingest.parse import parse_bytes

PAGE = """九江市长专访

来源：九江日报　记者　容长青
通讯员　董小满

市委副书记、市长谢一平回答提问。
记者：城区改造进展如何？
第三次全体会议于7月2日召开。
第四次全体会议于8月6日召开。
改造老旧小区40个。
惠及居民1.2万户。
高新产业增加值占工业增加值的比重达到36.8%。
工业增加值增长7.1%。
"""


@pytest.fixture(scope="module")
def page():
    return parse_bytes(PAGE.encode(), "page.txt")


def fit(page, question, sentence):
    (asked,) = understand(question, Directory([page.document]))
    paragraph = next(p for p in page.paragraphs if sentence in p.text)
    return fits(asked, paragraph, page.document, sentence)


def test_another_measure_fits_less_than_the_one_asked_for(page):
    right = fit(page, "惠及多少户?", "惠及居民1.2万户。")
    assert fit(page, "惠及多少户?", "改造老旧小区40个。") < right
    assert fit(page, "改造多少个?", "改造老旧小区40个。") == right


def test_a_meeting_of_another_number_fits_less(page):
    asked = "第三次全体会议是哪天召开的?"
    other = fit(page, asked, "第四次全体会议于8月6日召开。")
    assert other < 0.5 * fit(page, asked, "第三次全体会议于7月2日召开。")


def test_what_says_neither_plan_nor_result_fits_a_plan_less(page):
    said = "惠及居民1.2万户。"
    assert fit(page, "惠及居民的目标是多少户?", said) < fit(page, "惠及居民多少户?", said)


def test_estates_are_not_counted_as_households():
    assert not counts_in(measure_of("惠及多少户?"), "改造老旧小区40个")
    assert counts_in(measure_of("新增企业多少家?"), "新增企业40个")


def test_a_deputy_does_not_hold_the_office(page):
    sentence = "市委副书记、市长谢一平回答提问。"
    assert fit(page, "市委书记是谁?", sentence) < 0.5 * fit(page, "市长是谁?", sentence)


def test_a_year_after_the_figures_does_not_govern_them():
    assert years_said("12家只完成8家,我们将在今年补上", 2019, "number") == set()
    assert years_said("今年完成8家", 2019, "number") == {2019}
    assert years_said("一般公共预算收入与上年持平", 2019, "number") == set()


def test_a_share_of_it_is_not_its_growth(page):
    (asked,) = understand("工业增加值增长多少?", Directory([page.document]))
    paragraphs = [p for p in page.paragraphs if "工业增加值" in p.text]
    terms = [Term("工业增加值", 3.0, True), Term("增长", 1.0, False)]
    documents = {page.document.id: page.document}
    found = {e.text: e for e in weigh(asked, terms, paragraphs, documents, retrieved={})}
    growth = found["工业增加值增长7.1%。"]
    share = found["高新产业增加值占工业增加值的比重达到36.8%。"]
    assert share.fit < 0.5 * growth.fit


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("专访九江市长的记者是谁?", ["容长青"]),
        ("专访九江市长的记者和通讯员分别是谁?", ["容长青", "董小满"]),
    ],
)
def test_each_role_is_read_off_its_own_line(page, question, said):
    (asked,) = understand(question, Directory([page.document]))
    draft = byline_draft(asked, [page.document], lambda _: page.paragraphs)
    texts = [statement.text for statement in draft.statements]
    assert len(texts) == len(said)
    assert all(name in text for name, text in zip(said, texts, strict=True))
