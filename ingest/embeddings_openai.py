"""The embedder behind a server: any endpoint that speaks OpenAI's /v1/embeddings.

Text goes out as text in batches, answers are checked before they are believed (how many,
how long, all numbers finite), and every row is scaled to length 1. A busy or failing server is
asked again with growing, jittered pauses until a deadline; a batch that a server finds too
large is halved (some take 10 texts, others 2,048). Nothing here is stored or cached.

What the server says may be repeated in an error; the key never is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
import openai
from langchain_openai import OpenAIEmbeddings
from numpy.typing import NDArray
from pydantic import SecretStr

from ingest.errors import EmbeddingError, SettingsError
from ingest.settings import Settings
from ingest.waiting import pause, retry_after

BATCH = 64
"""Texts in one request. Documented limits run from 10 (Model Studio) to 2,048 (OpenAI)."""
TRIES = 6
"""Requests for one batch, the first included: with the pauses below at most some 30 s."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 16.0
REQUEST_TIMEOUT_S = 60.0
_TOO_LARGE = {400, 413, 422}
_TRY_AGAIN = {408, 409, 429}
_MALFORMED = (ValueError, TypeError, AttributeError, KeyError)
"""What the client raises, by version, for an answer that is no embedding answer."""

NEXT_STEPS = {
    400: "check that the model takes texts of this length and, if it is set, "
    "WENZHENG_EMBEDDING_DIMENSIONS",
    401: "check OPENAI_API_KEY",
    403: "check that OPENAI_API_KEY may use this model",
    404: "check the model's name in WENZHENG_EMBEDDINGS, and OPENAI_BASE_URL",
    429: "wait and run the same command again, or raise the account's limit",
}
OTHER_STEP = "check that the server at OPENAI_BASE_URL is up, then run the same command again"


