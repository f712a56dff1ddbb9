"""The second look at the keywords' matches: what covers more of the question comes first."""

import json

import numpy as np
import pytest

from assistant.reranker import WEIGHTS_FILE, Rarity, Shares, fitted_weights, rerank, shares_of
from assistant.retriever import keyword_query
from ingest.normalise import fold
from ingest.query import KeywordQuery, Match

EVEN = Rarity(lambda term: 1.0, lambda term: 1.0)


def match(passage: str, text: str, *, heading: str = "", words=0.5, bigrams=0.5) -> Match:
    document = passage.partition("#")[0]
    return Match(passage, document, words, bigrams, fold(text), fold(heading))


def asked(*words: str, other=()) -> KeywordQuery:
    return KeywordQuery(tuple((word, 1.0) for word in words), (), tuple(other))


def shares(query: KeywordQuery, *matches: Match, rarity: Rarity = EVEN) -> list[Shares]:
    return [Shares(*row) for row in shares_of(matches, query, rarity)]


def test_what_one_sentence_says_comes_before_what_is_scattered():
    question = keyword_query(fold("新建改建农村公路多少公里"))
    scattered = match("a#p1.0", "农村学校开学。新建公园两座。城市公路通车。全长九公里。改建剧院。")
    together = match("b#p1.0", "学校开学。公园两座。新建改建农村公路八十公里。剧院开放。")
    assert [hit.passage for hit in rerank([scattered, together], question, EVEN)] == [
        "b#p1.0",
        "a#p1.0",
    ]


def test_a_question_of_two_facts_is_covered_by_two_sentences():
    (found,) = shares(asked("公园", "学位", "桥"), match("a#p1.0", "公园五个。学位两千。桥。"))
    assert (found.sentence, found.two_sentences) == pytest.approx((1 / 3, 2 / 3))


def test_a_document_is_covered_by_all_its_passages_and_its_heading():
    found = shares(
        asked("公园", "学位", "峡谷县"),
        match("a#p1.0", "公园五个", heading="峡谷县报告"),
        match("a#p2.0", "学位两千", heading="峡谷县报告"),
        match("b#p1.0", "公园六个"),
    )
    assert [one.document for one in found] == pytest.approx([1.0, 1.0, 1 / 3])


def test_a_rare_word_counts_more():
    rare = Rarity(lambda term: 3.0 if term == "凤眼莲" else 1.0, lambda term: 1.0)
    found = shares(
        asked("凤眼莲", "治理"), match("a#p1.0", "凤眼莲"), match("b#p1.0", "治理"), rarity=rare
    )
    assert [one.sentence for one in found] == pytest.approx([0.75, 0.25])


def test_another_wording_fills_a_gap_and_is_never_missed():
    query = asked("马路", "里程", other=[("道路", 0.8)])
    found = shares(
        query, match("a#p1.0", "道路里程"), match("b#p1.0", "马路里程"), match("c#p1.0", "里程")
    )
    assert [one.sentence for one in found] == pytest.approx([0.9, 1.0, 0.5])


@pytest.mark.parametrize(
    ("number", "text", "is_there"),
    [
        ("12", "共12个", True),
        ("12", "2012年", False),
        ("12", "12.5万", False),
        ("12", "1.12亿", False),
        ("12.5", "12.5万", True),
        ("12.5", "112.5万", False),
        ("1234", "投入1,234万元", True),
        ("1234", "投入1234万元", True),
        ("234", "投入1,234万元", False),
        ("12", "到12.", True),
        ("pm2.5", "pm2.5浓度", True),
        ("gdp", "gdps", False),
    ],
)
def test_a_number_is_found_only_as_all_of_a_number(number, text, is_there):
    (found,) = shares(asked(number), match("a#p1.0", text))
    assert bool(found.sentence) is is_there


def test_shares_lie_between_0_and_1_whatever_the_texts():
    texts = ["", "。", "。。", "公", "公园。", "\n公园\n", "𠮷野家公园", "公园" * 300]
    matches = [match(f"{n}#p1.0", text, heading=text) for n, text in enumerate(texts)]
    for query in (asked("公园"), asked("𠮷野家"), asked("公园公园公园"), KeywordQuery()):
        found = shares_of(matches, query, EVEN)
        assert found.shape == (len(texts), 7)
        assert np.all((found >= 0) & (found <= 1))


def test_nothing_found_is_nothing_ranked():
    assert rerank([], asked("公园"), EVEN) == []


def test_equal_passages_are_ordered_by_id():
    same = [match(f"{document}#p1.0", "公园") for document in "cab"]
    assert [hit.passage[0] for hit in rerank(same, asked("公园"), EVEN)] == ["a", "b", "c"]


def test_the_weights_never_punish_and_say_where_they_come_from():
    weights = fitted_weights()
    assert min(weights) >= 0
    assert sum(weights) == pytest.approx(1.0)
    told = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert told["command"].startswith("python -m evals fit-reranker")
    assert all(told[name] for name in ("fitted_on", "date"))


def test_expansions_are_searched_by_their_credit_but_not_where_they_were_asked():
    query = keyword_query(fold("修了多少马路"), expansions={"道路": 0.8, "马路": 0.5, "公路": 0.6})
    assert dict(query.other_words) == {"道路": 0.8, "公路": 0.6}
    assert dict(query.other_bigrams) == {"道路": 0.8, "公路": 0.6}
    assert "马路" in dict(query.words)
