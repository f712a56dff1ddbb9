"""The API's routes: asking, paragraphs, documents, whether the server is well, what it counts.

OpenAI's routes are in api_openai.py; who may ask is api_guard.py.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.answer import Answer
from assistant.api_asking import Asked, Asking, fits, paced, while_there
from assistant.api_errors import Refused, body_of, responses, told
from assistant.api_events import Events, event
from assistant.api_models import (
    AnswerBody,
    Ask,
    DocumentsPage,
    Health,
    ParagraphBody,
    Text,
    Year,
)
from assistant.metrics import MEDIA_TYPE, Metrics
from assistant.permalink import permalink
from ingest.document import Kind
from ingest.errors import LibraryMissing, NotInLibrary, WenzhengError
from ingest.library import Snapshot
from ingest.rows import page_row

SHOWN_EVERY_S = 0.05
"""The least time between two events of one answer, as on the page (page_conversations.py)."""
MOST_DOCUMENTS = 1000
EVENTS: dict[str, Any] = {
    "content": {
        "text/event-stream": {
            "schema": {
                "type": "object",
                "properties": {
                    "event": {"type": "string"},
                    "data": {"type": "string", "contentMediaType": "application/json"},
                },
                "required": ["data"],
            }
        }
    },
    "description": "The whole answer; or, when a stream is asked for, events",
}


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes over one library."""

    asking: Asking
    snapshot: Callable[[], Snapshot]
    """The newest build. Raises LibraryMissing and its kin."""
    metrics: Metrics
    address: str = ""
    """Where the page is served, for links to it; empty: as the asker calls this server."""

    def add_to(self, router: APIRouter) -> None:
        """Add those that want a token where one is needed."""
        get: dict[str, Any] = {"methods": ["GET"]}
        router.add_api_route(
            "/api/ask",
            self.ask,
            methods=["POST"],
            response_model=None,
            responses={
                200: EVENTS | {"model": AnswerBody},
                **responses(400, 404, 413, 422, 500, 503),
            },
            summary="Ask a question",
        )
        router.add_api_route(
            "/api/documents",
            self.documents,
            response_model=DocumentsPage,
            responses=responses(422, 503),
            summary="What is in the library",
            **get,
        )
        router.add_api_route(
            "/api/paragraphs/{id}",
            self.paragraph,
            response_model=ParagraphBody,
            responses=responses(404, 503),
            summary="One paragraph",
            **get,
        )
        router.add_api_route(
            "/metrics",
            self.counted,
            response_class=PlainTextResponse,
            responses=responses(401, 429, 503, beside_text=True),
            summary="Counters for Prometheus",
            **get,
        )

    def add_open_to(self, router: APIRouter) -> None:
        """Add those that never want one."""
        router.add_api_route(
            "/healthz",
            self.healthy,
            methods=["GET"],
            response_model=Health,
            responses={503: {"model": Health, "description": "No question can be answered"}},
            summary="Whether the server can answer",
        )
        # Some that watch over servers ask for no more than the head.
        router.add_api_route("/healthz", self.healthy, methods=["HEAD"], include_in_schema=False)

    async def ask(self, body: Ask, request: Request) -> Response:
        """One answer, whole or as it grows; a client that goes away ends the work on it."""
        asked = Asked(
            body.question, tuple(body.turns), body.deep, tuple(body.places), tuple(body.years)
        )
        within = await self.asking.within(asked)
        asker = request.state.asker
        answers = self.asking.answers(asked, within=within, who=asker)
        address = address_of(request, self.address)
        if body.stream or "text/event-stream" in request.headers.get("accept", ""):
            return Events(_events(answers, address))
        answer = await while_there(request, answers)
        return JSONResponse(answer.to_json(address=address))

    def documents(
        self,
        place: Annotated[Text | None, Query(description="As `places` of a question")] = None,
        year: Annotated[Year | None, Query(description="Written in this year")] = None,
        kind: Annotated[Kind | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_DOCUMENTS)] = 100,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> dict[str, Any]:
        """The documents that fit, in the order of adding, mirror copies included."""
        snapshot = self.snapshot()
        places, years = [place] if place else [], [year] if year else []
        found = [
            page
            for page in snapshot.pages()
            if fits(page, places, years) and kind in (None, page.metadata.kind)
        ]
        counts = snapshot.paragraph_counts()
        shown = [page_row(page, counts[page.id]) for page in found[offset : offset + limit]]
        return {"total": len(found), "limit": limit, "offset": offset, "documents": shown}

    def paragraph(
        self,
        id: Annotated[str, Path(description="`<document>#p<n>`, with # written as %23")],
        request: Request,
    ) -> dict[str, Any]:
        """One paragraph as restored and as published, with where it stands and what is beside."""
        document, mark, n = id.partition("#p")
        if not (mark and n.isascii() and n.isdigit() and len(n) < 10):
            raise Refused(
                "a paragraph's id is <document>#p<n>; in an address # is written as %23",
                status=404,
            )
        snapshot = self.snapshot()
        try:
            found = snapshot.paragraph(id)
        except NotInLibrary:
            raise Refused("the library has no such paragraph", status=404) from None
        beside = [one.id for one in snapshot.paragraphs(document)]
        at = beside.index(found.id)
        return {
            "id": found.id,
            "n": found.n,
            "text": found.text,
            "start": found.start,
            "end": found.end,
            "raw": snapshot.raw(found.raw_start, found.raw_end, document=document),
            "raw_start": found.raw_start,
            "raw_end": found.raw_end,
            "repairs": [repair._asdict() for repair in snapshot.repairs(found)],
            "role": found.role,
            "section": list(found.section),
            "year": found.year,
            "period": found.period,
            "document": page_row(snapshot.document(document), len(beside)),
            "previous": beside[at - 1] if at else None,
            "next": beside[at + 1] if at + 1 < len(beside) else None,
            "link": permalink(found.id, address=address_of(request, self.address)),
        }

    def healthy(self) -> Response:
        """200 when questions can be answered, 503 with the reason when they can't."""
        try:
            self.snapshot()
        except LibraryMissing:
            return JSONResponse({"status": "no library"}, status_code=503)
        except WenzhengError:
            return JSONResponse({"status": "library unreadable"}, status_code=503)
        return JSONResponse({"status": "ok"})

    def counted(self) -> Response:
        """What the server counts, in Prometheus' text format."""
        return Response(self.metrics.text(), media_type=MEDIA_TYPE)


def address_of(request: Request, address: str) -> str:
    """Where links begin: the address that is set, else the one this request came to."""
    return address or str(request.base_url).rstrip("/")


async def _events(
    answers: AsyncGenerator[Answer, None], address: str
) -> AsyncGenerator[bytes, None]:
    try:
        async for answer, whole in paced(answers, every_s=SHOWN_EVERY_S):
            yield event(answer.to_json(address=address), name="answer" if whole else "growing")
    except Exception as exc:
        # It is too late for a status; half an answer is followed by why it is no whole one.
        status, message = told(exc)
        yield event(body_of(status, message), name="error")
        return
    yield event({}, name="done")
