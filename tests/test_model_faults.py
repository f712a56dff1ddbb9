"""Whatever a model's server does, the reader gets an answer, in time, and one line on why."""

import json
import os
import subprocess
import sys
import time

import httpx
import pytest

from assistant.budget import Patience
from assistant.chat_model import OpenAIChatModel
from tests.browser import ROOT, serving
from tests.model_standin import (
    KEY,
    QUESTION,
    RIGHT,
    as_json,
    environment,
    open_with,
    settings_for,
)
from tests.openai_server import OpenAIServer, Step

ECHOED = json.dumps({"error": {"message": f"bad key {KEY}", "code": "invalid_api_key"}})
FAULTS = {
    "429": (Step(status=429), "正忙"),
    "429 that asks for a minute": (Step(status=429, headers={"retry-after": "60"}), "正忙"),
    "quota": (Step(status=429, body='{"error": {"code": "insufficient_quota"}}'), "额度"),
    "500": (Step(status=500, body="{}"), "出错"),
    "503": (Step(status=503), "出错"),
    "400": (Step(status=400), "不接受这样的请求"),
    "bad key, echoed": (Step(status=401, body=ECHOED), "密钥"),
    "unknown model": (Step(status=404), "没有这个模型"),
    "silent": (Step(delay_s=60), "按时"),
    "silent after its headers": (Step(silent_s=60), "按时"),
    "stalls": (Step(text=RIGHT, stall_after=5), "按时"),
    "cut before its first word": (Step(cut_after=0), "连不上"),
    "cut": (Step(text=RIGHT, cut_after=6), "中途断了"),
    "cut before its last word": (Step(text=RIGHT, cut_after=len(RIGHT) // 2), "中途断了"),
    "ends with no reason": (Step(text=RIGHT, ends_after=8), "中途断了"),
    "length": (Step(text=RIGHT, finish="length"), "中途断了"),
    "content filter": (Step(text=RIGHT, finish="content_filter"), "过滤"),
    "empty": (Step(text=""), "没有给出内容"),
    "refusal": (Step(refusal="I can't help with that."), "没有给出内容"),
    "a login page": (Step(body="<html>login</html>"), "无法读取"),
    "half a JSON": (Step(body='{"object":'), "无法读取"),
    "other JSON": (Step(body='{"choices": 7}'), "无法读取"),
    "a list": (Step(body="[1, 2]"), "无法读取"),
    "1 MB": (Step(text="好" * 350_000, piece=1000), "太长"),
    "1 MB at once": (Step(text="好" * 350_000, at_once=True), "太长"),
    "wrong figure": (Step(text="添置公交车810辆。[1]"), "核实"),
    "cites what is not there": (Step(text="新建机场3座。[99]"), "核实"),
    "cut in a number, as if whole": (Step(text="济源2019年将添置公交车18"), "核实"),
}


@pytest.fixture(scope="module")
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def assistant(sample_library, server):
    patience = Patience(connect_s=5, first_token_s=2.5, idle_s=1.0, total_s=12, pause_s=0.01)
    opened = open_with(sample_library, server, patience=patience)
    server.default = Step(text=RIGHT)
    opened.ask(QUESTION)  # what is loaded once must not count against a deadline
    return opened


@pytest.mark.parametrize(("step", "told"), FAULTS.values(), ids=FAULTS)
def test_when_the_model_fails_the_documents_own_sentences_answer(
    assistant, server, step, told, caplog
):
    server.requests.clear()
    server.default = step
    *growing, answer = assistant.stream(QUESTION)
    assert answer.mode == "extractive" and not answer.declined
    assert "180辆" in answer.text
    assert told in answer.notice and "以下直接摘自原文" in answer.notice
    assert all(claim.status == "verified" for claim in answer.claims)
    assert 1 <= len(server.requests) <= 4
    assert KEY not in as_json(answer) + caplog.text
    for step_of_it in growing:
        assert "810" not in "".join(c.text for c in step_of_it.claims if c.status == "verified")
    server.default = Step(text=RIGHT)
    assert assistant.ask(QUESTION).text == RIGHT, "the next question is answered as ever"


def test_a_busy_server_is_asked_again_as_it_wishes_and_then_answers(assistant, server):
    server.requests.clear()
    server.queue(
        Step(status=429, headers={"retry-after": "0.3"}), Step(status=500), Step(text=RIGHT)
    )
    started = time.monotonic()
    answer = assistant.ask(QUESTION)
    assert answer.text == RIGHT and not answer.notice
    assert len(server.requests) == 3
    assert time.monotonic() - started >= 0.3


def test_the_deadline_holds_however_the_server_dribbles(sample_library):
    with OpenAIServer() as server:
        patience = Patience(first_token_s=2, idle_s=1, total_s=2, pause_s=0.01)
        assistant = open_with(sample_library, server, patience=patience)
        server.default = Step(text="济源" * 400, each_s=0.05)
        answer = assistant.ask(QUESTION)
        assert answer.mode == "extractive" and "按时" in answer.notice
        assert answer.usage.calls == 1


@pytest.mark.parametrize("lacks", [("stream_options",), ("temperature",), ("stream",)], ids=str)
def test_a_plainer_server_is_asked_more_plainly_and_that_is_remembered(sample_library, lacks):
    with OpenAIServer(lacks=lacks) as server:
        assistant = open_with(sample_library, server)
        server.default = Step(text=RIGHT)
        assert assistant.ask(QUESTION).text == RIGHT
        server.requests.clear()
        assert assistant.ask(QUESTION).text == RIGHT
        assert len(server.requests) == 1 or not server.requests[0].body.get(lacks[0])


def test_a_server_that_answers_a_stream_at_once_is_understood(sample_library):
    with OpenAIServer() as server:
        assistant = open_with(sample_library, server)
        server.default = Step(text=RIGHT, at_once=True)
        assert assistant.ask(QUESTION).text == RIGHT


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(), ""),
        (Step(status=401, body=ECHOED), "check OPENAI_API_KEY"),
        (Step(body='{"data": [{"id": "qwen"}], "object": "list"}'), "lists no such model but qwen"),
        (Step(status=404), ""),
        (Step(body="<html>"), ""),
    ],
    ids=["well", "bad key", "unknown model", "no list", "no JSON"],
)
def test_at_start_one_sentence_says_what_is_wrong_and_the_model_is_not_used(
    sample_library, server, step, said
):
    server.requests.clear()
    server.queue(step)
    told = OpenAIChatModel(settings_for(sample_library, server)).greet()
    assert said in told and bool(told) == bool(said) and KEY not in told
    assert [request.path for request in server.requests] == ["/v1/models"]


