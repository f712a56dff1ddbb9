"""What people in Slack rely on when they ask."""

import threading

import pytest

from assistant.answer import Checks, Claim
from tests.slack import sending
from tests.slack.standins import Breaks, Echo, NoLibrary, Says, answer, citation

PROMISES = "2019年济源承诺了哪些民生实事？"
BUSES = "济源2019年新增公交车多少辆？"


def test_a_mention_is_answered_in_its_thread_with_numbered_sources(bot):
    question = sending.message(PROMISES)
    assert bot.event(question)[0] == 200
    said = bot.answer_to(question)
    assert said.thread == question["event"]["ts"]
    assert "[1]" in said.markdown and "公交车180辆" in said.markdown
    source = next(text for text in said.small if text.startswith("*[1]*"))
    assert "河南省济源市" in source and "2019年" in source and "“" in source
    assert "<https://wenzheng.example/?p=" in source


def test_a_complete_list_says_ten_of_ten(bot):
    assert any(text.startswith("10/10") for text in bot.ask(PROMISES).small)


def test_a_mention_inside_a_thread_is_answered_in_that_thread(bot):
    root = sending.new_ts()
    assert bot.ask(BUSES, thread=root).thread == root


@pytest.mark.parametrize("thread", ["", "1700000000.000001"], ids=["alone", "in the pane"])
def test_a_direct_message_is_answered_in_a_thread(bot, thread):
    question = sending.message(BUSES, channel="D1", thread=thread)
    bot.event(question)
    said = bot.answer_to(question)
    assert said.thread == (thread or question["event"]["ts"])
    assert "180辆" in said.markdown
    assert bot.slack.called("assistant.threads.setStatus")[0]["thread_ts"] == said.thread


def test_a_follow_up_in_the_thread_is_understood_in_its_light(bot):
    root = sending.new_ts()
    bot.ask(PROMISES, ts=root)
    followed = bot.ask("公交车呢？", thread=root)
    assert "180辆" in followed.markdown


def test_threads_and_channels_do_not_share_a_conversation(serve):
    bot = serve(Echo())
    root = sending.new_ts()
    assert bot.ask("one", ts=root).markdown == "one after 0"
    assert bot.ask("two", thread=root).markdown == "two after 1"
    assert bot.ask("three").markdown == "three after 0"
    assert bot.ask("four", thread=root, channel="C2").markdown == "four after 0"


def test_an_answer_is_streamed_as_it_grows(serve):
    steps = threading.Semaphore(1)
    bot = serve(Echo(grown=("First. ", "Second. ", "Third."), pause=steps))
    question = sending.message("?")
    bot.event(question)
    growing = sending.until(lambda: bot.slack.posted)[0]
    assert growing.streaming and growing.text == "First."
    start = bot.slack.called("chat.startStream")[0]
    assert (start["recipient_user_id"], start["recipient_team_id"]) == ("U1", "T1")
    steps.release(2)
    whole = bot.answer_to(question)
    assert whole is growing and whole.text == "First.Second.Third."
    assert not bot.slack.called("chat.postMessage")


@pytest.mark.parametrize("error", ["unknown_method", "channel_type_not_supported"])
def test_where_slack_takes_no_stream_the_answer_is_posted(bot, error):
    bot.slack.refuse("chat.startStream", error)
    assert "180辆" in bot.ask(BUSES).markdown
    assert len(bot.slack.called("chat.postMessage")) == 1


def test_a_workspace_without_streams_is_asked_for_one_only_once(bot):
    for _ in range(3):
        bot.slack.refuse("chat.startStream", "unknown_method")
    for text in ("你好吗？", BUSES, BUSES):
        bot.ask(text)
    assert len(bot.slack.called("chat.startStream")) == 1


def test_a_declined_answer_says_why_and_offers_the_nearest_paragraph_as_such(bot):
    said = bot.ask("济源2019年新增了多少个机场？")
    assert "不作回答" in said.markdown
    nearest = [text for text in said.small if text.startswith("最接近的一段，不是答案")]
    assert len(nearest) == 1 and "wenzheng.example/?p=" in nearest[0]


