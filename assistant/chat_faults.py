"""What goes wrong with a chat server, read from what the client raises.

The words are ours alone: a server's own message may repeat a key or the whole request.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import openai

from ingest.errors import ModelFault
from ingest.waiting import retry_after

_http: Any = import_module(openai.DefaultAsyncHttpxClient.__mro__[1].__module__)
"""The HTTP library that this version of the client is made with: httpx, or its successor."""

TRIES = 3
"""Requests for one reply, the first included."""
PASSING: frozenset[ModelFault] = frozenset({"address", "busy", "server", "cut", "empty"})
"""Faults that another try may mend."""
MAX_REPLY_CHARACTERS = 8_000
"""A longer reply is not an answer to read; it is refused rather than cut."""

NEXT_STEPS: dict[ModelFault, str] = {
    "key": "refused the key: check OPENAI_API_KEY",
    "address": "can't be reached: check OPENAI_BASE_URL, and that the server runs",
    "model": "doesn't know it: check WENZHENG_CHAT_MODEL, and the path of OPENAI_BASE_URL (…/v1)",
    "request": "can't take such a request: check WENZHENG_CHAT_MODEL",
    "busy": "is busy (429): wait, or raise the account's limit",
    "quota": "says that the account is used up: top it up",
    "server": "failed",
    "timeout": "did not answer in time: see the WENZHENG_CHAT_…_S settings",
    "cut": "broke off in the middle of its reply",
    "empty": "replied nothing",
    "refused": "refused to answer",
    "filtered": "held its reply back (content filter)",
    "malformed": "replied with something else than a chat's reply: check OPENAI_BASE_URL",
    "too_long": f"replied with more than {MAX_REPLY_CHARACTERS} characters",
    "unverified": "said nothing that stands in its sources",
}
"""After "the server at HOST": what happened, and what to do."""

_BY_STATUS: dict[int, ModelFault] = {
    401: "key",
    402: "quota",
    403: "key",
    404: "model",
    408: "busy",
    409: "busy",
    501: "request",
}
FOREIGN: tuple[type[Exception], ...] = (
    openai.OpenAIError,
    _http.HTTPError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
)
"""What the client raises, by version, for no answer and for one that is no completion."""


def asked_to_wait(exc: BaseException) -> float:
    """Seconds that the server asks to be left alone for; 0 when it doesn't say."""
    response = getattr(exc, "response", None)
    return retry_after(response.headers.get("retry-after")) if response is not None else 0.0


def fault_of(exc: BaseException) -> ModelFault:
    """The fault behind a foreign error."""
    if isinstance(exc, openai.APIStatusError):
        status = exc.status_code
        if status == 429:
            # An empty account answers 429 like a busy server, but no pause will fill it.
            return "quota" if exc.code == "insufficient_quota" else "busy"
        return _BY_STATUS.get(status, "server" if status >= 500 else "request")
    if isinstance(exc, openai.APITimeoutError):
        late = isinstance(exc.__cause__, _http.ConnectTimeout)
        return "address" if late else "timeout"
    if isinstance(exc, TimeoutError):
        return "timeout"
    if isinstance(exc, (openai.APIConnectionError, OSError, _http.HTTPError)):
        return "address"
    if isinstance(exc, openai.ContentFilterFinishReasonError):
        return "filtered"
    if isinstance(exc, openai.LengthFinishReasonError):
        return "cut"
    return "server" if isinstance(exc, openai.APIError) else "malformed"
