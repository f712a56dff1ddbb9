"""What a page is about as a whole, and who stands over it: heads and by-lines, as they stand."""

import pytest

from assistant.bylines import asks_for_byline, byline_draft
from assistant.overview import chosen_document, overview, period_asked
from assistant.question import understand
from assistant.scope import Directory

PLAN_2019 = ["（一）抓产业转型", "（二）抓城乡建设", "（三）抓生态环境", "（四）抓民生保障"]
PLAN_2020 = ["（一）抓脱贫攻坚收官", "（二）抓转型综改", "（三）抓民生福祉"]
REVIEW_2018 = ["（一）城乡面貌持续改善", "（二）社会事业稳步推进"]


@pytest.fixture(scope="module")
def documents(reports):
    return reports.snapshot().documents()


def asked(text, documents):
    (question,) = understand(text, Directory(documents))
    return question


def of(documents, name):
    (found,) = [document for document in documents if name in document.source]
    return found


def items(answer):
    return [claim.text for claim in answer.claims if claim.item]


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("长治2019年重点抓什么?", PLAN_2019),
        ("长治2018年取得了哪些成绩?", REVIEW_2018),
        ("长治2018年抓了什么?", REVIEW_2018),
        ("长治今年重点抓什么?", PLAN_2020),
        ("長治2020年有什麼打算?", ["（一）抓脫貧攻堅收官", "（二）抓轉型綜改", "（三）抓民生福祉"]),
    ],
)
def test_the_heads_of_the_part_asked_about_are_the_overview(reports, question, heads):
    answer = reports.ask(question)
    assert items(answer) == heads
    assert all(claim.citations for claim in answer.claims if claim.item)
    for claim, citation in zip([c for c in answer.claims if c.item], answer.citations, strict=True):
        assert claim.citations == (citation.n,)
        assert citation.quote in citation.text


def test_an_overview_of_the_plan_holds_nothing_of_the_review(reports):
    assert {c.period for c in reports.ask("长治2019年重点抓什么?").citations} == {"plan"}
    assert {c.period for c in reports.ask("长治2018年取得了哪些成绩?").citations} == {"review"}


def test_of_a_whole_report_its_parts_are_given(sample_library):
    from assistant.chain import Assistant
    from ingest.settings import Settings

    answer = Assistant.open(Settings(library=sample_library, _env_file=None)).ask(
        "济源2019年政府工作报告讲了什么?"
    )
    assert items(answer) == ["一、2018年工作回顾", "二、2019年工作安排", "三、加强政府自身建设"]


def test_a_page_without_heads_gives_what_was_said_there(reports):
    answer = reports.ask("汾西县2020年会议讲了什么?")
    assert [text[:4] for text in items(answer)] == ["会议强调", "会议要求"]
    assert {c.place for c in answer.citations} == {"山西省临汾市汾西县"}


def test_headings_alone_declare_no_count(reports, documents):
    page = of(documents, "changzhi-2019")
    draft = overview(
        asked("长治2019年重点抓什么?", documents), page, reports.snapshot().paragraphs(page.id)
    )
    assert (draft.listed.declared, draft.listed.given) == (None, 4)


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("长治2019年重点抓什么?", "changzhi-2019"),
        ("长治2020年重点抓什么?", "changzhi-2020"),
        ("长治2018年抓了什么?", "changzhi-2019"),
        ("长治重点抓什么?", "changzhi-2020"),
        ("长治2019年抓了什么?", "changzhi-2019"),
        ("汾西县重点抓什么?", "fenxi-2020"),
    ],
)
def test_the_document_of_the_year_asked_about_is_chosen_else_the_newest(documents, question, page):
    question = asked(question, documents)
    within = [d for d in documents if d.id in question.scope.documents]
    assert chosen_document(question, within) == of(documents, page)


def test_no_document_is_chosen_for_a_year_that_none_plans_or_reviews(reports, documents):
    question = asked("长治2025年重点抓什么?", documents)
    assert chosen_document(question, documents) is None
    assert chosen_document(question, []) is None
    assert reports.ask("长治2025年重点抓什么?").reason == "year_not_in_library"


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("长治2019年重点抓什么?", "plan"),
        ("长治2018年重点抓什么?", "review"),
        ("长治去年重点抓什么?", "review"),
        ("长治今年重点抓什么?", "plan"),
        ("长治2019年取得了哪些成绩?", "review"),
        ("长治报告讲了什么?", None),
    ],
)
def test_a_year_says_which_part_of_a_report_is_asked_about(documents, question, period):
    page = of(documents, "changzhi-2019")
    assert period_asked(asked(question, documents), page) == period


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("2019年长治市的政府工作报告是谁作的?", "司徒文远"),
        ("长治2020年的报告人是谁?", "司徒文远"),
        ("晋城2020年谁作了政府工作报告?", "诸葛明达"),
        ("汾西县那篇报道的记者是谁?", "令狐远"),
        ("誰作了晉城2020年的政府工作報告?", "諸葛明達"),
    ],
)
def test_who_gave_a_report_or_wrote_a_page_is_read_off_its_lines(reports, question, name):
    answer = reports.ask(question)
    assert name in answer.text
    assert len(answer.citations) == 1
    assert len(answer.citations[0].quote) < 40


def test_the_writer_of_the_page_just_cited_is_meant(reports):
    first = reports.ask("汾西县2020年新建公厕多少座?")
    assert "令狐远" in reports.ask("这篇报道是谁写的?", turns=[first]).text


def test_whose_page_is_not_said_is_not_guessed(reports):
    assert reports.ask("这篇报道是谁写的?").declined


def test_a_page_without_a_by_line_has_no_writer(reports, documents):
    question = asked("长治2019年那篇报道的记者是谁?", documents)
    assert asks_for_byline(question)
    pages = [of(documents, "changzhi-2019")]
    assert not byline_draft(question, pages, reports.snapshot().paragraphs).statements


def test_a_title_in_marks_names_the_page(reports, documents):
    question = asked("《2020年晋城市政府工作报告》是谁作的?", documents)
    draft = byline_draft(question, documents, reports.snapshot().paragraphs)
    assert "诸葛明达" in draft.statements[0].text


@pytest.mark.parametrize(
    "text", ["长治市长是谁?", "谁负责漳河治理?", "长治2019年新增就业多少?", "记者采访了多少人?"]
)
def test_other_questions_ask_for_no_by_line(documents, text):
    assert not asks_for_byline(asked(text, documents))
