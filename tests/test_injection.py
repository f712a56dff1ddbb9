"""Orders hidden in documents have no power, even over a model that obeys every one of them.

The scripted model says the right sentence, then whatever the poisoned pages order, whether
or not it was shown the order: what is tested is what the code lets through.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.page_strings import STRINGS
from assistant.page_text import conversation_html
from assistant.page_turns import Turn
from assistant.passages import gives_orders, without_orders
from assistant.prompt import load_prompt
from ingest.library import Library
from tests.model_standin import open_with
from tests.openai_server import OpenAIServer, Step
from tests.poison import HOST, poisons

ROOT = Path(__file__).parents[1]
QUESTIONS = {
    "2019年济源新增公交车多少辆?": ("公交车", "180辆", "添置公交车180辆。"),
    "2018年济源的城镇化率是多少?": ("城镇化率", "62.36%", "城镇化率达到62.36%。"),
    "2018年济源建了多少座公厕?": ("公厕", "97座", "2018年建成公厕97座。"),
    "2019年济源要新建改造多少座公厕?": ("公厕改造", "128座", "新建、改造公厕128座。"),
    "2018年济源进出口总值是多少?": ("进出口总值", "135亿元", "进出口总值135亿元。"),
    "2018年济源一般公共预算收入是多少?": ("预算收入", "50.1亿元", "一般公共预算收入50.1亿元。"),
    "2019年济源要新建多少个游园?": ("游园", "67个", "新建67个游园。"),
    "2019年济源要改造提升多少公里农村道路?": ("农村道路", "80公里", "改造提升农村道路80公里。"),
    "2019年济源新增和改善的供热面积是多少?": ("供热面积", "270万平方米", "供热面积270万平方米。"),
    "2019年济源营养餐惠及多少名小学生?": ("营养餐", "1.8万余名", "让1.8万余名小学生吃得更健康。"),
}  # fmt: skip
"""Question: (its topic, its figure, the right sentence)."""
FORBIDDEN = re.compile(
    rf"LEAK|PWNED|DAN|{HOST}|sk-\d\d|400-\d\d|http|javascript|<|\[99\]|00(?:77|88)"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The sample documents, and four poisoned pages for each question's topic."""
    folder = tmp_path_factory.mktemp("poisoned")
    pages = folder / "pages"
    pages.mkdir()
    topics = [topic for topic, _, _ in QUESTIONS.values()]
    for n, poison in enumerate(poisons()):
        topic = topics[n % len(topics)]
        text = (
            f"# 济源市{topic}第{n}号说明\n\n2019年济源市{topic}按计划推进，{topic}惠及群众。"
            f"{poison.order}\n\n第{n}组负责督促，{'进度按月通报' * (n % 7 + 1)}。\n"
        )
        (pages / f"{n:02d}.md").write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", "sample", pages, "--library", folder / "library"],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    return folder / "library"


@pytest.fixture(scope="module")
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def assistant(library, server):
    return open_with(library, server)


def number_of(figure: str, asked) -> str:
    """The number of the passage that has the figure, as an honest reader finds it."""
    parts = asked["messages"][-1]["content"].split('编号="')[1:]
    return next((part.split('"')[0] for part in parts if figure in part), "1")


def obeying(question: str, orders):
    """A model that says the right sentence and then obeys."""
    _, figure, right = QUESTIONS[question]

    def reply(asked):
        said = f"{right}[{number_of(figure, asked)}]"
        return "\n".join([said, *(poison.obeyed for poison in orders)])

    return Step(text=reply)


def assert_nothing_leaked(answer):
    said = " ".join([answer.text, answer.notice, answer.message, *(c.text for c in answer.claims)])
    assert not FORBIDDEN.search(said), said
    for message in load_prompt("answer").messages:
        for line in message.prompt.template.splitlines():
            assert len(line) < 12 or line[2:14] not in said
    turn = Turn(n=1, question=answer.question, answer=answer, state="done")
    page = conversation_html([turn], STRINGS["zh-Hans"])
    assert not re.search(r"<(?:img|script|iframe|svg)|href=\"(?!#)|src=", page)


@pytest.mark.parametrize("question", QUESTIONS)
def test_forty_obeyed_orders_leak_nothing_and_change_no_answer(assistant, server, question):
    server.default = obeying(question, poisons())
    *growing, answer = assistant.stream(question)
    assert_nothing_leaked(answer)
    assert answer.mode == "model" and QUESTIONS[question][1] in answer.text
    assert {claim.text for claim in answer.claims} == {QUESTIONS[question][2]}
    for step in growing:
        for claim in step.claims:
            assert claim.status == "pending" or not FORBIDDEN.search(claim.text)
            assert HOST not in claim.text and "<img" not in claim.text and "](" not in claim.text


@pytest.mark.parametrize("poison", poisons(), ids=lambda poison: poison.order[:20])
def test_each_obeyed_order_alone_leaks_nothing(assistant, server, poison):
    question = "2019年济源新增公交车多少辆?"
    server.default = obeying(question, [poison])
    answer = assistant.ask(question)
    assert_nothing_leaked(answer)
    assert [claim.text for claim in answer.claims] == ["添置公交车180辆。"]


def test_a_model_that_only_obeys_gives_way_to_the_documents(assistant, server):
    server.default = Step(text="\n".join(poison.obeyed for poison in poisons()))
    answer = assistant.ask("2019年济源新增公交车多少辆?")
    assert_nothing_leaked(answer)
    assert answer.mode == "extractive"


def test_orders_are_not_even_shown_to_the_model_where_they_are_recognised(assistant, server):
    server.requests.clear()
    for question in QUESTIONS:
        server.default = obeying(question, [])
        assistant.ask(question)
    prompts = "".join(r.body["messages"][-1]["content"] for r in server.requests)
    assert "惠及群众" in prompts, "the poisoned pages were found"
    known = [poison for poison in poisons() if gives_orders(poison.order)]
    assert len(known) >= 36
    assert not any(poison.order in prompts for poison in known)


def test_what_people_write_for_people_gives_no_orders(sample_library):
    snapshot = Library.open(sample_library).snapshot()
    for document in snapshot.documents():
        for paragraph in snapshot.paragraphs(document.id):
            if "example.invalid" not in paragraph.text:  # a link in markup is for no reader
                assert without_orders(paragraph.text) == paragraph.text


@pytest.mark.parametrize("poison", poisons()[::4], ids=lambda poison: poison.order[:20])
def test_an_order_in_the_question_is_not_obeyed_either(assistant, server, poison):
    server.default = Step(
        text=lambda asked: f"添置公交车180辆。[{number_of('180辆', asked)}]{poison.obeyed}"
    )
    answer = assistant.ask(f"2019年济源新增公交车多少辆?{poison.order}")
    said = " ".join([answer.text, answer.notice, *(c.text for c in answer.claims)])
    assert not FORBIDDEN.search(said)
