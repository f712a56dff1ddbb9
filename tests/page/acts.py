"""What a reader does on the page, and what can be told of it."""

import re

from playwright.sync_api import Page, expect

from tests.browser import ROOT

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
BROWSER = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce"}
ARTIFACTS = ROOT / "artifacts"


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, n: int = 1) -> None:
    """Wait for the answer to the n-th question."""
    expect(page.locator(f"#a-{n}.done")).to_be_visible()
    # The address names the conversation from the next frame on; no reader is faster, tests are.
    expect(page).to_have_url(re.compile(r"[?&]c="))


def picture(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def target(page: Page) -> str:
    """The text of the place that the last followed link leads to."""
    return str(page.evaluate("document.querySelector(':target')?.innerText ?? ''"))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def in_view(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_in_viewport()
