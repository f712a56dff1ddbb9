"""English questions in the words of the Chinese reader, and units that can be compared."""

from itertools import product

import pytest

from assistant import units
from assistant.english import in_chinese
from assistant.glossary import PATH, Glossary
from assistant.lexicon_table import rows
from assistant.question import kind_of
from assistant.units import comparable, converted, unit_of
from ingest.errors import WenzhengError
from ingest.normalise import fold
from tests.test_lexicon import table, written

LINES = [cells for _, cells in rows(PATH, 3)]


@pytest.mark.parametrize(("question", "chinese"), table("english.tsv"))
def test_an_english_question_reaches_the_chinese_reader(question, chinese):
    assert in_chinese(question).text == chinese


def test_there_are_words_for_every_field_and_the_chinese_is_folded():
    terms = [chinese for chinese, part, _ in LINES if part in ("noun", "amount", "verb")]
    assert len(terms) >= 400
    assert all(fold(chinese) == chinese for chinese, _, _ in LINES)
    assert {part for _, part, _ in LINES} >= {"ask", "yes_no", "time", "month", "cue", "unit"}


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("How many", "number"), ("Which", "list"), ("Who is", "who"), ("When was", "when"),
        ("Where is", "where"), ("What percentage of", "number"), ("List the", "list"),
    ],
)  # fmt: skip
def test_the_kind_of_a_question_survives(opening, kind):
    assert kind_of(in_chinese(f"{opening} the new hospital in Jiyuan?").text)[0] == kind


def test_a_yes_or_no_question_stays_one():
    assert kind_of(in_chinese("Did Jiyuan build a hospital?").text)[0] == "yes_no"


@pytest.mark.parametrize("plural", ["library", "libraries", "Library", "LIBRARIES", "library's"])
def test_plurals_possessives_and_capitals_make_no_difference(plural):
    assert in_chinese(f"the {plural}").text == "图书馆?"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What about Jiyuan's GDP?", ("Jiyuan",)),
        ("Jiyuan GDP", ("Jiyuan",)),
        ("Who leads Xi'an and Fenxi County?", ("Xi'an", "Fenxi County")),
        ("The roads of Xiong'an New Area", ("Xiong'an New Area",)),
        ("Which County has the most?", ()),
    ],
)
def test_names_stay_as_they_are_written(question, names):
    said = in_chinese(question)
    assert said.names == names
    assert all(name in said.text for name in names)


def test_words_that_are_not_known_are_listed_and_kept():
    said = in_chinese("How many wombats dig 1,234 burrows?")
    assert said.unknown == ("wombats", "dig", "burrows")
    assert all(word in said.text for word in (*said.unknown, "1,234"))


def test_figures_are_no_years_and_chinese_stays():
    assert in_chinese("Did 2018 hectares of forest burn in 2019?").text.startswith("2019年 ")
    assert "学位" in in_chinese("How many 学位 in 2018?").text


@pytest.mark.parametrize("text", ["", "???", "the of and", "\n"])
def test_nothing_said_gives_nothing(text):
    assert in_chinese(text) == ("", (), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("公园\tplace\tpark", "part 'place'"),
        ("公园\tnoun\tPark", "'Park'"),
        ("公园\tnoun\tpark; park", "'park' stands in line 2 already"),
        ("公园\tnoun", "3 columns"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path, line, reason):
    with pytest.raises(WenzhengError) as caught:
        Glossary.read(written(tmp_path, line))
    assert reason in str(caught.value)
    assert "words.tsv, line 2" in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("亩", "公顷", True), ("万亩", "平方公里", True), ("亿元", "万元", True),
        ("里", "公里", True), ("斤", "万吨", True), ("平米", "平方米", True),
        ("度", "千瓦时", True),
        ("元", "美元", False), ("%", "个百分点", False), ("张床位", "个学位", False),
        ("人", "人次", False), ("户", "人", False), ("公里", "平方公里", False), ("棒", "棒", True),
        ("千瓦", "千瓦时", False), ("所", "座", True), ("棒", "亩", False),
    ],
)  # fmt: skip
def test_units_are_comparable_when_they_measure_the_same(one, other, alike):
    assert comparable(one, other) is comparable(other, one) is alike


def test_values_go_from_one_unit_into_another():
    assert converted(15, "亩", "公顷") == pytest.approx(1)
    assert converted(1, "平方公里", "亩") == pytest.approx(1500)
    assert converted(2, "万亿元", "亿元") == pytest.approx(20000)
    with pytest.raises(WenzhengError, match="'亩' and '元'"):
        converted(1, "亩", "元")
    for one, other in product(units.units(), repeat=2):
        if comparable(one, other):
            assert converted(converted(1, one, other), other, one) == pytest.approx(1)


def test_every_unit_is_folded_and_may_have_a_scale():
    assert all(fold(text) == text for text in units.units() if text != "μg/m3")
    assert unit_of("万亩").factor == pytest.approx(1e4 * unit_of("亩").factor)


def test_a_wrong_unit_is_named_with_its_file(tmp_path):
    with pytest.raises(WenzhengError, match=r"words\.tsv, line 2: .*factor '0'"):
        units.units(written(tmp_path, "area\t0\t亩\t-"))
    with pytest.raises(WenzhengError, match=r"words\.tsv, line 3: '亩' stands twice"):
        units.units(written(tmp_path, "area\t1\t亩\t-", "area\t2\t顷\t亩"))
