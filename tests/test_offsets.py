"""Whatever is edited, a highlight in the text still finds its characters in the page."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.offsets import Edit, OffsetMap, apply


@st.composite
def edited(draw):
    text = draw(st.text("济源市2019(jì),。", max_size=30))
    edits, at = [], 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        edits.append(Edit(start, end, draw(st.text("新增", max_size=3))))
        at = end
    return text, edits


def span_of_each(text, offsets):
    return [offsets.span(k, k + 1) for k in range(len(text))]


@given(edited())
def test_an_edit_gives_the_text_it_says(case):
    text, edits = case
    expected, at = "", 0
    for edit in edits:
        expected += text[at : edit.start] + edit.new
        at = edit.end
    assert apply(text, edits)[0] == expected + text[at:]


@given(edited())
def test_spans_never_run_backwards_and_cover_what_was_removed(case):
    text, edits = case
    out, offsets = apply(text, edits)
    spans = span_of_each(out, offsets)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    if out and all(not edit.new for edit in edits):
        assert (spans[0].start, spans[-1].end) == (0, len(text))


@given(edited())
def test_an_unedited_character_stands_for_itself(case):
    text, edits = case
    out, offsets = apply(text, edits)
    if not any(edit.new for edit in edits):
        for k, span in enumerate(span_of_each(out, offsets)):
            assert out[k] in text[span.start : span.end]


@given(edited(), st.data())
def test_two_maps_in_a_row_give_what_their_composition_gives(case, data):
    text, edits = case
    middle, first = apply(text, edits)
    cut = data.draw(st.integers(0, len(middle)))
    upto = data.draw(st.integers(cut, len(middle)))
    out, second = apply(middle, [Edit(cut, upto, "")])
    composed = second.compose(first)
    for k in range(len(out)):
        assert composed.span(k, k + 1) == first.span(*second.span(k, k + 1))


def test_a_gloss_belongs_to_the_character_it_explains():
    out, offsets = apply("報(bào)告", [Edit(1, 6, "")])
    assert out == "報告"
    assert offsets.span(0, 2) == (0, 7)


def test_an_undamaged_text_is_one_run_however_long():
    assert len(OffsetMap.identity(100_000).runs) == 1


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(IndexError, match="outside 0:2"):
        OffsetMap.identity(2).span(1, 3)


def test_edits_out_of_order_are_refused():
    with pytest.raises(ValueError, match="out of order"):
        apply("济源市", [Edit(2, 3, ""), Edit(0, 1, "")])
