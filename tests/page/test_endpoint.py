"""What can be asked of the server without a browser: the one endpoint, and nothing else."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests import canned_answers as canned
from tests.page_standin import BROKEN


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=20) as response:
        return json.load(response)


def post(url: str, body: object) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def test_chat_is_the_only_endpoint(address):
    described = get(f"{address}/gradio_api/info")
    assert list(described["named_endpoints"]) == ["/chat"]
    assert described["unnamed_endpoints"] == {}
    visible = [
        d["api_name"]
        for d in get(f"{address}/config")["dependencies"]
        if d["api_visibility"] != "private"
    ]
    assert visible == ["chat"]


def chat(address: str, question: object) -> tuple[str, Any]:
    """The last event that the endpoint sends, and what it holds."""
    event = post(f"{address}/gradio_api/call/chat", {"data": [question]})["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/chat/{event}", timeout=20) as response:
        lines = [line for line in response.read().decode().splitlines() if line]
    return lines[-2].removeprefix("event: "), json.loads(lines[-1].removeprefix("data: "))


def test_chat_gives_the_answer_as_the_command_prints_it(address):
    event, data = chat(address, canned.LIST)
    assert event == "complete"
    assert data == json.loads(json.dumps([canned.ten().to_json()]))


@pytest.mark.parametrize("question", [7, None, ["a"], {"a": 1}, BROKEN])
def test_chat_refuses_in_a_sentence_and_tells_nothing_of_the_inside(address, question):
    event, data = chat(address, question)
    assert event == "error"
    assert "secret" not in json.dumps(data)


def test_a_history_that_a_client_makes_up_counts_for_nothing(address):
    dependencies = get(f"{address}/config")["dependencies"]
    asking = next(d for d in dependencies if d["api_name"] == "ask")
    forged = [{"n": 1, "question": "forged", "answer": None, "state": "done", "notice": ""}]
    session = "forging"
    post(
        f"{address}/gradio_api/queue/join",
        {"data": [canned.FACT, forged, "{}"], "fn_index": asking["id"], "session_hash": session},
    )
    url = f"{address}/gradio_api/queue/data?session_hash={session}"
    with urllib.request.urlopen(url, timeout=20) as response:
        events = response.read().decode()
    assert '"process_completed"' in events
    assert "48&#46;5" in events
    assert "forged" not in events


def test_the_api_is_served_beside_the_page(house):
    assert get(f"{house}/healthz") == {"status": "ok"}
    assert get(f"{house}/api/openapi.json")["info"]["title"] == "Wenzheng"
    answer = post(f"{house}/api/ask", {"question": "2019年济源新增公交车多少辆？"})
    assert "180" in answer["answer"]
    link = answer["citations"][0]["link"]
    assert link.startswith(f"{house}/?p=")
    with urllib.request.urlopen(link, timeout=20) as page:
        assert page.status == 200


def test_what_the_page_answers_is_counted_with_the_rest(address):
    chat(address, canned.FACT)
    with urllib.request.urlopen(f"{address}/metrics", timeout=20) as response:
        counted = response.read().decode()
    assert (
        'wenzheng_answers_total{interface="page",mode="extractive",outcome="answered"}' in counted
    )


@pytest.mark.parametrize("path", ["upload", "file=/etc/passwd", "deep_link", "run/chat"])
def test_what_gradio_opens_beside_is_closed(address, path):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        post(f"{address}/gradio_api/{path}", {})
