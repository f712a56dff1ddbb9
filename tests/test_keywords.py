"""The keyword index on a handful of passages whose ranking can be seen by eye."""

import random
import shutil
from pathlib import Path

import pytest

from ingest.document import Passage
from ingest.errors import LibraryDamaged, LibraryError
from ingest.keywords import KeywordIndex
from ingest.normalise import fold
from ingest.query import EVERYTHING, Entry, Filter, KeywordQuery
from ingest.words import bigrams, words


def entry(document, n, text, *, heading="", year=None, period=None) -> Entry:
    return Entry(Passage(document, n, 0, 0, text, heading), year, period, b"")


ENTRIES = [
    entry("a", 1, "新增公交车180辆,更新出租车。", heading="济源市报告", year=2019, period="plan"),
    entry("a", 2, "公交车已经开通。", heading="济源市报告", year=2018, period="review"),
    entry("b", 1, "粮食总产量达到１２.3万吨,增长8.5%。", heading="汾西县报告", year=2020),
    entry("b", 2, "投入资金1,234万元,改造公園三处。", heading="汾西县公园"),
    entry("c", 1, "新增的,公共的,交通。", heading="晋城市会议"),
]


def question(text: str, *, weight: float = 1.0) -> KeywordQuery:
    folded = fold(text)
    return KeywordQuery(
        tuple((word, weight) for word in words(folded)),
        tuple((bigram, weight) for bigram in bigrams(folded)),
    )


