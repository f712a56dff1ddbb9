"""`python app.py` as a reader starts it: first without documents, then with the samples."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import ROOT, serving
from tests.page.acts import answered, ask, in_view, picture, target

SAMPLE_QUESTION = "2019年济源承诺了哪些民生实事?"


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The page over a library that isn't there yet."""
    library = tmp_path / "library"
    with serving("app.py", "--library", str(library), "--port", "0") as address:
        yield address, library


def test_the_page_of_the_house_from_no_library_to_ten_cited_items(opened, begun):
    address, library = begun
    page = opened(address)
    command = f"python -m ingest add PATH --library {library}"
    expect(page.locator(".welcome")).to_contain_text(command)
    ask(page, SAMPLE_QUESTION)
    expect(page.locator("#a-1")).to_contain_text(command)

    add = [sys.executable, "-m", "ingest", "add", "sample", "--library", str(library)]
    added = subprocess.run(add, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert added.returncode == 0, added.stderr
    page.get_by_role("button", name="新对话").click()
    expect(page.locator("#examples button").first).to_be_visible(timeout=20_000)
    ask(page, SAMPLE_QUESTION)
    answered(page)
    expect(page.locator("#a-1 .claims li")).to_have_count(10)
    expect(page.locator("#a-1 .claims li:has(.cite)")).to_have_count(10)
    expect(page.locator("#a-1 .checks")).to_contain_text("10/10 项")

    page.locator("#a-1 .cite").first.click()
    in_view(page, "mark:target")
    assert target(page)
    picture(page, "page-sample")
    for figure in ("180辆", "80公里", "128座"):
        expect(page.locator("#a-1 .claims")).to_contain_text(figure)
        expect(page.locator(".source mark", has_text=figure)).to_have_count(1)
    page.get_by_label("发布原文").check(force=True)
    in_view(page, "mark:target")
    assert target(page)
