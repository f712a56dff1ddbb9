"""OpenAI's chat completions over the assistant, so that any client of it can ask.

The last user message is the question. Markers [1] stand in the content; each is an annotation
that leads to its paragraph, and the whole answer is beside it in `wenzheng`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.answer import Answer
from assistant.api_asking import Asked, Asking, while_there
from assistant.api_errors import Refused, body_of, responses, told
from assistant.api_events import Events, event
from assistant.api_openai_models import (
    MODEL,
    ChatCompletion,
    Completion,
    Model,
    Models,
    UserMessage,
)
from assistant.api_routes import EVENTS, address_of
from assistant.permalink import permalink
from ingest.document import Script

ANEW: dict[Script, str] = {
    "hans": "（以上作废。完整的回答是：）",
    "hant": "（以上作廢。完整的回答是：）",
    "latin": "(The above is withdrawn. The whole answer is:)",
}
"""What is sent cannot be taken back: said where a model fails after its first sentences and
the documents' own take their place."""


class Marker(NamedTuple):
    """Where [n] stands in an answer's text."""

    start: int
    end: int
    n: int


def markers(answer: Answer) -> list[Marker]:
    """The markers of an answer's text. A [1] that a document itself has is none of them.

    >>> from assistant.answer import Claim
    >>> markers(Answer("", "", "hans", claims=(Claim("甲[1]。", (1, 2)), Claim("乙", (1,), True))))
    [Marker(start=5, end=8, n=1), Marker(start=8, end=11, n=2), Marker(start=13, end=16, n=1)]
    """
    found: list[Marker] = []
    if answer.declined:
        return found
    at, new_line = 0, True
    for k, claim in enumerate(answer.claims):
        # As Answer.text puts claims on lines.
        at += 1 if k and (claim.item or new_line) else 0
        end = at + len(claim.text)
        for n in claim.citations:
            found.append(Marker(end, end + len(f"[{n}]"), n))
            end = found[-1].end
        at += len(claim.marked)
        new_line = claim.item
    return found


def annotated(answer: Answer, *, address: str, shift: int = 0) -> list[dict[str, Any]]:
    """One a marker; ``shift`` is how much stands before the answer's text."""
    cited = {citation.n: citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": marker.start + shift,
                "end_index": marker.end + shift,
                "url": permalink(cited[marker.n].paragraph, address=address),
                "title": cited[marker.n].title or cited[marker.n].source,
            },
        }
        for marker in markers(answer)
    ]


def usage(answer: Answer) -> dict[str, int]:
    """Tokens as OpenAI counts them out; zeros without a model."""
    used = answer.usage
    sent, received = (used.prompt_tokens, used.completion_tokens) if used else (0, 0)
    return {
        "prompt_tokens": sent,
        "completion_tokens": received,
        "total_tokens": sent + received,
    }


@dataclass(frozen=True, slots=True)
class Completions:
    """The routes under /v1."""

    asking: Asking
    address: str = ""
    """Where the page is served, for links to it; empty: as the asker calls this server."""
    opened: int = field(default_factory=lambda: int(time.time()))

    def add_to(self, router: APIRouter) -> None:
        """Add all of them."""
        router.add_api_route(
            "/v1/chat/completions",
            self.complete,
            methods=["POST"],
            response_model=None,
            responses={
                200: EVENTS | {"model": ChatCompletion},
                **responses(400, 404, 413, 500, 503),
            },
            summary="Ask as one asks OpenAI's models",
        )
        router.add_api_route(
            "/v1/models", self.models, methods=["GET"], summary="The one model there is"
        )
        router.add_api_route(
            "/v1/models/{name}",
            self.model,
            methods=["GET"],
            responses=responses(404),
            summary="The model by its name",
        )

    def models(self) -> Models:
        """What a client may name as its model."""
        return Models(data=[Model(id=MODEL, created=self.opened)])

    def model(self, name: Annotated[str, Path()]) -> Model:
        """One of them."""
        if name != MODEL:
            raise _no_model()
        return Model(id=MODEL, created=self.opened)

    async def complete(self, body: Completion, request: Request) -> Response:
        """One answer, whole or as it grows; a client that goes away ends the work on it."""
        if body.model != MODEL:
            raise _no_model()
        said = [message.text for message in body.messages if isinstance(message, UserMessage)]
        if not said:
            raise Refused("messages: one of them has to be the user's", param="messages")
        more = body.wenzheng
        asked = Asked(said[-1], tuple(said[:-1]), more.deep, tuple(more.places), tuple(more.years))
        within = await self.asking.within(asked)
        answers = self.asking.answers(asked, within=within, who=request.state.asker)
        address = address_of(request, self.address)
        if body.stream:
            with_usage = bool(body.stream_options and body.stream_options.include_usage)
            return Events(chunks(answers, address=address, with_usage=with_usage))
        answer = await while_there(request, answers)
        message = {
            "role": "assistant",
            "content": answer.text,
            "refusal": None,
            "annotations": annotated(answer, address=address),
            "wenzheng": answer.to_json(address=address),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        head = _head(answer, "chat.completion")
        return JSONResponse({**head, "choices": [choice], "usage": usage(answer)})


async def chunks(
    answers: AsyncGenerator[Answer, None], *, address: str, with_usage: bool
) -> AsyncGenerator[bytes, None]:
    """A stream's events: sentences when they are verified, then annotations, then [DONE].

    What a client joins of them is the whole answer's text (see ANEW for the exception).
    """
    sent = ""
    head: dict[str, Any] | None = None
    last: Answer | None = None

    def chunk(delta: dict[str, Any], *, finish: str | None = None) -> bytes:
        """One piece of the stream, as OpenAI's chunks are."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        usage_of = {"usage": None} if with_usage else {}
        return event({**(head or {}), "choices": [choice], **usage_of})

    try:
        async for last in answers:
            if head is None:
                head = _head(last, "chat.completion.chunk")
                yield chunk({"role": "assistant", "content": ""})
            sure = _sure(last)
            if sure.startswith(sent) and len(sure) > len(sent):
                yield chunk({"content": sure[len(sent) :]})
                sent = sure
    except Exception as exc:
        status, message = told(exc)
        yield event(body_of(status, message))
        return
    assert last is not None
    if not last.text.startswith(sent):
        again = f"\n\n{ANEW[last.script]}\n\n"
        yield chunk({"content": again + last.text})
        sent += again
    else:
        if len(last.text) > len(sent):
            yield chunk({"content": last.text[len(sent) :]})
        sent = ""
    found = annotated(last, address=address, shift=len(sent))
    yield chunk({"annotations": found, "wenzheng": last.to_json(address=address)})
    yield chunk({}, finish="stop")
    if with_usage:
        yield event({**(head or {}), "choices": [], "usage": usage(last)})
    yield event("[DONE]")


def _sure(answer: Answer) -> str:
    """The text up to the first sentence that isn't verified yet: what will stand."""
    if answer.declined:
        return ""
    verified = takewhile(lambda claim: claim.status == "verified", answer.claims)
    return Answer("", "", answer.script, claims=tuple(verified)).text


def _head(answer: Answer, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _no_model() -> Refused:
    return Refused(
        f"there is no such model: the only one is {MODEL!r}",
        status=404,
        param="model",
        code="model_not_found",
    )
