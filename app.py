"""The browser chat: conversations, their sources, the library; beside it the HTTP API
and, where its tokens are set, the Slack bot.

`python app.py [--library DIR] [--port N]` serves it, on this machine unless WENZHENG_HOST says
otherwise. This file puts the parts together: what the page is made of is
assistant/page_blocks.py, which requests are answered at all is assistant/page_server.py, who may
come in page_session.py and page_login.py, what is served beside it serving.py, and answering is
assistant/chain.py.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.page_server import OPEN, Gate, listen, loopback, run
from ingest.errors import SettingsError, WenzhengError
from ingest.options import HOST, LIBRARY, PAGE_PORT, add_library, add_port

if TYPE_CHECKING:
    import socket

    from starlette.requests import Request

    from assistant.page_login import Login
    from assistant.page_turns import Answers
    from ingest.settings import Settings

ADD = "python -m ingest add PATH"
STATE = "page"
"""The folder in the library's that keeps conversations, feedback, uploads and the secret."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is interrupted; 1 when it can't be served."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Ask the library in a browser; on this machine only, unless WENZHENG_HOST is "
        "set together with WENZHENG_PASSWORDS or WENZHENG_OIDC_ISSUER.",
    )
    add_library(parser)
    add_port(parser, default=PAGE_PORT)
    options = parser.parse_args(arguments)
    try:
        # Heavy, so after --help, and the chain after a port that can't be had.
        from ingest.settings import Settings

        settings = Settings.from_env(library=options.library, port=options.port)
        door = login(settings)
        listening = listen(settings.port, host=settings.host)
        from assistant.chain import Assistant
        from assistant.log import greet_in_background, log_to_stderr
        from assistant.page_turns import Opening

        log_to_stderr()
        greet_in_background(settings)
        serve(settings, Opening(lambda: Assistant.open(settings)), listening, door)
    except WenzhengError as exc:
        sys.stderr.write(f"error: {exc}\n")
        return 1
    return 0


def login(settings: Settings) -> Login | None:
    """The way to log in that the settings name; None where everybody on this machine may ask.

    Raises SettingsError when the page would be open to others without one.
    """
    oidc = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    if any(oidc) and not all(oidc):
        raise SettingsError(
            "OpenID Connect needs all of WENZHENG_OIDC_ISSUER, WENZHENG_OIDC_CLIENT_ID and "
            "WENZHENG_OIDC_CLIENT_SECRET: set the missing one"
        )
    if settings.passwords is not None and any(oidc):
        raise SettingsError(
            "WENZHENG_PASSWORDS and WENZHENG_OIDC_ISSUER are two ways to log in: set one of them"
        )
    if settings.passwords is None and not any(oidc):
        if not loopback(settings.host):
            raise SettingsError(
                f"WENZHENG_HOST is {settings.host!r}: everybody who reaches this machine could "
                "ask. Set WENZHENG_PASSWORDS to a file (a line each from `python -m assistant "
                "password NAME`) or WENZHENG_OIDC_ISSUER and its client, or leave "
                f"WENZHENG_HOST at {HOST}"
            )
        return None
    from assistant.page_login import Login

    address = settings.url or ""
    if settings.passwords is not None:
        from assistant.passwords import Passwords

        return Login(passwords=Passwords(settings.passwords), address=address)
    from assistant.oidc import Provider

    assert settings.oidc_issuer and settings.oidc_client_id and settings.oidc_client_secret
    secret = settings.oidc_client_secret.get_secret_value()
    return Login(
        provider=Provider(settings.oidc_issuer, settings.oidc_client_id, secret), address=address
    )


def serve(
    settings: Settings,
    assistant: Answers,
    listening: socket.socket,
    door: Login | None = None,
) -> None:
    """Serve the page on the socket until interrupted. Raises LibraryError."""
    # Must be set before the import, and to exactly this: Gradio reports home otherwise.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from fastapi import FastAPI

    from assistant import page_blocks, page_login, page_routes, page_session, serving
    from assistant.history import History
    from assistant.metrics import Counted, Metrics
    from assistant.page_conversations import Conversations
    from assistant.uploads import Limits, Uploads

    state = settings.library / STATE
    secret = page_session.secret_in(state)
    history, shelf = History(state), serving.Shelf(settings)
    metrics = Metrics(shelf.snapshot)
    limits = Limits(settings.upload_files, settings.upload_megabytes) if settings.uploads else None
    uploads = Uploads(settings.library, limits) if limits else None
    command = ADD
    if settings.library != Path(LIBRARY):
        command += f" --library {shlex.quote(str(settings.library))}"
    counted = Counted(assistant, metrics, "page")
    about = Conversations(counted, history, shelf.snapshot, command)
    page = page_blocks.build(about, limits=limits, user_of=_user_of)

    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    routes = page_routes.Routes(shelf.snapshot, history, uploads, settings.url or "")
    application.router.routes += routes.all()
    if door is not None:
        application.router.routes += door.routes()
    on_exit = page_blocks.mount(application, page, host=settings.host, who=_who)
    guarded = page_session.with_sessions(
        application,
        secret=secret,
        admits=door.admits if door else None,
        secure=(settings.url or "").startswith("https:"),
    )
    paths = [*OPEN, *page_routes.PATHS, *(page_login.PATHS if door else ())]
    gate = Gate(
        guarded,
        paths=paths,
        # With doors a foreign name for this machine is no way in: its pages have no cookie.
        names=None if door else {*Gate.NAMES, settings.host},
        bodies={"/page/uploads": limits.body_bytes} if limits else {},
    )
    parts = [serving.api(settings, assistant, shelf, metrics, login=door is not None)]
    bot = serving.slack(settings, assistant, shelf, metrics)
    sys.stdout.write(f"Wenzheng is open at {serving.address_of(settings, listening)}\n")
    sys.stdout.flush()
    # An open page holds a connection that would keep the server from ending.
    everything = serving.Switch([*parts, *bot.parts], rest=gate, on_end=bot.close)
    run(everything, listening, on_exit=on_exit, behind_proxy=settings.url is not None)


def _who(request: Request) -> str:
    from assistant.page_session import owner

    return owner(request.session)


def _user_of(request: Request) -> str:
    return str(request.session.get("name", ""))


if __name__ == "__main__":
    sys.exit(main())