def test_a_wrong_address_is_named_at_start_and_in_the_answer(sample_library):
    with OpenAIServer() as gone:
        settings = settings_for(sample_library, gone)
    assert "can't be reached: check OPENAI_BASE_URL" in OpenAIChatModel(settings).greet()
    answer = open_with(sample_library, gone).ask(QUESTION)
    assert "180辆" in answer.text and "连不上模型服务" in answer.notice


QUESTIONS = {
    "2018年济源建了多少座公厕?": Step(text="2018年建成公厕79座。[1]"),
    "2018年济源的城镇化率是多少?": Step(text="城镇化率达到62.36%。[1][99]"),
    "2018年济源进出口总值是多少?": Step(status=500),
    "2019年济源新增公交车多少辆?": Step(text=RIGHT, cut_after=9),
}
"""What the command line's and the page's model does with each."""


def by_question(asked):
    said = asked["messages"][-1]["content"]
    return next((step for text, step in QUESTIONS.items() if text[:-1] in said), Step(text=RIGHT))


EXPECTED = {
    "2018年济源建了多少座公厕?": ("97座", "extractive"),
    "2018年济源的城镇化率是多少?": ("62.36%", "model"),
    "2018年济源进出口总值是多少?": ("135亿元", "extractive"),
    "2019年济源新增公交车多少辆?": ("180辆", "extractive"),
}


def assert_as_expected(answer):
    figure, mode = EXPECTED[answer["question"]]
    assert (figure in answer["answer"], answer["mode"]) == (True, mode)
    assert "79座" not in answer["answer"] and "[99]" not in answer["answer"]
    assert bool(answer["notice"]) == (mode == "extractive")


def test_the_command_line_says_the_same_for_a_failing_model(sample_library, server, tmp_path):
    questions = tmp_path / "questions.jsonl"
    lines = [json.dumps({"turns": [text]}, ensure_ascii=False) for text in QUESTIONS]
    questions.write_text("\n".join(lines), encoding="utf-8")
    server.choose = by_question
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "--verbose",
         "--batch", str(questions), "--out", str(tmp_path / "out.jsonl")],
        cwd=ROOT, env=os.environ | environment(sample_library, server),
        capture_output=True, text=True,
    )  # fmt: skip
    server.choose = None
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    for line in written.splitlines():
        assert_as_expected(json.loads(line))
    assert "calls=2" in done.stderr and "tokens=" in done.stderr
    assert KEY not in written + done.stdout + done.stderr


def test_the_page_says_the_same_for_a_failing_model(sample_library, server, capfd):
    server.choose = by_question
    with serving("-m", "tests.serve_with_model", str(sample_library), server.url) as address:
        for question in QUESTIONS:
            assert_as_expected(chatted(address, question))
    server.choose = None
    assert KEY not in "".join(capfd.readouterr())


def chatted(address: str, question: str) -> dict:
    """One answer through the page's endpoint."""
    url = f"{address}/gradio_api/call/chat"
    event = httpx.post(url, json={"data": [question]}).json()["event_id"]
    said = httpx.get(f"{url}/{event}", timeout=60).text
    assert "event: complete" in said, said
    data = next(line for line in said.splitlines()[::-1] if line.startswith("data:"))
    return json.loads(data.removeprefix("data:"))[0]
