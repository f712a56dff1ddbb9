"""A real browser for tests, and a page's server in a process of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium; a test fails without one, for the page is then untested."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(f"no browser: none of {', '.join(NAMES)} is installed; .ci/run installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextlib.contextmanager
def serving(*arguments: str, port: int | None = None, **environment: str) -> Iterator[str]:
    """Run `python ARGUMENTS`, a page on a free port; its address once it listens.

    port: set as GRADIO_SERVER_PORT, for a page that takes no --port; environment: more of it.
    """
    if port is not None:
        environment["GRADIO_SERVER_PORT"] = str(port)
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = next((word for word in line.split() if word.startswith("http://")), None)
        assert address, f"no address in {line!r}: see the log above"
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


class Watch:
    """What a page did that it shouldn't: errors in the console, requests to other hosts."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._page = page
        self._heard: dict[str, Callable[[Any], None]] = {
            "console": lambda m: self._hear(m.text) if m.type == "error" else None,
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": lambda r: self._see(r.url),
            "response": lambda r: self.errors.append(r.url) if r.status >= 400 else None,
        }
        for event, listener in self._heard.items():
            self._on(event, listener)

    def end(self) -> None:
        """Hear no more of the page."""
        for event, listener in self._heard.items():
            self._page.remove_listener(event, listener)

    def _on(self, event: Any, listener: Callable[[Any], None]) -> None:
        self._page.on(event, listener)

    def _hear(self, text: str) -> None:
        # What Gradio says of its own open stream when the page is left.
        if not any(word in text for word in ("AbortError", "Connection errored out")):
            self.errors.append(text)

    def _see(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:")):
            self.foreign.append(url)
