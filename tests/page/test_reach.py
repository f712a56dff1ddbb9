"""For everybody: by keyboard, on a phone, in the dark."""

import pytest
from playwright.sync_api import expect

from tests import canned_answers as canned
from tests.page.acts import PHONE, answered, ask, in_view, overflow, picture, target


def test_everything_is_within_reach_of_the_keyboard(page):
    def tab_to(selector: str) -> None:
        for _ in range(30):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"no way to {selector} by Tab")

    def ringed() -> bool:
        return bool(
            page.evaluate(
                """() => [document.activeElement, document.activeElement.nextElementSibling]
                    .some(e => e && getComputedStyle(e).outlineStyle === "solid")"""
            )
        )

    tab_to("#examples button")
    assert ringed()
    tab_to("#question textarea")
    page.keyboard.type(canned.LIST)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    answered(page)
    page.locator("#top").click()
    tab_to("#a-1 .cite")
    assert ringed()
    page.keyboard.press("Enter")
    assert target(page).startswith("一是新建")
    assert page.evaluate("document.activeElement.id") == "s-1-1"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#c-1-1"
    page.keyboard.press("Enter")
    assert target(page) == "[1]"
    tab_to("#switch input")
    assert ringed()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#s-1-1 .published")).to_be_visible()


@pytest.mark.parametrize("view", ["light", "dark"])
def test_a_phone_shows_sources_below_and_the_way_back(opened, address, view):
    page = opened(address, viewport=PHONE, color_scheme=view, has_touch=True)
    expect(page.locator("#examples button")).to_have_count(4)
    assert overflow(page) == 0
    picture(page, f"page-phone-{view}")
    ask(page, canned.LIST)
    answered(page)
    ask(page, canned.HOSTILE)
    answered(page, 2)
    assert overflow(page) == 0
    page.set_viewport_size({"width": 390, "height": 420})  # as with a keyboard on the screen
    page.evaluate("window.scrollTo(0, 0)")
    in_view(page, "#send")
    page.set_viewport_size(PHONE)
    left, right = page.locator("#left").bounding_box(), page.locator("#right").bounding_box()
    assert left is not None
    assert right is not None
    assert right["y"] >= left["y"] + left["height"]
    page.locator("#a-1 .cite").nth(8).tap()
    in_view(page, "#s-1-9")
    page.get_by_label("发布原文").check(force=True)
    assert overflow(page) == 0
    page.locator(".group").first.get_by_role("link", name="回到回答", exact=True).tap()
    in_view(page, "#a-1 .question")
    page.locator("#a-1 .cite").nth(8).tap()
    in_view(page, "#s-1-9")
    picture(page, f"page-phone-source-{view}")
    page.go_back()
    in_view(page, "#a-1 .question")


def test_the_dark_page_is_dark(opened, address):
    page = opened(address, color_scheme="dark")
    ask(page, canned.LIST)
    answered(page)
    colours = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector(".gradio-container"));
            return [style.color, style.backgroundColor];
        }"""
    )
    assert colours == ["rgb(232, 228, 220)", "rgb(25, 24, 23)"]
    picture(page, "page-dark")
