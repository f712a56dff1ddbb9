"""How the API says no: one shape for every refusal, OpenAI's, so that its clients read it too.

    {"error": {"message": "…", "type": "invalid_request_error", "param": null, "code": "…"}}

A message never repeats what was sent: it may hold half a character, or a question that is the
asker's own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from ingest.errors import LibraryMissing, WenzhengError

CODES = {
    400: ("invalid_request_error", "bad_request", "the request can't be read"),
    401: (
        "invalid_request_error",
        "invalid_api_key",
        "a token is needed: send `Authorization: Bearer TOKEN`; the server's owner makes one "
        "with `python -m assistant token NAME`",
    ),
    403: ("invalid_request_error", "forbidden", "pages of other sites may not ask here"),
    404: ("invalid_request_error", "not_found", "there is nothing here; see /api/openapi.json"),
    405: ("invalid_request_error", "method_not_allowed", "this path doesn't take this method"),
    413: (
        "invalid_request_error",
        "too_large",
        "the request is too large, or doesn't say its length (Content-Length)",
    ),
    422: ("invalid_request_error", "invalid_value", "the request has a value that can't be used"),
    429: ("requests", "rate_limit_exceeded", "too many requests: wait as Retry-After says"),
    500: ("server_error", "server_error", "something went wrong; the server's log says what"),
    503: ("server_error", "unavailable", "there is no answer just now; try again"),
}
NO_NAME = (
    "only this machine may ask, and calls this server 127.0.0.1 or localhost; for others its owner "
    "sets WENZHENG_API_TOKENS"
)
CLIENT_LEFT = 499
"""Nobody gets it; counted as nginx counts it."""
_log = logging.getLogger(__name__)


class ErrorBody(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    """The field that can't be used, where one can't."""
    code: str


class Failure(BaseModel):
    """Every answer of the API that isn't a success."""

    error: ErrorBody


class Refused(Exception):
    """A request that is refused for what it asks for."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        param: str | None = None,
        code: str | None = None,
        retry_s: int = 0,
    ) -> None:
        super().__init__(message)
        self.retry_s = retry_s
        self.status = status
        self.param = param
        self.code = code


def body_of(
    status: int, message: str = "", *, param: str | None = None, code: str | None = None
) -> dict[str, Any]:
    """The object that a refusal sends; words by its status where none are given."""
    kind, usual, text = CODES.get(status, CODES[400 if status < 500 else 500])
    error = {"message": message or text, "type": kind, "param": param, "code": code or usual}
    return {"error": error}


def refusal(
    status: int,
    message: str = "",
    *,
    param: str | None = None,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The same as a response."""
    sent = body_of(status, message, param=param, code=code)
    return JSONResponse(sent, status_code=status, headers=dict(headers or {}))


def explained(path: str, status: int) -> bytes:
    """The body for a request that the gate refuses (page_server.Gate)."""
    message = NO_NAME if status == 400 else ""
    return json.dumps(body_of(status, message)).encode()


def told(error: Exception) -> tuple[int, str]:
    """Status and sentence for what answering raised; one that is not ours is logged, not told."""
    if isinstance(error, Refused):
        return error.status, str(error)
    if isinstance(error, LibraryMissing):
        return 503, "there is no library yet: `python -m ingest add PATH` makes one"
    if isinstance(error, WenzhengError):
        _log.error("a request failed: %s", error)
        return 503, str(error)
    _log.error("a request failed", exc_info=error)
    return 500, ""


def handle_all(application: FastAPI) -> None:
    """Make an application say no in this shape, whatever raises."""
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(ClientDisconnect, _left)
    application.add_exception_handler(Refused, _ours)
    application.add_exception_handler(WenzhengError, _ours)
    application.add_exception_handler(Exception, _unexpected)


def responses(*statuses: int, beside_text: bool = False) -> dict[int | str, dict[str, Any]]:
    """For a route's OpenAPI description; beside_text: of a route that else gives plain text."""
    json_all_the_same = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    of: dict[str, Any] = {"content": json_all_the_same} if beside_text else {"model": Failure}
    return {status: {**of, "description": CODES[status][2]} for status in statuses}


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = next(iter(error.errors()), {})
    loc: Sequence[Any] = first.get("loc", ())
    param = ".".join(str(part) for part in loc if part not in ("body", "query", "path"))
    reason = str(first.get("msg", "")).removeprefix("Value error, ") or CODES[422][2]
    if first.get("type") == "union_tag_invalid":  # its own words repeat what was sent
        reason = "{discriminator} is one of {expected_tags}".format(**first["ctx"])
    unread = first.get("type") == "json_invalid"
    if unread:
        reason, param = f"the body is no JSON: {first.get('ctx', {}).get('error', '')}", ""
    # OpenAI answers 400 where others answer 422, and its clients know it by that.
    status = 400 if unread or request.url.path.startswith("/v1/") else 422
    message = f"{param}: {reason}" if param else reason
    return refusal(status, _short(message), param=_short(param) or None)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "the body can't be read as JSON" if error.status_code == 400 else ""
    return refusal(error.status_code, message, headers=error.headers)


def _ours(request: Request, error: Exception) -> Response:
    status, message = told(error)
    if not isinstance(error, Refused):
        return refusal(status, message)
    headers = {"Retry-After": str(error.retry_s)} if error.retry_s else {}
    return refusal(status, message, param=error.param, code=error.code, headers=headers)


def _left(request: Request, error: Exception) -> Response:
    return Response(status_code=CLIENT_LEFT)


def _unexpected(request: Request, error: Exception) -> Response:
    return refusal(500)


def _short(text: str) -> str:
    """Names of fields come from the body, and may be of any length."""
    return text[:300]
