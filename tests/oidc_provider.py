"""A small OpenID Connect provider on loopback: it lets in whoever comes, as NAME.

Discovery, authorization code with PKCE, a token signed with a key of its own. Simple enough to
predict: the code is the challenge it was asked with, and is good once.
"""

import base64
import hashlib
import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET, USER, NAME = "wenzheng", "the-secret", "u-17", "王小明"


class Provider(http.server.BaseHTTPRequestHandler):
    """One request; what is known between two of them is on the server."""

    def do_GET(self) -> None:
        server: Any = self.server
        url = urllib.parse.urlsplit(self.path)
        asked = {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}
        if url.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": server.issuer,
                    "authorization_endpoint": f"{server.issuer}/authorize",
                    "token_endpoint": f"{server.issuer}/token",
                    "jwks_uri": f"{server.issuer}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif url.path == "/keys":
            self._json({"keys": [server.key.as_dict(private=False)]})
        elif url.path == "/authorize" and asked["client_id"] == CLIENT:
            server.codes[asked["code_challenge"]] = asked["nonce"]
            back = {"code": asked["code_challenge"], "state": asked["state"]}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urllib.parse.urlencode(back)}")
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        server: Any = self.server
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in urllib.parse.parse_qs(text).items()}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        nonce = server.codes.pop(challenge, None)
        if self.headers["Authorization"] != f"Basic {known}" or sent["code"] != challenge:
            nonce = None
        if nonce is None:
            self._json({"error": "invalid_grant"}, status=400)
            return
        now = int(time.time())
        claims = {
            **{"iss": server.issuer, "aud": CLIENT, "sub": server.user, "nonce": nonce},
            **{"iat": now, "exp": now + 60, "preferred_username": NAME},
        }
        header = {"alg": "RS256", "kid": server.key.kid}
        token = jwt.encode(header, claims, server.key)
        self._json({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _json(self, value: object, *, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def provider(*, user: str = USER) -> Iterator[str]:
    """Run a provider; its issuer."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        there: Any = server
        there.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        there.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
        there.codes, there.user = {}, user
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield there.issuer
        finally:
            server.shutdown()
            thread.join()
