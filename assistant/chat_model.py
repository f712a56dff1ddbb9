"""The only chat client: any model behind an OpenAI-compatible endpoint.

Unset, and with no key, there is no model and the assistant answers from sentences alone.
What a reply is worth, modelled.py and verify.py judge; here it only arrives, or fails with
one of errors.py's faults, within the deadlines of a Patience.

Nothing is used that only some servers have without a way around it: one that doesn't count
tokens of a stream, takes no temperature or can't stream is asked more plainly, and one that
knows no schema is asked by function call, then for JSON in words. What worked is remembered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from weakref import finalize

import openai
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from pydantic import BaseModel

from assistant.background import end, iterate, wait_for
from assistant.budget import Budget, Patience, Prices
from assistant.chat_faults import (
    FOREIGN,
    MAX_REPLY_CHARACTERS,
    NEXT_STEPS,
    PASSING,
    TRIES,
    asked_to_wait,
    fault_of,
)
from ingest.errors import ChatModelError, ModelFault
from ingest.settings import Settings
from ingest.waiting import pause

DEFAULT_MODEL = "openai:gpt-4o-mini"
LONGEST_PAUSE_S = 8.0
GREETING_S = 5.0
"""How long the question at start, whether the model is there, may take."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T", bound=BaseModel)


class _Manner(NamedTuple):
    """How a reply is asked for; the later, the less a server must know."""

    streamed: bool
    options: dict[str, Any]


_MANNERS = (
    _Manner(True, {"stream_usage": True, "temperature": 0}),
    _Manner(True, {"stream_usage": False}),
    _Manner(False, {}),
)
_FORMS = ("json_schema", "function_calling", "words")


