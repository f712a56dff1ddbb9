"""`ask --deep`: a model searches by itself, within bounds; the same checks stand behind it."""

import json

import pytest

from tests.model_standin import QUESTION, RIGHT, as_json, open_with
from tests.openai_server import OpenAIServer, Step


def search(query: str, **filters) -> Step:
    return Step(tool_calls=(("search", {"query": query, **filters}),))


@pytest.fixture(scope="module")
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def assistant(sample_library, server):
    server.requests.clear()
    server.default = Step(text=RIGHT)
    return open_with(sample_library, server)


def results(server) -> list[str]:
    *_, last = (request for request in server.requests if "tools" in request.body)
    messages = last.body["messages"]
    return [message["content"] for message in messages if message["role"] == "tool"]


def test_what_several_searches_found_is_numbered_through_and_cited(assistant, server):
    server.queue(
        search("公交车", place="济源", year=2019, period="plan"),
        search("重点项目", place="峡山区"),
        Step(
            text=lambda asked: f"添置公交车180辆。[1]峡山区全力推进50个重点项目。[{fifty(asked)}]"
        ),
    )
    answer = assistant.ask(QUESTION, deep=True)
    assert answer.mode == "model" and not answer.checks.unverified
    assert len({citation.document for citation in answer.citations}) == 2
    first, second = results(server)
    assert '编号="1"' in first and '编号="1"' not in second
    assert answer.usage.calls == 3


def fifty(asked) -> str:
    """The number of the passage with the 50 projects."""
    said = "".join(m["content"] for m in asked["messages"] if m["role"] == "tool")
    return next(part.split('"')[0] for part in said.split('编号="')[1:] if "50个" in part)


def test_filters_limit_what_is_found_and_an_unknown_place_is_told(assistant, server):
    server.queue(search("民生", place="洛阳"), search("公厕", year=2018), Step(text="未写明"))
    assistant.ask(QUESTION, deep=True)
    unknown, of_2018 = results(server)
    assert "没有这个地方" in unknown and "河南省济源市" in unknown
    heads = [part.split('"')[0] for part in of_2018.split('出处="')[1:]]
    assert heads and all("2018" in head for head in heads)


def test_a_wrong_figure_of_the_agents_is_repaired_like_any_other(assistant, server):
    server.queue(
        search("公交车"), Step(text="添置公交车810辆。[1]"), Step(text="添置公交车180辆。[1]")
    )
    answer = assistant.ask(QUESTION, deep=True)
    assert "180辆" in answer.text and "810" not in answer.text


def test_the_steps_are_bounded_and_what_was_found_is_then_read_once(assistant, server):
    server.choose = lambda asked: search("公交车") if asked.get("tools") else Step(text=RIGHT)
    answer = assistant.ask(QUESTION, deep=True)
    server.choose = None
    assert answer.text == RIGHT
    assert len(server.requests) == 7


@pytest.mark.parametrize(
    "wrong", [("search", {"q": "公厕"}), ("delete_everything", {}), ("search", {"year": "x"})]
)
def test_a_tool_that_is_called_wrongly_does_no_harm(assistant, server, wrong):
    server.queue(Step(tool_calls=(wrong,)), search("公交车"), Step(text=RIGHT))
    assert assistant.ask(QUESTION, deep=True).text == RIGHT


def test_a_passing_fault_is_asked_again(assistant, server):
    server.queue(search("公交车"), Step(status=500), Step(text=RIGHT))
    assert assistant.ask(QUESTION, deep=True).text == RIGHT


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step(status=500), "出错"),
        (Step(status=401, body=json.dumps({"error": {"message": "sk-test-CANARY"}})), "密钥"),
        (Step(body="<html>"), "无法读取"),
    ],
    ids=["500", "401", "no JSON"],
)
def test_when_the_model_fails_the_documents_own_sentences_answer(assistant, server, step, told):
    server.default = step
    answer = assistant.ask(QUESTION, deep=True)
    assert answer.mode == "extractive" and "180辆" in answer.text and told in answer.notice
    assert "CANARY" not in as_json(answer)


def test_a_server_without_tools_is_asked_in_one_call(sample_library):
    with OpenAIServer(lacks=["tools"]) as server:
        server.default = Step(text=RIGHT)
        assert open_with(sample_library, server).ask(QUESTION, deep=True).text == RIGHT


def test_a_place_that_is_not_there_is_declined_without_asking_the_model(assistant, server):
    assert assistant.ask("洛阳市2019年新增公交车多少辆?", deep=True).declined
    assert server.requests == []
