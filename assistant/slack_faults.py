"""The errors of Slack's Web API and of the way to it, as SlackError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from ingest.errors import SlackError

_AGAIN = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
}
KEY_REFUSED = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "no_permission",
    "not_allowed_token_type",
}
"""Slack's words for a token that it doesn't take."""


@contextmanager
def reaching(method: str) -> Iterator[None]:
    """Turn the errors of Slack's own library into SlackError, naming the method called."""
    try:
        yield
    except SlackApiError as exc:
        raise _refused(method, exc) from exc
    except (OSError, HTTPException, SlackClientError, ValueError) as exc:
        raise _unreached(method, exc) from exc


def _refused(method: str, error: SlackApiError) -> SlackError:
    status = int(getattr(error.response, "status_code", 0) or 0)
    code = str(error.response.get("error") or "") if status < 500 else ""
    # Slack's words are single words; anything else is a page of somebody in between.
    if not code.replace("_", "").isalnum():
        code = f"status_{status}"
    headers = {str(k).lower(): v for k, v in (getattr(error.response, "headers", {}) or {}).items()}
    after = str(headers.get("retry-after", ""))
    again = status == 429 or status >= 500 or code in _AGAIN
    hint = ""
    if code == "missing_scope":
        hint = f": the app needs {error.response.get('needed')!r}; install it anew (docs/slack.md)"
    return SlackError(
        f"Slack refused {method} ({code}){hint}",
        code=code,
        again=again,
        after_s=float(after) if after.isdigit() else 0.0,
    )


def _unreached(what: str, error: Exception) -> SlackError:
    return SlackError(
        f"Slack can't be reached for {what} ({type(error).__name__})", code="unreached", again=True
    )
