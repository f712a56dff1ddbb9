"""The door for Slack's requests over HTTP: what Slack didn't sign gets 401 and no word in a log.

Bolt has a check of its own, which takes a timestamp that is no number for a server error, lets
`ssl_check=1` through unsigned, and logs the body of what it refuses; so ours stands before it.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

PATH = "/slack/events"
MAX_BODY_BYTES = 1024 * 1024
"""Slack's requests are far smaller."""
WINDOW_S = 300
"""How old, or how far ahead, a signature's time may be; as Slack's guide has it."""


class Door:
    """Answers the requests to PATH."""

    def __init__(
        self, bolt: App, secret: SecretStr, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(secret.get_secret_value())
        self._clock = clock

    async def answer(self, request: Request) -> Response:
        """Check the signature, then hand the request to Bolt; it answers once the event is kept."""
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    return JSONResponse({"error": "too large"}, 413)
        except ClientDisconnect:
            return Response(status_code=400)
        if not self._signed(request, bytes(body)):
            return JSONResponse({"error": "invalid request"}, 401)
        try:
            asked = to_bolt_request(request, bytes(body))
        except ValueError:  # signed, and neither JSON nor a form
            return JSONResponse({"error": "unreadable"}, 400)
        return to_starlette_response(await run_in_threadpool(self._bolt.dispatch, asked))

    def _signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
            return False
        if abs(self._clock() - int(timestamp)) > WINDOW_S:
            return False
        try:
            expected = self._verifier.generate_signature(timestamp=timestamp, body=body) or ""
        except UnicodeDecodeError:
            return False
        return hmac.compare_digest(expected.encode(), signature.encode())
