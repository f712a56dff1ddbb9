"""Socket mode: the bot opens the connection, and needs no address of its own."""

import json
import queue
import threading

import pytest
from websockets.sync.server import serve

from assistant.slack_app import build
from ingest.errors import SettingsError, SlackError
from tests.slack import sending
from tests.slack.conftest import settings_for
from tests.slack.fake import APP_TOKEN, FakeSlack
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
    bot = build(settings_for(folder, slack, slack_app_token=APP_TOKEN), Echo())
    bot.connect()
    return bot


def test_an_event_over_the_socket_is_acknowledged_and_answered_once(slack, line, tmp_path):
    bot = connected(tmp_path, slack)
    assert bot.routes() == []
    question = sending.message("over the wire?")
    for retry in (0, 1):
        assert line.send(question, retry=retry)["envelope_id"] == f"e{id(question)}"
    sending.until(lambda: bot.waiting() == 0)
    assert [m.markdown for m in slack.posted] == ["over the wire? after 0"]
    bot.close()


def test_a_command_over_the_socket_is_answered(slack, line, tmp_path):
    bot = connected(tmp_path, slack)
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
    bot = build(settings_for(tmp_path, slack, slack_app_token="xapp-wrong"), Echo())
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        bot.connect()
    bot.close()


def test_without_a_connection_the_bot_says_so(slack, tmp_path):
    slack.connection = "ws://127.0.0.1:9/"
    bot = build(settings_for(tmp_path, slack, slack_app_token=APP_TOKEN), Echo())
    with pytest.raises(SlackError, match="can't be reached"):
        bot.connect()
    bot.close()
