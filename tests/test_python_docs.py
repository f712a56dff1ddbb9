"""docs/python.md, run as it stands beside the sample library; and the package's front door."""

import contextlib
import doctest
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_every_example_of_the_documentation_gives_what_it_shows(sample_library, tmp_path):
    (tmp_path / "library").symlink_to(sample_library)
    with contextlib.chdir(tmp_path):
        failed, run = doctest.testfile(
            str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8"
        )
    assert run > 40 and failed == 0


def test_examples_open_nothing_but_what_they_say(tmp_path):
    with contextlib.chdir(tmp_path):
        from assistant import Assistant
        from ingest.errors import LibraryMissing

        with pytest.raises(LibraryMissing, match="'library'"):
            Assistant.open("library")
    assert not list(tmp_path.iterdir())


def test_the_package_is_imported_at_once_and_names_what_it_offers():
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import assistant; print(assistant.__all__)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Assistant" in shown.stdout and "Answer" in shown.stdout
    loaded = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert not loaded & {"langchain_core", "numpy", "pydantic", "chromadb", "assistant.chain"}
