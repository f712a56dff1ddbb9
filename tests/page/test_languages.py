"""The interface in simplified and traditional Chinese and in English."""

import pytest
from playwright.sync_api import expect

from tests import canned_answers as canned
from tests.page.acts import PHONE, answered, ask, overflow, picture

SPOKEN = [
    ("zh-CN", "zh-Hans", "提问", "10/10 项"),
    ("zh-TW", "zh-Hant", "提問", "10/10 項"),
    ("en-GB", "en", "Ask", "10 of 10 items"),
    ("fr-FR", "en", "Ask", "10 of 10 items"),
]


@pytest.mark.parametrize(("locale", "language", "button", "complete"), SPOKEN)
def test_the_page_speaks_the_browsers_language(opened, address, locale, language, button, complete):
    page = opened(address, locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#send")).to_have_text(button)
    ask(page, canned.LIST)
    answered(page)
    expect(page.locator("#a-1 .checks")).to_contain_text(complete)
    picture(page, f"page-{language}")


def test_the_switch_changes_the_language_and_a_reload_keeps_it(opened, address):
    page = opened(address)
    ask(page, canned.LIST)
    answered(page)
    page.get_by_label("界面语言").select_option("en")
    expect(page.locator("#send")).to_have_text("Ask")
    answered(page)
    expect(page.locator("#a-1 .checks")).to_contain_text("10 of 10 items")
    page.reload()
    expect(page.locator("#send")).to_have_text("Ask")
    page.get_by_label("Language").select_option("zh-Hant")
    expect(page.locator("#send")).to_have_text("提問")


@pytest.mark.parametrize("locale", ["en-GB", "zh-TW"])
def test_every_language_fits_a_phone(opened, address, locale):
    page = opened(address, locale=locale, viewport=PHONE)
    assert overflow(page) == 0
    ask(page, canned.LIST)
    answered(page)
    assert overflow(page) == 0
    picture(page, f"page-phone-{locale}")
