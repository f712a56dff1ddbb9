"""The bot over the sample library, on a port of its own, and the Slack it talks to."""

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from assistant.chain import Assistant
from assistant.slack_app import SlackBot, build, served_alone
from ingest.settings import Settings
from tests.slack import sending
from tests.slack.fake import BOT_TOKEN, FakeSlack


@pytest.fixture(scope="session")
def sample_assistant(sample_library):
    return Assistant.open(Settings(library=sample_library, _env_file=None))


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    yield fake
    fake.close()


class Server:
    """One server for all tests; `answers` is the application of the bot that is on."""

    def __init__(self) -> None:
        self.answers = Starlette()
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._uvicorn = uvicorn.Server(uvicorn.Config(self, log_level="warning", lifespan="off"))
        self._thread = threading.Thread(
            target=self._uvicorn.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._thread.start()

    async def __call__(self, scope, receive, send) -> None:
        await self.answers(scope, receive, send)

    def close(self) -> None:
        self._uvicorn.should_exit = True
        self._thread.join(20)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@dataclass
class Running:
    """A bot that is being served."""

    address: str
    slack: FakeSlack
    folder: Path
    bot: SlackBot

    def event(self, payload) -> tuple[int, str]:
        return sending.event(self.address, payload)

    def ask(self, text: str, **more):
        """Send a question and wait for the answer's message."""
        payload = sending.message(text, **more)
        assert self.event(payload)[0] == 200
        return self.answer_to(payload)

    def answer_to(self, payload):
        return sending.until(lambda: self.whole(payload["event_id"]))

    def whole(self, key: str):
        found = [m for m in self.slack.posted if m.event == key and not m.streaming]
        return found[0] if found else None

    def command(self, text: str, **more) -> tuple[int, str]:
        body = sending.command(text, respond=self.slack.address, **more)
        return sending.send(self.address, body)

    def idle(self) -> None:
        """Wait until nothing is left to do."""
        sending.until(lambda: self.bot.waiting() == 0)

    def stop(self) -> None:
        self.bot.close()


def settings_for(folder: Path, slack: FakeSlack, **more) -> Settings:
    return Settings(
        library=folder,
        slack_bot_token=BOT_TOKEN,
        slack_signing_secret=sending.SECRET,
        slack_api_url=slack.api,
        url="https://wenzheng.example",
        _env_file=None,
        **more,
    )


@pytest.fixture
def serve(slack, server, sample_assistant, tmp_path):
    """Start bots; an assistant of another kind can be given."""
    running: list[Running] = []

    def start(assistant=sample_assistant, *, folder: Path | None = None, **more) -> Running:
        folder = folder or tmp_path / "library"
        bot = build(settings_for(folder, slack), assistant, assistant.snapshot, **more)
        server.answers = served_alone(bot)
        running.append(Running(server.address, slack, folder, bot))
        return running[-1]

    yield start
    for one in running:
        one.stop()
    shutil.rmtree(tmp_path / "library", ignore_errors=True)


@pytest.fixture
def bot(serve) -> Running:
    return serve()