def found(index: KeywordIndex, text: str, chosen: Filter = EVERYTHING) -> list[str]:
    return [hit.passage for hit in index.search(question(text), limit=10, chosen=chosen)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "keywords"
    assert KeywordIndex.build(folder, ENTRIES) == len(ENTRIES)
    return folder


@pytest.fixture(scope="module")
def index(folder) -> KeywordIndex:
    return KeywordIndex.open(folder)


def test_the_passage_that_holds_most_of_the_question_comes_first(index):
    assert found(index, "新增公交车多少辆")[0] == "a#p1.0"
    assert index.count == 5


def test_traditional_and_full_width_questions_find_the_same(index):
    assert found(index, "改造公園") == found(index, "改造公园")
    assert found(index, "12.3萬噸") == found(index, "１２.３万吨")
    assert found(index, "12.3万吨")[0] == "b#p1.0"


def test_scores_are_two_scaled_lists_added(index):
    hits = index.search(question("新增公交车180辆"), limit=10)
    assert hits[0].score == pytest.approx(2.0)
    assert all(0 < hit.score <= 2 for hit in hits)
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    words_only = question("公交车")._replace(bigrams=())
    assert index.search(words_only, limit=1)[0].score == pytest.approx(1.0)


def test_a_weight_decides_which_term_counts(index):
    for heavy, light, first in (("公交车", "粮食", "a#p2.0"), ("粮食", "公交车", "b#p1.0")):
        query = KeywordQuery(((heavy, 5.0), (light, 0.1)))
        assert index.search(query, limit=1)[0].passage == first


def test_a_term_without_weight_is_not_asked_for(index):
    assert index.search(KeywordQuery((("公交车", 0.0),)), limit=5) == []


def test_a_heading_counts_but_less_than_the_text(index):
    assert found(index, "公园") == ["b#p2.0"]


def test_a_term_in_the_heading_counts_a_quarter_of_one_in_the_text(tmp_path):
    entries = [entry("a", 1, "全市湖泊", heading="报告"), entry("b", 1, "全市报告", heading="湖泊")]
    KeywordIndex.build(tmp_path / "k", entries)
    index = KeywordIndex.open(tmp_path / "k")
    assert found(index, "湖泊") == ["a#p1.0", "b#p1.0"]
    assert found(index, "报告") == ["b#p1.0", "a#p1.0"]


@pytest.mark.parametrize(
    ("chosen", "passages"),
    [
        (Filter(years=[2019]), ["a#p1.0"]),
        (Filter(years=[2018, 2019]), ["a#p1.0", "a#p2.0"]),
        (Filter(period="review"), ["a#p2.0"]),
        (Filter(documents=["c"]), ["c#p1.0"]),
        (Filter(documents=["a", "c"], years=[2018]), ["a#p2.0"]),
        (Filter(years=[2019], period="review"), []),
        (Filter(documents=[]), []),
        (Filter(years=[]), []),
        (Filter(documents=["unknown"]), []),
    ],
)
def test_a_filter_lets_only_its_passages_pass(index, chosen, passages):
    assert sorted(found(index, "新增公交车的公共交通", chosen)) == passages


def test_a_filter_does_not_change_scores(index):
    everything = dict(index.search(question("新增公交车"), limit=9))
    chosen = Filter(documents=["a"], years=[2018, 2019])
    hits = index.search(question("新增公交车"), limit=9, chosen=chosen)
    assert [hit.passage for hit in hits] == ["a#p1.0", "a#p2.0"]
    assert [hit.score for hit in hits] == pytest.approx([everything[h.passage] for h in hits])


def test_nothing_is_found_for_no_terms_or_no_places(index):
    assert index.search(KeywordQuery(), limit=5) == []
    assert index.search(question("公交车"), limit=0) == []
    assert found(index, "火星移民") == []


def test_limit_is_kept_and_ties_are_ordered_by_id(tmp_path):
    entries = [entry(document, 1, "完全相同的一段话。") for document in "dbca"]
    KeywordIndex.build(tmp_path / "k", entries)
    hits = KeywordIndex.open(tmp_path / "k").search(question("相同"), limit=3)
    assert [hit.passage for hit in hits] == ["a#p1.0", "b#p1.0", "c#p1.0"]


def test_document_frequency_counts_passages_not_headings(index):
    assert index.document_frequency("公交车") == 2
    assert index.document_frequency("报告") == 0
    assert index.document_frequency("没有") == 0


@pytest.mark.parametrize(
    ("string", "passages"),
    [
        ("公交车", ["a#p1.0", "a#p2.0"]),
        ("交", ["a#p1.0", "a#p2.0", "c#p1.0"]),
        ("180辆", ["a#p1.0"]),
        ("80", ["a#p1.0"]),
        ("1,234万", ["b#p2.0"]),
        ("12.3", ["b#p1.0"]),
        ("公园三", ["b#p2.0"]),
        ("辆,更", ["a#p1.0"]),
        ("火星", []),
    ],
)
def test_candidates_are_all_that_contain_a_string(index, string, passages):
    assert set(passages) <= set(index.candidates(string))
    texts = {e.passage.id: fold(e.passage.text) for e in ENTRIES}
    assert sorted(id for id in index.candidates(string) if string in texts[id]) == passages


def test_every_piece_of_every_passage_has_it_among_its_candidates(index):
    rng = random.Random(1)
    for each in ENTRIES:
        text = fold(each.passage.text)
        for _ in range(60):
            start = rng.randrange(len(text))
            piece = text[start : start + rng.randint(1, 8)]
            assert each.passage.id in set(index.candidates(piece)), piece


def test_many_candidates_come_in_batches_each_once(tmp_path):
    entries = [entry("a", n, f"第{n}段都有公园") for n in range(500)]
    KeywordIndex.build(tmp_path / "k", entries)
    candidates = list(KeywordIndex.open(tmp_path / "k").candidates("公园"))
    assert len(candidates) == len(set(candidates)) == 500


def test_an_entry_is_held_only_as_it_is(index):
    first = ENTRIES[0]
    assert all(index.holds(each) for each in ENTRIES)
    assert not index.holds(
        entry("a", 1, "另一段话", heading="济源市报告", year=2019, period="plan")
    )
    assert not index.holds(first._replace(year=2020))
    assert not index.holds(first._replace(period=None))


def test_an_empty_index_answers(tmp_path):
    assert KeywordIndex.build(tmp_path / "k", []) == 0
    index = KeywordIndex.open(tmp_path / "k")
    assert (index.count, found(index, "公交车"), list(index.candidates("公"))) == (0, [], [])


def test_building_tells_how_far_it_is(tmp_path):
    heard = []
    entries = [entry("a", n, f"第{n}段") for n in range(2500)]
    KeywordIndex.build(tmp_path / "k", entries, filled=heard.append)
    assert heard == [1000, 2000]


def test_a_folder_that_is_no_index_is_damaged(tmp_path):
    with pytest.raises(LibraryDamaged, match="keyword index"):
        KeywordIndex.open(tmp_path)


def test_an_index_without_one_of_its_files_is_damaged(tmp_path, folder):
    copy = shutil.copytree(folder, tmp_path / "copy")
    next(copy.glob("*.term")).unlink()
    with pytest.raises(LibraryDamaged, match="keyword index"):
        KeywordIndex.open(copy)


def test_an_index_is_not_built_over_another(folder):
    with pytest.raises(LibraryError, match="keyword index"):
        KeywordIndex.build(folder, ENTRIES)
