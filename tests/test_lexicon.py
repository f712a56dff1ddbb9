"""The lexicon: what people say meets what reports write, and what only looks alike doesn't."""

import random
from pathlib import Path

import pytest

from assistant import lexicon
from assistant.lexicon import Lexicon, mentions, synonyms, words_to_protect
from assistant.lexicon_table import read_entries
from ingest.errors import WenzhengError
from ingest.normalise import fold

TABLES = Path(__file__).parent / "data" / "lexicon"
ENTRIES, GUARDS = read_entries(lexicon.PATH)
OPPOSITES = (
    ("增", "减"), ("增长", "下降"), ("提高", "降低"), ("就业", "失业"), ("收入", "支出"),
    ("出口", "进口"), ("开工", "竣工"), ("开工", "完工"), ("存款", "贷款"), ("城镇", "农村"),
    ("城市", "农村"), ("新建", "拆除"), ("上涨", "下降"), ("外资", "内资"), ("结婚", "离婚"),
    ("市长", "书记"), ("计划", "完成"), ("男", "女"),
)  # fmt: skip
LINE = "看病\t看病 瞧病\t就诊 医疗>0.6 诊疗:0.7\t0.85\tboth\thealth"


def table(name: str) -> list[tuple[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def texts(word: str) -> set[str]:
    return {synonym.text for synonym in synonyms(word)}


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "words.tsv"
    path.write_text("# words\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_there_are_entries_for_every_field_and_all_are_folded():
    assert len(ENTRIES) >= 1000
    assert len({entry.area for entry in ENTRIES}) >= 25
    for entry in ENTRIES:
        words = (*entry.everyday, *entry.terms, *(term.text for term, _ in entry.related))
        assert [word for word in words if fold(word) != word] == []
        assert len(set(words)) == len(words), f"{entry.key} has a word twice"


@pytest.mark.parametrize(("question", "term"), table("alike.tsv"))
def test_an_everyday_question_leads_to_what_the_report_says(question, term):
    found = [s.text for mention in mentions(question) for s in mention.synonyms]
    assert any(term in text or text in term for text in found), found


@pytest.mark.parametrize(("word", "other"), table("different.tsv"))
def test_what_looks_alike_is_not_the_same(word, other):
    assert texts(word) or texts(other)
    assert other not in texts(word)
    assert word not in texts(other)
    assert not {s.text for s in synonyms(word) if s.credit >= 0.8} & {
        s.text for s in synonyms(other) if s.credit >= 0.8
    }


@pytest.mark.parametrize(("text", "entry"), table("inside.tsv"))
def test_characters_that_stand_there_by_chance_are_no_mention(text, entry):
    assert entry in words_to_protect()
    assert entry not in {mention.word for mention in mentions(text)}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_no_line_holds_opposites(entry):
    words = {*entry.everyday, *entry.terms, *(term.text for term, _ in entry.related)}
    for one, other in OPPOSITES:
        assert not {word.replace(one, other) for word in words if one in word} & words


def test_words_that_say_the_same_lead_back_to_each_other():
    for entry in ENTRIES:
        for word in entry.own:
            for other in set(entry.own) - {word}:
                assert word in texts(other)


def test_credits_are_shares_and_no_word_leads_to_itself():
    for word in words_to_protect():
        found = synonyms(word)
        assert found and word not in {synonym.text for synonym in found}
        assert all(0 < synonym.credit <= 1 for synonym in found)
        assert [s.credit for s in found] == sorted((s.credit for s in found), reverse=True)


def test_every_guard_hides_an_entry_and_is_none():
    hidden = {g for g in GUARDS if any(word in g for word in words_to_protect())}
    assert hidden == GUARDS
    assert not GUARDS & words_to_protect()


@pytest.mark.parametrize("seed", range(8))
def test_an_entry_taken_out_changes_its_own_words_only(seed):
    gone = random.Random(seed).choice(ENTRIES)
    rest = Lexicon.of([entry for entry in ENTRIES if entry is not gone], GUARDS)
    own = {*gone.everyday, *gone.terms, *(term.text for term, _ in gone.related)}
    for word in words_to_protect() - own:
        assert rest.synonyms(word) == synonyms(word)
    assert not set(gone.own) & set(rest.words) or any(
        term.text in gone.own for entry in ENTRIES for term, _ in entry.related
    )


@pytest.mark.parametrize(
    ("text", "word", "span"),
    [
        ("种了多少棵树?", "种树", (0, 6)),
        ("今年种树吗", "种树", (2, 4)),
        ("修了几条路", "修路", (0, 5)),
        ("树种了几棵", "种树", (0, 2)),
        ("关停了多少家企业", "关停企业", (0, 8)),
    ],
)
def test_a_verb_and_its_noun_are_found_with_a_question_between(text, word, span):
    found = [(m.word, (m.start, m.end)) for m in mentions(text)]
    assert (word, span) in found


@pytest.mark.parametrize("text", ["种种原因使树倒了", "修改后的路线", "树种", "建议的医院"])
def test_a_verb_and_a_noun_apart_are_no_mention_for_any_words_between(text):
    assert not {"种树", "修路", "建医院"} & {mention.word for mention in mentions(text)}


def test_the_longest_entry_wins_and_latin_words_are_whole():
    assert [m.word for m in mentions("民生实事")] == ["民生实事"]
    assert [m.word for m in mentions("人均gdp")] == ["人均gdp"]
    assert "gdp" not in {m.word for m in mentions("xgdpx")}


def test_nothing_is_found_in_nothing():
    assert mentions("") == []
    assert synonyms("") == ()
    assert synonyms("路") == ()


def test_a_direction_is_kept(tmp_path):
    one_way = LINE.replace("both", "out")
    words = Lexicon.read(written(tmp_path, one_way))
    assert words.synonyms("看病")[0].text in ("瞧病", "就诊")
    assert words.synonyms("就诊") == words.synonyms("医疗") == ()
    words = Lexicon.read(written(tmp_path, LINE))
    assert {s.text for s in words.synonyms("诊疗")} == {"看病", "瞧病", "就诊"}
    assert words.synonyms("医疗") == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("看病\t看病\t就诊\t0.85\tboth", "6 columns"),
        (LINE.replace("0.85", "1.5"), "credit '1.5'"),
        (LINE.replace("0.85", "0.0"), "credit '0.0'"),
        (LINE.replace("both", "back"), "direction 'back'"),
        (LINE.replace("health", "wealth"), "area 'wealth'"),
        (LINE.replace("看病\t", "病\t", 1), "key '病'"),
        (LINE.replace("瞧病", "病"), "'病' is too short"),
        (LINE.replace(">0.6", ">6"), "'医疗>6' is no term"),
        (LINE.replace("就诊 医疗>0.6 诊疗:0.7", ""), "no report term"),
        (f"{LINE}\n{LINE}", "line 3: '看病' stands in line 2 already"),
        (LINE.replace("瞧病", "就诊"), "'就诊' stands in line 2 already"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path, line, reason):
    with pytest.raises(WenzhengError) as caught:
        Lexicon.read(written(tmp_path, line))
    assert reason in str(caught.value)
    assert "words.tsv, line " in str(caught.value)


def test_a_missing_table_says_what_to_do(tmp_path):
    with pytest.raises(WenzhengError, match=r"words\.tsv.*reinstall"):
        Lexicon.read(tmp_path / "words.tsv")
