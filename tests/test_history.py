"""Conversations as they are kept: whole, in order, and for nobody but their owner."""

import sqlite3
from dataclasses import replace

import pytest

from assistant.history import FILE, MAX_TITLE, History
from assistant.page_turns import Turn
from ingest.errors import LibraryError
from tests import canned_answers as canned

ANSWERS = (canned.ten, canned.fact, canned.torn, canned.declined, canned.doubted)


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "page")


def turn(n=1, make=canned.fact, state="done"):
    answer = make()
    return Turn(n, answer.question, answer, state)


def test_what_was_kept_comes_back_as_it_was_in_another_process(history):
    turns = tuple(turn(n, make) for n, make in enumerate(ANSWERS, 1))
    for one in turns:
        history.keep("user:wang", "c1", one)
    assert History(history.folder).turns("user:wang", "c1") == turns


def test_another_owner_finds_nothing_and_changes_nothing(history):
    history.keep("browser:a", "c1", turn())
    for other in ("browser:b", "user:a", ""):
        assert history.turns(other, "c1") == ()
        assert history.listed(other) == []
        assert history.title(other, "c1") is None
        assert history.within(other, "c1") == ""
        assert not history.rename(other, "c1", "mine")
        assert not history.delete(other, "c1")
        assert not history.judge(other, "c1", 1, "good")
        with pytest.raises(LibraryError, match="somebody else"):
            history.keep(other, "c1", turn(2))
    assert history.turns("browser:a", "c1") == (turn(),)


def test_an_unfinished_turn_never_takes_the_place_of_a_finished_one(history):
    history.keep("a", "c1", replace(turn(), answer=None, state="answering"))
    assert history.turns("a", "c1")[0].state == "stopped"
    history.keep("a", "c1", turn())
    history.keep("a", "c1", replace(turn(), answer=None, state="stopped"))
    assert history.turns("a", "c1") == (turn(),)


def test_the_list_has_the_newest_first_under_their_first_questions(history):
    history.keep("a", "c1", turn())
    history.keep("a", "c2", replace(turn(), question="很长的问题" * 100))
    history.keep("a", "c1", turn(2, canned.ten))
    listed = history.listed("a")
    assert [one.id for one in listed] == ["c1", "c2"]
    assert listed[0].title == canned.FACT
    assert len(listed[1].title) == MAX_TITLE


def test_a_conversation_is_renamed_and_deleted_with_all_its_turns(history):
    history.keep("a", "c1", turn())
    assert history.rename("a", "c1", "  公路\n的事 ")
    assert history.title("a", "c1") == "公路 的事"
    assert history.delete("a", "c1")
    assert history.turns("a", "c1") == ()
    with sqlite3.connect(history.folder / FILE) as base:
        assert base.execute("SELECT count(*) FROM turns").fetchone() == (0,)
    base.close()


def test_a_verdict_is_kept_with_its_turn(history):
    history.keep("a", "c1", turn())
    assert history.judge("a", "c1", 1, "bad")
    assert not history.judge("a", "c1", 2, "bad")
    assert history.turns("a", "c1")[0].verdict == "bad"


def test_a_turn_that_cannot_be_read_is_left_out_and_named(history, caplog):
    history.keep("a", "c1", turn())
    history.keep("a", "c1", turn(2, canned.ten))
    with sqlite3.connect(history.folder / FILE) as base:
        base.execute("UPDATE turns SET turn = '{\"n\": 1}' WHERE n = 1")
    base.close()
    assert history.turns("a", "c1") == (turn(2, canned.ten),)
    assert "turn 1" in caplog.text


def test_half_a_surrogate_pair_is_kept_as_a_mark(history):
    history.keep("a", "c1", replace(turn(), question="a\ud800"))
    assert history.turns("a", "c1")[0].question == "a?"


def test_looking_makes_no_file_and_a_file_is_for_its_owner_alone(history):
    assert history.listed("a") == []
    assert not history.folder.exists()
    history.keep("a", "c1", turn())
    assert (history.folder / FILE).stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "page").write_text("no folder")
    with pytest.raises(LibraryError, match=r"conversations\.sqlite"):
        History(tmp_path / "page").keep("a", "c1", turn())
