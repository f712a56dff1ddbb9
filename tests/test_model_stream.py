"""Answers appear as they are written; nothing unverified is shown as if it were verified."""

import asyncio

import pytest

from assistant.chain import Assistant
from ingest.settings import Settings
from tests.model_standin import QUESTION, RIGHT, open_with
from tests.openai_server import OpenAIServer, Step


@pytest.fixture(scope="module")
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def assistant(sample_library, server):
    opened = open_with(sample_library, server)
    server.default = Step(text=RIGHT)
    opened.ask(QUESTION)
    return opened


def test_a_claim_is_pending_while_it_is_written_and_verified_at_its_end(assistant, server):
    server.queue(Step(text=f"{RIGHT}新建、改造公厕128座。[1]", each_s=0.03))
    steps = list(assistant.stream(QUESTION))
    first, *_, last = steps
    assert [claim.status for claim in first.claims] == ["pending"]
    assert RIGHT.startswith(first.claims[0].text)
    seen = [[claim.status for claim in step.claims] for step in steps]
    assert ["verified", "pending"] in seen
    assert [claim.status for claim in last.claims] == ["verified", "verified"]
    lengths = [len("".join(claim.text for claim in step.claims)) for step in steps]
    assert lengths == sorted(lengths)


def test_every_step_has_the_id_of_the_answer_and_only_markers_that_exist(assistant, server):
    server.queue(Step(text="添置公交车180辆。[1][99]新建、改造公厕128座。[88]", each_s=0.02))
    steps = list(assistant.stream(QUESTION))
    assert len({step.id for step in steps}) == 1
    for step in steps:
        known = {citation.n for citation in step.citations}
        assert all(set(claim.citations) <= known for claim in step.claims)
        assert "[9" not in step.text and "[8" not in step.text and "99" not in step.text


def test_a_wrong_figure_leaves_the_answer_as_soon_as_its_sentence_ends(assistant, server):
    wrong = "济源2019年将添置公交车810辆。[1]"
    server.queue(Step(text=f"{wrong}新建、改造公厕128座。[1]", each_s=0.03), Step(text="删去"))
    *steps, last = assistant.stream(QUESTION)
    shown = [claim for step in steps for claim in step.claims if "810" in claim.text]
    assert shown and {claim.status for claim in shown} == {"pending"}
    assert "810" not in "".join(claim.text for claim in steps[-1].claims)
    assert last.checks.unverified == (wrong[:-3],)


def test_a_cut_answer_is_never_shown_as_whole(assistant, server):
    server.queue(Step(text=f"{RIGHT}新建、改造公厕128座。[1]", cut_after=12))
    *growing, last = assistant.stream(QUESTION)
    assert any(claim.status == "pending" for step in growing for claim in step.claims)
    assert last.mode == "extractive" and last.notice


def test_asynchronous_callers_get_the_same_steps(assistant, server):
    async def both():
        server.queue(Step(text=RIGHT, each_s=0.03), Step(text=RIGHT))
        steps = [step async for step in assistant.astream(QUESTION)]
        return steps, await assistant.aask(QUESTION)

    steps, answer = asyncio.run(both())
    assert steps[0].claims[0].status == "pending"
    assert steps[-1].text == answer.text == RIGHT
    assert asyncio.run(assistant.aask("   ")).reason == "off_topic"


def test_asking_does_not_hold_up_the_event_loop(assistant, server):
    async def beside():
        server.queue(Step(text=RIGHT, silent_s=0.6))
        asking = asyncio.create_task(assistant.aask(QUESTION))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0.01)
            turns += 1
        return turns

    assert asyncio.run(beside()) > 10


def test_a_reader_who_leaves_ends_the_models_work(assistant, server):
    server.abandoned.clear()
    server.queue(Step(text="济源" * 3000, each_s=0.02))
    reading = assistant.stream(QUESTION)
    assert next(reading).claims[0].status == "pending"
    reading.close()
    assert server.abandoned.wait(30)
    assert assistant.ask(QUESTION).text == RIGHT


def test_an_asynchronous_reader_who_is_cancelled_ends_the_models_work(assistant, server):
    async def leave():
        reading = assistant.astream(QUESTION)
        async for step in reading:
            if step.claims:
                asyncio.current_task().cancel()

    server.abandoned.clear()
    server.queue(Step(text="济源" * 3000, each_s=0.02))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(leave())
    assert server.abandoned.wait(30)
    assert assistant.ask(QUESTION).text == RIGHT


def test_the_keyless_answer_grows_claim_by_claim(sample_library):
    assistant = Assistant.open(Settings(library=sample_library, _env_file=None))
    steps = list(assistant.stream("2019年济源承诺了哪些民生实事?"))
    assert len(steps) > 5
    assert [len(step.claims) for step in steps] == sorted(len(step.claims) for step in steps)
    assert steps[-1].usage is None
