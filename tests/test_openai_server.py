"""The local server speaks the protocol well enough for the clients that we use."""

import json
from collections.abc import Iterator

import openai
import pytest
from pydantic import BaseModel

from tests.openai_server import OpenAIServer, Step

ASKED = [{"role": "user", "content": "今年建几个公园?"}]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def client(server: OpenAIServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.url, api_key="k", max_retries=0, timeout=5) as opened:
        yield opened


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_a_text_is_embedded_as_its_character_counts(client, server, encoding: str):
    answer = client.embeddings.create(model="m", input=["abba", "a"], encoding_format=encoding)
    assert server.counts("abba", 4) == [0.0, 2.0, 2.0, 0.0]
    if encoding == "float":
        assert [row.embedding for row in answer.data] == [server.counts("abba"), server.counts("a")]
    else:
        assert all(isinstance(row.embedding, str) for row in answer.data)


def test_what_the_sdk_asks_for_by_default_comes_back_as_numbers(client, server):
    answer = client.embeddings.create(model="m", input="abba", dimensions=4)
    assert answer.data[0].embedding == server.counts("abba", 4)
    assert server.requests[0].body["encoding_format"] == "base64"


def test_a_chat_is_answered_by_the_last_user_message_unless_a_step_says_otherwise(client, server):
    assert (
        client.chat.completions.create(model="m", messages=ASKED).choices[0].message.content
        == (ASKED[0]["content"])
    )
    server.queue(Step(text="五个。"))
    assert client.chat.completions.create(model="m", messages=ASKED).choices[0].message.content == (
        "五个。"
    )
    assert [request.path for request in server.requests] == ["/v1/chat/completions"] * 2
    assert server.requests[0].headers["authorization"] == "Bearer k"


def test_a_stream_begins_with_the_role_and_ends_with_the_reason(client, server):
    server.queue(Step(text="新建五个公园。"))
    with client.chat.completions.stream(
        model="m", messages=ASKED, stream_options={"include_usage": True}
    ) as stream:
        events = list(stream)
    deltas = [event.delta for event in events if event.type == "content.delta"]
    assert deltas == ["", "新建", "五个", "公园", "。"]
    final = stream.get_final_completion()
    assert final.choices[0].message.content == "新建五个公园。"
    assert final.choices[0].finish_reason == "stop"
    assert final.usage is not None


def test_a_structured_answer_is_the_scripted_json(client, server):
    class Parks(BaseModel):
        count: int

    server.queue(Step(text='{"count": 5}'))
    answer = client.chat.completions.parse(model="m", messages=ASKED, response_format=Parks)
    assert answer.choices[0].message.parsed == Parks(count=5)
    assert server.requests[0].body["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_are_made_plain_and_streamed(client, server, stream: bool):
    server.queue(Step(tool_calls=(("search", {"place": "济源"}),)))
    if stream:
        with client.chat.completions.stream(model="m", messages=ASKED) as events:
            choice = events.get_final_completion().choices[0]
    else:
        choice = client.chat.completions.create(model="m", messages=ASKED).choices[0]
    assert choice.finish_reason == "tool_calls"
    call = choice.message.tool_calls[0]
    assert (call.function.name, json.loads(call.function.arguments)) == (
        "search",
        {"place": "济源"},
    )


def test_steps_are_taken_in_order_and_carry_status_and_headers(client, server):
    server.queue(Step(status=429, headers={"retry-after": "7"}), Step(status=500))
    with pytest.raises(openai.RateLimitError) as limited:
        client.models.list()
    assert limited.value.response.headers["retry-after"] == "7"
    with pytest.raises(openai.InternalServerError, match="scripted 500"):
        client.models.list()
    assert [model.id for model in client.models.list()] == ["test-model"]


def test_a_cut_stream_breaks_after_its_events(client, server):
    server.queue(Step(text="新建五个公园。", cut_after=3))
    stream = client.chat.completions.create(model="m", messages=ASKED, stream=True)
    seen: list[str] = []
    with pytest.raises(openai.APIConnectionError):
        for chunk in stream:
            seen.append(chunk.choices[0].delta.content)
    assert seen == ["", "新建", "五个"]


def test_a_cut_body_a_broken_body_and_a_late_one_fail_as_such(client, server):
    server.queue(Step(cut_after=5), Step(body='{"object":'), Step(delay_s=60))
    with pytest.raises(openai.APIConnectionError):
        client.models.list()
    with pytest.raises(json.JSONDecodeError):
        client.models.list()
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=0.2).models.list()


def test_an_unknown_path_is_not_found(client):
    with pytest.raises(openai.NotFoundError):
        client.files.list()


def test_what_a_server_lacks_it_refuses_by_name():
    with (
        OpenAIServer(lacks=["tools"]) as server,
        openai.OpenAI(base_url=server.url, api_key="k", max_retries=0) as client,
    ):
        tool = {"type": "function", "function": {"name": "search", "parameters": {}}}
        with pytest.raises(openai.BadRequestError, match="unsupported parameter: tools"):
            client.chat.completions.create(model="m", messages=ASKED, tools=[tool])
        assert client.chat.completions.create(model="m", messages=ASKED).choices


def test_a_reply_can_be_made_of_the_request_and_counted(client, server):
    server.default = Step(text=lambda asked: f"问了{len(asked['messages'])}句", usage=(7, 3))
    answer = client.chat.completions.create(model="m", messages=ASKED)
    assert answer.choices[0].message.content == "问了1句"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (7, 3)


def test_a_stream_can_be_silent_or_stall_or_end_without_a_reason(client, server):
    patient = client.with_options(timeout=0.3)
    server.queue(Step(text="好啊", silent_s=60), Step(text="好啊", stall_after=2))
    for _ in range(2):
        with pytest.raises(openai.APITimeoutError):
            list(patient.chat.completions.create(model="m", messages=ASKED, stream=True))
    server.queue(Step(text="好啊", ends_after=2), Step(text="好啊", finish="length"))
    reasons = [
        [
            chunk.choices[0].finish_reason
            for chunk in client.chat.completions.create(model="m", messages=ASKED, stream=True)
        ]
        for _ in range(2)
    ]
    assert reasons == [[None, None], [None, None, "length"]]


def test_a_refusal_and_a_filtered_reply_say_so(client, server):
    server.queue(Step(refusal="no"), Step(text="好", finish="content_filter"))
    refused = client.chat.completions.create(model="m", messages=ASKED).choices[0].message
    assert (refused.refusal, refused.content) == ("no", None)
    filtered = client.chat.completions.create(model="m", messages=ASKED).choices[0]
    assert filtered.finish_reason == "content_filter"


def test_the_request_can_choose_the_step(client, server):
    server.choose = lambda asked: Step(text="是") if "公园" in str(asked) else Step(text="否")
    answer = client.chat.completions.create(model="m", messages=ASKED)
    assert answer.choices[0].message.content == "是"
