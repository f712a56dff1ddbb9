"""words, bigrams and idf: the same text gives the same terms, and numbers stay whole."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import fold
from ingest.words import MEAN_IDF, bigrams, idf, words

NUMBERS = {
    "增长12.3%": ["12.3"],
    "增长12.3个百分点": ["12.3"],
    "总值1,234.5亿元": ["1234.5"],
    "，1,234,567元": ["1234567"],
    "2018,2019": ["2018", "2019"],
    "1,2,345": ["1", "2", "345"],
    "1,23": ["1", "23"],
    "pm2.5下降": ["pm2.5"],
    "2020.03.25": ["2020", "03", "25"],
    "1.2019年工作回顾": ["1", "2019"],
    "5g基站": ["5g"],
    "3.5g": ["3.5", "g"],
    "完成8.": ["8"],
    "covid-19": ["covid", "19"],
}


@pytest.mark.parametrize(("text", "numbers"), NUMBERS.items(), ids=NUMBERS)
def test_numbers_and_latin_runs_are_whole_terms_of_both_views(text: str, numbers: list[str]):
    for terms in (words(fold(text)), bigrams(fold(text))):
        assert [term for term in terms if term.isascii()] == numbers


def test_words_are_those_of_the_dictionary_and_punctuation_is_left_out():
    assert words("济源市人民政府,实施“十件”实事。") == [
        "济源市", "人民政府", "实施", "十件", "实事",
    ]  # fmt: skip


def test_bigrams_overlap_within_a_run_and_never_cross_punctuation_or_digits():
    assert bigrams("办好十件,事2019年底") == ["办好", "好十", "十件", "事", "2019", "年底"]


def test_a_character_beyond_the_first_plane_is_chinese_too():
    assert bigrams("𠮷野家") == ["𠮷野", "野家"]
    assert "".join(words("二〇一九年")) == "二〇一九年"


def test_text_without_letters_has_no_terms():
    assert words("") == bigrams("") == words("，。……\n ") == bigrams("《》!?_") == []


def test_a_traditional_question_has_the_terms_of_the_simplified_page():
    question, page = fold("濟源市２０１９年增長８．３％"), fold("济源市2019年增长8.3%")
    assert words(question) == words(page)
    assert bigrams(question) == bigrams(page)


@given(st.text())
def test_any_text_gives_terms_that_stand_in_it_and_hold_no_blank(text: str):
    bare = text.replace(",", "")
    for term in words(text) + bigrams(text):
        assert term
        assert term in bare
        assert not any(character.isspace() for character in term)


@given(st.text(st.sampled_from("济源增长年a1 2,.%，")))
def test_chinese_characters_are_all_in_both_views(text: str):
    chinese = [character for character in text if "一" <= character <= "鿿"]
    assert [c for word in words(text) for c in word if c in chinese] == chinese
    assert {c for pair in bigrams(text) for c in pair if c in chinese} == set(chinese)


def test_a_rarer_word_weighs_more_and_an_unknown_one_the_mean():
    assert idf("的") < idf("工作") < idf("民生") < idf("湟")
    assert idf("2019") == idf("没有这样的词") == MEAN_IDF


def test_the_mean_is_that_of_the_installed_table():
    package = find_spec("jieba")
    assert package is not None
    assert package.submodule_search_locations
    table = Path(package.submodule_search_locations[0], "analyse", "idf.txt")
    values = [float(line.split()[1]) for line in table.read_text("utf-8").splitlines()]
    assert sum(values) / len(values) == pytest.approx(MEAN_IDF, abs=1e-4)


def test_asking_for_an_idf_does_not_import_jieba():
    code = "import sys; from ingest.words import idf; idf('济源'); sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
