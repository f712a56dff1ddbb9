"""Documents that contradict each other: both are shown, each with the document that says it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import ROOT, serving
from tests.page.acts import answered, ask, picture, target

RIGHT = (ROOT / "sample" / "jiyuan-2019-report.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over a report and a copy of it in which one figure is another."""
    folder = tmp_path_factory.mktemp("disputed")
    (folder / "report.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "altered.txt").write_text(RIGHT.replace("128座", "158座"), encoding="utf-8")
    library = folder / "library"
    files = [str(path) for path in sorted(Path(folder).glob("*.txt"))]
    add = [sys.executable, "-m", "ingest", "add", *files, "--library", str(library)]
    subprocess.run(add, cwd=ROOT, check=True, capture_output=True)
    with serving("app.py", "--library", str(library), "--port", "0") as address:
        yield address


def test_both_figures_are_shown_with_the_document_that_says_each(opened, disputed):
    page = opened(disputed)
    ask(page, "2019年济源要新建改造多少座公厕?")
    answered(page)
    turn = page.locator("#a-1")
    expect(turn.locator(".conflict")).to_contain_text("不一致")
    expect(turn.locator(".whose")).to_have_count(2)
    for figure, file in (("128座", "report.txt"), ("158座", "altered.txt")):
        line = turn.locator(".answer", has_text=figure)
        expect(line).to_contain_text(f"· {file}")
    landed = []
    for cite in turn.locator(".cite").all():
        cite.click()
        landed.append(target(page)[-5:-1])
    assert sorted(landed) == ["128座", "158座"]
    picture(page, "page-conflict")
