"""Logging in and out: a form for a name and a password, or a way to an OpenID Connect provider.

A plain page of its own without a script. Nothing of the library is reachable before this.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.oidc import CALLBACK, Provider
from assistant.page_escape import escape
from assistant.page_routes import strings_for
from assistant.page_strings import Strings
from assistant.passwords import Passwords

PATHS = ("/login", "/logout", "/oidc/login", CALLBACK)
TRIES = 10
"""Wrong passwords that one name may be given within `TRIES_S` seconds."""
TRIES_S = 60.0
_NAMES = 10_000
"""Names whose tries are remembered: invented ones must not fill the memory."""
_STYLE = """
:root { color-scheme: light dark; --ink: #23211e; --paper: #fdfcf9; --line: #8a8378;
  --red: #a8322a; --on-red: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e4dc; --paper: #191817;
  --line: #8f887c; --red: #f0907f; --on-red: #2a0f0a; } }
body { font: 16px/1.75 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink);
  background: var(--paper); margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { width: min(22rem, 88vw); }
h1 { color: var(--red); letter-spacing: .12em; margin: 0; font-size: 1.5rem; }
label { display: block; margin-top: 1rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .4rem .7rem; color: inherit;
  background: none; border: 1px solid var(--line); border-radius: 8px; }
button, .with { display: block; width: 100%; box-sizing: border-box; margin-top: 1.5rem;
  padding: .5rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: var(--on-red); background: var(--red); border: 0; border-radius: 8px; }
.wrong { border-left: 3px solid var(--red); padding-left: .75rem; }
:focus-visible { outline: 2px solid var(--red); outline-offset: 2px; }
"""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass
class Login:
    """The routes of logging in; exactly one of the two ways is set."""

    passwords: Passwords | None = None
    provider: Provider | None = None
    address: str = ""
    """Where the page is served, for the provider; empty: as the browser calls it."""
    _wrong: dict[str, deque[float]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """For a Starlette application."""
        routes = [
            Route("/login", self.form, methods=["GET"]),
            Route("/logout", self.leave, methods=["POST"]),
        ]
        if self.passwords is not None:
            routes.append(Route("/login", self.enter, methods=["POST"]))
        if self.provider is not None:
            routes.append(Route("/oidc/login", self.go, methods=["GET"]))
            routes.append(Route(CALLBACK, self.come, methods=["GET"]))
        return routes

    def admits(self, user: str) -> bool:
        """Whether a user who once logged in may still come in."""
        return self.passwords is None or user in self.passwords

    def form(self, request: Request) -> Response:
        """The page to log in on."""
        return self._page(strings_for(request))

    async def enter(self, request: Request) -> Response:
        """A name and a password."""
        assert self.passwords is not None
        strings = strings_for(request)
        sent = await request.form(max_fields=4, max_files=0)
        name, password = str(sent.get("name", "")), str(sent.get("password", ""))
        if self._tired(name):
            return self._page(strings, wrong=strings.slow_down, status=429)
        if not await run_in_threadpool(self.passwords.check, name, password):
            self._wrong.setdefault(name, deque(maxlen=TRIES)).append(time.monotonic())
            return self._page(strings, wrong=strings.wrong_password, status=401)
        return self._in(request, user=name, name=name)

    async def go(self, request: Request) -> Response:
        """To the provider."""
        assert self.provider is not None
        sent = await self.provider.send_away(request, self._address(request))
        strings = strings_for(request)
        return sent or self._page(strings, wrong=strings.try_again, status=502)

    async def come(self, request: Request) -> Response:
        """Back from the provider."""
        assert self.provider is not None
        who = await self.provider.received(request)
        if who is None:
            strings = strings_for(request)
            return self._page(strings, wrong=strings.try_again, status=401)
        return self._in(request, user=who.user, name=who.name)

    def leave(self, request: Request) -> Response:
        """Log out."""
        request.session.clear()
        return RedirectResponse("/login", status_code=303)

    def _in(self, request: Request, **session: str) -> Response:
        """A fresh session: what was in it before the login is nobody's."""
        then = str(request.session.get("next", "/"))
        request.session.clear()
        request.session.update(session)
        # Doors wrote it, and only ever beginning so; a foreign page can't be returned to.
        return RedirectResponse(then if then.startswith("/?") else "/", status_code=303)

    def _tired(self, name: str) -> bool:
        if len(self._wrong) > _NAMES:
            self._wrong.clear()
        tries = self._wrong.get(name)
        if tries is None:
            return False
        while tries and tries[0] < time.monotonic() - TRIES_S:
            tries.popleft()
        return len(tries) >= TRIES

    def _address(self, request: Request) -> str:
        return self.address or str(request.base_url).rstrip("/")

    def _page(self, strings: Strings, *, wrong: str = "", status: int = 200) -> Response:
        told = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
        if self.passwords is not None:
            way = (
                f'<form method="post" action="/login"><label>{escape(strings.user_name)}'
                '<input name="name" autocomplete="username" required autofocus></label>'
                f'<label>{escape(strings.password)}<input name="password" type="password" '
                'autocomplete="current-password" required></label>'
                f"<button>{escape(strings.log_in)}</button></form>"
            )
        else:
            way = f'<a class="with" href="/oidc/login">{escape(strings.log_in_with)}</a>'
        html = (
            f'<!doctype html><html lang="{strings.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>{escape(strings.log_in)} · {escape(strings.name)}</title>"
            f"<style>{_STYLE}</style></head><body><main><h1>{escape(strings.name)}</h1>"
            f"<p>{escape(strings.tagline)}</p>{told}{way}</main></body></html>"
        )
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(html, status_code=status, headers=headers)
