"""What axe-core finds on the page: nothing serious, in any view, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import canned_answers as canned
from tests.page.acts import PHONE, answered, ask

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with the first element it names."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:200]})"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_the_conversation(opened, address, scheme):
    page = opened(address, color_scheme=scheme)
    expect(page.locator("#examples button")).to_have_count(4)
    assert faults(page) == []
    for n, question in enumerate((canned.LIST, canned.DOUBTED, canned.DECLINED), 1):
        ask(page, question)
        answered(page, n)
    page.locator("#a-1 .cite").first.focus()
    assert faults(page) == []
    page.get_by_label("并排").check(force=True)
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_library_history_and_reader(opened, house, scheme):
    page = opened(house, color_scheme=scheme)
    ask(page, "2019年济源承诺了哪些民生实事?")
    answered(page)
    page.locator("#a-1 .cite").first.click()
    page.get_by_role("link", name="读全文").first.click()
    expect(page.locator("#p-quote")).to_be_visible()
    page.locator("#reading .outline summary").click()
    assert faults(page) == []
    page.locator('[data-panel="library"][aria-expanded]').click()
    expect(page.locator("#found .documents li").first).to_be_visible()
    if not page.locator("#history").is_visible():
        page.get_by_role("button", name="历史对话").click()
    assert faults(page) == []
    page.get_by_role("button", name="改名").click()
    assert faults(page) == []


def test_axe_finds_no_serious_fault_on_a_phone(opened, address):
    page = opened(address, viewport=PHONE, locale="en-GB")
    ask(page, canned.TORN)
    answered(page)
    assert faults(page) == []


def test_the_focus_goes_through_the_page_in_reading_order(opened, address):
    page = opened(address)
    ask(page, canned.FACT)
    answered(page)
    page.reload()
    answered(page)
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => document.activeElement.closest('#head, #fresh, #history, #conversation,'
               + '#examples, #ask, #switch, #sources')?.id ?? ''"""
        )
        if where and (not seen or seen[-1] != where):
            seen.append(where)
    order = ["head", "fresh", "history", "conversation", "examples", "ask", "switch", "sources"]
    assert [where for where in order if where in seen] == seen[: len(set(seen))]
    assert {"head", "conversation", "ask", "sources"} <= set(seen)


@pytest.mark.parametrize(
    ("motion", "animation"), [("reduce", "none"), ("no-preference", "breathe")]
)
def test_nothing_breathes_for_who_wants_no_motion(opened, address, motion, animation):
    page = opened(address, reduced_motion=motion)
    ask(page, canned.LIST)
    answered(page)
    shown = """([name, mark]) => {
        const line = document.createElement("p");
        line.className = name;
        document.querySelector("#a-1").append(line);
        return getComputedStyle(line, mark).animationName;
    }"""
    for waiting in (["pending", "::before"], ["claim unsure", "::after"]):
        assert page.evaluate(shown, waiting) == animation