@pytest.mark.parametrize(
    ("question", "button", "link"),
    [
        (BUSES, "有帮助", "看原文段落"),
        ("濟源2019年新增公交車多少輛？", "有幫助", "看原文段落"),
        ("How many buses did Jiyuan add in 2019?", "Helpful", "Open the paragraph"),
    ],
    ids=["simplified", "traditional", "english"],
)
def test_the_bot_speaks_as_it_was_asked(bot, question, button, link):
    said = bot.ask(question)
    assert button in str(said.blocks)
    assert link in said.small[-1]


def test_a_claim_that_was_not_verified_is_marked(serve):
    claims = [Claim("新增180辆。", (1,)), Claim("全国第一。", status="unverified")]
    bot = serve(
        Says(answer=answer(claims, [citation()], checks=Checks(unverified=("全国第一。",))))
    )
    said = bot.ask("?")
    assert "新增180辆。[1]" in said.markdown
    assert "全国第一。 ⚠ _(未在所引段落里找到依据)_" in said.markdown


@pytest.mark.parametrize(
    ("assistant", "told"),
    [(NoLibrary(), "there is no library"), (Breaks(), "Something unexpected")],
    ids=["ours", "unforeseen"],
)
def test_what_goes_wrong_becomes_a_sentence_in_the_thread(serve, assistant, told):
    said = serve(assistant).ask("How many?")
    assert told in said.markdown and "secret" not in said.markdown


def test_a_mention_without_a_question_gets_help(serve):
    bot = serve(Echo())
    assert "/wenzheng places" in bot.ask("").text


STARTED = {
    "type": "assistant_thread_started",
    "assistant_thread": {
        "user_id": "U1",
        "channel_id": "D1",
        "thread_ts": "1729999327.187299",
        "context": {},
    },
    "event_ts": "1715873754.429808",
}


def test_opening_the_pane_brings_a_greeting_and_questions_that_can_be_asked(bot):
    bot.event(sending.wrapped(STARTED, "Ev1"))
    assert sending.until(lambda: bot.slack.posted)[0].thread == "1729999327.187299"
    (offered,) = sending.until(lambda: bot.slack.called("assistant.threads.setSuggestedPrompts"))
    assert 1 <= len(offered["prompts"]) <= 4
    assert "180" in bot.ask(BUSES, channel="D1", thread="1729999327.187299").markdown


def test_without_a_library_the_pane_is_greeted_all_the_same(serve):
    bot = serve(NoLibrary())
    bot.event(sending.wrapped(STARTED, "Ev1"))
    bot.idle()
    assert len(bot.slack.posted) == 1


IGNORED = {
    "our own message": {"user": "U0BOT"},
    "another bot": {"bot_id": "B7"},
    "a workflow's bot": {"bot_profile": {"id": "B7"}},
    "an edit": {"subtype": "message_changed"},
    "an edited mention": {"edited": {"user": "U1", "ts": "1.2"}},
    "a deletion": {"subtype": "message_deleted", "hidden": True},
    "somebody joining": {"subtype": "channel_join"},
    "a bot's message": {"subtype": "bot_message"},
    "a message that mentions nobody": {"type": "message", "channel_type": "channel"},
    "no user": {"user": None},
}


def test_bots_edits_and_all_that_is_no_question_are_acknowledged_and_ignored(serve):
    bot = serve(Echo())
    for channel in ("C1", "D1"):
        for event in IGNORED.values():
            if channel == "D1" and "channel_type" in event:
                continue  # in a direct message that is a question
            assert bot.event(sending.message("1 + 1?", channel=channel, **event))[0] == 200
            assert bot.bot.waiting() == 0, event
    assert [name for name, _ in bot.slack.calls] == ["auth.test"]


def test_other_events_and_interactions_are_acknowledged_without_a_word(serve):
    bot = serve(Echo())
    joined = sending.wrapped({"type": "member_joined_channel", "user": "U0BOT"}, "Ev2")
    assert bot.event(joined)[0] == 200
    assert sending.send(bot.address, sending.click("x", channel="C1", ts="1", thread="1"))[0] == 200
    assert bot.bot.waiting() == 0


def test_slack_can_verify_the_address(serve):
    challenge = '{"type": "url_verification", "challenge": "3eZbrw1a"}'
    status, said = sending.send(serve(Echo()).address, challenge)
    assert status == 200 and "3eZbrw1a" in said
