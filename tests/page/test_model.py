"""The page with a chat model: what it writes is streamed, checked, stopped and counted."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import serving
from tests.model_standin import QUESTION, RIGHT
from tests.openai_server import OpenAIServer, Step
from tests.page.acts import answered, ask, picture, target

SAID = "添置公交车180辆，城区公交一年到头免费乘坐。[1]"
UNPROVEN = "添置公交车体现了以人民为中心的发展思想。"


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def house(own_library, model: OpenAIServer) -> Iterator[str]:
    with serving("-m", "tests.serve_with_model", str(own_library), model.url) as address:
        yield address


def test_what_a_model_writes_is_muted_until_it_is_checked(opened, house, model):
    page = opened(house)
    model.queue(Step(text=f"{RIGHT}新建、改造公厕128座。[1]", each_s=0.15, usage=(812, 40)))
    ask(page, QUESTION)
    pending = page.locator("#a-1 .claim.unsure")
    expect(pending).to_be_attached(timeout=20_000)
    expect(pending.locator("xpath=following-sibling::*[1]")).to_have_text("还在核对")
    answered(page)
    expect(pending).to_have_count(0)
    expect(page.locator("#a-1")).to_contain_text("由模型写成，已与原文核对")
    for cite, figure in zip(page.locator("#a-1 .cite").all(), ("180", "128"), strict=True):
        cite.click()
        assert figure in target(page)
    steps = page.locator("#a-1 .steps")
    steps.locator("summary").click()
    expect(steps).to_contain_text(re.compile(r"找到 \d+ 段"))
    expect(steps).to_contain_text("test-model")
    expect(steps).to_contain_text("852")


def test_stop_ends_the_models_call_at_once(opened, house, model):
    page = opened(house)
    model.abandoned.clear()
    model.queue(Step(text=RIGHT + "济源" * 3000, each_s=0.1))
    ask(page, QUESTION)
    expect(page.locator("#a-1 .claim")).to_be_attached(timeout=20_000)
    page.locator("#stop").click()
    expect(page.locator("#a-1")).to_contain_text("已停止，以上回答不完整。")
    assert model.abandoned.wait(20)
    there = page.locator("#a-1 .answer").inner_text()
    ask(page, QUESTION)
    answered(page, 2)
    assert page.locator("#a-1 .answer").inner_text() == there


def test_a_model_that_is_silent_can_be_stopped_and_another_question_is_answered(
    opened, house, model
):
    page = opened(house)
    before = len(model.requests)
    model.queue(Step(text=RIGHT, silent_s=60))
    ask(page, QUESTION)
    while len(model.requests) == before:
        time.sleep(0.05)
    page.locator("#stop").click()
    expect(page.locator("#a-1")).to_contain_text("已停止，没有给出回答")
    model.default = Step(text=RIGHT)
    ask(page, QUESTION)
    answered(page, 2)
    expect(page.locator("#a-2")).to_contain_text("180辆")


def test_a_reader_who_closes_the_page_ends_the_models_call(opened, house, model):
    page = opened(house)
    model.abandoned.clear()
    model.queue(Step(text=RIGHT + "济源" * 3000, each_s=0.1))
    ask(page, QUESTION)
    expect(page.locator("#a-1 .claim")).to_be_attached()
    page.close()
    assert model.abandoned.wait(30)


def test_a_sentence_that_its_paragraph_does_not_say_is_marked_and_says_why(opened, house, model):
    page = opened(house)
    model.queue(*[Step(text=f"{SAID}{UNPROVEN}[1]")] * 2)
    ask(page, QUESTION)
    answered(page)
    doubt = page.locator("#a-1 .claim.doubt")
    expect(doubt).to_contain_text(UNPROVEN)
    doubt.hover()
    expect(doubt.locator(".tip")).to_have_text("未能在所引段落里核实")
    expect(page.locator("#a-1 .claim")).to_have_count(1)
    picture(page, "page-unverified")


def test_a_model_that_fails_is_named_and_the_documents_answer(opened, house, model):
    page = opened(house)
    model.queue(Step(status=401))
    ask(page, QUESTION)
    answered(page)
    expect(page.locator("#a-1")).to_contain_text("模型服务不接受密钥")
    expect(page.locator("#a-1 .answer")).to_contain_text("180辆")
    expect(page.locator("#a-1")).to_contain_text("逐句摘自原文")
