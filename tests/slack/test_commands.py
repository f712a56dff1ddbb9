"""What `/wenzheng` and the two buttons do."""

import pytest

from assistant.feedback import read
from tests.slack import sending
from tests.slack.standins import Echo, NoLibrary

BUSES = "济源2019年新增公交车多少辆？"


def answered(bot, count: int = 1):
    """The answers that are whole, heads and greetings left out."""
    return sending.until(
        lambda: (
            found
            if len(found := [m for m in bot.slack.posted if m.thread and m.event]) == count
            else None
        )
    )


def told(bot, text: str, **more) -> str:
    """What a command replies."""
    before = len(bot.slack.responses)
    assert bot.command(text, **more)[0] == 200
    sending.until(lambda: len(bot.slack.responses) > before)
    return bot.slack.responses[-1]["text"]


def test_a_question_by_the_command_is_shown_and_answered_in_its_thread(bot):
    bot.command(BUSES)
    (said,) = answered(bot)
    head = bot.slack.posted[0]
    assert head.text == f"<@U1> 问：{BUSES}" and not head.thread
    assert said.thread == head.ts and "180辆" in said.markdown
    assert "180辆" in bot.ask("那公交车呢？", thread=head.ts).markdown


def test_where_the_bot_is_no_member_the_answer_goes_to_who_asked_alone(bot):
    bot.slack.refuse("chat.postMessage", "not_in_channel")
    assert "180辆" in told(bot, BUSES)
    assert bot.slack.responses[0]["response_type"] == "ephemeral"
    assert not bot.slack.posted


def test_the_same_command_sent_twice_is_answered_once(serve):
    bot = serve(Echo())
    body = sending.command("what?", respond=bot.slack.address)
    headers = sending.signed(body)
    assert [sending.send(bot.address, body, headers)[0] for _ in range(3)] == [200] * 3
    bot.idle()
    assert len(bot.slack.posted) == 2  # the question and its answer


def test_a_channel_limited_to_a_place_and_a_year_asks_only_there(serve):
    echo = Echo()
    bot = serve(echo)
    assert told(bot, "places 济源") == "本频道只查：河南省济源市"
    assert told(bot, "years 2019") == "This channel asks only: 河南省济源市 · 2019"
    said = bot.ask("buses")
    assert echo.within[-1] == {"济源市2019"}
    assert any("河南省济源市 · 2019" in text for text in said.small)
    bot.ask("buses", channel="C2")
    assert echo.within[-1] is None


def test_limits_are_kept_over_a_restart(serve):
    first = serve(Echo())
    told(first, "years 2018-2019")
    first.stop()
    echo = Echo()
    second = serve(echo, folder=first.folder)
    assert told(second, "settings") == "This channel asks only: 2018, 2019"
    second.ask("?")
    assert len(echo.within[-1]) == 4


def test_limits_are_taken_back(serve):
    bot = serve(Echo())
    told(bot, "places 山西省")
    told(bot, "years 2018")
    assert told(bot, "years all") == "This channel asks only: 山西省晋城市"
    assert told(bot, "places 全部") == "本频道查全部文件"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("places 火星", "资料库里没有“火星”。现有：山西省晋城市、河南省济源市"),
        ("places", "The library has no “”. It has: 山西省晋城市、河南省济源市"),
        ("years nineteen", "“nineteen” is no year: write 2019 or 2018-2020"),
        ("years 2019-2018", "“2019-2018” is no year: write 2019 or 2018-2020"),
        ("years 0-9999", "“0-9999” is no year: write 2019 or 2018-2020"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_with_what_could_be(serve, text, reply):
    bot = serve(Echo())
    assert told(bot, text) == reply
    assert told(bot, "settings") == "This channel asks all documents"


def test_without_a_library_a_place_cannot_be_set_and_the_reason_is_told(serve):
    assert "there is no library" in told(serve(NoLibrary()), "places 济源")


@pytest.mark.parametrize(
    ("text", "starts"),
    [("", "`/wenzheng What"), ("help", "`/wenzheng What"), ("帮助", "`/wenzheng 2019年济源")],
)
def test_the_command_teaches_its_use(serve, text, starts):
    assert told(serve(Echo()), text).startswith(starts)


def test_a_question_that_begins_with_a_word_of_the_settings_is_a_question(serve):
    echo = Echo()
    bot = serve(echo)
    bot.command("years of what?")
    answered(bot)
    assert echo.asked == ["years of what?"]


def test_a_changed_limit_is_told_to_the_whole_channel_and_a_look_at_it_is_not(serve):
    bot = serve(Echo())
    for text in ("years 2019", "settings", "years x"):
        told(bot, text)
    public = [said["response_type"] for said in bot.slack.responses]
    assert public == ["in_channel", "ephemeral", "ephemeral"]


@pytest.mark.parametrize(("button", "verdict"), [("positive", "good"), ("negative", "bad")])
def test_a_button_goes_where_the_pages_go(serve, button, verdict):
    bot = serve(Echo())
    root = sending.new_ts()
    bot.ask("first", ts=root)
    said = bot.ask("second", thread=root)
    (buttons,) = said.blocks[-1]["elements"]
    value = buttons[f"{button}_button"]["value"]
    body = sending.click(value, channel="C1", ts=said.ts, thread=root)
    assert sending.send(bot.address, body)[0] == 200
    assert sending.send(bot.address, body)[0] == 200  # and once more, as a replay
    bot.idle()
    (judged,) = read(bot.folder / "page")
    assert (judged.verdict, judged.turns) == (verdict, ("first", "second"))
    assert judged.answer["answer"] == "second after 1"
    assert "U1" not in (bot.folder / "page" / "feedback.jsonl").read_text()
    sending.until(lambda: bot.slack.whispered)
    assert [shown["text"] for shown in bot.slack.whispered] == ["Noted, thank you"]


def test_a_verdict_on_an_answer_that_is_gone_says_so(serve):
    bot = serve(Echo())
    body = sending.click("good:unknown", channel="C1", ts="1.1", thread="1.1")
    sending.send(bot.address, body)
    sending.until(lambda: bot.slack.whispered)
    assert "no longer kept" in bot.slack.whispered[0]["text"]
    assert not list(read(bot.folder / "page"))
