"""What a terminal or a server's journal shows of the assistant's own log."""

from __future__ import annotations

import logging
import sys
from threading import Thread

from ingest.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_to_stderr(level: int = logging.INFO) -> None:
    """Show our own lines, one an answer; the libraries' only when something is wrong."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(logging.Formatter(_FORMAT))
    for name in ("assistant", "ingest"):
        logger = logging.getLogger(name)
        logger.handlers = [shown]
        logger.setLevel(level)
        logger.propagate = False


def greet_model(settings: Settings) -> str:
    """What is wrong with the chat model that is set, as one sentence; empty when nothing is.

    Takes some seconds at most, and costs nothing: the model itself is not used.
    """
    if not settings.with_model:
        return ""
    from assistant.chat_model import OpenAIChatModel  # seconds to import

    return OpenAIChatModel(settings).greet()


def greet_in_background(settings: Settings) -> None:
    """The same while a server starts; the sentence goes to the log, and the server goes on."""

    def greet() -> None:
        """Log the one sentence, if there is one."""
        told = greet_model(settings)
        if told:
            logging.getLogger(__name__).warning("%s; answers come from the documents alone", told)

    if settings.with_model:
        Thread(target=greet, name="greeting", daemon=True).start()
