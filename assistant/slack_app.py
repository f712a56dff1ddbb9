"""The Slack bot as a part that any server can hold: `build`, `routes`, `connect`, `close`.

`python -m assistant.slack` serves it alone; `python app.py` beside the page. Bolt takes Slack's
requests apart; all a listener does is to write the event down, and only then Slack is told that
it came. Answering is slack_work.py's, on threads of its own.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.slack_blocks import FEEDBACK
from assistant.slack_calls import Slack
from assistant.slack_door import PATH, Door
from assistant.slack_events import Event, of_action, of_command, of_event
from assistant.slack_faults import KEY_REFUSED, reaching
from assistant.slack_queue import Workers
from assistant.slack_store import WAITING, Store
from assistant.slack_work import Asked, Work
from ingest.errors import SettingsError, SlackError
from ingest.library import Snapshot
from ingest.options import PORT
from ingest.settings import Settings

COMMAND = "/wenzheng"
FEEDBACK_FOLDER = "page"
"""In the library's folder: where the page keeps what readers thought of answers."""
_log = logging.getLogger(__name__)
# Bolt logs bodies where something is wrong; what matters of that is logged here.
_silent = logging.getLogger("assistant.slack_app.library")
_silent.setLevel(logging.CRITICAL + 1)
_SECRET = re.compile(r"x(?:ox|app)[\w.-]*-[\w-]+|(?<=ticket=)[\w-]+")


class _Redacted(logging.Filter):
    """Takes tokens and the tickets of connections out of a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it is always kept."""
        record.msg, record.args = _SECRET.sub("***", record.getMessage()), None
        return True


# Of the connection, though, somebody has to hear when it breaks.
_socket = logging.getLogger("assistant.slack_app.socket")
_socket.setLevel(logging.ERROR)
_socket.addFilter(_Redacted())


