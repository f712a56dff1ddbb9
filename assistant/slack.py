"""`python -m assistant.slack`: the Slack bot, served alone.

Nothing else is here: slack_app.py is the bot, and docs/slack.md how to make it part of a
workspace.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.errors import WenzhengError
from ingest.options import SLACK_PORT, add_library, add_port

if TYPE_CHECKING:
    from assistant.slack_app import SlackBot
    from ingest.settings import Settings

EXAMPLES = """\
The bot needs SLACK_BOT_TOKEN, and one of
  SLACK_APP_TOKEN       it opens a connection to Slack (socket mode): no address of its own
  SLACK_SIGNING_SECRET  Slack sends requests to it: http://HOST:3000/slack/events, behind https
and WENZHENG_URL, the page's address, for the links to paragraphs. docs/slack.md takes you from
nothing to the first answer in ten minutes.

In Slack:
  @Wenzheng 2019年济源承诺了哪些民生实事?   in a channel; answered in the thread
  a message to the bot, or the assistant pane
  /wenzheng 2019年济源承诺了哪些民生实事?
  /wenzheng places 济源市                    what this channel asks from now on
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the bot until it is interrupted; 1 when it can't be served."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.slack",
        description="Answer in Slack: mentions, messages, the assistant pane, /wenzheng.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_library(parser)
    add_port(
        parser,
        default=f"WENZHENG_SLACK_PORT, else {SLACK_PORT}",
        purpose="where to listen for Slack's requests",
    )
    options = parser.parse_args(arguments)
    try:
        from ingest.settings import Settings

        settings = Settings.from_env(library=options.library)
        _serve(settings, settings.slack_port if options.port is None else options.port)
    except WenzhengError as exc:
        sys.stderr.write(f"error: {exc}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _serve(settings: Settings, port: int) -> None:
    from assistant.serving import slack_installed

    slack_installed().check(settings)
    from assistant.page_server import listen

    # A port that can't be had is told before the seconds that the chain takes.
    listening = None if settings.slack_app_token else listen(port, host=settings.host)
    from assistant.chain import Assistant
    from assistant.log import greet_in_background, log_to_stderr

    log_to_stderr()
    assistant = Assistant.open(settings)
    from assistant.slack_app import build

    bot = build(settings, assistant, assistant.snapshot)
    greet_in_background(settings)
    if settings.url is None:
        sys.stderr.write(
            "note: WENZHENG_URL isn't set, so links lead to a page on this machine alone\n"
        )
    try:
        if listening is None:
            _connected(bot)
            return
        from assistant.page_server import run
        from assistant.slack_app import served_alone

        where = listening.getsockname()
        _tell(f"listens at http://{where[0]}:{where[1]}/slack/events")
        run(served_alone(bot), listening, on_exit=lambda: None)
    finally:
        bot.close()


def _connected(bot: SlackBot) -> None:
    """Stay until a signal comes."""
    import signal
    from threading import Event

    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    bot.connect()
    _tell("is connected to Slack")
    ended.wait()


def _tell(what: str) -> None:
    sys.stdout.write(f"Wenzheng's Slack bot {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
