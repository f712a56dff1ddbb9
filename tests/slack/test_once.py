"""Each event is answered once and none is lost, whatever goes wrong between Slack and us."""

import json
import threading
import time

import pytest
from pydantic import SecretStr

from assistant.slack_calls import Slack
from assistant.slack_events import Event
from assistant.slack_reply import APPEND_EVERY_S
from assistant.slack_store import KEPT_S, Store
from assistant.slack_work import Work
from ingest.errors import LibraryBusy
from tests.slack import sending
from tests.slack.fake import BOT_TOKEN
from tests.slack.standins import Echo


def event(n: int, *, line: str = "t", ts: str = "") -> Event:
    return Event(f"Ev{n}", "question", "C1", line, ts or f"1.{n:06}", "U1", "T1", f"q{n}", f"m{n}")


def test_slacks_answer_comes_before_the_answer_to_the_question(serve):
    never = threading.Semaphore(0)
    bot = serve(Echo(pause=never))
    assert bot.event(sending.message("slow?"))[0] == 200
    assert not bot.slack.posted
    never.release(9)
    sending.until(lambda: bot.slack.posted)


def test_retries_and_replays_are_acknowledged_and_answered_once(serve):
    bot = serve(Echo())
    body = json.dumps(sending.message("once?"))
    headers = sending.signed(body)
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    for more in ({}, {}, retry, retry):
        assert sending.send(bot.address, body, headers | more)[0] == 200
    bot.idle()
    assert sending.send(bot.address, body, headers)[0] == 200
    bot.idle()
    assert len(bot.slack.posted) == 1


def test_one_message_that_comes_as_two_events_is_answered_once(serve):
    bot = serve(Echo())
    ts = sending.new_ts()
    bot.ask("both ways?", channel="D1", ts=ts, id="EvA")
    bot.event(sending.message("both ways?", channel="D1", ts=ts, id="EvB"))
    bot.idle()
    assert len(bot.slack.posted) == 1


def test_a_retry_after_a_restart_is_not_answered_again(serve):
    first = serve(Echo())
    question = sending.message("before?")
    first.event(question)
    first.answer_to(question)
    first.stop()
    second = serve(Echo(), folder=first.folder)
    assert second.event(question)[0] == 200
    second.idle()
    assert len(second.slack.posted) == 1


@pytest.mark.parametrize("method", ["chat.startStream", "chat.stopStream", "chat.postMessage"])
def test_a_call_whose_outcome_is_unknown_is_not_repeated_blindly(serve, method):
    bot = serve(Echo())
    if method == "chat.postMessage":
        bot.slack.refuse("chat.startStream", "unknown_method")
    bot.slack.lost[method] = 1
    said = bot.ask("arrived?")
    bot.idle()
    assert [m.markdown for m in bot.slack.posted] == ["arrived? after 0"]
    assert not said.streaming


@pytest.mark.parametrize("method", ["chat.startStream", "chat.stopStream", "chat.postMessage"])
def test_a_call_that_did_not_arrive_is_made_again(serve, method):
    bot = serve(Echo())
    if method == "chat.postMessage":
        bot.slack.refuse("chat.startStream", "unknown_method")
    bot.slack.refuse(method, "internal_error", status=503)
    bot.ask("try again?")
    bot.idle()
    assert [m.markdown for m in bot.slack.posted] == ["try again? after 0"]


def test_too_many_requests_are_waited_for_as_long_as_slack_says(serve):
    bot = serve(Echo())
    for method in ("chat.startStream", "chat.stopStream"):
        bot.slack.refuse(method, "ratelimited", status=429, retry_after="1")
    asked = time.monotonic()
    bot.ask("busy?")
    assert time.monotonic() - asked >= 2
    assert [m.markdown for m in bot.slack.posted] == ["busy? after 0"]


def test_a_long_wait_holds_up_no_other_thread_and_is_kept(tmp_path, slack):
    now = [1_000_000.0]
    store = Store.open(tmp_path, clock=lambda: now[0])
    calls = Slack(SecretStr(BOT_TOKEN), address=slack.api)
    work = Work(Echo(), Echo().snapshot, calls, store, tmp_path, "")
    slack.refuse("chat.startStream", "ratelimited", status=429, retry_after="600")
    store.accept(event(1))
    store.accept(event(2, line="other"))
    for _ in range(2):
        task = store.next()
        assert task is not None
        work.on(task)
    assert [m.event for m in slack.posted] == ["Ev2"]
    now[0] += 599
    assert store.next() is None
    now[0] += 1
    task = store.next()
    assert task is not None
    work.on(task)
    assert [m.event for m in slack.posted] == ["Ev2", "Ev1"]
    store.close()


def test_a_piece_of_a_stream_that_is_too_many_comes_with_the_end(serve):
    bot = serve(Echo(grown=("One.", "Two.", "Three."), pause=(steps := threading.Semaphore(1))))
    question = sending.message("?")
    bot.event(question)
    sending.until(lambda: bot.slack.posted)
    bot.slack.refuse("chat.appendStream", "ratelimited", status=429, retry_after="30")
    time.sleep(APPEND_EVERY_S)
    steps.release()
    sending.until(lambda: bot.slack.called("chat.appendStream"))
    steps.release()
    assert bot.answer_to(question).text == "One.Two.Three."
    assert len(bot.slack.called("chat.appendStream")) == 1


