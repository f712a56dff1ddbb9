"""What the page's script asks the server for beside Gradio: documents, the library, history.

Fragments of HTML made by the page_*.py that are pure, and a few verbs on the reader's own
conversations. Who asks is known from the session (page_session); page_server lets these paths
through, refuses foreign origins and bounds what is sent.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant import feedback
from assistant.filters import Filters
from assistant.history import History
from assistant.markdown import answer_markdown, conversation_markdown
from assistant.page_escape import escape
from assistant.page_history import history_html
from assistant.page_library import library_html, list_html, matching
from assistant.page_reader import reader_html, reading
from assistant.page_search import paragraphs_with
from assistant.page_session import owner
from assistant.page_strings import COOKIE, STRINGS, Strings, language_of
from assistant.uploads import Uploads
from ingest.errors import LibraryMissing, NotInLibrary, WenzhengError
from ingest.library import Snapshot
from ingest.offsets import Span

PATHS = ("/page/*",)
_log = logging.getLogger(__name__)


def strings_for(request: Request) -> Strings:
    """The words in the language of whoever sent a request."""
    accepted = request.headers.get("accept-language", "")
    return STRINGS[language_of(accepted, request.cookies.get(COOKIE))]


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes over one library."""

    snapshot: Callable[[], Snapshot]
    """The newest build. Raises LibraryMissing and its kin."""
    history: History
    uploads: Uploads | None
    """None where readers may not add files."""
    address: str = ""
    """Where the page is served, for links that leave it; empty: as the browser calls it."""

    def all(self) -> list[Route]:
        """For a Starlette application; set them before whatever takes every path."""
        got = ["GET"]
        routes = [
            Route("/page/document/{id}", self.document, methods=got),
            Route("/page/library", self.library, methods=got),
            Route("/page/search", self.search, methods=got),
            Route("/page/history", self.listed, methods=got),
            Route("/page/history/{id}.md", self.export, methods=got),
            Route("/page/history/{id}/{n:int}.md", self.markdown, methods=got),
            Route("/page/history/{id}", self.rename, methods=["POST"]),
            Route("/page/history/{id}", self.delete, methods=["DELETE"]),
            Route("/page/history/{id}/{n:int}", self.judge, methods=["POST"]),
        ]
        if self.uploads is not None:
            routes.append(Route("/page/uploads", self.upload, methods=["POST"]))
            routes.append(Route("/page/uploads/add", self.add, methods=["POST"]))
        return routes

    def document(self, request: Request) -> Response:
        """A whole document; ``n`` and ``span`` (12-34) say where to open it."""
        strings = strings_for(request)
        n, span = request.query_params.get("n", ""), request.query_params.get("span", "")
        start, _, end = span.partition("-")
        try:
            read = reading(
                self.snapshot(),
                request.path_params["id"],
                n=int(n) if _number(n) else None,
                span=Span(int(start), int(end)) if _number(start) and _number(end) else None,
            )
        except (NotInLibrary, LibraryMissing):
            return _fragment(f'<p class="notice">{escape(strings.gone)}</p>', status=404)
        except WenzhengError as exc:
            return _failed(exc, strings)
        return _fragment(reader_html(read, strings))

    def library(self, request: Request) -> Response:
        """The picture of the whole library."""
        strings = strings_for(request)
        try:
            snapshot = self.snapshot()
        except LibraryMissing:
            return _fragment(library_html([], 0, strings))
        except WenzhengError as exc:
            return _failed(exc, strings)
        own = [document for document in snapshot.documents() if document.copy_of is None]
        counts = snapshot.paragraph_counts()
        paragraphs = sum(counts[document.id] for document in own)
        return _fragment(library_html(own, paragraphs, strings))

    def search(self, request: Request) -> Response:
        """What fits ``q`` within ``filters``: documents, and paragraphs when there is a ``q``."""
        strings = strings_for(request)
        query = request.query_params.get("q", "")
        filters = Filters.read(request.query_params.get("filters"))
        try:
            snapshot = self.snapshot()
            documents = matching(snapshot.documents(), query, filters)
            paragraphs = paragraphs_with(snapshot, query, filters)
        except LibraryMissing:
            return _fragment(list_html([], [], strings))
        except WenzhengError as exc:
            return _failed(exc, strings)
        return _fragment(list_html(documents, paragraphs, strings, query=query))

    def listed(self, request: Request) -> Response:
        """The reader's conversations."""
        strings = strings_for(request)
        try:
            kept = self.history.listed(owner(request.session))
        except WenzhengError as exc:
            return _failed(exc, strings)
        return _fragment(history_html(kept, strings))

    def export(self, request: Request) -> Response:
        """A conversation as a Markdown file."""
        who, id = owner(request.session), request.path_params["id"]
        title = self.history.title(who, id)
        if title is None:
            return Response(status_code=404)
        turns = self.history.turns(who, id)
        text = conversation_markdown(
            title, turns, strings_for(request), address=self._address(request)
        )
        name = quote(f"{title[:60]}.md", safe="")
        return _markdown(text, {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})

    def markdown(self, request: Request) -> Response:
        """One answer as Markdown, for the clipboard."""
        turns = self.history.turns(owner(request.session), request.path_params["id"])
        for turn in turns:
            if turn.n == request.path_params["n"] and turn.answer is not None:
                text = answer_markdown(
                    turn.answer, strings_for(request), address=self._address(request)
                )
                return _markdown(text, {})
        return Response(status_code=404)

    async def rename(self, request: Request) -> Response:
        """Give a conversation the name in ``title``."""
        title = (await _sent(request)).get("title")
        if not isinstance(title, str) or not title.strip():
            return Response(status_code=400)
        who, id = owner(request.session), request.path_params["id"]
        done = await run_in_threadpool(self.history.rename, who, id, title)
        return Response(status_code=204 if done else 404)

    def delete(self, request: Request) -> Response:
        """Forget a conversation."""
        done = self.history.delete(owner(request.session), request.path_params["id"])
        return Response(status_code=204 if done else 404)

    async def judge(self, request: Request) -> Response:
        """Keep a verdict on an answer, with its reason, for the reader and for evaluation."""
        sent = await _sent(request)
        verdict, reason = sent.get("verdict"), sent.get("reason", "")
        if verdict not in ("good", "bad") or not isinstance(reason, str):
            return Response(status_code=400)
        return await run_in_threadpool(self._judge, request, verdict, reason)

    def _judge(self, request: Request, verdict: Literal["good", "bad"], reason: str) -> Response:
        who, id, n = owner(request.session), request.path_params["id"], request.path_params["n"]
        turns = self.history.turns(who, id)
        judged = next((t for t in turns if t.n == n and t.answer is not None), None)
        if judged is None or judged.answer is None:
            return Response(status_code=404)
        before = [turn.question for turn in turns if turn.n < n]
        feedback.append(
            self.history.folder, judged.answer, verdict=verdict, reason=reason, before=before
        )
        self.history.judge(who, id, n, verdict)
        return Response(status_code=204)

    async def upload(self, request: Request) -> Response:
        """Keep one file, its bytes as the body and its name in ``name``."""
        assert self.uploads is not None
        content, name = await request.body(), request.query_params.get("name", "")
        try:
            kept = await run_in_threadpool(self.uploads.keep, name, content)
        except WenzhengError as exc:
            return JSONResponse({"error": str(exc)}, status_code=400)
        return JSONResponse({"kept": kept})

    async def add(self, request: Request) -> Response:
        """Take kept files in; a line of JSON for every step, as Uploads.add gives them."""
        assert self.uploads is not None
        names = (await _sent(request)).get("files")
        listed = names if isinstance(names, list) else []
        try:
            steps = self.uploads.add([name for name in listed if isinstance(name, str)])
        except WenzhengError as exc:
            return JSONResponse({"error": str(exc)}, status_code=400)
        return StreamingResponse(_lines(steps), media_type="application/x-ndjson")

    def _address(self, request: Request) -> str:
        return self.address or str(request.base_url).rstrip("/")


def _lines(steps: Iterator[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        yield json.dumps(step, ensure_ascii=False) + "\n"


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


async def _sent(request: Request) -> dict[str, Any]:
    """The JSON object of a request; empty for anything else."""
    try:
        sent = await request.json()
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _fragment(html: str, *, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})


def _markdown(text: str, headers: dict[str, str]) -> Response:
    return Response(text, media_type="text/markdown", headers=headers)


def _failed(error: WenzhengError, strings: Strings) -> Response:
    _log.error("a request of the page failed: %s", error)
    return _fragment(f'<p class="notice">{escape(strings.try_again)}</p>', status=503)
