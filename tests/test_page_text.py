"""What the page says, as HTML: nothing but our own marks, and every link leads somewhere."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Checks, Claim, ListCount, Reason, Usage
from assistant.page_escape import escape
from assistant.page_frames import head_html, history_frame, library_frame, reader_frame
from assistant.page_sources import switch_html
from assistant.page_strings import STRINGS
from assistant.page_text import conversation_html, rules_html
from assistant.page_turns import MAX_QUESTION_CHARS, Turn
from assistant.uploads import Limits
from tests import canned_answers as canned
from tests.page_markup import ANY_TEXT, ZH, Markup, assert_only_ours, conversation, done, sources


@given(ANY_TEXT)
def test_escaped_text_is_text_and_nothing_else(text):
    markup = Markup(f"<p>{escape(text)}</p>")
    assert [tag for tag, _ in markup.elements] == ["p"]
    # What a browser can't show is replaced one for one; line ends may become one character.
    shown = text.replace("\r\n", "\n")
    assert len(markup.text) == len(shown)
    assert all(a == b for a, b in zip(markup.text, shown, strict=True) if b.isprintable())


@given(ANY_TEXT)
def test_escaped_text_holds_no_mark_that_a_template_or_markdown_could_take(text):
    assert not set(re.sub(r"&#\d+;", "", escape(text))) & set("<>&\"'${}[]()!*_`#~|\\:/.@^=+-")


@given(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_no_field_of_an_answer_can_bring_markup(text, quote, sections):
    citation = canned.quote_in(
        text + quote,
        quote + text,
        quote,
        quote,
        title=text,
        place=quote,
        source=text,
        section=tuple(sections),
    )
    answer = Answer(
        id=text,
        question=quote,
        script="hans",
        claims=(Claim(text, (1,)), Claim(quote, (1,), item=True)),
        citations=(citation,),
        checks=Checks(unverified=(text, "elsewhere")),
        notice=text,
    )
    declined = replace(
        answer, claims=(), citations=(), declined=True, message=text, nearest=citation
    )
    for one in (answer, declined):
        assert_only_ours(conversation(one))
        assert_only_ours(sources(one))
    failed = Turn(1, text, None, "failed", notice=quote)
    assert_only_ours(Markup(conversation_html([failed], ZH)))
    assert_only_ours(Markup(conversation_html([], ZH, notice=text)))


def test_the_rest_of_the_page_is_ours_too():
    still = (head_html, history_frame, reader_frame, rules_html, switch_html)
    for strings in STRINGS.values():
        for html in (made(strings) for made in still):
            assert_only_ours(Markup(html))
        assert_only_ours(Markup(library_frame(strings, Limits(20, 20))))
        assert_only_ours(Markup(rules_html(strings, length=9_999)))


def test_the_payloads_come_out_as_they_were_written():
    text = sources(canned.hostile()).text
    for payload in canned.PAYLOADS[:-1]:
        assert payload in text


def test_a_marker_without_a_citation_is_not_drawn():
    answer = replace(canned.fact(), claims=(Claim("新修公路。", (1, 7)),))
    assert conversation(answer).all("href") == ["#s-1-1"]


def test_ten_items_are_ten_lines_and_the_count_is_said():
    markup = conversation(canned.ten())
    assert [tag for tag, _ in markup.elements].count("ol") == 1
    assert sum(tag == "li" for tag, _ in markup.elements) == 10 + len(markup.classed("good")) + 1
    assert "10/10 项" in markup.text


def test_a_list_that_falls_short_says_how_many_are_missing():
    answer = replace(canned.ten(), checks=Checks(list=ListCount(10, 8)))
    assert "原文说有 10 项，这里列出 8 项" in conversation(answer).text


def test_nothing_is_claimed_of_an_answer_that_is_still_growing():
    turn = Turn(1, "问", canned.ten(), "answering")
    text = Markup(conversation_html([turn], ZH)).text
    assert "10/10" not in text
    assert ZH.writing in text


@pytest.mark.parametrize(("text", "own"), [("一是修路。", True), ("修路。", False)])
def test_items_that_bring_their_number_get_no_second_one(text, own):
    answer = replace(canned.ten(), claims=(Claim(text, (1,), item=True),))
    assert bool(conversation(answer).classed("own")) is own


def test_a_declined_answer_says_why_and_names_the_nearest_paragraph_as_no_answer():
    markup = conversation(canned.declined())
    assert ZH.reasons["year_not_in_library"] in markup.text
    assert canned.declined().message in markup.text
    assert ZH.nearest in markup.text
    cited = sources(canned.declined())
    assert ZH.nearest in cited.text
    assert markup.all("href") == ["#s-1-nearest"]
    assert "s-1-nearest" in cited.all("id")
    assert cited.all("href") == ["/?p=00ff%23p12", "#a-1"]


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_every_reason_has_words(language):
    assert set(STRINGS[language].reasons) == set(get_args(Reason))


def test_a_claim_that_nothing_carries_is_marked_and_one_left_out_is_counted():
    answer = canned.fact()
    doubted = Claim("这一句没有依据。", (1,))
    checks = Checks(unverified=(doubted.text, "这一句没有列出。"))
    markup = conversation(replace(answer, claims=(*answer.claims, doubted), checks=checks))
    assert len(markup.classed("doubt")) == 1
    assert ZH.dropped.format(count=1) in markup.text
    assert "这一句没有列出" not in markup.text


def test_a_claim_says_whether_it_is_checked_and_why_it_is_doubted():
    claims = (
        Claim("已核对的一句。", (1,)),
        Claim("还在写的一句", (1,), status="pending"),
        Claim("没有依据的一句。", (1,), status="unverified", doubt="原文说的是40公里。"),
    )
    turn = Turn(1, "问", replace(canned.fact(), claims=claims), "answering")
    markup = Markup(conversation_html([turn], ZH))
    assert_only_ours(markup)
    assert (len(markup.classed("unsure")), len(markup.classed("doubt"))) == (1, 1)
    assert "原文说的是40公里。" in markup.text
    assert ZH.pending in markup.text
    (described,) = markup.all("aria-describedby")
    assert described in markup.all("id")


def test_the_steps_of_an_answer_are_folded_away_and_say_what_was_done():
    answer = replace(
        canned.fact(),
        understood="2018年青石县新修了多少公里农村公路？",
        question="那公路呢？",
        paragraphs_found=12,
        usage=Usage("openai:small", 2, 900, 100, cost=0.0021),
        seconds={"total": 1.25},
    )
    markup = Markup(conversation_html([replace(done(answer), within=3)], ZH))
    (steps,) = [a for tag, a in markup.elements if a.get("class") == "steps"]
    assert "open" not in steps
    for said in ("理解为：2018年青石县", "3 份文件", "12 段", "1,000 个词元", "0.0021", "1.2 秒"):
        assert said in markup.text
    assert not conversation(canned.fact()).classed("steps")


def test_an_answer_can_be_copied_and_judged_once_it_is_whole():
    answering = Markup(conversation_html([Turn(1, "问", canned.fact(), "answering")], ZH))
    assert not answering.classed("tools")
    judged = Markup(conversation_html([replace(done(canned.fact()), verdict="bad")], ZH))
    assert judged.all("aria-pressed") == ["false", "true"]
    assert len(judged.classed("copy")) == 1


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_every_language_fills_the_same_gaps(language):
    gaps = re.compile(r"\{\w+\}")
    for name, words in STRINGS[language].plain().items():
        assert words.strip(), name
        assert set(gaps.findall(words)) == set(gaps.findall(ZH.plain()[name])), name
    for table in ("periods", "kinds", "standings", "reasons", "repair_kinds"):
        assert set(getattr(STRINGS[language], table)) == set(getattr(ZH, table))


def test_a_notice_of_the_answer_is_shown():
    answer = replace(canned.fact(), notice="模型没有回应，以下摘自原文。")
    assert answer.notice in conversation(answer).text


def test_an_answer_carries_the_language_of_its_script():
    answer = replace(canned.fact(), script="hant")
    assert "zh-Hant" in conversation(answer).all("lang")


def test_a_question_may_be_as_long_as_the_assistant_takes_it():
    from assistant.question import MAX_CHARACTERS

    assert MAX_QUESTION_CHARS == MAX_CHARACTERS
