"""Names in Latin letters: the library's own are found, others are declined by name."""

import pytest

from assistant.romanised import with_chinese_names
from assistant.scope import Directory
from ingest.document import Document, Metadata, Place


@pytest.fixture(scope="module")
def directory(reports):
    return Directory(reports.snapshot().documents())


def read(text, directory):
    return " ".join(with_chinese_names(text, directory).split())


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("public toilets in Changzhi", "public toilets in 长治市"),
        ("Jincheng City roads", "晋城市 roads"),
        ("Fenxi County jobs", "汾西县 jobs"),
        ("Shanxi Province roads", "山西省 roads"),
        ("changzhi gdp and jincheng gdp", "长治市 gdp and 晋城市 gdp"),
    ],
)
def test_places_of_the_library_are_found_by_their_sound(directory, text, chinese):
    assert read(text, directory) == chinese


@pytest.mark.parametrize("text", ["Jing County roads", "Jingxian roads", "Jing county roads"])
def test_a_county_of_one_character_is_found_with_its_kind(text):
    about = Metadata(kind="work report", place=Place(("安徽省", "宣城市", "泾县")), year=2024)
    county = Directory([Document("00aa", "/00aa.txt", "hans", False, "utf-8", about)])
    assert read(text, county) == "泾县 roads"
    assert read("Jing roads", county) == "Jing roads"


@pytest.mark.parametrize(
    "text", ["Situ Wenyuan spoke", "Mayor Situ Wenyuan spoke", "what Situ Wenyuan said"]
)
def test_speakers_of_the_library_are_found(directory, text):
    assert "司徒文远" in read(text, directory)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Taiyuan jobs", "太原市 jobs"),
        ("Main Tasks in Shenzhen", "Main Tasks in 深圳市"),
        ("Shaanxi roads", "陕西省 roads"),
        ("Inner Mongolia roads", "内蒙古自治区 roads"),
        ("Tibet roads", "西藏自治区 roads"),
    ],
)
def test_places_that_the_library_lacks_are_known_all_the_same(directory, text, chinese):
    assert read(text, directory) == chinese


@pytest.mark.parametrize(
    "text",
    [
        "How many Roads Can Help",
        "He and An went to Gao",
        "What Are the Main Tasks",
        "the report was long and the city clean",
        "Which County has the most",
        "GDP and PM2.5",
        "",
    ],
)
def test_english_words_are_no_places(directory, text):
    assert with_chinese_names(text, directory) == text


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How many public toilets did Taiyuan build in 2019?", "太原市"),
        ("How many toilets will be built in Shenzhen?", "深圳市"),
        ("What is the GDP of Inner Mongolia in 2019?", "内蒙古自治区"),
    ],
)
def test_a_place_that_the_library_lacks_is_declined_by_name(reports, question, place):
    answer = reports.ask(question)
    assert answer.reason == "place_not_in_library"
    assert place in answer.text


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many public toilets did Changzhi build in 2018?", "36座"),
        ("What was the GDP of Jincheng in 2019?", "1362亿元"),
        ("How many new jobs did Changzhi City create in 2019?", "4.6万人"),
        ("Who is the mayor of Jincheng?", "诸葛明达"),
    ],
)
def test_an_english_question_is_answered_in_the_documents_own_words(reports, question, figure):
    answer = reports.ask(question)
    assert answer.script == "latin"
    assert answer.text.startswith("The documents say (")
    assert figure in answer.text and figure in answer.citations[0].quote


def test_a_short_name_that_the_library_lacks_is_not_answered_from_another_place(reports):
    assert reports.ask("How many toilets were built in Xi'an in 2019?").declined


@pytest.mark.xfail(
    strict=True,
    reason="to report something of 2018 is read as the report of 2018, which isn't there",
)
def test_to_report_of_a_year_is_not_the_name_of_a_report(reports):
    answer = reports.ask("What did Situ Wenyuan report about jobs in 2018?")
    assert "4.1万人" in answer.text
