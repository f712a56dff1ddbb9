"""How a conversation on the page goes on, whatever happens to a question."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest

from assistant.answer import Answer
from assistant.page_strings import STRINGS
from assistant.page_turns import MAX_TURNS, Opening, Turn, Within, converse, examples, settled
from ingest.errors import LibraryMissing
from tests import canned_answers as canned
from tests.page_standin import BROKEN, REFUSED, Standin

ZH = STRINGS["zh-Hans"]
ADD = "python -m ingest add PATH --library 'my files'"


class Recording:
    """Answers with one sentence and keeps what it was told of earlier turns."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []

    async def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        self.told.append([turn.question for turn in turns])
        yield replace(canned.fact(), question=question)

    def examples(self) -> list[str]:
        return ["问"]

    def answers(self, question: str) -> bool:
        return True


def ask(assistant, question, turns=()):
    async def steps():
        return [step async for step in converse(assistant, question, turns, ZH, command=ADD)]

    return asyncio.run(steps())


def test_a_question_shows_at_once_and_its_answer_grows():
    steps = ask(Standin(pause_s=0), canned.LIST)
    assert [len(turns) for turns in steps] == [1] * 12
    claims = [len(turns[0].answer.claims) if turns[0].answer else 0 for turns in steps]
    assert claims == [*range(11), 10]
    assert [turns[0].state for turns in steps] == ["answering"] * 11 + ["done"]


def test_a_follow_up_is_told_of_whole_answers_only():
    assistant = Recording()
    turns = ask(assistant, "一")[-1]
    cut_off = Turn(2, "二", canned.fact(), "answering")
    failed = Turn(3, "三", None, "failed", notice="x")
    turns = ask(assistant, "四", (*turns, cut_off, failed))[-1]
    assert assistant.told == [[], ["一"]]
    assert [(turn.n, turn.state) for turn in turns] == [
        (1, "done"),
        (2, "stopped"),
        (3, "failed"),
        (4, "done"),
    ]


def test_an_answer_that_was_cut_off_counts_as_stopped():
    turn = Turn(1, "问", canned.fact())
    assert settled((turn,)) == (replace(turn, state="stopped"),)


def test_an_error_of_ours_is_a_sentence_and_the_conversation_goes_on():
    turns = ask(Standin(pause_s=0), REFUSED)[-1]
    assert turns[0].state == "failed"
    assert turns[0].notice == ZH.failed.format(
        reason="the embedding service is gone: start it again"
    )
    assert ask(Standin(pause_s=0), canned.FACT, turns)[-1][1].state == "done"


def test_any_other_error_is_logged_and_not_shown(caplog):
    with caplog.at_level(logging.ERROR):
        turns = ask(Standin(pause_s=0), BROKEN)[-1]
    assert turns[0].notice == ZH.unexpected
    assert "secret /srv/path" in caplog.text


def test_half_an_answer_is_not_left_standing_when_the_rest_fails():
    class Breaking(Recording):
        async def astream(
            self,
            question: str,
            *,
            turns: Sequence[Answer] = (),
            deep: bool = False,
            within: Within = None,
        ) -> AsyncGenerator[Answer, None]:
            yield canned.fact()
            raise LibraryMissing("gone")

    turns = ask(Breaking(), "问")[-1]
    assert turns[0].answer is None
    assert turns[0].state == "failed"


def test_without_a_library_the_command_is_named_and_the_next_question_tries_again():
    opened: list[Recording] = []

    def open_assistant() -> Recording:
        if not opened:
            raise LibraryMissing("no library")
        return opened[0]

    assistant = Opening(open_assistant)
    assert examples(assistant, ZH, command=ADD) == ([], ZH.library_missing.format(command=ADD))
    turns = ask(assistant, "一")[-1]
    assert ADD in turns[0].notice
    opened.append(Recording())
    assert ask(assistant, "二", turns)[-1][1].state == "done"
    assert examples(assistant, ZH, command=ADD) == (["问"], "")


def test_an_assistant_is_opened_once():
    opened: list[Recording] = []

    def open_assistant() -> Recording:
        opened.append(Recording())
        return opened[-1]

    assistant = Opening(open_assistant)
    ask(assistant, "一")
    ask(assistant, "二")
    assert len(opened) == 1


def test_a_conversation_keeps_its_newest_turns_and_their_numbers():
    turns = tuple(Turn(n, "问", canned.fact(), "done") for n in range(1, MAX_TURNS + 1))
    turns = ask(Recording(), "又一问", turns)[-1]
    assert len(turns) == MAX_TURNS
    assert (turns[0].n, turns[-1].n) == (2, MAX_TURNS + 1)


@pytest.mark.parametrize("question", ["<b>", "\ud800", "a\x00b"])
def test_a_question_is_kept_as_it_was_asked(question):
    assert ask(Recording(), question)[-1][0].question == question
