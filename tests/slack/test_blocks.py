"""How an answer is laid out: Slack's limits are kept, and no text becomes anything but text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Checks, Claim, ListCount
from assistant.slack_blocks import answer_text, message
from assistant.slack_text import asked, fitted, markdown, mrkdwn
from tests.slack.fake import texts_in, too_much
from tests.slack.standins import answer, citation

HOSTILE = [
    "<!here>",
    "<!channel> <!everyone>",
    "<@U123456>",
    "<#C1|general>",
    "<!subteam^S1>",
    "<!date^1392734382^{date}|x>",
    "<http://evil.test|click>",
    "http://evil.test/beacon",
    "[click](http://evil.test)",
    "![pixel](https://evil.test/a.png)",
    "<mailto:a@evil.test>",
    "@here @channel @everyone",
    "*bold* _it_ ~no~ `code`",
    "```\nfence",
    "> quoted",
    "# heading",
    "a | b\n--- | ---",
    ":fire: :+1:",
    "&lt;!here&gt;",
    "\u202etxet",
    "\ud800 half",
    "\x00\x1b[31m",
]


def everything(text: str):
    """An answer with the text in every place that a document or a model can write to."""
    said = citation(
        quote=text, title=text, place=text, text=text, paragraph=f"{text}#p1".replace("\ud800", "")
    )
    claims = [Claim(text, (1,)), Claim(text, (1,), item=True)]
    claims.append(Claim(text, status="unverified", doubt=text))
    return answer(claims, [said], notice=text, understood=text, checks=Checks(unverified=(text,)))


def sent(laid_out):
    texts = [text for kind, text in texts_in(laid_out.blocks) if kind != "plain_text"]
    return [laid_out.text, laid_out.notification, *texts]


@pytest.mark.parametrize("text", HOSTILE)
def test_slacks_markup_in_a_text_is_shown_and_not_obeyed(text):
    laid_out = message(everything(text), address="https://w.example")
    # Of links and pictures in brackets Slack's own language knows nothing; markdown does.
    assert not re.search(r"(?<!\\)\]\(|(?<!\\)```|(?<!\\)!\[|(?m:^#)", laid_out.text)
    for shown in sent(laid_out):
        ours = re.sub(r"<https://w\.example/\?p=[^<>|]+\|[^<>|]+>", "", shown)
        assert "<" not in ours and ">" not in ours
        assert "://" not in ours
        assert not re.search(r"@(here|channel|everyone|U1)", ours)
        assert not re.search(r":\+1:|:fire:", ours)
        assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", ours)
        shown.encode()


def test_a_declined_answers_nearest_paragraph_is_neutralised_too():
    declined = answer([], declined=True, message="<!here>", nearest=citation(quote="<!channel>"))
    laid_out = message(declined, address="")
    assert laid_out.text == "&lt;!here&gt;"
    assert "&lt;!channel&gt;" in str(laid_out.below) and "<!" not in str(laid_out.below)


def test_what_is_read_is_what_was_published():
    text = "R&D 投入增长5*2，见“附表_1”。"
    assert mrkdwn(text).replace("\u200b", "").replace("&amp;", "&") == text
    assert markdown(text).replace("\\", "").replace("\u200b", "").replace("&amp;", "&") == text


LONG = {
    "one endless claim": answer([Claim("字" * 20_000, (1,))], [citation()]),
    "many claims": answer([Claim("字" * 200 + str(n), (1,)) for n in range(200)], [citation()]),
    "many items": answer([Claim("项" * 99, (1,), item=True) for _ in range(500)], [citation()]),
    "many sources": answer([Claim("a", (1,))], [citation(n, "句" * 900) for n in range(1, 600)]),
    "much of both": answer(
        [Claim("字" * 300, (n,)) for n in range(1, 60)],
        [citation(n, "句" * 900, title="题" * 900) for n in range(1, 60)],
    ),
    "all to be escaped": answer([Claim("<&>" * 6_000)], [citation(n, "&" * 900) for n in (1, 2)]),
    "a long notice": answer([Claim("a")], notice="n" * 9_000, understood="u" * 9_000),
    "a long reason": answer([], declined=True, message="m" * 30_000, nearest=citation()),
    "an endless quote": answer([Claim("a", (1,))], [citation(1, "q" * 50_000, title="t" * 9_000)]),
}


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_slacks_limits_are_kept_however_long_an_answer_is(long):
    laid_out = message(long, address="https://w.example/" + "a" * 100, limits="l" * 5_000)
    assert too_much({"blocks": laid_out.blocks}) is None
    assert too_much({"blocks": list(laid_out.below), "markdown_text": laid_out.text}) is None
    assert laid_out.blocks[-1]["type"] == "context_actions"


@given(
    st.lists(st.tuples(st.text(max_size=3_000), st.booleans()), max_size=30),
    st.lists(st.text(max_size=2_000), max_size=60),
)
@settings(max_examples=40, deadline=None)
def test_slacks_limits_are_kept_for_any_text(claims, quotes):
    long = answer(
        [Claim(text, item=item) for text, item in claims],
        [citation(n, quote) for n, quote in enumerate(quotes, 1)],
    )
    laid_out = message(long, address="https://w.example")
    assert too_much({"blocks": laid_out.blocks}) is None


@given(st.lists(st.tuples(st.text(max_size=2_000), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_growing_answer_only_grows(claims):
    whole = [Claim(text, item=item) for text, item in claims]
    shown = ""
    for upto in range(1, len(whole) + 1):
        grown = answer_text(answer(whole[:upto]), growing=True)
        assert grown.startswith(shown)
        shown = grown
    assert answer_text(answer(whole)).startswith(shown)


def test_what_is_still_being_written_is_not_streamed():
    growing = answer([Claim("Sure."), Claim("Perh", status="pending")])
    assert answer_text(growing, growing=True) == "Sure."


def test_sources_that_do_not_fit_are_counted():
    laid_out = message(LONG["many sources"], address="https://w.example")
    lines = [e["text"] for b in laid_out.below if b["type"] == "context" for e in b["elements"]]
    left = re.search(r"另有 (\d+) 处出处没有列出", lines[-1])
    assert left and int(left[1]) + len(lines) - 1 == 599


def test_a_long_answer_says_that_it_is_cut():
    assert "答案太长" in message(LONG["many items"], address="").text


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (ListCount(10, 10), "10 of 10 items"),
        (ListCount(10, 8), "8 of 10 items: the text declares 10"),
        (ListCount(None, 3), "3 items"),
    ],
)
def test_a_list_says_how_complete_it_is(count, says):
    laid_out = message(answer([Claim("a")], checks=Checks(list=count), script="latin"), address="")
    assert laid_out.below[0]["elements"][0]["text"].startswith(says)


def test_each_item_of_a_list_has_a_line():
    claims = [Claim("十件实事：", (1,)), Claim("一是水。", (1,), item=True)]
    claims += [Claim("二是路。", (2,), item=True), Claim("以上。")]
    shown = "十件实事：[1]\n\n- 一是水。[1]\n- 二是路。[2]\n\n以上。"
    assert answer_text(answer(claims, [citation(1), citation(2)])) == shown


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("<@U0BOT> 济源？", "济源？"),
        ("<@U0BOT|wenzheng>济源<!here>？", "济源 ？"),
        ("<http://a.test|报告>里的 R&amp;D", "报告里的 R&D"),
        ("<http://a.test> &lt;b&gt;", "http://a.test <b>"),
        ("<#C1|general> <@U2>", "general"),
        ("  \n ", ""),
    ],
)
def test_a_question_is_what_was_typed(typed, question):
    assert asked(typed) == question


@given(st.text(max_size=200), st.integers(1, 300))
def test_a_fitted_text_fits(text, most):
    assert len(fitted(text, most, mrkdwn)) <= most