def test_the_order_in_a_thread_is_kept_when_its_first_answer_has_to_wait(serve):
    bot = serve(Echo())
    root = sending.new_ts()
    bot.slack.refuse("chat.startStream", "internal_error", status=500)
    asked = [sending.message(f"q{n}", ts=root if not n else "", thread=root) for n in range(4)]
    for payload in asked:
        bot.event(payload)
    bot.event(sending.message("elsewhere"))
    bot.idle()
    said = [m.markdown for m in bot.slack.posted if m.thread == root]
    assert said == ["q0 after 0", "q1 after 1", "q2 after 2", "q3 after 3"]
    # Another thread doesn't wait with it.
    assert bot.slack.posted[0].markdown == "elsewhere after 0"


def test_a_message_that_slack_will_never_take_stops_nobody_else(serve):
    bot = serve(Echo())
    bot.slack.refuse("chat.startStream", "is_archived")
    bot.slack.refuse("chat.postMessage", "is_archived")
    root = sending.new_ts()
    bot.event(sending.message("nobody there?", ts=root))
    assert bot.ask("and here?", thread=root).markdown == "and here? after 0"


def test_blocks_that_slack_refuses_are_left_out(serve):
    bot = serve(Echo())
    bot.slack.refuse("chat.startStream", "unknown_method")
    bot.slack.refuse("chat.postMessage", "invalid_blocks")
    assert bot.ask("plain?").text == "plain? after 0"


@pytest.mark.parametrize("died", ["before", "streaming", "unrecorded", "posted"])
def test_what_a_crash_left_is_answered_once_after_the_restart(serve, slack, tmp_path, died):
    question = sending.message("half?")
    root = question["event"]["ts"]
    taken = Event(question["event_id"], "question", "C1", root, root, "U1", "T1", "half?")
    store = Store.open(tmp_path / "library")
    store.accept(taken)
    assert store.next() is not None
    calls = Slack(SecretStr(BOT_TOKEN), address=slack.api)
    if died == "streaming":
        store.began(taken, calls.start("C1", root, "half", team="T1", user="U1"))
    if died == "unrecorded":
        calls.start("C1", root, "half", team="T1", user="U1")
    if died == "posted":
        calls.post("C1", root, "half? after 0", event=taken.key)
    store.close()
    bot = serve(Echo(), folder=tmp_path / "library")
    bot.idle()
    assert [(m.markdown, m.streaming, m.event) for m in slack.posted] == [
        ("half? after 0", False, taken.key)
    ]


def test_ids_are_kept_for_a_day(tmp_path):
    now = [0.0]
    store = Store.open(tmp_path, clock=lambda: now[0])
    for seconds in (0.0, 1.0, 60.0, 300.0, KEPT_S - 1):
        now[0] = seconds
        assert store.accept(event(1)) == ("new" if not seconds else "known")
        if not seconds:
            task = store.next()
            assert task is not None
            store.done(task.event)
    now[0] = KEPT_S + 700
    assert store.accept(event(1)) == "new"
    store.close()


def test_what_is_not_answered_is_forgotten_by_no_clock(tmp_path):
    now = [0.0]
    store = Store.open(tmp_path, clock=lambda: now[0])
    store.accept(event(1))
    now[0] = 10 * KEPT_S
    assert store.accept(event(2)) == "new"
    task = store.next()
    assert task is not None and task.event.key == "Ev1" and store.expired(task)
    store.close()


def test_a_thread_is_worked_on_in_the_order_it_was_written_and_others_beside_it(tmp_path):
    store = Store.open(tmp_path)
    store.accept(event(1, ts="1.000002"))
    store.accept(event(2, ts="1.000001"))
    store.accept(event(3, line="other"))
    taken = [store.next(), store.next(), store.next()]
    assert [task and task.event.key for task in taken] == ["Ev2", "Ev3", None]
    store.put_off(event(2), 60)
    assert store.next() is None
    store.give_up(event(2))
    task = store.next()
    assert task is not None and task.event.key == "Ev1"
    store.close()


def test_more_than_can_wait_is_sent_back_to_slack(serve):
    never = threading.Semaphore(0)
    bot = serve(Echo(pause=never), waiting=2)
    root = sending.new_ts()
    assert [bot.event(sending.message("?", thread=root))[0] for _ in range(2)] == [200, 200]
    refused = sending.message("one too many?", thread=root)
    assert bot.event(refused)[0] == 503
    never.release(9)
    bot.idle()
    assert bot.event(refused)[0] == 200
    assert bot.answer_to(refused).markdown == "one too many? after 2"


def test_two_bots_do_not_share_a_library(tmp_path):
    store = Store.open(tmp_path)
    with pytest.raises(LibraryBusy, match="another Slack bot"):
        Store.open(tmp_path)
    store.close()
    Store.open(tmp_path).close()


def test_only_its_owner_reads_what_the_bot_keeps(tmp_path):
    Store.open(tmp_path).close()
    assert (tmp_path / "slack" / "bot.sqlite").stat().st_mode & 0o077 == 0
