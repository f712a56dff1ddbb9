"""With a model: fluent answers that still say nothing their paragraphs don't say."""

import logging

import pytest

from assistant.prompt import load_prompt
from ingest.errors import SettingsError
from tests.model_standin import KEY, QUESTION, RIGHT, as_json, open_with, shown_to_model
from tests.openai_server import OpenAIServer, Step

LIST = "2019年济源承诺了哪些民生实事?"


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def assistant(sample_library, server):
    return open_with(sample_library, server)


def test_a_reply_becomes_claims_with_the_sentences_that_carry_them(assistant, server):
    server.queue(Step(text="济源2019年将添置公交车180辆，城区公交免费。[1]"))
    answer = assistant.ask(QUESTION)
    assert answer.mode == "model"
    assert answer.text == "济源2019年将添置公交车180辆，城区公交免费。[1]"
    assert "180辆" in answer.citations[0].quote
    assert answer.checks.numbers.supported == answer.checks.numbers.found
    assert len(server.requests) == 1


def test_the_model_sees_numbered_passages_with_place_year_period_and_section(assistant, server):
    server.queue(Step(text=RIGHT))
    assistant.ask(QUESTION)
    passages = shown_to_model(server)
    assert (
        '<段落 编号="1" 出处="2019年济源市政府工作报告 | 河南省济源市 | 2019 | 计划 | ' in passages
    )
    assert "二、2019年工作安排" in passages


@pytest.mark.parametrize("wrong", ["添置公交车810辆。[1]", "添置公交车180万辆。[1]", "占180%。[1]"])
def test_a_wrong_figure_is_sent_back_once_with_the_reason_and_then_right(assistant, server, wrong):
    server.queue(Step(text=wrong), Step(text="添置公交车180辆。[1]"))
    answer = assistant.ask(QUESTION)
    assert answer.text == "添置公交车180辆。[1]"
    assert len(server.requests) == 2
    assert wrong[:-3] in shown_to_model(server)
    assert not answer.checks.unverified


@pytest.mark.parametrize("wrong", ["添置公交车810辆。[1]", "添置公交车180万辆。[1]", "占180%。[1]"])
def test_a_figure_that_its_source_does_not_have_is_never_shown(assistant, server, wrong):
    server.default = Step(text=wrong)
    answer = assistant.ask(QUESTION)
    assert wrong[:-3] not in answer.text
    assert answer.mode == "extractive" and "180辆" in answer.text
    assert "没有一句能在原文里核实" in answer.notice
    assert len(server.requests) == 2


def test_where_nothing_holds_and_the_documents_do_not_say_it_the_answer_is_declined(
    assistant, server
):
    server.default = Step(text="济源2019年要建3座机场。[1]")
    answer = assistant.ask("济源2019年要建几座机场?")
    assert answer.declined and answer.nearest
    assert "机场。" not in answer.text


def test_a_sentence_with_a_wrong_figure_is_dropped_and_the_others_stay(assistant, server):
    server.queue(Step(text="添置公交车180辆。[1]另外新建公厕999座。[1]"), Step(text="删去"))
    answer = assistant.ask(QUESTION)
    assert answer.text == "添置公交车180辆。[1]"
    assert answer.checks.unverified == ("另外新建公厕999座。",)


def test_a_sentence_that_nothing_contradicts_is_shown_as_unverified_and_says_so(assistant, server):
    loose = "添置公交车体现了以人民为中心的发展思想。[1]"
    server.default = Step(text=f"添置公交车180辆，城区公交一年到头免费乘坐。[1]{loose}")
    answer = assistant.ask(QUESTION)
    *_, last = answer.claims
    assert last.status == "unverified" and last.doubt
    assert last.doubt in answer.text
    assert loose[:-3] in answer.checks.unverified


def test_a_marker_that_names_no_passage_is_never_shown(assistant, server):
    server.queue(Step(text="添置公交车180辆。[1][99]"))
    answer = assistant.ask(QUESTION)
    assert "[99]" not in answer.text
    assert {n for claim in answer.claims for n in claim.citations} == {1}


@pytest.mark.parametrize("reply", ["添置公交车180辆。[99]", "添置公交车180辆。"])
def test_a_true_sentence_without_a_right_marker_gets_the_one_that_carries_it(
    assistant, server, reply
):
    server.queue(Step(text=reply))
    answer = assistant.ask(QUESTION)
    assert answer.text == "添置公交车180辆。[1]"
    assert "180辆" in answer.citations[0].quote


def test_chatter_is_no_statement_and_not_worth_a_second_call(assistant, server):
    server.queue(Step(text="这是一个很好的问题！添置公交车180辆。[1]希望对您有帮助。"))
    answer = assistant.ask(QUESTION)
    assert answer.text == "添置公交车180辆。[1]"
    assert len(server.requests) == 1


def test_an_answer_in_traditional_script_is_asked_for_and_given(assistant, server):
    server.queue(Step(text="濟源2019年将添置公交车180辆。[1]"))
    answer = assistant.ask("濟源2019年新增公交車多少輛？")
    assert answer.text == "濟源2019年將添置公交車180輛。[1]"
    assert "繁體中文" in server.requests[0].body["messages"][0]["content"]


def test_a_model_that_finds_nothing_makes_the_answer_declined(assistant, server):
    server.queue(Step(text="未写明"))
    answer = assistant.ask("济源2019年要建几座机场?")
    assert answer.declined and answer.mode == "model"


