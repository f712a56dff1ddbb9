"""Which page's writer is meant, where several pages say who wrote them."""

import pytest

from assistant.bylines import byline_draft
from assistant.question import understand
from assistant.scope import Directory
from ingest.parse import parse_bytes

PAGES = {
    "bridge": """怀集县老桥修复工程开工
（记者 卞青禾）
3月4日，怀集县老桥修复工程开工。怀集县交通局负责人说，桥面要在汛期前修好，群众出行不再绕路。
""",
    "school": """怀集县新建小学迎来第一批学生
9月1日，怀集县新建小学迎来第一批学生。怀集县教育局负责人说，学校有24个教学班，学位1080个。
（通讯员 程知夏）
""",
    "report": """2021年怀集县政府工作报告
——2021年2月3日在怀集县第十六届人民代表大会第一次会议上
县长　简伯庸
各位代表：
我代表县人民政府向大会报告工作，请予审议。今年要修好老桥，建好小学，怀集县上下都要动起来。
""",
}


@pytest.fixture(scope="module")
def parsed():
    return {name: parse_bytes(text.encode(), f"{name}.txt") for name, text in PAGES.items()}


def draft(parsed, text, *names):
    pages = [parsed[name] for name in names or PAGES]
    paragraphs = {page.document.id: page.paragraphs for page in pages}
    documents = [page.document for page in pages]
    (question,) = understand(text, Directory(documents))
    return byline_draft(question, documents, paragraphs.__getitem__)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("怀集县老桥修复那篇报道的记者是谁?", "卞青禾"),
        ("写怀集县新建小学那篇报道的作者是谁?", "程知夏"),
        ("怀集县老桥修复工程开工的消息是谁写的?", "卞青禾"),
        ("《怀集县新建小学迎来第一批学生》是谁写的?", "程知夏"),
        ("怀集县2021年的报告是谁作的?", "简伯庸"),
    ],
)
def test_of_the_pages_with_a_writer_the_one_that_the_question_names_is_meant(
    parsed, question, name
):
    found = draft(parsed, question)
    assert [name in statement.text for statement in found.statements] == [True]


def test_the_order_of_the_pages_changes_nothing(parsed):
    question = "怀集县老桥修复那篇报道的记者是谁?"
    answers = {
        draft(parsed, question, *names).statements[0].text
        for names in (("bridge", "school", "report"), ("report", "school", "bridge"))
    }
    assert len(answers) == 1


def test_a_report_is_not_taken_for_a_page_with_a_writer(parsed):
    assert not draft(parsed, "怀集县2021年报告的记者是谁?", "report").statements
