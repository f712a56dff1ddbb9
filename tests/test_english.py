"""English questions in the words of the Chinese reader, and units that can be compared."""

import pytest

from assistant.english import in_chinese
from assistant.glossary import PATH, Glossary
from assistant.lexicon_table import rows
from assistant.question import kind_of
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
