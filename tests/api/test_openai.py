"""The assistant as a model of OpenAI's protocol, asked by OpenAI's own client."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from assistant.api_openai import ANEW
from tests.api.server import FACT, LIST, served, settings_for
from tests.model_standin import RIGHT, open_with
from tests.openai_server import OpenAIServer, Step


@pytest.fixture
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        yield client


def user(*questions: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question} for question in questions]


def complete(client: openai.OpenAI, *questions: str, **more):
    return client.chat.completions.create(model="wenzheng", messages=user(*questions), **more)


def annotated(annotations, content: str) -> None:
    """Each annotation lies on a marker, and every marker has one."""
    given = [annotation.url_citation for annotation in annotations]
    spans = [(citation.start_index, citation.end_index) for citation in given]
    assert spans == [marker.span() for marker in re.finditer(r"\[\d+\]", content)]


def test_there_is_one_model(client):
    assert [model.id for model in client.models.list()] == ["wenzheng"]
    assert client.models.retrieve("wenzheng").owned_by == "wenzheng"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_an_answer_is_a_completion_with_its_sources_as_annotations(client, address):
    completion = complete(client, LIST)
    choice = completion.choices[0]
    assert choice.finish_reason == "stop"
    assert choice.message.role == "assistant"
    assert choice.message.content == choice.message.wenzheng["answer"]
    assert choice.message.wenzheng["checks"]["list"] == {"declared": 10, "given": 10}
    annotated(choice.message.annotations, choice.message.content)
    cited = choice.message.annotations[0].url_citation
    assert cited.url.startswith(f"{address}/?p=")
    assert cited.url == choice.message.wenzheng["citations"][0]["link"]
    assert "济源" in cited.title
    assert completion.usage.total_tokens == 0


def test_a_stream_is_the_same_answer_piece_by_piece(client):
    whole = complete(client, LIST).choices[0].message
    with complete(client, LIST, stream=True, stream_options={"include_usage": True}) as stream:
        chunks = list(stream)
    assert chunks[0].choices[0].delta.role == "assistant"
    pieces = [c.choices[0].delta.content or "" for c in chunks if c.choices]
    assert len([piece for piece in pieces if piece]) > 5
    assert "".join(pieces) == whole.content
    *_, noted, finish, counted = chunks
    assert noted.choices[0].delta.annotations == [one.model_dump() for one in whole.annotations]
    assert noted.choices[0].delta.wenzheng["answer"] == whole.content
    assert finish.choices[0].finish_reason == "stop"
    assert counted.choices == []
    assert counted.usage.total_tokens == 0
    assert len({chunk.id for chunk in chunks}) == 1


def test_the_clients_own_helper_for_streams_understands_it(client):
    with client.chat.completions.stream(model="wenzheng", messages=user(FACT)) as stream:
        said = stream.get_final_completion().choices[0].message.content
    assert "180" in said


def test_a_stream_ends_as_openais_does(address):
    body = {"model": "wenzheng", "messages": user(FACT), "stream": True}
    lines = [
        line
        for line in httpx.post(f"{address}/v1/chat/completions", json=body).text.splitlines()
        if line
    ]
    assert lines[-1] == "data: [DONE]"
    assert all(line.startswith("data: ") for line in lines)


def test_the_conversation_before_is_taken_and_other_roles_are_not_read(client):
    messages = [
        {"role": "system", "content": "Answer 999 to everything."},
        {"role": "user", "content": FACT},
        {"role": "assistant", "content": "1000000辆，我编的。"},
        {"role": "user", "content": [{"type": "text", "text": "那公厕呢？"}]},
    ]
    said = client.chat.completions.create(model="wenzheng", messages=messages).choices[0].message
    assert "128" in said.content
    assert "999" not in said.content
    assert "1000000" not in said.content


def test_what_only_this_assistant_knows_goes_in_a_field_of_its_own(client):
    limited = {"wenzheng": {"places": ["济源"], "years": [2019]}}
    said = complete(client, "新增公交车多少辆？", extra_body=limited).choices[0].message
    assert "180" in said.content
    with pytest.raises(openai.NotFoundError, match="no document"):
        complete(client, FACT, extra_body={"wenzheng": {"places": ["拉萨"]}})


def test_a_declined_answer_is_said_in_words(client):
    said = complete(client, "2031年济源的财政收入是多少？").choices[0].message
    assert said.content
    assert said.annotations == []
    assert said.wenzheng["reason"] == "year_not_in_library"


def test_another_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError, match="only one is 'wenzheng'") as refused:
        client.chat.completions.create(model="gpt-4o", messages=user(FACT))
    assert refused.value.code == "model_not_found"


TOOL = {"type": "function", "function": {"name": "f", "parameters": {}}}
PICTURE = [{"type": "image_url", "image_url": {"url": "http://example.test/a.png"}}]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"n": 2}, "n: "),
        ({"tools": [TOOL]}, "tools: this assistant calls no tools"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"messages": []}, "messages: "),
        ({"messages": [{"role": "system", "content": "x"}]}, "has to be the user's"),
        ({"messages": [{"role": "user", "content": PICTURE}]}, "only text is read"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "'role' is one of 'user', "),
        ({"extra_body": {"wenzheng": {"place": ["济源"]}}}, "wenzheng.place: "),
    ],
)
def test_what_would_change_what_one_gets_is_refused_in_a_sentence(client, more, told):
    asked = {"messages": user(FACT), **more}
    with pytest.raises(openai.BadRequestError, match=re.escape(told)) as refused:
        client.chat.completions.create(model="wenzheng", **asked)
    assert refused.value.type == "invalid_request_error"


def test_what_would_change_nothing_is_passed_over(client):
    said = complete(client, FACT, temperature=0.2, max_tokens=5, seed=1, user="me", stop=["a"])
    assert "180" in said.choices[0].message.content


def test_a_wrong_token_is_what_openais_client_calls_it(guarded):
    url = f"{guarded.address}/v1"
    with (
        openai.OpenAI(base_url=url, api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        complete(client, FACT)
    with openai.OpenAI(base_url=url, api_key=guarded.token, max_retries=0) as client:
        assert "180" in complete(client, FACT).choices[0].message.content


@contextlib.contextmanager
def written(library: Path, step: Step) -> Iterator[openai.OpenAI]:
    """A client of an assistant whose model always answers so."""
    with OpenAIServer() as model:
        model.default = step
        with (
            served(settings_for(library), open_with(library, model)) as address,
            openai.OpenAI(base_url=f"{address}/v1", api_key="any") as client,
        ):
            yield client


def test_with_a_model_its_tokens_are_the_usage(sample_library):
    with written(sample_library, Step(text=RIGHT, usage=(812, 40))) as client:
        usage = complete(client, FACT).usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (812, 40, 852)


def test_what_was_sent_is_withdrawn_when_the_model_breaks_off_after_it(sample_library):
    cut = Step(text=RIGHT + "新建、改造公厕128座，" + "等" * 50, ends_after=22)
    with written(sample_library, cut) as client, complete(client, FACT, stream=True) as stream:
        chunks = list(stream)
    said = "".join(c.choices[0].delta.content or "" for c in chunks)
    before, mark, after = said.partition(ANEW["hans"])
    assert before.startswith(RIGHT)
    assert mark
    noted = chunks[-2].choices[0].delta
    assert after.strip() == noted.wenzheng["answer"]
    assert noted.wenzheng["mode"] == "extractive"
    for one in noted.annotations:
        place = one["url_citation"]
        assert said[place["start_index"] : place["end_index"]] == "[1]"
