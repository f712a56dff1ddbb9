"""Whether a sentence stands in the documents word for word, and what is different if not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quotations import bare, placed
from assistant.quoted_check import check_quote
from assistant.sentences import sentences
from ingest.errors import NotInLibrary, UnusableQuestion
from ingest.library import Library
from ingest.normalise import to_traditional

BUSES = "三是添置公交车180辆，城区公交一年到头免费乘坐。"


@pytest.fixture(scope="module")
def snapshot(sample_library):
    return Library.open(sample_library).snapshot()


def every_sentence(snapshot):
    for document in snapshot.documents():
        for paragraph in snapshot.paragraphs(document.id):
            for span in sentences(paragraph.text):
                text = paragraph.text[span.start : span.end]
                if len(bare(text)) >= 10:
                    yield paragraph, text


def test_every_sentence_of_every_document_stands_where_it_is_in_either_script(snapshot):
    for n, (paragraph, text) in enumerate(every_sentence(snapshot)):
        for quotation in (text, to_traditional(text))[: 1 + n % 2]:
            found = check_quote(snapshot, quotation)
            assert found.verdict == "verbatim", quotation
            assert paragraph.id in {place.paragraph for place in found.places}, quotation


def test_every_altered_figure_is_named_beside_the_right_one(snapshot):
    checked = 0
    for _, text in every_sentence(snapshot):
        for figure in [*re.finditer(r"(?<![\d.])\d+(?![\d.])", text)][-1:]:
            other = str(int(figure[0]) + 7)
            altered = text[: figure.start()] + other + text[figure.end() :]
            found = check_quote(snapshot, altered)
            assert found.verdict == "differs", altered
            assert found.closest is not None
            if bare(found.closest.quote) == bare(text):
                checked += 1
                shown = [(d.quotation.strip("%"), d.document.strip("%")) for d in found.differences]
                assert shown == [(other, figure[0])]
    assert checked > 50


def test_a_place_says_where_the_page_has_it(snapshot):
    (place,) = check_quote(snapshot, BUSES).places
    page = snapshot.raw_page(place.document)
    assert page[place.raw_quote_start : place.raw_quote_end] == BUSES == place.quote


def test_a_mirror_copy_is_a_place_of_its_own(snapshot):
    found = check_quote(snapshot, "要回答好三个问题")
    documents = {place.document for place in found.places}
    (copy,) = [d for d in snapshot.documents() if d.copy_of]
    assert documents == {copy.id, copy.copy_of}


def test_a_sentence_as_a_damaged_page_shows_it_stands_in_that_page(snapshot):
    found = check_quote(
        snapshot, "濰坊市重點(diǎn)工作攻堅(jiān)年動(dòng)員大會(huì)召開(kāi)以后"
    )
    assert found.verdict == "verbatim" and found.as_published
    (place,) = found.places
    assert place.quote == "潍坊市重点工作攻坚年动员大会召开以后"


def test_damage_restored_in_a_damaged_page_stands_in_it(snapshot):
    found = check_quote(snapshot, "峡山区今年把项目建设当作“主引擎”")
    assert found.verdict == "verbatim" and not found.as_published
    assert "當(dāng)作" in found.places[0].raw


def test_words_left_out_are_marked_and_stand_in_order(snapshot):
    assert check_quote(snapshot, "添置公交车……免费乘坐").verdict == "verbatim"
    assert check_quote(snapshot, "免费乘坐……添置公交车").verdict != "verbatim"


def test_a_figure_is_never_cut(snapshot):
    assert check_quote(snapshot, "80辆，城区公交一年到头免费乘坐").verdict == "differs"


def test_a_quotation_over_two_paragraphs_names_both(snapshot):
    found = check_quote(snapshot, "全市电梯遇险都有人管。\n这十件事和家家户户有关")
    assert found.verdict == "verbatim"
    first, second = found.places
    assert (first.quote, second.quote) == ("全市电梯遇险都有人管", "这十件事和家家户户有关")
    # Without a break there it is no sentence of the page.
    assert check_quote(snapshot, "全市电梯遇险都有人管这十件事和家家户户有关").verdict != "verbatim"


def test_one_document_may_be_asked_alone(snapshot):
    (report,) = {place.document for place in check_quote(snapshot, BUSES).places}
    assert check_quote(snapshot, BUSES, document=report).verdict == "verbatim"
    (other,) = [d.id for d in snapshot.documents() if "fenxi" in d.source]
    assert check_quote(snapshot, BUSES, document=other).verdict == "not found"
    with pytest.raises(NotInLibrary, match="nowhere"):
        check_quote(snapshot, BUSES, document="nowhere")


@pytest.mark.parametrize(
    "quotation",
    ["火星基地年内建成通车，市民可以免费参观。", "The city bought 180 buses.", "鼉鼍", "1" * 2000],
)
def test_what_stands_nowhere_is_not_found(snapshot, quotation):
    found = check_quote(snapshot, quotation)
    assert found.verdict == "not found" and found.closest is None and not found.places


@pytest.mark.parametrize("quotation", ["", "……", "，。", "长" * 2001])
def test_what_is_no_quotation_is_refused(snapshot, quotation):
    with pytest.raises(UnusableQuestion, match="quotation"):
        check_quote(snapshot, quotation)


@given(st.text(alphabet="济濟１1,，.。%  _aB年\n…�", max_size=30))
def test_places_are_those_of_the_bare_characters(text):
    found = placed(text)
    assert found.text == bare(text) and len(found.at) == len(found.text)
    assert list(found.at) == sorted(set(found.at))
