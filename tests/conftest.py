"""What every test finds: an environment without settings, and where the real pages lie."""

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


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real pages and public sets beside the repository; nothing of them is kept in it."""
    path = Path(__file__).parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("no ../shared here: the real pages are not part of the repository")
    return path


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory):
    """The sample documents in a library of their own, put in as a user would."""
    library = tmp_path_factory.mktemp("sample") / "library"
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", "sample", "--library", str(library)],
        check=True,
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.DEVNULL,
    )
    return library
