"""The cards of cited paragraphs as HTML: every citation has its place, every text is whole."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page_escape import escape
from assistant.page_sources import pieces, sources_html
from assistant.page_text import conversation_html
from tests import canned_answers as canned
from tests.page_markup import ZH, Markup, done, sources


@pytest.mark.parametrize("n", [1, 3])
def test_every_marker_leads_to_its_source_and_every_source_back(n):
    turns = [done(canned.ten(), n)]
    said, cited = Markup(conversation_html(turns, ZH)), Markup(sources_html(turns, ZH))
    forward, back = said.all("href"), cited.all("href")
    assert forward == [f"#s-{n}-{k}" for k in range(1, 11)]
    assert {href[1:] for href in forward} <= set(cited.all("id"))
    assert back == [f"#c-{n}-{k}" for k in range(1, 11)] + ["/?p=00ff%23p12", f"#a-{n}"]
    assert {href[1:] for href in back if href.startswith("#")} <= set(said.all("id"))


def test_a_citation_whose_sentence_is_not_found_still_has_its_place():
    answer = canned.fact()
    lost = replace(answer.citations[0], quote="这句话不在段落里。")
    markup = sources(replace(answer, citations=(lost,)))
    assert "s-1-1" in markup.all("id")
    assert not [tag for tag, _ in markup.elements if tag == "mark"]


def test_quotations_of_one_paragraph_share_its_card():
    markup = sources(canned.ten())
    assert len(markup.classed("source")) == 1
    assert sum(tag == "mark" for tag, _ in markup.elements) == 10


def test_quotations_that_overlap_get_a_card_each():
    answer = canned.fact()
    first = answer.citations[0]
    second = replace(first, n=2, quote=first.quote[:8])
    markup = sources(replace(answer, citations=(first, second)))
    assert len(markup.classed("source")) == 2
    assert {"s-1-1", "s-1-2"} <= set(markup.all("id"))


def test_an_undamaged_paragraph_is_written_once_and_a_damaged_one_in_both_texts():
    assert not sources(canned.fact()).classed("published")
    damaged = sources(canned.ten())
    assert len(damaged.classed("published")) == len(damaged.classed("restored")) > 0
    assert "公(gōng)路(lù)" in damaged.text
    assert ZH.changed in damaged.text


@given(
    st.lists(st.text("甲乙丙。，", min_size=1, max_size=6), min_size=1, max_size=8, unique=True),
    st.data(),
)
def test_the_two_texts_are_cut_at_the_same_places_and_lose_nothing(sentences, data):
    restored = [f"{n}{text}" for n, text in enumerate(sentences)]
    published = [text + "(x)" * data.draw(st.integers(0, 2)) for text in restored]
    text, raw = "".join(restored), "".join(published)
    quoted = data.draw(st.sets(st.integers(0, len(sentences) - 1)))
    citations = [
        canned.quote_in(text, raw, restored[k], published[k], n=k + 1) for k in sorted(quoted)
    ]
    cut = pieces(text, raw, citations)
    assert "".join(piece.restored for piece in cut) == text
    assert "".join(piece.published for piece in cut) == raw
    marked = {piece.n: piece for piece in cut if piece.n}
    assert {n: (p.restored, p.published) for n, p in marked.items()} == {
        k + 1: (restored[k], published[k]) for k in quoted
    }


def test_raw_spans_that_share_a_decoration_lose_and_repeat_nothing():
    text, raw = "甲乙", "甲(x)乙"
    one = canned.quote_in(text, raw, "甲", "甲(x)")
    two = canned.quote_in(text, raw, "乙", "(x)乙", n=2)
    assert [tuple(piece) for piece in pieces(text, raw, [two, one])] == [
        ("甲", "甲(x)", 1),
        ("乙", "乙", 2),
    ]


def test_a_source_says_where_it_stands():
    text = sources(canned.ten()).text
    for said in ("青石县2019年政府工作报告", "云西省青石县", "2019年", "计划", "（七）着力保障"):
        assert said in text
    assert "回顾" in sources(canned.fact()).text


def test_a_browser_is_not_told_where_a_file_lies_on_the_server():
    html = sources_html([done(canned.ten())], ZH)
    assert escape("qingshi-2019.txt") in html
    assert "private" not in html


def test_an_earlier_answer_keeps_its_own_sources_and_only_the_newest_is_unfolded():
    markup = sources(canned.ten(), canned.fact(), canned.declined())
    groups = [attrs for tag, attrs in markup.elements if tag == "details"]
    assert ["open" in group for group in groups] == [False, False, True]
    ids = Counter(markup.all("id"))
    assert ids["s-1-1"] == ids["s-2-1"] == ids["s-3-nearest"] == 1
    alone = sources_html([done(canned.ten())], ZH).replace(" open>", ">")
    assert alone in sources_html([done(canned.ten()), done(canned.fact(), 2)], ZH)
