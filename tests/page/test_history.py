"""Conversations survive a reload and a restart with their citations, and are their reader's own."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import canned_answers as canned
from tests.browser import serving
from tests.page.acts import PHONE, answered, ask, picture, target
from tests.page_standin import SLOW


def kept(page: Page) -> list[str]:
    return page.locator("#kept a.title").all_inner_texts()


def in_history(page: Page, *titles: str) -> None:
    if not page.locator("#history").is_visible():
        page.get_by_role("button", name="历史对话").click()
    expect(page.locator("#kept a.title")).to_have_text(list(titles))


def test_a_reload_keeps_the_conversation_and_its_citations_alive(page):
    ask(page, canned.LIST)
    answered(page)
    ask(page, canned.FACT)
    answered(page, 2)
    page.reload()
    answered(page, 2)
    expect(page.locator("#a-1 .claims li")).to_have_count(10)
    page.locator("#a-1 .cite").nth(1).click()
    assert target(page) == "二是改造老旧小区24个"
    page.locator("#a-2 .cite").click()
    assert target(page).startswith("全年新修农村公路48.5公里")
    ask(page, canned.TORN)
    answered(page, 3)
    in_history(page, canned.LIST)


def test_a_restart_keeps_conversations_with_their_citations(opened, tmp_path: Path):
    arguments = ("-m", "tests.page_standin", str(tmp_path))
    with serving(*arguments, port=0) as address:
        page = opened(address)
        ask(page, canned.LIST)
        answered(page)
        state = page.context.storage_state()
        path = page.url.removeprefix(address).split("#")[0]
    with serving(*arguments, port=0) as address:
        page = opened(address + path, storage_state=state)
        answered(page)
        page.locator("#a-1 .cite").nth(1).click()
        assert target(page) == "二是改造老旧小区24个"
        expect(page.locator("#s-1-2")).to_be_in_viewport()
        in_history(page, canned.LIST)


def test_a_conversation_is_renamed_exported_deleted(opened, address):
    page = opened(address)
    ask(page, canned.LIST)
    answered(page)
    in_history(page, canned.LIST)
    page.get_by_role("button", name="改名").click()
    page.get_by_role("dialog").locator("input").fill("青石县 <b>的十件事</b>")
    page.keyboard.press("Enter")
    in_history(page, "青石县 <b>的十件事</b>")
    with page.expect_download() as download:
        page.locator("#kept a[download]").click()
    assert download.value.suggested_filename.endswith(".md")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# 青石县 \\<b\\>的十件事\\</b\\>")
    assert "新增公交车辆35辆。[^1-3]" in text
    assert "[^1-3]: 青石县2019年政府工作报告" in text

    page.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert len(kept(page)) == 1
    page.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.locator("#kept a.title")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(re.compile("c="))
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()


def test_an_earlier_conversation_is_opened_from_the_list(opened, address):
    page = opened(address)
    ask(page, canned.LIST)
    answered(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, canned.FACT)
    answered(page)
    in_history(page, canned.FACT, canned.LIST)
    picture(page, "page-history")
    page.locator("#kept a.title").nth(1).click()
    expect(page.locator("#q-1")).to_have_text(canned.LIST)
    answered(page)
    expect(page.locator("#kept .here a.title")).to_have_attribute("aria-current", "page")


def test_two_readers_at_once_see_only_their_own(opened, address):
    one, two = opened(address), opened(address)
    ask(one, SLOW)
    ask(two, canned.FACT)
    answered(two)
    answered(one)
    for page, own in ((one, SLOW), (two, canned.FACT)):
        expect(page.locator(".turn")).to_have_count(1)
        expect(page.locator("#q-1")).to_have_text(own)
        in_history(page, own)
    # Who has the address of another's conversation has nothing by it, neither in the page …
    two.goto(one.url)
    expect(two.locator(".welcome")).to_be_visible()
    assert SLOW not in two.content()
    # … nor from the server.
    id = one.url.split("c=")[1].split("#")[0]
    for verb, path in (
        ("get", f"{id}.md"),
        ("get", f"{id}/1.md"),
        ("delete", id),
        ("post", id),
        ("post", f"{id}/1"),
    ):
        sent = {"data": {"title": "x", "verdict": "good"}} if verb == "post" else {}
        got = getattr(two.context.request, verb)(f"{address}/page/history/{path}", **sent)
        assert got.status == 404, (verb, path)
    one.reload()
    in_history(one, SLOW)


def test_two_tabs_of_one_reader_hold_two_conversations(opened, address):
    one = opened(address)
    two = opened(address, beside=one)
    ask(one, canned.LIST)
    ask(two, canned.FACT)
    answered(one)
    answered(two)
    expect(one.locator(".turn")).to_have_count(1)
    one.reload()
    expect(one.locator("#kept a.title")).to_have_count(2)
    assert set(kept(one)) == {canned.LIST, canned.FACT}


def test_an_answer_that_was_left_half_written_is_there_as_far_as_it_came(opened, address):
    page = opened(address)
    ask(page, SLOW)
    expect(page.locator(".claims li").nth(1)).to_be_attached(timeout=10_000)
    page.locator("#stop").click()
    expect(page.locator("#a-1.stopped")).to_be_visible()
    there = page.locator(".claims li").count()
    page.reload()
    expect(page.locator("#a-1.stopped .claims li")).to_have_count(there)
    page.locator("#a-1 .cite").nth(1).click()
    assert target(page) == "二是改造老旧小区24个"


def test_a_phone_has_the_history_as_a_sheet(opened, address):
    page = opened(address, viewport=PHONE)
    ask(page, canned.LIST)
    answered(page)
    expect(page.locator("#history")).to_be_hidden()
    in_history(page, canned.LIST)
    picture(page, "page-phone-history")
    page.keyboard.press("Escape")
    expect(page.locator("#history")).to_be_hidden()
    expect(page.get_by_role("button", name="历史对话")).to_be_focused()


def test_what_cannot_be_kept_is_said_and_answered_all_the_same(reader, changing):
    address, library = changing
    kept = library / "page"
    page = reader
    page.goto(address)
    expect(page.locator("#kept > *")).to_be_attached()
    kept.rename(library / "aside")
    kept.write_text("no folder", encoding="utf-8")
    ask(page, "2019年济源新增公交车多少辆？")
    expect(page.locator("#note")).to_contain_text("没能存下来")
    expect(page.locator("#a-1:not(.answering)")).to_be_visible()
    page.goto("about:blank")
    kept.unlink()
    (library / "aside").rename(kept)
