"""Logging in with an OpenID Connect provider, by Authlib.

The provider is asked for `openid profile`; who comes back with a valid identity token is let in
under the provider's own id for them (`sub`), so that two people of one name stay two.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth
from httpx import HTTPError
from starlette.requests import Request
from starlette.responses import Response

CALLBACK = "/oidc/callback"
_log = logging.getLogger(__name__)


class Identity(NamedTuple):
    """Who logged in."""

    user: str
    """Unique and lasting at the provider."""
    name: str
    """For showing."""


class Provider:
    """One OpenID Connect provider; it is first spoken to when somebody logs in."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        oauth = OAuth()
        self._client: Any = oauth.register(
            "provider",
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_id=client_id,
            client_secret=client_secret,
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
        )

    async def send_away(self, request: Request, address: str) -> Response | None:
        """To the provider's own login; None, with the reason logged, when it can't be reached.

        address: where this page is served.
        """
        try:
            sent: Response = await self._client.authorize_redirect(request, address + CALLBACK)
        except (OAuthError, HTTPError, ValueError, RuntimeError) as exc:
            _log.error("the OpenID Connect provider can't be asked: %s", type(exc).__name__)
            return None
        return sent

    async def received(self, request: Request) -> Identity | None:
        """Who comes back from the provider; None, with the reason logged, if nobody valid does."""
        try:
            token = await self._client.authorize_access_token(request)
            about = token["userinfo"]
            user = str(about["sub"])
        except Exception as exc:
            # Whatever is wrong with what came back, nobody is let in for it; its text may hold
            # codes, so only its kind is logged.
            _log.error("a login by OpenID Connect failed: %s", type(exc).__name__)
            return None
        return Identity(user, str(about.get("preferred_username") or about.get("name") or user))
