"""Torn places as HTML: marked where they were restored, with a note of what was there."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page_repairs import MOST_ALTERNATIVES, marked, repaired_places, torn_places
from assistant.page_sources import sources_html, switch_html
from assistant.page_strings import STRINGS
from ingest.copies import CONFIRMED
from ingest.repaired import Repair
from tests import canned_answers as canned
from tests.page_markup import ANY_TEXT, Markup, assert_only_ours, done, sources

ZH = STRINGS["zh-Hans"]
REPAIRS = st.builds(
    Repair,
    st.integers(0, 90),
    st.integers(0, 90),
    ANY_TEXT,
    st.sampled_from(["repaired", "torn"]) | ANY_TEXT,
    st.lists(ANY_TEXT, max_size=8).map(tuple),
)


def of_torn(*repairs: Repair, **changes: object) -> Markup:
    answer = canned.torn()
    citation = replace(answer.citations[0], repairs=repairs, **changes)
    return sources(replace(answer, citations=(citation,)))


@given(ANY_TEXT, ANY_TEXT, st.lists(REPAIRS, max_size=5))
def test_no_field_of_a_repair_can_bring_markup(text, quote, repairs):
    citation = canned.quote_in(
        text + quote + text, text + quote, quote, quote, repairs=tuple(repairs)
    )
    assert_only_ours(sources(replace(canned.fact(), citations=(citation,))))


@pytest.mark.parametrize("payload", canned.PAYLOADS[:-1])
def test_a_payload_in_a_torn_place_is_shown_as_it_was_written(payload):
    markup = of_torn(Repair(3, 5, payload, "torn", (payload, payload)))
    assert_only_ours(markup)
    assert markup.text.count(payload) == 3


@given(st.text(max_size=60), st.lists(REPAIRS, max_size=6), st.integers(0, 60))
def test_marks_keep_the_text_and_lie_apart_wherever_it_is_cut(text, repairs, cut):
    places = repaired_places(text, repairs, ZH)
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert bool(places) == bool(text and repairs)
    bare = [place._replace(note="") for place in places]
    cut = min(cut, len(text))
    html = marked(text[:cut], 0, bare, anchor="r") + marked(text[cut:], cut, bare, anchor="r")
    if "\r" not in text:
        assert Markup(html).text == Markup(marked(text, 0, [], anchor="r")).text


def test_a_certain_place_and_a_doubtful_one_look_different_and_are_counted():
    markup = sources(canned.torn())
    assert_only_ours(markup)
    notes = [attributes for _, attributes in markup.elements if "aria-describedby" in attributes]
    assert [note["class"] for note in notes] == ["torn certain"] * 2 + ["torn doubtful"]
    assert {note["tabindex"] for note in notes} == {"0"}
    assert {note["aria-describedby"] for note in notes} <= set(markup.all("id"))
    assert "本段有 3 处破损已还原，其中 1 处不能确定" in markup.text


def test_a_note_says_what_was_there_how_it_was_read_and_what_else_it_could_be():
    text = sources(canned.torn()).text
    assert "发布的副本此处是「?幚」。已按残存的字节还原。" in text
    assert "发布的副本此处是「?xì)夤芫」。已按另一份完好的副本还原。" in text
    assert "残存的字节不止一种读法，不能确定。也可能是「器。」「房。」。" in text


def test_certain_places_alone_are_counted_without_a_word_of_doubt():
    markup = of_torn(*canned.torn().citations[0].repairs[:2])
    assert "本段有 2 处破损已还原" in markup.text
    assert "不能确定" not in markup.text


def test_a_paragraph_that_was_not_torn_says_nothing_of_it():
    for answer in (canned.fact(), canned.ten()):
        markup = sources(answer)
        assert not markup.classed("torn")
        assert not markup.classed("counted")


def test_a_place_across_the_edge_of_a_quotation_is_cut_there_and_counted_once():
    citation = canned.torn().citations[0]
    edge = citation.text.index(citation.quote)
    markup = of_torn(Repair(edge - 2, edge + 2, "?", "torn"))
    notes = [attributes for _, attributes in markup.elements if "aria-describedby" in attributes]
    assert len(notes) == 2
    assert_only_ours(markup)
    assert "本段有 1 处破损已还原，其中 1 处不能确定" in markup.text


def test_places_that_meet_are_one_place_in_doubt_if_either_is():
    (place,) = repaired_places(
        "甲乙丙丁", [Repair(1, 3, "?", "repaired"), Repair(2, 3, "x", "torn")], ZH
    )
    assert (place.start, place.end, place.certain) == (1, 3, False)
    assert "「?」" in place.note
    assert "「x」" in place.note


def test_a_loss_that_left_nothing_marks_the_character_before_it():
    text = "甲乙丙"
    for at, span in ((0, (0, 1)), (2, (1, 2)), (3, (2, 3))):
        (place,) = repaired_places(text, [Repair(at, at, "", "unread")], ZH)
        assert (place.start, place.end) == span
        assert ZH.torn_empty in place.note


def test_a_place_left_as_published_is_marked_though_both_texts_agree():
    markup = of_torn(Repair(0, 2, "市政", "unread"), raw=canned.torn().citations[0].text)
    assert len(markup.classed("doubtful")) == 2
    assert not markup.classed("beside")


def test_what_is_torn_is_found_in_the_published_text():
    repairs = [
        Repair(1, 2, "?(a)", "repaired"),
        Repair(3, 4, "?", "torn"),
        Repair(5, 6, "?", "repaired"),
    ]
    places = torn_places("甲?(a)乙?丙?", repairs)
    assert [tuple(place)[:3] for place in places] == [(1, 5, True), (6, 7, False), (8, 9, True)]


def test_of_two_question_marks_with_one_repair_none_is_guessed():
    repairs = [Repair(1, 2, "?", "torn"), Repair(3, 4, "x?", "repaired")]
    assert [tuple(place)[:2] for place in torn_places("甲?x?乙?", repairs)] == [(2, 4)]
    assert torn_places("甲乙", [Repair(0, 1, "", "torn")]) == []


def test_a_note_lists_no_more_readings_than_help():
    others = tuple(f"<{n}>" for n in range(MOST_ALTERNATIVES + 3))
    markup = of_torn(Repair(0, 1, "?", "torn", others))
    assert markup.text.count("「<") == MOST_ALTERNATIVES


def test_the_second_column_holds_the_published_text_and_no_anchor_of_its_own():
    html = sources_html([done(canned.torn())], ZH)
    column = Markup(html[html.index('<div class="column beside">') :].split("</div>")[0] + "</div>")
    citation = canned.torn().citations[0]
    head = citation.raw_quote_end - citation.raw_start
    assert citation.raw[:head] + "[1]" + citation.raw[head:] in column.text
    assert not column.all("id")
    assert not column.all("href")
    assert not column.all("tabindex")
    assert len(column.classed("quoted")) == 1


def test_an_undamaged_paragraph_has_no_second_column():
    assert not sources(canned.fact()).classed("beside")


def test_the_switch_has_three_positions_and_starts_with_the_restored_text():
    inputs = [attributes for tag, attributes in Markup(switch_html(ZH)).elements if tag == "input"]
    assert [one["id"] for one in inputs] == ["show-restored", "show-published", "show-both"]
    assert ["checked" in one for one in inputs] == [True, False, False]
    assert {one["name"] for one in inputs} == {"shown-text"}


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_a_kind_of_repair_without_words_is_called_uncertain(language):
    strings = STRINGS[language]
    assert {
        "repaired",
        CONFIRMED,
        "torn",
        "dropped",
        "swallowed",
        "question mark",
        "unread",
    } == set(strings.repair_kinds)
    (place,) = repaired_places("甲", [Repair(0, 1, "?", "of tomorrow")], strings)
    assert place.note.endswith(strings.repair_other)