class SlackBot:
    """The bot, answering from when it is built until it is closed."""

    def __init__(
        self, settings: Settings, work: Work, store: Store, *, clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._store = store
        self._workers = Workers(store, work.on)
        self._bolt = _bolt(work.slack, self._accept)
        self._slack = work.slack
        self._clock = clock
        self._socket: Any = None
        self._closed = False
        self._workers.start()

    @property
    def socket_mode(self) -> bool:
        """Whether the bot opens a connection to Slack, instead of waiting for its requests."""
        return self._settings.slack_app_token is not None

    def routes(self) -> list[Route]:
        """What a server has to answer; nothing in socket mode."""
        secret = self._settings.slack_signing_secret
        if self.socket_mode or secret is None:
            return []
        door = Door(self._bolt, secret, clock=self._clock)
        return [Route(PATH, door.answer, methods=["POST"])]

    def connect(self) -> None:
        """In socket mode: open the connection and return; it is opened again when it breaks.

        Raises SettingsError for a token that Slack doesn't take, SlackError without a connection.
        """
        token = self._settings.slack_app_token
        if token is None:
            return
        self._socket = SocketModeHandler(
            self._bolt, token.get_secret_value(), logger=_socket, web_client=self._slack.client
        )
        try:
            with reaching("apps.connections.open"):
                self._socket.connect()
        except SlackError as exc:
            if exc.code not in KEY_REFUSED:
                raise
            raise SettingsError(
                f"Slack doesn't take SLACK_APP_TOKEN ({exc.code}): make an app-level token "
                "(xapp-…) with the scope connections:write on the app's page, Basic Information"
            ) from exc

    def waiting(self) -> int:
        """How many events aren't answered yet."""
        return self._store.open_events()

    def close(self) -> None:
        """Take nothing more, finish what is being answered; the rest is for the next start."""
        if self._closed:
            return
        self._closed = True
        if self._socket is not None:
            self._socket.close()
        if not self._workers.close():
            _log.warning("some answers are not finished; they are taken up at the next start")
        else:
            self._store.close()

    def _accept(self, event: Event | None) -> BoltResponse:
        if event is None:
            return BoltResponse(status=200, body="")
        accepted = self._store.accept(event)
        if accepted == "full":
            _log.warning("too much is waiting: Slack is asked to send event %s again", event.key)
            return BoltResponse(status=503, body="")
        if accepted == "new":
            self._workers.wake()
        return BoltResponse(status=200, body="")


def build(
    settings: Settings,
    assistant: Asked,
    snapshot: Callable[[], Snapshot],
    *,
    clock: Callable[[], float] = time.time,
    waiting: int = WAITING,
) -> SlackBot:
    """A bot that answers what an earlier process left, and what comes by routes() or connect().

    assistant, snapshot: may open the library when they are first asked; what they raise then is
    told in the thread. waiting: how many events may wait before Slack is asked to send them again.

    Raises SettingsError, naming the setting that is missing or that Slack doesn't take,
    SlackError when Slack can't be reached, LibraryBusy when another bot works with the library.
    """
    check(settings)
    assert settings.slack_bot_token is not None
    slack = Slack(settings.slack_bot_token, address=settings.slack_api_url)
    try:
        slack.who()
    except SlackError as exc:
        if exc.code not in KEY_REFUSED:
            raise
        raise SettingsError(
            f"Slack doesn't take SLACK_BOT_TOKEN ({exc.code}): copy the bot token (xoxb-…) again "
            "from the app's page, OAuth & Permissions"
        ) from exc
    store = Store.open(settings.library, clock=clock, waiting=waiting)
    address = settings.url or f"http://{settings.host}:{settings.port or PORT}"
    work = Work(assistant, snapshot, slack, store, settings.library / FEEDBACK_FOLDER, address)
    return SlackBot(settings, work, store, clock=clock)


def served_alone(bot: SlackBot) -> Starlette:
    """A server of nothing but the bot; it closes the bot when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        """Close the bot with the server."""
        yield
        # Here, as uvicorn ends the process by the signal that it got.
        await run_in_threadpool(bot.close)

    async def healthy(_: Request) -> Response:
        """Says that the server answers."""
        return PlainTextResponse("ok")

    return Starlette(routes=[*bot.routes(), Route("/healthz", healthy)], lifespan=lifespan)


def check(settings: Settings) -> None:
    """Raises SettingsError when a token or the signing secret is missing."""
    if settings.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN isn't set: the bot needs its token (xoxb-…) from the app's page; "
            "docs/slack.md shows the way"
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise SettingsError(
            "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: the bot needs one of them, "
            "to be told of messages; docs/slack.md shows the way"
        )


def _bolt(slack: Slack, accept: Callable[[Event | None], BoltResponse]) -> App:
    """Bolt with our listeners. It answers Slack after a listener has returned."""
    us = slack.who()

    def authorize() -> AuthorizeResult:
        """Who the bot is, without asking Slack each time."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=us.team,
            bot_token=slack.client.token,
            bot_id=us.bot,
            bot_user_id=us.user,
        )

    app = App(
        client=slack.client,
        authorize=authorize,
        logger=_silent,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        # slack_door.py checks, before anything is read; a socket is Slack's by its token.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    @app.event(re.compile(".+"))
    def on_event(body: dict[str, Any]) -> BoltResponse:
        """A message, a mention, a thread of the pane."""
        return accept(of_event(body, bot_user=us.user))

    @app.command(COMMAND)
    def on_command(body: dict[str, Any]) -> BoltResponse:
        """/wenzheng."""
        return accept(of_command(body))

    @app.action(FEEDBACK)
    def on_action(body: dict[str, Any]) -> BoltResponse:
        """One of the two buttons."""
        return accept(of_action(body))

    @app.error
    def on_error(error: Exception) -> BoltResponse:
        """What Bolt could not handle, or we could not keep."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")  # not for us; nothing to send again
        _log.error("an event could not be kept: %s", type(error).__name__, exc_info=error)
        return BoltResponse(status=500, body="")

    return app
