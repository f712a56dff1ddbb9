"""Passages: whole sentences, whole lists, one paragraph each."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Paragraph
from ingest.split import CAP, LONGEST, SHORTEST, split

SENTENCE = "今年全县安排重点项目一百三十二个，已经开工一百一十八个，完成投资超过一百四十亿元。"
LIST = "办好五件实事。" + "".join(f"{n}是{SENTENCE[:-1]}，群众都说好。" for n in "一二三四五")


def passages(text, **fields):
    return split(Paragraph("ab12", 3, text, 0, 0, 0, **fields), title="某县报告")


def test_a_short_paragraph_is_one_passage():
    (passage,) = passages(SENTENCE, section=("二、2019年工作安排", "办好实事"))
    assert passage.text == SENTENCE
    assert passage.heading == "某县报告 › 二、2019年工作安排 › 办好实事"
    assert (passage.id, passage.start) == ("ab12#p3.0", 0)


def test_a_long_paragraph_is_divided_at_sentence_ends():
    found = passages(SENTENCE * 40)
    assert len(found) > 3
    assert all(passage.text.endswith("。") for passage in found)
    assert all(SHORTEST <= len(passage.text) <= LONGEST for passage in found[:-1])


def test_a_list_stays_whole_with_its_lead():
    assert len(LIST) < LONGEST
    text = SENTENCE * 9 + LIST + SENTENCE * 9
    holding = [passage.text for passage in passages(text) if "五件实事" in passage.text]
    assert len(holding) == 1
    assert LIST in holding[0]


def test_a_list_longer_than_a_passage_is_still_whole():
    long = "办好五件实事。" + "".join(f"{n}是{SENTENCE * 5}" for n in "一二三四五")
    assert len(long) > 2 * LONGEST
    assert [passage.text for passage in passages(long)] == [long]


def test_a_list_over_the_cap_is_divided_between_members():
    long = "办好五件实事。" + "".join(f"{n}是{SENTENCE * 25}" for n in "一二三四五")
    found = [passage.text for passage in passages(long)]
    assert len(found) > 1
    assert all(len(text) <= CAP for text in found)
    assert all(text[:2] in {"办好", "一是", "二是", "三是", "四是", "五是"} for text in found)


def test_a_sentence_without_an_end_is_cut_at_its_commas():
    found = passages("，".join([SENTENCE[:-1]] * 60) + "。")
    assert all(len(passage.text) <= LONGEST for passage in found)
    assert all(passage.text.endswith(("，", "。")) for passage in found)


def test_headings_and_titles_give_no_passages_but_bylines_do():
    assert passages("二、2019年工作安排", role="heading") == []
    assert passages("某县报告", role="title") == []
    assert [passage.text for passage in passages("记者 王某", role="byline")] == ["记者 王某"]


@given(
    st.lists(
        st.sampled_from(
            ["。", "一是", "二是", "三是", "，", "今年修路", "”", " ", "甲" * 90, "；"]
        ),
        max_size=80,
    )
)
def test_passages_hold_all_of_their_paragraph_in_order(pieces):
    text = "".join(pieces).strip()
    found = passages(text) if text else []
    assert "".join("".join(passage.text.split()) for passage in found) == "".join(text.split())
    assert [passage.k for passage in found] == list(range(len(found)))
    for passage in found:
        assert text.startswith(passage.text, passage.start)
