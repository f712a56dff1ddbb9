"""The whole document beside the conversation: opened where it is cited, with its outline."""

import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT
from tests.page.acts import PHONE, answered, ask, in_view, overflow, picture, target

QUESTIONS = (
    "2019年济源承诺了哪些民生实事?",
    "2019年济源生产总值的增长目标是多少？",
    "2018年济源新增就业多少人？",
    "2019年济源新增公交车多少辆？",
    "2019年济源改造提升农村道路多少公里？",
    "2018年济源的民生工作办了哪些？",
    "2020年任天顺怎么谈项目建设？",
    "2019年济源要造林绿化多少亩？",
    "2018年济源建成多少座公厕？",
    "2018年济源改造城市道路多少万平方米？",
)


FIGURE = re.compile(r"\d+(?:\.\d+)?")
YEAR = re.compile(r"(\d{4})年")


def cited(page: Page, question: str = QUESTIONS[0]) -> None:
    ask(page, question)
    answered(page)


@cache
def documents(library: Path) -> dict[str, str]:
    """File name -> document id."""
    listed = subprocess.run(
        [sys.executable, "-m", "ingest", "list", "--json", "--library", str(library)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    return {Path(row["source"]).name: row["id"] for row in rows}


def test_the_reader_opens_at_the_cited_sentence_with_its_neighbours_and_outline(opened, house):
    page = opened(house)
    cited(page)
    page.locator("#a-1 .cite").nth(3).click()
    page.get_by_role("link", name="读全文").first.click()
    quote = page.locator("#p-quote")
    in_view(page, "#p-quote")
    expect(quote).to_contain_text("180辆")
    expect(page.locator(".paragraph.cited")).to_have_count(1)
    assert page.locator(".paragraph").count() > 20
    around = page.locator(".paragraph.cited ~ .paragraph").first
    around.scroll_into_view_if_needed()
    expect(around).to_contain_text("政府说到就要做到")
    picture(page, "page-reader")

    outline = page.locator("#reading .outline")
    outline.locator("summary").click()
    expect(outline.get_by_role("link")).to_contain_text(
        ["一、2018年工作回顾", "二、2019年工作安排"]
    )
    outline.get_by_role("link", name="一、2018年工作回顾").click()
    expect(page.locator(".paragraph", has_text="一、2018年工作回顾").first).to_be_in_viewport()
    page.get_by_role("button", name="返回出处").click()
    expect(page.locator("#s-1-1")).to_be_visible()


def test_with_the_reader_open_a_citation_moves_it_to_its_sentence(opened, house):
    page = opened(house)
    cited(page)
    page.locator("#a-1 .cite").nth(3).click()
    page.get_by_role("link", name="读全文").first.click()
    expect(page.locator("#p-quote")).to_contain_text("180辆")
    page.locator("#a-1 .cite").nth(9).click()
    expect(page.locator("#p-quote")).to_contain_text("128座")
    in_view(page, "#p-quote")


def test_each_citation_of_ten_answers_lands_on_a_sentence_with_the_claims_figures(opened, house):
    page = opened(house)
    checked = 0
    for n, question in enumerate(QUESTIONS, 1):
        ask(page, question)
        answered(page, n)
        cites = page.locator(f"#a-{n} .cite")
        assert cites.count(), question
        for cite in cites.all():
            claim = cite.locator("xpath=ancestor::*[self::li or self::p][1]").inner_text()
            figures = set(FIGURE.findall(re.sub(r"\[\d+\]", "", claim)))
            cite.click()
            # The year that a claim is given beside its quotation stands over that in the card.
            year = page.locator(".source:has(mark:target) .facts").inner_text()
            figures -= {found for found in YEAR.findall(year) if f"{found}年" in claim}
            assert figures <= set(FIGURE.findall(target(page))), (question, claim)
            expect(page.locator("mark:target")).to_be_in_viewport()
            checked += len(figures)
    assert checked > 20


def test_a_permalink_opens_the_reader_at_its_paragraph(opened, house, own_library):
    report = documents(own_library)["jiyuan-2019-report.txt"]
    page = opened(f"{house}/?p={report}%23p29")
    expect(page.locator(".paragraph.cited")).to_be_in_viewport()
    expect(page.locator(".paragraph.cited")).to_have_attribute("id", "p-29")
    expect(page.locator("#reading h2")).to_have_text("2019年济源市政府工作报告")
    page = opened(f"{house}/?p={report}#p29")
    expect(page.locator(".paragraph.cited")).to_have_attribute("id", "p-29")
    allowed = ["clipboard-read", "clipboard-write"]
    page = opened(f"{house}/?p={report}%23p29", permissions=allowed)
    page.locator(".paragraph.cited").hover()
    page.locator(".paragraph.cited .permalink").click()
    expect(page.locator("#said")).to_have_text("已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    assert urllib.parse.unquote(link) == f"{house}/?p={report}#p29"


@pytest.mark.parametrize("id", ["0000000000000000%23p1", "nonsense", "..%2F..%2Fetc%23p1"])
def test_a_permalink_to_nothing_says_so(reader, house, id):  # the 404 stands in the console
    reader.goto(f"{house}/?p={id}")
    expect(reader.locator("#reading")).to_contain_text("资料库里没有这一段")


def test_the_api_gives_the_permalink_of_each_citation(house):
    sent = json.dumps({"data": [QUESTIONS[0]]}).encode()
    call = f"{house}/gradio_api/call/chat"
    request = urllib.request.Request(call, sent, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{call}/{event}", timeout=20) as response:
        lines = [line for line in response.read().decode().splitlines() if line]
    (answer,) = json.loads(lines[-1].removeprefix("data: "))
    for citation in answer["citations"]:
        assert citation["link"] == f"/?p={urllib.parse.quote(citation['paragraph'], safe='')}"


def test_the_reader_shows_both_texts_marks_repairs_and_says_what_the_copy_is_worth(
    opened, house, own_library
):
    damaged = documents(own_library)["xiashan-2020-interview.txt"]
    page = opened(f"{house}/?p={damaged}%23p3")
    quality = page.locator("#reading .quality")
    expect(quality).to_contain_text("转载的副本")
    expect(quality).to_contain_text("处破损已还原")
    expect(quality).to_contain_text("发布时为繁体字")
    torn = page.locator("#reading .torn[tabindex]").first
    torn.focus()
    expect(torn.locator(".tip")).to_be_visible()
    published = page.locator("#reading .published").first
    expect(published).to_be_hidden()
    page.get_by_label("发布原文").check(force=True)
    expect(published).to_be_visible()
    page.get_by_label("并排").check(force=True)
    expect(page.locator("#reading .beside").first).to_be_visible()
    expect(published).to_be_hidden()
    picture(page, "page-reader-both")


def test_a_mirror_copy_is_named_and_can_be_read_too(opened, house, own_library):
    ids = documents(own_library)
    page = opened(f"{house}/?p={ids['jincheng-2020-meeting.txt']}%23p2")
    also = page.locator("#reading .also")
    expect(also).to_contain_text("同一文本还见于")
    also.get_by_role("link").click()
    expect(page.locator("#reading h2")).to_contain_text("释放这些信号")
    expect(page.locator("#reading .also")).to_contain_text("这是一份转载")


def test_a_phone_reads_the_document_over_the_whole_screen_and_comes_back(opened, house):
    page = opened(house, viewport=PHONE, has_touch=True)
    cited(page)
    page.locator("#a-1 .cite").nth(3).tap()
    page.get_by_role("link", name="读全文").first.tap()
    in_view(page, "#p-quote")
    assert overflow(page) == 0
    picture(page, "page-phone-reader")
    page.get_by_role("button", name="返回出处").tap()
    expect(page.locator("#a-1")).to_be_visible()


def test_a_citation_is_still_readable_when_its_document_has_left_the_library(reader, changing):
    house, library = changing
    page = reader  # the 404 stands in the console
    page.goto(house)
    cited(page)
    name = str(ROOT / "sample" / "jiyuan-2019-report.txt")
    remove = [sys.executable, "-m", "ingest", "remove", name, "--library", str(library)]
    subprocess.run(remove, cwd=ROOT, check=True, capture_output=True)
    page.reload()
    answered(page)
    page.locator("#a-1 .cite").nth(3).click()
    assert "180辆" in target(page)
    with page.expect_response("**/page/document/**") as gone:
        page.get_by_role("link", name="读全文").first.click()
    assert gone.value.status == 404
    expect(page.locator("#reading")).to_contain_text("资料库里没有这一段")
