"""With a model: fluent answers that still say nothing their paragraphs don't say."""

import json

import pytest

from assistant.chain import Assistant
from assistant.prompt import load_prompt
from ingest.errors import SettingsError
from ingest.settings import Settings
from tests.openai_server import OpenAIServer, Step

KEY = "sk-test-CANARY"
QUESTION = "2019年济源新增公交车多少辆?"


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def assistant(sample_library, server):
    settings = Settings(
        library=sample_library, chat_model="openai:any", openai_api_key=KEY,
        openai_base_url=server.url, _env_file=None,
    )  # fmt: skip
    return Assistant.open(settings)


def shown(server):
    """The passages of the last request, numbered as the model saw them."""
    return server.requests[-1].body["messages"][-1]["content"]


def test_a_reply_becomes_claims_with_the_sentences_that_carry_them(assistant, server):
    server.queue(Step(text="济源2019年将添置公交车180辆，城区公交免费。[1]"))
    answer = assistant.ask(QUESTION)
    assert answer.mode == "model"
    assert answer.text == "济源2019年将添置公交车180辆，城区公交免费。[1]"
    assert "180辆" in answer.citations[0].quote
    assert answer.checks.numbers.supported == answer.checks.numbers.found


def test_the_model_sees_numbered_passages_with_place_and_section_as_data(assistant, server):
    server.queue(Step(text="180辆。[1]"))
    assistant.ask(QUESTION)
    passages = shown(server)
    assert '<段落 编号="1"' in passages
    assert "二、2019年工作安排" in passages and "河南省济源市" in passages


@pytest.mark.parametrize("reply", ["添置公交车810辆。[1]", "添置公交车180万辆。[1]", "180%。[1]"])
def test_a_figure_that_its_source_does_not_have_is_never_shown(assistant, server, reply):
    server.queue(Step(text=reply))
    answer = assistant.ask(QUESTION)
    assert reply[:-3] not in answer.text
    assert answer.mode == "extractive" and "180辆" in answer.text
    assert answer.notice


def test_a_sentence_with_a_wrong_figure_is_dropped_and_the_others_stay(assistant, server):
    server.queue(Step(text="添置公交车180辆。[1]另外新建公厕999座。[1]"))
    answer = assistant.ask(QUESTION)
    assert answer.text == "添置公交车180辆。[1]"
    assert answer.checks.unverified == ("另外新建公厕999座。",)


def test_a_marker_that_names_no_passage_is_never_shown(assistant, server):
    server.queue(Step(text="添置公交车180辆。[1][99]"))
    answer = assistant.ask(QUESTION)
    assert "[99]" not in answer.text
    assert {n for claim in answer.claims for n in claim.citations} == {1}


def test_a_sentence_without_a_source_is_no_statement(assistant, server):
    server.queue(Step(text="这是一个很好的问题！添置公交车180辆。[1]"))
    assert "很好的问题" not in assistant.ask(QUESTION).text


def test_a_model_that_finds_nothing_makes_the_answer_declined(assistant, server):
    server.queue(Step(text="未写明"))
    answer = assistant.ask("济源2019年要建几座机场?")
    assert answer.declined


@pytest.mark.parametrize(
    "step",
    [
        Step(status=500, body="{}"),
        Step(status=401, body=json.dumps({"error": {"message": f"bad key {KEY}"}})),
        Step(body="<html>login</html>"),
        Step(text=""),
        Step(text="好" * 100_000),
        Step(cut_after=10),
    ],
    ids=["500", "401", "not JSON", "empty", "huge", "cut"],
)
def test_when_the_model_fails_the_documents_own_sentences_answer(assistant, server, step):
    server.queue(*[step] * 4)
    answer = assistant.ask(QUESTION)
    assert answer.mode == "extractive"
    assert "180辆" in answer.text
    assert answer.notice
    assert KEY not in json.dumps(answer.to_json())


def test_a_place_that_is_not_there_is_declined_without_asking_the_model(assistant, server):
    assert assistant.ask("洛阳市2019年新增公交车多少辆?").reason == "place_not_in_library"
    assert server.requests == []


def test_every_prompt_declares_just_the_variables_it_uses():
    assert set(load_prompt("answer").input_variables) == {"passages", "question", "script"}


def test_a_prompt_with_an_undeclared_variable_is_refused_by_name(tmp_path):
    text = "---\nvariables: a\n---\n# system\n{a}\n# human\n{b}\n"
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"declares \['a'\], uses \['a', 'b'\]"):
        load_prompt("bad", folder=tmp_path)
