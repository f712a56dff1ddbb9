"""The embedder behind a server: what it sends, what it believes, when it gives up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import numpy as np
import pytest
from pydantic import SecretStr

from ingest.embeddings import open_embedder
from ingest.embeddings_openai import BATCH, TRIES, OpenAIEmbedder
from ingest.errors import EmbeddingError
from ingest.settings import Settings
from tests.openai_server import OpenAIServer, Step

KEY = "sk-not-for-anybody"
TEXTS = ["新建公园", "新建学校", "修路"]


class Waiting:
    """A clock that only a sleep moves on, and what was slept."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def clock(self) -> float:
        return sum(self.pauses)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def embedder(server: OpenAIServer, waiting: Waiting) -> OpenAIEmbedder:
    return opened(server, waiting)


def opened(server: OpenAIServer, waiting: Waiting, **changed: object) -> OpenAIEmbedder:
    settings = Settings(_env_file=None).model_copy(
        update={
            "embeddings": "openai:org/m",
            "openai_api_key": SecretStr(KEY),
            "openai_base_url": server.url,
        }
        | changed
    )
    remote = OpenAIEmbedder.open(settings, deadline_s=30)
    remote.sleep, remote.clock = waiting.sleep, waiting.clock
    return remote


def test_rows_are_unit_vectors_in_the_order_of_the_texts(embedder, server):
    rows = embedder.embed(TEXTS)
    counts = np.array([server.counts(text) for text in TEXTS])
    assert rows.dtype == np.float32
    assert np.allclose(rows, counts / np.linalg.norm(counts, axis=1, keepdims=True), atol=1e-6)


def test_text_is_sent_as_text_and_no_dimension_that_nobody_asked_for(embedder, server):
    embedder.embed(TEXTS)
    assert server.requests[0].body == {
        "model": "org/m",
        "input": TEXTS,
        "encoding_format": "float",
    }
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_dimension_that_the_user_set_is_sent_and_expected(server, waiting):
    remote = opened(server, waiting, embedding_dimensions=4)
    assert remote.identity == "openai/org/m/4"
    assert not server.requests
    assert remote.embed(TEXTS).shape == (3, 4)
    assert server.requests[0].body["dimensions"] == 4


def test_the_identity_asks_once_for_an_unknown_dimension(embedder, server):
    assert embedder.identity == embedder.identity == "openai/org/m/8"
    assert len(server.requests) == 1


def test_a_server_without_keys_needs_none(server, waiting):
    assert opened(server, waiting, openai_api_key=None).embed(TEXTS).shape == (3, 8)


def test_many_texts_go_in_batches_and_no_text_in_none(embedder, server):
    many = [f"第{n}项" for n in range(2 * BATCH + 2)]
    rows = embedder.embed(many)
    assert [len(request.body["input"]) for request in server.requests] == [BATCH, BATCH, 2]
    assert np.array_equal(rows[-1], embedder.embed(many[-1:])[0])
    assert embedder.embed([]).shape == (0, 8)


def test_a_batch_that_is_too_large_for_the_server_is_halved_for_good(embedder, server):
    server.queue(Step(status=400), Step(status=413))
    assert embedder.embed([f"第{n}项" for n in range(20)]).shape == (20, 8)
    embedder.embed([f"第{n}项" for n in range(10)])
    sizes = [len(request.body["input"]) for request in server.requests]
    assert sizes == [20, 10, 5, 5, 5, 5, 5, 5]


def test_a_busy_server_is_asked_again_with_growing_pauses(embedder, server, waiting):
    server.queue(Step(status=429), Step(status=500), Step(cut_after=9), Step(status=503))
    assert embedder.embed(TEXTS).shape == (3, 8)
    assert len(server.requests) == 5
    for pause, longest in zip(waiting.pauses, (0.5, 1, 2, 4), strict=True):
        assert longest / 2 <= pause <= longest


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_may_say_how_long_to_wait(embedder, server, waiting, form: str):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=8), usegmt=True)
    asked = "7" if form == "seconds" else date
    server.queue(Step(status=429, headers={"retry-after": asked}))
    embedder.embed(TEXTS)
    assert waiting.pauses == [pytest.approx(7, abs=2)]


