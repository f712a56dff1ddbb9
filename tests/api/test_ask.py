"""Asking by HTTP: whole or as it grows, after other questions, within places and years."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api_models import AnswerBody
from assistant.api_tokens import make_token
from tests import page_standin as standin
from tests.api.server import FACT, LIST, served, settings_for


def ask(api: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    response = api.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def events(lines: Iterator[str]) -> list[tuple[str, Any]]:
    """The named events of a stream, with what they hold."""
    found, name = [], ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            found.append((name, json.loads(line.removeprefix("data: "))))
    return found


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """What two answers to one question share."""
    return {name: value for name, value in answer.items() if name not in ("id", "seconds")}


def test_an_answer_is_what_the_command_prints_with_whole_links(api, address, assistant):
    answer = ask(api, LIST)
    assert lasting(answer) == lasting(
        json.loads(json.dumps(assistant.ask(LIST).to_json(address=address)))
    )
    assert answer["checks"]["list"] == {"declared": 10, "given": 10}
    for citation in answer["citations"]:
        assert citation["link"].startswith(f"{address}/?p=")


def test_the_document_describes_every_field_of_an_answer(api):
    for question in (LIST, "2031年济源的财政收入是多少？"):
        answer = ask(api, question)
        assert AnswerBody.model_validate(answer).model_dump() == answer


def test_links_begin_with_the_address_that_readers_open(sample_library, assistant, guarded):
    settings = settings_for(sample_library, url="https://ask.example.org", api_tokens=guarded.file)
    with served(settings, assistant) as address:
        headers = {"Authorization": f"Bearer {guarded.token}"}
        answer = httpx.post(f"{address}/api/ask", json={"question": FACT}, headers=headers).json()
    assert answer["citations"][0]["link"].startswith("https://ask.example.org/?p=")


def test_a_stream_grows_to_the_whole_answer_and_says_that_it_is_done(api):
    whole = ask(api, LIST)
    asked = {"json": {"question": LIST, "stream": True}}
    with api.stream("POST", "/api/ask", **asked) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        told = events(response.iter_lines())
    names = [name for name, _ in told]
    assert names[0] == "growing"
    assert names[-2:] == ["answer", "done"]
    assert set(names[:-2]) == {"growing"}
    assert whole["answer"].startswith(told[0][1]["answer"])
    assert lasting(told[-2][1]) == lasting(whole)


def test_accept_asks_for_a_stream_too(api):
    headers = {"Accept": "text/event-stream"}
    with api.stream("POST", "/api/ask", json={"question": FACT}, headers=headers) as response:
        assert [name for name, _ in events(response.iter_lines())][-2:] == ["answer", "done"]


def test_a_stream_that_fails_says_so_and_is_not_done(sample_library):
    with served(settings_for(sample_library), standin.Standin(pause_s=0)) as address:
        for question, told in ((standin.REFUSED, "start it again"), (standin.BROKEN, "log")):
            asked = {"question": question, "stream": True}
            sent = events(iter(httpx.post(f"{address}/api/ask", json=asked).text.splitlines()))
            assert [name for name, _ in sent] == ["error"]
            assert told in sent[0][1]["error"]["message"]
            whole = httpx.post(f"{address}/api/ask", json={"question": question})
            assert whole.status_code == (503 if question == standin.REFUSED else 500)
            assert "secret" not in whole.text


def test_a_follow_up_is_read_after_the_questions_before_it(api):
    answer = ask(api, "那公厕呢？", turns=[FACT])
    assert "128" in answer["answer"]
    assert answer["understood"]


class Recording(standin.Standin):
    """Keeps each question it is asked, how many came before it, and whether it was to go deep."""

    def __init__(self):
        super().__init__(pause_s=0)
        self.asked = []

    async def astream(self, question, *, turns=(), deep=False, within=None):
        self.asked.append((question, len(turns), deep))
        async for answer in super().astream(question):
            yield answer


def test_questions_before_are_asked_once_however_often_they_are_sent(sample_library):
    recording = Recording()
    with served(settings_for(sample_library), recording) as address:
        asked = ["甲？", "乙？", "丙？"]
        for n in range(3):
            body = {"question": asked[n], "turns": asked[:n]}
            assert httpx.post(f"{address}/api/ask", json=body).status_code == 200
        assert recording.asked == [("甲？", 0, False), ("乙？", 1, False), ("丙？", 2, False)]
        body = {"question": "丁？", "turns": ["戊？", "甲？"], "deep": True}
        httpx.post(f"{address}/api/ask", json=body)
        assert recording.asked[3:] == [("戊？", 0, True), ("甲？", 1, True), ("丁？", 2, True)]


def test_a_long_conversation_is_read_as_far_back_as_it_matters(sample_library):
    recording = Recording()
    turns = [f"第{n}问？" for n in range(50)]
    with served(settings_for(sample_library), recording) as address:
        for question in ("末一问？", "再一问？"):
            body = {"question": question, "turns": turns}
            assert httpx.post(f"{address}/api/ask", json=body).status_code == 200
    assert recording.asked[:10] == [(turns[n], n - 40, False) for n in range(40, 50)]
    assert recording.asked[10:] == [("末一问？", 10, False), ("再一问？", 10, False)]


def test_what_one_program_asked_before_is_not_remembered_for_another(
    sample_library, tmp_path: Path
):
    recording = Recording()
    made = [make_token("one"), make_token("other")]
    (tmp_path / "tokens").write_text("\n".join(one.line for one in made))
    settings = settings_for(sample_library, api_tokens=tmp_path / "tokens")
    with served(settings, recording) as address:
        for one in made:
            headers = {"Authorization": f"Bearer {one.token}"}
            body = {"question": "乙？", "turns": ["甲？"]}
            httpx.post(f"{address}/api/ask", json=body, headers=headers)
    assert [question for question, _, _ in recording.asked] == ["甲？", "乙？"] * 2


@pytest.mark.parametrize("place", ["济源", "济源市", "河南省济源市", "濟源"])
def test_places_and_years_limit_what_answers(api, place):
    answer = ask(api, "新增公交车多少辆？", places=[place], years=[2019])
    assert "180" in answer["answer"]
    assert {citation["place"] for citation in answer["citations"]} == {"河南省济源市"}


def test_a_place_that_the_library_has_not_is_said_and_not_passed_over(api):
    response = api.post("/api/ask", json={"question": FACT, "places": ["拉萨"]})
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "no_documents"
    assert api.post("/api/ask", json={"question": FACT, "years": [1999]}).status_code == 404


@pytest.mark.parametrize(
    ("question", "script"),
    [
        ("濟源2019年新增公交車多少輛？", "hant"),
        ("How many buses did Jiyuan plan to add in 2019?", "latin"),
    ],
)
def test_every_script_is_answered_in_its_own(api, question, script):
    answer = ask(api, question)
    assert answer["script"] == script
    assert "180" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("2031年济源的财政收入是多少？", "year_not_in_library"),
        ("拉萨2019年新增公交车多少辆？", "place_not_in_library"),
        ("济源" * 1500, "too_long"),
        (" \t", "off_topic"),
    ],
)
def test_what_is_declined_says_why(api, question, reason):
    answer = ask(api, question)
    assert answer["declined"]
    assert answer["reason"] == reason
    assert answer["citations"] == []


def test_a_library_that_is_not_there_is_said_before_anything_is_sent(tmp_path: Path, assistant):
    with served(settings_for(tmp_path / "none"), assistant) as address:
        for stream in (False, True):
            asked = {"question": FACT, "stream": stream}
            response = httpx.post(f"{address}/api/ask", json=asked)
            assert response.status_code == 503
            assert "python -m ingest add" in response.json()["error"]["message"]
        health = httpx.get(f"{address}/healthz")
        assert (health.status_code, health.json()) == (503, {"status": "no library"})
        assert httpx.get(f"{address}/api/documents").status_code == 503
        assert "wenzheng_library_up 0.0" in httpx.get(f"{address}/metrics").text
