"""What is promised outside the code: settings, pins, make's commands, and what no file names."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from ingest.settings import Settings
from tests.test_house import ROOT, name_of

HOME_RE = re.compile(r"/(?:home|Users)/[A-Za-z]|/(?:root)\b")
INDEX_RE = re.compile(r"pypi\.org|pythonhosted\.org|//[\w.:-]+(?:/\w+)*/simple\b")


def tracked_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone, so what belongs to the project isn't known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def setting_names() -> set[str]:
    aliases = [field.validation_alias for field in Settings.model_fields.values()]
    return {str(choice) for alias in aliases for choice in getattr(alias, "choices", [alias])}


def test_every_setting_is_in_the_example_and_nothing_else_is():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^#([A-Z_]+)=", example)) == setting_names()
    assert all(line.startswith("#") or not line for line in example.splitlines())


@pytest.mark.parametrize("name", sorted(setting_names()))
def test_every_setting_is_in_the_readme(name):
    assert name in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]
)
def test_every_package_is_pinned_and_hashed_and_comes_from_any_index(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        assert re.match(r"[a-z0-9._-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line
        assert "://" not in line and "index" not in line, line


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_are_what_pyproject_asks_for(name):
    pinned = dict(
        re.findall(r"(?m)^([a-z0-9._-]+)==([^\s;]+)", (ROOT / name).read_text(encoding="utf-8"))
    )
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = pyproject["dependency-groups"]
    asked = pyproject["project"]["dependencies"] if name == "requirements.txt" else groups["dev"]
    for requirement in [Requirement(line) for line in asked if isinstance(line, str)]:
        assert requirement.name in pinned, f"make lock: {requirement} isn't in {name}"
        assert requirement.specifier.contains(pinned[requirement.name]), f"make lock: {requirement}"


def test_make_lists_all_its_commands():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (commands,) = re.findall(r"(?m)^\.PHONY: (.+)$", makefile)
    assert set(re.findall(r"(?m)^(\w+):.*## ", makefile)) == set(commands.split())


def test_no_file_names_a_home_folder_or_a_package_index():
    named = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a page in another encoding
        for pattern in (HOME_RE, INDEX_RE):
            named += [f"{name_of(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert not named