@pytest.mark.parametrize("asked", ["31", "1e9", "inf"])
def test_no_wait_goes_beyond_the_deadline(embedder, server, waiting, asked: str):
    server.queue(*[Step(status=429, headers={"retry-after": asked})] * TRIES)
    with pytest.raises(EmbeddingError, match="429"):
        embedder.embed(TEXTS)
    assert sum(waiting.pauses) <= 30


def test_the_tries_are_bounded(embedder, server):
    server.queue(*[Step(status=500)] * (TRIES + 1))
    with pytest.raises(EmbeddingError, match=f"asked {TRIES} times"):
        embedder.embed(TEXTS)
    assert len(server.requests) == TRIES


def test_a_late_answer_counts_as_none(server, waiting):
    remote = opened(server, waiting)
    remote.deadline_s = 0.2  # less than the shortest pause
    server.queue(Step(delay_s=60))
    with pytest.raises(EmbeddingError, match="in time"):
        remote.embed(TEXTS)


def test_a_server_that_is_not_there_is_named():
    settings = Settings(_env_file=None).model_copy(
        update={"embeddings": "openai:m", "openai_base_url": "http://me:secret@127.0.0.1:9/v1"}
    )
    with pytest.raises(EmbeddingError, match=r"127\.0\.0\.1:9 can't be reached") as failed:
        open_embedder(settings, deadline_s=0).embed(TEXTS)
    assert "secret" not in str(failed.value)


NO_RETRY = {
    "wrong key": (Step(status=401), "OPENAI_API_KEY"),
    "no such model": (Step(status=404), "WENZHENG_EMBEDDINGS"),
    "empty account": (
        Step(status=429, body='{"error": {"message": "pay", "code": "insufficient_quota"}}'),
        "429",
    ),
    "half a JSON": (Step(body='{"data": ['), "not with embeddings"),
    "a login page": (
        Step(body="<html>", headers={"content-type": "text/html"}),
        "not with embeddings",
    ),
    "an error as 200": (Step(body='{"error": {"message": "x"}}'), "not with embeddings"),
    "no vectors": (Step(body='{"data": []}'), "0 vectors for 3 texts"),
    "a vector too few": (Step(vectors=[[1.0, 2.0]] * 2), "2 vectors for 3 texts"),
    "a vector too many": (Step(vectors=[[1.0, 2.0]] * 4), "4 vectors for 3 texts"),
    "ragged": (Step(vectors=[[1.0], [1.0, 2.0], [1.0]]), "several lengths"),
    "empty vectors": (Step(vectors=[[], [], []]), "0 dimensions"),
    "a NaN": (Step(vectors=[[1.0], [float("nan")], [1.0]]), "text 2 of this batch"),
    "an infinity": (Step(vectors=[[1.0], [1.0], [float("-inf")]]), "text 3 of this batch"),
    "a zero vector": (Step(vectors=[[0.0], [1.0], [1.0]]), "text 1 of this batch"),
    "a null": (Step(vectors=[[None], [1.0], [1.0]]), "text 1 of this batch"),
}


@pytest.mark.parametrize(("step", "told"), NO_RETRY.values(), ids=NO_RETRY)
def test_what_no_pause_will_mend_fails_at_once_and_says_why(
    embedder, server, waiting, step: Step, told: str
):
    server.queue(step)
    with pytest.raises(EmbeddingError, match=told) as failed:
        embedder.embed(TEXTS)
    assert "texts 1-3 of 3 with 'org/m'" in str(failed.value)
    assert len(server.requests) == 1
    assert waiting.pauses == []


def test_the_failing_batch_is_named_by_its_texts(embedder, server):
    server.queue(Step(), Step(status=404))
    with pytest.raises(EmbeddingError, match=f"texts {BATCH + 1}-{2 * BATCH} of 200"):
        embedder.embed(["公园"] * 200)


def test_vectors_of_another_dimension_than_the_librarys_are_refused(server, waiting):
    settings = Settings(_env_file=None).model_copy(
        update={"embeddings": "openai:m", "openai_base_url": server.url}
    )
    with pytest.raises(EmbeddingError, match="8 dimensions instead of 6"):
        open_embedder(settings, stored="openai/m/6").embed(TEXTS)


def test_the_key_is_in_no_error_and_no_repr(embedder, server):
    server.queue(Step(status=401, body=f'{{"error": {{"message": "{KEY} is wrong"}}}}'))
    with pytest.raises(EmbeddingError, match="… is wrong") as failed:
        embedder.embed(TEXTS)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    assert KEY not in repr(embedder) + str(failed.value)
