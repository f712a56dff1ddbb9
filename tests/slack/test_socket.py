"""Socket mode: the bot opens the connection, and needs no address of its own."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from websockets.sync.server import serve

from assistant.slack_app import build
from ingest.errors import SettingsError, SlackError
from tests.slack import sending
from tests.slack.conftest import settings_for
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.slack.standins import Echo


class Line:
    """The other end: what Slack sends down the connection, and what comes back."""

    def __init__(self) -> None:
        self.to_send: queue.Queue = queue.Queue()
        self.received: queue.Queue = queue.Queue()
        self.server = serve(self._talk, "127.0.0.1", 0)
        self.address = f"ws://127.0.0.1:{self.server.socket.getsockname()[1]}/link?ticket=t"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _talk(self, line) -> None:
        line.send(json.dumps({"type": "hello", "num_connections": 1}))
        while (envelope := self.to_send.get()) is not None:
            line.send(json.dumps(envelope))
            if envelope["type"] == "disconnect":
                return
            self.received.put(json.loads(line.recv(timeout=10)))

    def send(self, payload, *, type: str = "events_api", retry: int = 0):
        """Send an envelope and return its acknowledgement."""
        envelope = {"envelope_id": f"e{id(payload)}", "type": type, "payload": payload}
        envelope |= {"accepts_response_payload": False, "retry_attempt": retry}
        self.to_send.put(envelope)
        return self.received.get(timeout=10)

    def close(self) -> None:
        self.to_send.put(None)
        self.server.shutdown()


@pytest.fixture
def line(slack):
    line = Line()
    slack.connection = line.address
    yield line
    line.close()


def connected(folder, slack: FakeSlack):
    bot = build(settings_for(folder, slack, slack_app_token=APP_TOKEN), Echo(), Echo().snapshot)
    bot.connect()
    return bot


def test_what_comes_over_the_socket_is_acknowledged_and_answered_once(slack, line, tmp_path):
    bot = connected(tmp_path, slack)
    assert bot.routes() == []
    question = sending.message("over the wire?")
    for retry in (0, 1):
        assert line.send(question, retry=retry)["envelope_id"] == f"e{id(question)}"
    sending.until(lambda: bot.waiting() == 0)
    assert [m.markdown for m in slack.posted] == ["over the wire? after 0"]
    payload = {
        "command": "/wenzheng",
        "text": "help",
        "channel_id": "C1",
        "user_id": "U1",
        "team_id": "T1",
        "trigger_id": "1.2",
        "response_url": f"{slack.address}/respond/1",
    }
    line.send(payload, type="slash_commands")
    sending.until(lambda: slack.responses)
    assert "/wenzheng places" in slack.responses[0]["text"]
    bot.close()


def test_an_app_token_that_slack_does_not_take_is_named(slack, tmp_path):
    bot = build(
        settings_for(tmp_path, slack, slack_app_token="xapp-wrong"), Echo(), Echo().snapshot
    )
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        bot.connect()
    bot.close()


def test_slack_that_opens_no_connection_is_named(slack, tmp_path):
    slack.refuse("apps.connections.open", "internal_error", status=500)
    bot = build(settings_for(tmp_path, slack, slack_app_token=APP_TOKEN), Echo(), Echo().snapshot)
    with pytest.raises(SlackError, match=r"apps\.connections\.open"):
        bot.connect()
    bot.close()


def test_served_alone_it_connects_again_when_slack_asks_and_ends_at_a_signal(
    slack, line, sample_library
):
    served = subprocess.Popen(
        [sys.executable, "-m", "assistant.slack"],
        cwd=Path(__file__).parents[2],
        env={
            "PATH": os.environ["PATH"],
            "WENZHENG_ENV_FILE": "",
            "WENZHENG_LIBRARY": str(sample_library),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "WENZHENG_SLACK_API_URL": slack.api,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    assert served.stdout.readline() == "Wenzheng's Slack bot is connected to Slack\n"
    line.to_send.put({"type": "disconnect", "reason": "refresh_requested"})
    sending.until(lambda: len(slack.called("apps.connections.open")) == 2)
    line.send(sending.message("济源2019年新增公交车多少辆？"))
    said = sending.until(lambda: [m for m in slack.posted if m.event])
    assert "180辆" in said[0].markdown
    served.send_signal(signal.SIGTERM)
    out, err = served.communicate(timeout=30)
    assert served.returncode == 0
    assert "CANARY" not in out + err and "Traceback" not in err
