"""Settings are read once, say what is wrong with them, and never show a key."""

import os
import subprocess
import sys

import pytest

from ingest.settings import Settings

SHOW = """
from pathlib import Path
from ingest.settings import Settings
settings = Settings.from_env(library=Path("given") if {given} else None)
print(settings.library, settings.port, repr(settings.openai_api_key), settings.embeddings)
"""


def shown(given=False, **environment):
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(given=given)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


def test_nothing_needs_to_be_set():
    assert shown() == "library 7860 None local\n"


def test_the_environment_sets_and_the_command_line_wins():
    assert shown(WENZHENG_LIBRARY="mine").startswith("mine ")
    assert shown(given=True, WENZHENG_LIBRARY="mine").startswith("given ")


def test_an_empty_variable_is_as_good_as_none():
    assert shown(WENZHENG_LIBRARY="", GRADIO_SERVER_PORT="").startswith("library 7860")


def test_a_file_can_set_them_and_the_environment_wins(tmp_path):
    (tmp_path / "env").write_text("GRADIO_SERVER_PORT=8001\nWENZHENG_LIBRARY=filed\n")
    named = {"WENZHENG_ENV_FILE": str(tmp_path / "env")}
    assert shown(**named).startswith("filed 8001")
    assert shown(**named, GRADIO_SERVER_PORT="8002").startswith("filed 8002")


def test_a_key_is_never_shown():
    assert "CANARY" not in shown(OPENAI_API_KEY="sk-test-CANARY")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRADIO_SERVER_PORT", "http"),
        ("GRADIO_SERVER_PORT", "99999"),
        ("WENZHENG_EMBEDDINGS", "word2vec"),
        ("WENZHENG_CHROMA", "localhost"),
        ("WENZHENG_EMBEDDING_DIMENSIONS", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_setting(name, value):
    said = shown(**{name: value})
    assert "SettingsError" in said
    assert name in said and value in said


def test_settings_made_in_code_are_checked_alike():
    with pytest.raises(ValueError, match="openai:MODEL"):
        Settings(embeddings="word2vec", _env_file=None)
