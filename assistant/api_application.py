"""The API put together: its routes, who may ask, and the document that describes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Security
from fastapi.security import HTTPBearer

from assistant.api_asking import Asking
from assistant.api_errors import explained, handle_all, responses
from assistant.api_guard import Guard, Rate
from assistant.api_openai import Completions
from assistant.api_queue import Line
from assistant.api_routes import Routes
from assistant.api_tokens import Tokens
from assistant.metrics import Counted, Metrics
from assistant.page_server import NAMES, Gate
from assistant.page_turns import Answers
from ingest.library import Snapshot

if TYPE_CHECKING:
    from starlette.types import ASGIApp

DESCRIBED = "/api/openapi.json"
PATHS = ("/api/*", "/v1/*", "/healthz", "/metrics")
BODY_BYTES = 1024 * 1024
"""A whole conversation may come with each question, the answers in it too."""
ABOUT = """\
Ask what Chinese local governments promised and delivered; every claim leads to its paragraph.

A refusal is `{"error": {"message", "type", "param", "code"}}`, as OpenAI writes it.
"""


def build(
    assistant: Answers,
    snapshot: Callable[[], Snapshot],
    metrics: Metrics,
    *,
    tokens: Tokens | None,
    closed: bool,
    rate: Rate | None,
    host: str,
    address: str = "",
) -> ASGIApp:
    """The API as an application of its own, behind its gate.

    closed: whether a token is needed (nobody comes in where there are none).
    host: where it listens; address: where the page is served, for links.
    """
    application = FastAPI(
        title="Wenzheng",
        version="1",
        description=ABOUT,
        openapi_url=DESCRIBED,
        docs_url=None,  # they load scripts of other hosts
        redoc_url=None,
        redirect_slashes=False,
    )
    handle_all(application)
    line = Line()
    plain = Asking(assistant, Counted(assistant, metrics, "api"), snapshot, line)
    openai = Asking(assistant, Counted(assistant, metrics, "openai"), snapshot, line)
    needs = [Security(HTTPBearer(auto_error=False))] if closed else []
    refusals = responses(401, 429, 503) if closed else responses(429) if rate else {}
    router = APIRouter(dependencies=needs, responses=refusals)
    routes = Routes(plain, snapshot, metrics, address)
    routes.add_to(router)
    routes.add_open_to(application.router)
    Completions(openai, address).add_to(router)
    application.include_router(router)
    return Gate(
        Guard(application, tokens=tokens, closed=closed, rate=rate, of=metrics),
        paths=PATHS,
        # A page that leads a foreign name to this machine has no token.
        names=None if closed else {*NAMES, host},
        bodies=dict.fromkeys(("/api/ask", "/v1/chat/completions"), BODY_BYTES),
        explained=explained,
    )
