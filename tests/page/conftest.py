"""Pages in a real browser: over canned answers (page_standin.py) and over the sample library.

One browser and one server of each kind serve all tests, and end with them: while a browser is
open, a loop runs in this thread, and no other test could run one. Every test that opens a page by
`opened` also asserts that nothing went wrong in the console and that no other host was called.
A picture of each view is kept in artifacts/.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

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


class Readers:
    """Gives pages to readers who have never been here.

    A page that a test has left is given again without cookies and where it was told to be by
    its options, but with Gradio's scripts at hand and compiled: a page costs half as much then.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._left: dict[str, list[Page]] = {}

    @contextlib.contextmanager
    def page(self, **options: Any) -> Iterator[Page]:
        """A page of a browser with these options, beside those of acts.BROWSER."""
        options = BROWSER | options
        left = self._left.setdefault(repr(sorted(options.items())), [])
        page = left.pop() if left else self._browser.new_context(**options).new_page()
        yield page
        for beside in page.context.pages:
            if beside != page:
                beside.close()
        if page.is_closed():
            page.context.close()
            return
        page.goto("about:blank")  # ends what the page still asks for
        page.context.clear_cookies()
        page.mouse.move(0, 0)
        page.set_viewport_size(options["viewport"])
        left.append(page)


@pytest.fixture(scope="package")
def readers(browser: Browser) -> Readers:
    return Readers(browser)


@pytest.fixture
def reader(readers: Readers) -> Iterator[Page]:
    """The empty page of somebody; nothing is asserted of what happens on it."""
    with readers.page() as page:
        yield page


@pytest.fixture
def opened(readers: Readers) -> Iterator[Open]:
    """Opens pages, each for a reader of its own, and asserts in the end that each behaved."""
    watches = []
    with contextlib.ExitStack() as stack:

        def open_page(url: str, *, beside: Page | None = None, **options: Any) -> Page:
            if beside:
                page = beside.context.new_page()
            else:
                page = stack.enter_context(readers.page(**options))
            watches.append(Watch(page))
            stack.callback(watches[-1].end)
            page.goto(url)
            expect(page.locator("#send")).to_be_visible()
            return page

        yield open_page
    for watch in watches:
        assert watch.errors == []
        assert watch.foreign == []


@pytest.fixture
def page(opened: Open, address: str) -> Page:
    page = opened(address)
    expect(page.locator("#examples button")).to_have_count(4)
    return page
