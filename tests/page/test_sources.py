"""The cards beside the conversation: cited sentences, both texts, torn places."""

import pytest
from playwright.sync_api import expect

from tests import canned_answers as canned
from tests.page.acts import DESKTOP, PHONE, answered, ask, in_view, overflow, picture, target


def test_the_switch_shows_the_paragraph_as_published_and_keeps_the_place(page):
    ask(page, canned.LIST)
    answered(page)
    page.locator("#a-1 .cite").first.click()
    assert target(page) == "一是新建改建农村公路60公里"
    page.get_by_label("发布原文").check(force=True)
    assert target(page) == "一是新建改建农村公(gōng)路(lù)60公里"
    in_view(page, "#s-1-1")
    picture(page, "page-published")
    ask(page, canned.LIST)
    answered(page, 2)
    expect(page.locator("#s-2-1")).to_have_text(
        "一是新建改建农村公(gōng)路(lù)60公里", use_inner_text=True
    )


def test_a_torn_place_says_what_was_there_to_pointer_keyboard_and_finger(opened, address):
    page = opened(address, has_touch=True)
    ask(page, canned.TORN)
    answered(page)
    places = page.locator(".column:not(.beside) .torn[tabindex]")
    tips = page.locator(".tip")
    expect(places).to_have_count(3)
    places.nth(0).hover()
    expect(tips.nth(0)).to_be_visible()
    expect(tips.nth(0)).to_contain_text("发布的副本此处是「?幚」")
    tips.nth(0).hover()
    expect(tips.nth(0)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tips.nth(0)).to_be_hidden()
    page.locator("#top").hover()

    page.locator("#a-1 .cite").click()
    assert target(page) == "全年新建燃气管网12公里，为3个社区通上暖气。"
    for n in (1, 2):
        page.keyboard.press("Tab")
        expect(places.nth(n)).to_be_focused()
        expect(places.nth(n)).to_have_accessible_description(tips.nth(n).inner_text())
        expect(page.locator(".tip:visible")).to_have_count(1)
    expect(tips.nth(2)).to_contain_text("不能确定。也可能是「器。」「房。」")
    picture(page, "page-torn")
    page.keyboard.press("Tab")
    expect(page.locator(".tip:visible")).to_have_count(0)

    places.nth(0).tap()
    expect(tips.nth(0)).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_third_position_shows_both_texts(opened, address, viewport):
    page = opened(address, viewport=viewport)
    ask(page, canned.TORN)
    answered(page)
    restored, published = page.locator(".column .text").all()
    expect(published).to_be_hidden()
    page.get_by_label("还原文字").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("并排")).to_be_checked()
    expect(restored).to_contain_text("污水处理厂", use_inner_text=True)
    expect(restored.locator(".published").first).to_be_hidden()
    expect(published.locator(".torn")).to_have_text(["?幚", "?xì)夤芫", "?"])
    left, right = restored.bounding_box(), published.bounding_box()
    assert left is not None
    assert right is not None
    if viewport == DESKTOP:
        assert right["x"] >= left["x"] + left["width"]
        assert right["y"] == left["y"]
    else:
        assert right["y"] >= left["y"] + left["height"]
        assert right["x"] == left["x"]
    page.locator(".torn[tabindex]").last.focus()
    expect(page.locator(".tip:visible")).to_have_count(1)
    assert overflow(page) == 0
    page.locator("#a-1 .cite").click()
    in_view(page, "#s-1-1")
    picture(page, f"page-both-{viewport['width']}")


def test_an_earlier_answer_leads_to_its_own_sources(page):
    ask(page, canned.LIST)
    answered(page)
    ask(page, canned.FACT)
    answered(page, 2)
    expect(page.locator("details:has(#s-1-1)")).not_to_have_attribute("open", "")
    page.locator("#a-1 .cite").first.click()
    in_view(page, "#s-1-1")
    assert target(page).startswith("一是新建")
    page.locator("#a-2 .cite").click()
    assert target(page).startswith("全年新修农村公路48.5公里")
    page.go_back()
    assert target(page).startswith("一是新建")
    expect(page.locator(".turn")).to_have_count(2)


def test_a_link_with_a_query_keeps_the_conversation(opened, address):
    page = opened(f"{address}/?from=mail")
    ask(page, canned.FACT)
    answered(page)
    page.locator("#a-1 .cite").click()
    assert target(page).startswith("全年新修")


def test_a_folded_group_opens_in_a_browser_that_does_not_open_it_by_itself(page):
    ask(page, canned.FACT)
    answered(page)
    ask(page, canned.LIST)
    answered(page, 2)
    page.evaluate("document.addEventListener('click', e => e.preventDefault(), true)")
    fold = page.locator("details:has(#s-1-1)")
    expect(fold).not_to_have_attribute("open", "")
    page.locator("#a-1 .cite").click()
    expect(fold).to_have_attribute("open", "")