def test_a_place_that_is_not_there_is_declined_without_asking_the_model(assistant, server):
    assert assistant.ask("洛阳市2019年新增公交车多少辆?").reason == "place_not_in_library"
    assert server.requests == []


def test_no_model_is_asked_for_the_example_questions(assistant, server):
    assert assistant.examples()
    assert server.requests == []


def test_tokens_and_cost_are_counted_over_all_calls_and_told(sample_library, server, caplog):
    assistant = open_with(sample_library, server, price_in=2, price_out=8)
    server.queue(
        Step(text="添置公交车810辆。[1]", usage=(1000, 10)), Step(text=RIGHT, usage=(500, 40))
    )
    with caplog.at_level(logging.INFO, logger="assistant"):
        answer = assistant.ask(QUESTION)
    used = answer.to_json()["usage"]
    assert (used["calls"], used["prompt_tokens"], used["completion_tokens"]) == (2, 1500, 50)
    assert used["cost"] == pytest.approx(1500 * 2e-6 + 50 * 8e-6)
    (line,) = [r.getMessage() for r in caplog.records if "outcome=model" in r.getMessage()]
    assert "tokens=1500+50 cost=0.003400" in line
    assert "公交" not in line and KEY not in line


def test_a_follow_up_that_the_rules_cannot_read_is_made_standalone_by_the_small_model(
    sample_library, server
):
    assistant = open_with(sample_library, server, small_model="openai:small")
    first = assistant_answer(assistant, server, QUESTION)
    server.requests.clear()
    server.queue(
        Step(text='{"question": "2018年济源建成公厕多少座?"}'), Step(text="建成公厕97座。[1]")
    )
    answer = assistant.ask("如厕那个呢，做得怎样了，前一年的成绩?", turns=[first])
    asked = [request.body for request in server.requests]
    assert [body["model"] for body in asked] == ["small", "test-model"]
    assert asked[0]["response_format"]["type"] == "json_schema"
    assert "97座" in answer.text


def test_a_follow_up_that_the_rules_can_read_costs_one_call(assistant, server):
    first = assistant_answer(assistant, server, QUESTION)
    server.requests.clear()
    server.queue(Step(text="新建、改造公厕128座。[1]"))
    answer = assistant.ask("那公厕呢?", turns=[first])
    assert "128座" in answer.text and len(server.requests) == 1
    assert QUESTION.rstrip("?") in shown_to_model(server)


def assistant_answer(assistant, server, question):
    server.queue(Step(text=RIGHT))
    return assistant.ask(question)


@pytest.mark.parametrize(
    ("lacks", "form"),
    [
        ((), "response_format"),
        (("response_format",), "tools"),
        (("response_format", "tools"), ""),
    ],
)
def test_the_question_step_works_by_schema_by_function_or_in_words_and_remembers(
    sample_library, lacks, form
):
    with OpenAIServer(lacks=lacks) as server:
        assistant = open_with(sample_library, server)
        first = assistant_answer(assistant, server, QUESTION)
        filled = {"question": "2018年济源建成公厕多少座?"}

        def choose(asked):
            if asked.get("stream"):
                return Step(text="建成公厕97座。[1]")
            if asked.get("tools"):
                return Step(tool_calls=(("Standalone", filled),))
            said = '{"question": "2018年济源建成公厕多少座?"}'
            return Step(
                text=said if asked.get("response_format") else f"好的：```json\n{said}\n```"
            )

        server.choose = choose
        for _ in range(2):
            server.requests.clear()
            answer = assistant.ask("如厕那个呢，做得怎样了，前一年的成绩?", turns=[first])
            assert "97座" in answer.text
        assert len(server.requests) == 2, "what worked is remembered"
        assert {"response_format", "tools"} & set(server.requests[0].body) == ({form} - {""})


def test_a_list_that_stops_short_is_sent_back_for_the_rest(assistant, server):
    whole = assistant_items(assistant, server)
    server.requests.clear()
    server.queue(Step(text="\n".join(whole[:7])), Step(text="\n".join(whole[7:])))
    answer = assistant.ask(LIST)
    assert len(server.requests) == 2
    assert [claim.text + "[1]" for claim in answer.claims if claim.item] == whole
    assert (answer.checks.list.declared, answer.checks.list.given) == (10, 10)


def assistant_items(assistant, server):
    """The ten entries as the documents have them, each with the marker of its paragraph."""
    server.queue(Step(status=401))
    entries = [claim.text for claim in assistant.ask(LIST).claims if claim.item]
    return [f"{entry.replace('等学校', '')}[1]" for entry in entries]


def test_every_prompt_declares_just_the_variables_it_uses():
    variables = {"passages", "earlier", "question", "script"}
    assert set(load_prompt("answer").input_variables) == variables
    for name in ("repair", "standalone", "deep"):
        assert load_prompt(name).input_variables


def test_a_prompt_with_an_undeclared_variable_is_refused_by_name(tmp_path):
    text = "---\nvariables: a\n---\n# system\n{a}\n# human\n{b}\n"
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"declares \['a'\], uses \['a', 'b'\]"):
        load_prompt("bad", folder=tmp_path)


def test_the_key_is_in_no_part_of_an_answer(assistant, server):
    server.queue(Step(text=f"添置公交车180辆，密钥{KEY}。[1]"), Step(text=RIGHT))
    assert KEY not in as_json(assistant.ask(QUESTION))
