"""`python app.py` with Slack's tokens: one command serves page, API and bot."""

import shutil
import subprocess
import sys

import httpx
import pytest

from tests.browser import ROOT, serving
from tests.slack import sending
from tests.slack.fake import BOT_TOKEN
from tests.slack.test_command_line import environment


@pytest.fixture
def own_library(sample_library, tmp_path):
    """The bot keeps its events in the library's folder."""
    return shutil.copytree(sample_library, tmp_path / "library")


def tokens(slack) -> dict[str, str]:
    return {
        "WENZHENG_ENV_FILE": "",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": sending.SECRET,
        "WENZHENG_SLACK_API_URL": slack.api,
    }


def test_page_api_and_bot_answer_at_one_address(own_library, slack):
    command = ["app.py", "--library", str(own_library), "--port", "0"]
    with serving(*command, **tokens(slack)) as address:
        assert httpx.get(f"{address}/healthz").status_code == 200
        asked = {"question": "2018年济源新增就业多少人?"}
        told = httpx.post(f"{address}/api/ask", json=asked, timeout=30).json()
        assert "1.5万" in told["answer"]
        payload = sending.message(asked["question"])
        assert sending.event(address, payload)[0] == 200
        assert sending.event(address, payload)[0] == 200
        posted = sending.until(lambda: [m for m in slack.posted if not m.streaming])
        assert len(posted) == 1 and posted[0].event == payload["event_id"]
        assert "1.5万" in str(posted[0])
        counted = httpx.get(f"{address}/metrics").text
        assert 'interface="slack"' in counted
    # The process has ended, and let go of what belongs to one bot alone.
    with serving(*command, **tokens(slack)) as address:
        assert sending.event(address, payload)[0] == 200
        assert httpx.get(f"{address}/").status_code == 200
    assert len([m for m in slack.posted if not m.streaming]) == 1


def test_an_unsigned_request_is_refused_beside_the_page_too(own_library, slack):
    with serving("app.py", "--library", str(own_library), "--port", "0", **tokens(slack)) as url:
        assert httpx.post(f"{url}/slack/events", json=sending.message("问")).status_code == 401


def test_without_slack_s_server_the_page_is_served(own_library, slack):
    slack.close()
    with serving("app.py", "--library", str(own_library), "--port", "0", **tokens(slack)) as url:
        assert httpx.get(f"{url}/healthz").status_code == 200


def test_a_token_alone_is_told_before_anything_is_served(own_library):
    said = subprocess.run(
        [sys.executable, "app.py", "--library", str(own_library), "--port", "0"],
        cwd=ROOT,
        env=environment(SLACK_BOT_TOKEN=BOT_TOKEN),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 1 and "SLACK_SIGNING_SECRET" in said.stderr
