"""Pages in a real browser: over canned answers (page_standin.py) and over the sample library.

One browser and one server of each kind serve all tests, and end with them: while a browser is
open, a loop runs in this thread, and no other test could run one. Every test that opens a page by
`opened` also asserts that nothing went wrong in the console and that no other host was called.
A picture of each view is kept in artifacts/.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import Watch, chromium, serving
from tests.page.acts import BROWSER

Open = Callable[..., Page]
expect.set_options(timeout=20_000)
"""Room for a loaded machine; what is there at once is seen at once."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that answers from the table of canned_answers.py; there is no library behind it."""
    library = tmp_path_factory.mktemp("standin") / "library"
    with serving("-m", "tests.page_standin", str(library), port=0) as address:
        yield address


@pytest.fixture(scope="session")
def own_library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library in a folder of its own: a page writes its conversations into it."""
    library = tmp_path_factory.mktemp("house") / "library"
    shutil.copytree(sample_library, library)
    return library


@pytest.fixture(scope="package")
def house(own_library: Path) -> Iterator[str]:
    """The page of the house, over the sample library."""
    with serving("app.py", "--library", str(own_library), "--port", "0") as address:
        yield address


@pytest.fixture(scope="package")
def changing(
    sample_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A page whose library tests change, with uploads allowed, three files of 1 MB at a time."""
    library = tmp_path_factory.mktemp("changing") / "library"
    shutil.copytree(sample_library, library, ignore=shutil.ignore_patterns("page"))
    limits = {"WENZHENG_UPLOADS": "true", "WENZHENG_UPLOAD_MB": "1", "WENZHENG_UPLOAD_FILES": "3"}
    with serving("app.py", "--library", str(library), "--port", "0", **limits) as address:
        yield address, library


@pytest.fixture(scope="package")
def readers(browser: Browser) -> Callable[[dict[str, Any]], BrowserContext]:
    """Gives browsers for readers who have never been here.

    One that a test has left is given again without its cookies, but with Gradio's scripts at
    hand: loading them is most of what a page costs.
    """
    free: dict[str, list[BrowserContext]] = {}

    def give(options: dict[str, Any]) -> BrowserContext:
        left = free.setdefault(repr(sorted(options.items())), [])
        idle = next((context for context in left if not context.pages), None)
        if idle is not None:
            idle.clear_cookies()
            return idle
        left.append(browser.new_context(**options))
        return left[-1]

    return give


@pytest.fixture
def opened(readers: Callable[[dict[str, Any]], BrowserContext]) -> Iterator[Open]:
    """Opens pages, each for a reader of its own, and asserts in the end that each behaved."""
    pages, watches = [], []

    def open_page(url: str, *, beside: Page | None = None, **options: Any) -> Page:
        context = beside.context if beside else readers({**BROWSER, **options})
        page = context.new_page()
        pages.append(page)
        watches.append(Watch(page))
        page.goto(url)
        expect(page.locator("#send")).to_be_visible()
        return page

    yield open_page
    for page in pages:
        page.close()
    for watch in watches:
        assert watch.errors == []
        assert watch.foreign == []


@pytest.fixture
def page(opened: Open, address: str) -> Page:
    page = opened(address)
    expect(page.locator("#examples button")).to_have_count(4)
    return page