@dataclass(slots=True)
class OpenAIEmbedder:
    """Embeds through ``client``; learns the dimension from the first answer if need be."""

    client: OpenAIEmbeddings
    model: str
    host: str
    key: str = field(repr=False)
    dimension: int | None
    deadline_s: float
    batch: int = BATCH
    """Shrinks, for good, when the server refuses a larger one."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        dimension: int | None = None,
        deadline_s: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> OpenAIEmbedder:
        """Ready to embed with the model of ``settings.embeddings`` ("openai:MODEL"); no call.

        ``dimension`` is what is expected back (a library's); only the dimension that the
        user set is sent along, as many servers refuse that parameter.
        Raises SettingsError when there is no model's name, or neither a key nor a server.
        """
        model = settings.embeddings.removeprefix("openai:")
        if not model:
            raise SettingsError("WENZHENG_EMBEDDINGS is 'openai:': add the model's name to it")
        key = settings.openai_api_key
        if key is None and settings.openai_base_url is None:
            raise SettingsError(
                f"WENZHENG_EMBEDDINGS is {settings.embeddings!r}, which needs OPENAI_API_KEY, "
                "or OPENAI_BASE_URL for a server that needs no key: set one in .env"
            )
        client = OpenAIEmbeddings(
            model=model,
            dimensions=settings.embedding_dimensions,
            openai_api_key=key or SecretStr("none"),
            openai_api_base=settings.openai_base_url,
            # Otherwise a vocabulary is downloaded at first use, and token ids are sent
            # that only OpenAI's own models can read.
            check_embedding_ctx_length=False,
            # The SDK asks for base64 unless told; some servers speak only float.
            model_kwargs={"encoding_format": "float"},
            max_retries=0,  # the tries are made, and bounded in time, below
        )
        return cls(
            client=client,
            model=model,
            host=urlsplit(settings.openai_base_url or "https://api.openai.com").netloc.split("@")[
                -1
            ],
            key=key.get_secret_value() if key else "",
            dimension=dimension or settings.embedding_dimensions,
            deadline_s=deadline_s,
            sleep=sleep,
        )

    @property
    def identity(self) -> str:
        """As in "openai/bge-m3/1024". Asks the server once if the dimension isn't known.

        The address isn't part of it: the same model at another host is the same model.
        """
        if self.dimension is None:
            self.embed(["维度"])
        return f"openai/{self.model}/{self.dimension}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension), unit rows.

        Raises EmbeddingError, naming the model and the texts of the batch that failed.
        """
        rows: list[NDArray[np.float32]] = []
        at = 0
        while at < len(texts):
            batch = list(texts[at : at + self.batch])
            where = f"texts {at + 1}-{at + len(batch)} of {len(texts)}"
            answer = self._ask(batch, where)
            if answer is None:
                self.batch = max(1, len(batch) // 2)
                continue
            rows.append(self._checked(answer, len(batch), where))
            at += len(batch)
        return np.concatenate(rows) if rows else np.zeros((0, self.dimension or 0), np.float32)

    def _ask(self, batch: list[str], where: str) -> list[list[float]] | None:
        """The vectors as the server gives them; None when the batch is too large for it."""
        deadline = self.clock() + self.deadline_s
        for tried in range(1, TRIES + 1):
            timeout_s = min(REQUEST_TIMEOUT_S, max(deadline - self.clock(), 1.0))
            try:
                return self.client.embed_documents(batch, chunk_size=len(batch), timeout=timeout_s)
            except (openai.OpenAIError, *_MALFORMED) as exc:
                failure, cause = _read(exc), exc
            if failure.status in _TOO_LARGE and len(batch) > 1:
                return None
            pause_s = max(
                pause(tried, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S),
                failure.retry_after_s,
            )
            if not failure.passes or tried == TRIES or self.clock() + pause_s > deadline:
                told = failure.told + (f" (asked {tried} times)" if tried > 1 else "")
                # A server may echo the key: then its own words stay out of the traceback too.
                hidden = self.key and self.key in f"{cause} {told}"
                raise self._error(where, told, failure.next_step) from None if hidden else cause
            self.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    def _checked(self, answer: list[list[float]], asked: int, where: str) -> NDArray[np.float32]:
        """The answer as unit rows; raises EmbeddingError when it isn't what was asked for."""
        if len(answer) != asked:
            raise self._error(where, f"gave {len(answer)} vectors for {asked} texts", OTHER_STEP)
        try:
            rows = np.asarray(answer, np.float64)
        except (ValueError, TypeError) as exc:
            told = "gave vectors of several lengths, or not of numbers"
            raise self._error(where, told, OTHER_STEP) from exc
        expected = self.dimension or rows.shape[-1]
        if rows.shape != (asked, expected) or not expected:
            raise self._error(
                where,
                f"gave vectors of {rows.shape[-1]} dimensions instead of {expected}",
                "set WENZHENG_EMBEDDING_DIMENSIONS to what the library was embedded with, "
                "or unset it if the model has one dimension only",
            )
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or not norms.all():
            at = int(np.flatnonzero(~np.isfinite(norms) | (norms == 0))[0])
            told = f"gave a vector of zeros, NaN or infinity for text {at + 1} of this batch"
            raise self._error(where, told, "look at that text, or choose another model")
        self.dimension = expected
        unit: NDArray[np.float32] = (rows / norms).astype(np.float32)
        return unit

    def _error(self, where: str, told: str, next_step: str) -> EmbeddingError:
        shown = told.replace(self.key, "…") if self.key else told
        return EmbeddingError(
            f"embedding {where} with {self.model!r}: the server at {self.host} {shown}; {next_step}"
        )


class Failure(NamedTuple):
    """What an exception of the client means for the one who waits for an answer."""

    told: str
    next_step: str
    status: int = 0
    """Of the HTTP answer; 0 when there was none, or none that could be read."""
    passes: bool = False
    """Whether asking again may help."""
    retry_after_s: float = 0.0


def _read(exc: Exception) -> Failure:
    if isinstance(exc, openai.APIStatusError):
        status = exc.status_code
        # An empty account answers 429 like a busy server, but no pause will fill it.
        passes = (status in _TRY_AGAIN or status >= 500) and exc.code != "insufficient_quota"
        return Failure(
            told=f"answered {status} ({_one_line(exc.message, status)})",
            next_step=NEXT_STEPS.get(status, OTHER_STEP),
            status=status,
            passes=passes,
            retry_after_s=retry_after(exc.response.headers.get("retry-after")),
        )
    if isinstance(exc, openai.APITimeoutError):
        return Failure("did not answer in time", OTHER_STEP, passes=True)
    if isinstance(exc, openai.APIConnectionError):
        return Failure(f"can't be reached: {exc.__cause__ or exc}", OTHER_STEP, passes=True)
    return Failure("answered, but not with embeddings", OTHER_STEP)


def _one_line(message: str, status: int) -> str:
    return " ".join(message.removeprefix(f"Error code: {status} - ").split())[:300]
