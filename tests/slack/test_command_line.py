"""`python -m assistant.slack` as people start it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.slack_app import build
from ingest.errors import SettingsError, SlackError
from tests.slack import sending
from tests.slack.conftest import settings_for
from tests.slack.fake import BOT_TOKEN
from tests.slack.standins import Echo
from tests.test_house import HEAVY

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "assistant.slack"]


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "WENZHENG_ENV_FILE": "", **more}


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_teaches_and_imports_nothing_heavy():
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant.slack", "--help"],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    for taught in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "docs/slack.md", "/wenzheng places"):
        assert taught in shown.stdout
    loaded = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert "argparse" in loaded
    assert not loaded & {*HEAVY, "slack_bolt", "slack_sdk"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SLACK_BOT_TOKEN isn't set"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"),
        ({"WENZHENG_SLACK_PORT": "x"}, "WENZHENG_SLACK_PORT is 'x'"),
        ({"WENZHENG_SLACK_API_URL": "slack.com"}, "WENZHENG_SLACK_API_URL is 'slack.com'"),
    ],
)
def test_a_missing_or_wrong_setting_is_one_sentence(given, named):
    said = run(**given)
    assert said.returncode == 1
    assert said.stderr.startswith("error: ") and named in said.stderr
    assert said.stderr.count("\n") == 1


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path):
    # A module in the way that fails as one that isn't there.
    missing = 'raise ModuleNotFoundError("No module named slack_bolt", name="slack_bolt")\n'
    (tmp_path / "slack_bolt.py").write_text(missing)
    said = run(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}", SLACK_BOT_TOKEN=BOT_TOKEN)
    assert said.returncode == 1
    assert "pip install 'wenzheng[slack]'" in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_token_that_slack_does_not_take_is_named_and_not_shown(slack, tmp_path):
    settings = settings_for(tmp_path, slack).model_copy(
        update={"slack_bot_token": SecretStr("xoxb-wrong")}
    )
    with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN \(invalid_auth\)") as raised:
        build(settings, Echo(), Echo().snapshot)
    assert "xoxb-wrong" not in f"{raised.value!r}{settings!r}"


def test_a_slack_that_is_out_of_reach_is_named(slack, tmp_path):
    settings = settings_for(tmp_path, slack).model_copy(
        update={"slack_api_url": "http://127.0.0.1:9/api"}
    )
    with pytest.raises(SlackError, match="can't be reached"):
        build(settings, Echo(), Echo().snapshot)


def test_a_library_that_is_not_there_is_one_sentence(slack, tmp_path):
    said = run(
        "--port",
        "0",
        "--library",
        str(tmp_path / "none"),
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=sending.SECRET,
        WENZHENG_SLACK_API_URL=slack.api,
    )
    assert said.returncode == 1
    assert "ingest add" in said.stderr and said.stderr.count("\n") == 1


def test_the_bot_answers_survives_faults_ends_at_a_signal_and_shows_no_secret(
    slack, sample_library
):
    bot = subprocess.Popen(
        [*COMMAND, "--port", "0"],
        cwd=ROOT,
        env=environment(
            WENZHENG_LIBRARY=str(sample_library),
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_SIGNING_SECRET=sending.SECRET,
            WENZHENG_SLACK_API_URL=slack.api,
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert bot.stdout is not None
    address = re.findall(r"http://[\d.:]+", bot.stdout.readline())[0]
    for method, error, status in [
        ("chat.startStream", "internal_error", 500),
        ("chat.startStream", "unknown_method", 200),
    ]:
        slack.refuse(method, error, status=status)
    assert sending.event(address, sending.message("济源2019年新增公交车多少辆？"))[0] == 200
    assert sending.send(address, "{}", {})[0] == 401
    sending.until(lambda: slack.posted)
    bot.send_signal(signal.SIGTERM)
    out, err = bot.communicate(timeout=30)
    assert "180辆" in slack.posted[0].markdown
    assert "is tried again" in err and "WENZHENG_URL isn't set" in err
    for secret in ("CANARY", sending.SECRET):
        assert secret not in out + err
    assert "Traceback" not in err