class OpenAIChatModel:
    """A model by its name, `openai:NAME`, at OPENAI_BASE_URL."""

    def __init__(
        self, settings: Settings, *, name: str | None = None, patience: Patience | None = None
    ) -> None:
        self.name = name or settings.chat_model or DEFAULT_MODEL
        self.patience = patience or Patience.of(settings)
        self.prices: Prices | None = None
        if settings.price_in is not None or settings.price_out is not None:
            self.prices = Prices(settings.price_in or 0.0, settings.price_out or 0.0)
        self.host = urlsplit(settings.openai_base_url or "https://api.openai.com").netloc.split(
            "@"
        )[-1]
        timeout = openai.Timeout(self.patience.total_s, connect=self.patience.connect_s)
        http = openai.DefaultAsyncHttpxClient(timeout=timeout, follow_redirects=True)
        finalize(self, end, http.aclose)
        key = settings.openai_api_key
        self._key = key.get_secret_value() if key else ""
        self.langchain: BaseChatModel = init_chat_model(
            self.name,
            # A local server often needs no key, but the client insists on one.
            api_key=self._key or "none",
            base_url=settings.openai_base_url,
            timeout=timeout,
            http_async_client=http,
            max_retries=0,  # the tries are made, and bounded in time, below
            use_responses_api=False,
            stream_chunk_timeout=None,
        )
        self._manner = 0
        self._form = 0

    def stream(self, messages: Sequence[BaseMessage], budget: Budget) -> Iterator[str]:
        """The reply's text, piece by piece as it comes. Raises ChatModelError."""
        return iterate(self._pieces(list(messages), budget), running=budget.running)

    def reply(self, messages: Sequence[BaseMessage]) -> str:
        """The whole reply, on its own budget. Raises ChatModelError."""
        return "".join(self.stream(messages, Budget(self.patience.total_s))).strip()

    def fill(self, messages: Sequence[BaseMessage], shape: type[_T], budget: Budget) -> _T:
        """A reply in the shape of a pydantic model. Raises ChatModelError."""
        return wait_for(self._filled(list(messages), shape, budget))

    def greet(self) -> str:
        """Ask whether the model is there, without using it: "" or one sentence on what is wrong.

        A server that has no list of its models says nothing about them.
        """
        client: Any = self.langchain.root_async_client  # type: ignore[attr-defined]

        async def listed() -> list[str]:
            """The ids of the models that the server has."""
            async with asyncio.timeout(GREETING_S):
                return [model.id for model in (await client.models.list()).data]

        try:
            known = wait_for(listed())
        except FOREIGN as exc:
            error = self.translated(exc)
            return str(error) if error.fault in ("key", "address", "timeout", "quota") else ""
        name = self.name.removeprefix("openai:")
        if known and name not in known:
            return f"{self.name}: the server at {self.host} lists no such model" + (
                f" but {', '.join(sorted(known)[:5])}; check WENZHENG_CHAT_MODEL"
            )
        return ""

    def translated(self, exc: BaseException) -> ChatModelError:
        """A foreign error as one of ours, which says what to do and nothing of the server's."""
        return self.error(fault_of(exc))

    def error(self, fault: ModelFault) -> ChatModelError:
        """The error of a fault, in words that name the model, the host and the next step."""
        told = f"{self.name}: the server at {self.host} {NEXT_STEPS[fault]}"
        return ChatModelError(told, fault=fault)

    async def _pieces(self, messages: list[BaseMessage], budget: Budget) -> AsyncIterator[str]:
        first_by = min(time.monotonic() + self.patience.first_token_s, budget.ends_at)
        manner, tried, said = self._manner, 0, False
        cause: Exception
        while True:
            try:
                async for text in self._attempt(messages, _MANNERS[manner], budget, first_by):
                    said = said or bool(text)
                    yield text
                self._manner = manner
                return
            except ChatModelError as exc:
                error, cause, asked_s = exc, exc, 0.0
            except FOREIGN as exc:
                error, cause, asked_s = self.translated(exc), exc, asked_to_wait(exc)
            plainer = error.fault in ("request", "malformed") and manner + 1 < len(_MANNERS)
            if plainer and not said:
                # No event at all comes of a server that can't stream.
                manner = manner + 1 if error.fault == "request" else len(_MANNERS) - 1
                continue
            if said and error.fault in ("address", "malformed"):
                error = self.error("cut")
            tried += 1
            pause_s = max(
                pause(tried, first_s=self.patience.pause_s, longest_s=LONGEST_PAUSE_S), asked_s
            )
            late = time.monotonic() + pause_s > first_by
            if said or error.fault not in PASSING or tried == TRIES or late:
                # Foreign messages can repeat a key: then they stay out of the traceback too.
                hidden = self._key and self._key in f"{cause!r}"
                raise error from None if hidden or cause is error else cause
            await asyncio.sleep(pause_s)

    async def _attempt(
        self, messages: list[BaseMessage], manner: _Manner, budget: Budget, first_by: float
    ) -> AsyncIterator[str]:
        """One request. Text as it comes; raises unless it came to a good end."""
        budget.calls += 1
        if not manner.streamed:
            async with asyncio.timeout_at(first_by):
                whole = await self.langchain.ainvoke(messages, **manner.options)
            yield self._read(whole, budget, length=0)
            self._good_end(_finish(whole) or "stop", len(whole.text))
            return
        stream = self.langchain.astream(messages, **manner.options)
        finish, length, limit = "", 0, first_by
        try:
            while True:
                async with asyncio.timeout_at(limit):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                text = self._read(chunk, budget, length=length)
                finish = _finish(chunk) or finish
                length += len(text)
                if text:
                    yield text
                # Before the first word any sign of life, e.g. of thinking, prolongs the wait.
                idle = time.monotonic() + self.patience.idle_s
                limit = min(idle if length else max(first_by, idle), budget.ends_at)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]
        self._good_end(finish, length)

    def _read(self, message: BaseMessage, budget: Budget, *, length: int) -> str:
        used = getattr(message, "usage_metadata", None)
        if used:
            budget.charge(used["input_tokens"], used["output_tokens"])
        if message.additional_kwargs.get("refusal"):
            raise self.error("refused")
        text = str(message.text)
        if length + len(text) > MAX_REPLY_CHARACTERS:
            raise self.error("too_long")
        return text

    def _good_end(self, finish: str, length: int) -> None:
        if finish == "content_filter":
            raise self.error("filtered")
        if finish == "length" or (length and not finish):
            raise self.error("cut")
        if not length:
            raise self.error("empty")

    async def _filled(self, messages: list[BaseMessage], shape: type[_T], budget: Budget) -> _T:
        for form in range(self._form, len(_FORMS)):
            budget.calls += 1
            limit_s = min(self.patience.first_token_s, budget.left_s)
            try:
                async with asyncio.timeout(limit_s):
                    filled = await self._in_form(_FORMS[form], messages, shape, budget)
            except FOREIGN as exc:
                error = self.translated(exc)
                if error.fault not in ("request", "malformed", "model"):
                    raise error from None if self._key and self._key in f"{exc!r}" else exc
                _log.info("%s gives nothing by %s", self.name, _FORMS[form])
                continue
            self._form = form
            return filled
        raise self.error("malformed")

    async def _in_form(
        self, form: str, messages: list[BaseMessage], shape: type[_T], budget: Budget
    ) -> _T:
        if form == "words":
            asked = f"只输出一个JSON对象，符合这个JSON Schema：{shape.model_json_schema()}"
            reply = await self.langchain.ainvoke([*messages, HumanMessage(asked)])
            text = self._read(reply, budget, length=0)
            return shape.model_validate_json(text[text.index("{") : text.rindex("}") + 1])
        model = self.langchain.with_structured_output(shape, method=form, include_raw=True)
        outcome: Any = await model.ainvoke(messages)
        self._read(outcome["raw"], budget, length=0)
        if not isinstance(outcome["parsed"], shape):
            raise ValueError("the reply has not the shape that was asked for")
        return outcome["parsed"]


def _finish(message: BaseMessage) -> str:
    return str(message.response_metadata.get("finish_reason") or "")
