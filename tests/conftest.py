"""What every test finds: an environment without settings, and where the real pages lie."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = ("WENZHENG_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "GRADIO_", "SLACK_")


def pytest_configure() -> None:
    """Before anything is imported: a key of the person who tests must not be spent by a test."""
    for name in [name for name in os.environ if name.upper().startswith(SETTINGS)]:
        del os.environ[name]
    # A developer's own .env is no part of what is tested.
    os.environ["WENZHENG_ENV_FILE"] = ""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["LANGSMITH_TRACING"] = "false"


CANARY = "sk-test-" + "CANARY"
"""The key that tests use; nothing may ever repeat it: no output, no log, no file."""
SECRETS = (CANARY, "xoxb-" + "CANARY", "xapp-" + "CANARY")
"""It, and the tokens that tests of the Slack bot use."""
GIVEN = {".env", "env"}
"""Files that tests write a key into, as people do."""
_leaks: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Fail a test whose output or log shows the key."""
    report = yield
    shown = [name for name, text in report.sections if any(secret in text for secret in SECRETS)]
    if shown and report.passed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: the key is shown in {', '.join(shown)}"
    return report


def pytest_sessionfinish(session):
    """Look for the key in every file that the tests have left."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    base = getattr(factory, "_basetemp", None)
    for path in base.rglob("*") if base else ():
        if path.is_file() and not path.is_symlink() and path.name not in GIVEN:
            with contextlib.suppress(OSError):
                kept = path.read_bytes()
                if any(secret.encode() in kept for secret in SECRETS):
                    _leaks.append(str(path))
    if _leaks:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    for leak in _leaks:
        terminalreporter.write_line(f"FAILED the key is in {leak}", red=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real pages and public sets beside the repository; nothing of them is kept in it."""
    path = Path(__file__).parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("no ../shared here: the real pages are not part of the repository")
    return path


def _put_in(pages: Path | str, library: Path) -> Path:
    """Put a folder of pages into a library, as a user would."""
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", str(pages), "--library", str(library)],
        check=True,
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.DEVNULL,
    )
    return library


def _over(library: Path):
    from assistant.chain import Assistant
    from ingest.settings import Settings

    return Assistant.open(Settings(library=library, _env_file=None))


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory):
    """The sample documents in a library of their own."""
    return _put_in("sample", tmp_path_factory.mktemp("sample") / "library")


@pytest.fixture(scope="session")
def reports_library(tmp_path_factory):
    """The reports of tests/data/reports: two years of one city, one of another, and a county's
    meeting, which share their words and their indicators."""
    pages = Path(__file__).parent / "data" / "reports"
    return _put_in(pages, tmp_path_factory.mktemp("reports") / "library")


@pytest.fixture(scope="session")
def reports(reports_library):
    """An assistant over those reports."""
    return _over(reports_library)


@pytest.fixture(scope="session")
def assistant_over(tmp_path_factory):
    """An assistant over a library of pages that a test has written: one text a page."""

    def build(*texts: str):
        folder = tmp_path_factory.mktemp("written")
        pages = folder / "pages"
        pages.mkdir()
        for k, text in enumerate(texts):
            (pages / f"page{k}.txt").write_text(text, encoding="utf-8")
        return _over(_put_in(pages, folder / "library"))

    return build
