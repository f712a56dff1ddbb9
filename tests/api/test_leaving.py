"""Who goes away is no longer worked for: the model's call ends, and the next one is answered."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.server import FACT, served, settings_for
from tests.model_standin import RIGHT, open_with
from tests.openai_server import OpenAIServer, Step

ENDLESS = Step(text=RIGHT + "济源" * 3000, each_s=0.1)
SILENT = Step(text=RIGHT, silent_s=60)
CHAT = {"model": "wenzheng", "messages": [{"role": "user", "content": FACT}]}


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def house(sample_library, model: OpenAIServer) -> Iterator[str]:
    with served(settings_for(sample_library), open_with(sample_library, model)) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": FACT, "stream": True}),
        ("/v1/chat/completions", {**CHAT, "stream": True}),
    ],
)
def test_a_reader_of_a_stream_who_leaves_ends_the_models_call(house, model, path, body):
    model.abandoned.clear()
    model.queue(ENDLESS)
    with httpx.stream("POST", house + path, json=body, timeout=60) as response:
        assert next(response.iter_lines())
    assert model.abandoned.wait(20)


@pytest.mark.parametrize(
    ("path", "body"), [("/api/ask", {"question": FACT}), ("/v1/chat/completions", CHAT)]
)
def test_who_waits_for_the_whole_answer_and_leaves_ends_it_too(house, model, path, body):
    model.abandoned.clear()
    model.queue(ENDLESS)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(house + path, json=body, timeout=httpx.Timeout(60, read=1.5))
    assert model.abandoned.wait(20)


def test_what_was_stopped_is_counted_and_the_next_question_is_answered(house, model):
    model.default = Step(text=RIGHT)
    assert "180" in httpx.post(f"{house}/api/ask", json={"question": FACT}).json()["answer"]
    counted = httpx.get(f"{house}/metrics").text
    for interface in ("api", "openai"):
        labels = f'{{interface="{interface}",mode="",outcome="stopped"}}'
        assert f"wenzheng_answers_total{labels} 2.0" in counted
