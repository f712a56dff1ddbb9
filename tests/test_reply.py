"""A reply is taken apart the same way however it comes, and only text and numbers leave it."""

import pytest

from assistant.reply import Reply, Sentence, items, plain


def read(reply: str, step: int) -> tuple[list[Sentence], list[str]]:
    """Its sentences, and what was shown as being written after each piece."""
    growing, found, pending = Reply(), [], []
    for at in range(0, len(reply), step):
        found += growing.add(reply[at : at + step])
        pending.append(growing.pending)
    return found + growing.end(), pending


@pytest.mark.parametrize("step", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("新增180辆。[1]建成97座。[2][3]", [("新增180辆。", (1,)), ("建成97座。", (2, 3))]),
        ("全长3.5公里。[1, 3]", [("全长3.5公里。", (1, 3))]),
        ("180 buses. [1] Of 3.5 km. [2]", [("180 buses.", (1,)), ("Of 3.5 km.", (2,))]),
        ("甲；乙。[1]", [("甲；", (1,)), ("乙。", (1,))]),
        ("- 甲项。[1]\n- 乙项[2]\n", [("甲项。", (1,)), ("乙项", (2,))]),
        ("根据段落[1]，新增180辆。", [("新增180辆。", (1,))]),
        ("“好。”【2】", [("“好。”", (2,))]),
        ("见各段。[2-4]", [("见各段。", (2, 3, 4))]),
        ("国发〔2019〕1号。[段落1]", [("国发〔2019〕1号。", (1,))]),
    ],
)  # fmt: skip
def test_sentences_and_their_markers_are_the_same_in_any_pieces(reply, sentences, step):
    found, _ = read(reply, step)
    assert [(sentence.text, sentence.markers) for sentence in found] == sentences


@pytest.mark.parametrize(
    "reply", ["新增180辆。[1][99]建成97座。[2]", "甲[1]，乙【99】。", "[12]甲。"]
)
def test_what_is_being_written_shows_no_marker_not_even_half_of_one(reply):
    for text in read(reply, 1)[1]:
        assert not set(text) & set("[]【】")


@pytest.mark.parametrize(
    "reply",
    [
        "![](http://evil.test/a?q=1)好。[1]",
        "[点这里](http://evil.test)好。[1]",
        "<img src=http://evil.test/a>好。<a href='http://evil.test'>x</a>[1]",
        "好，见https://evil.test/a。[1]",
        "好<!-- http://evil.test -->。[1]",
        "[x](javascript:alert(1))好。[1]",
        "好www.evil.test/a。[1]",
        "![a][r]好。[1]\n[r]: http://evil.test",
    ],
)
def test_no_link_or_picture_leaves_a_reply_nor_is_shown_while_it_comes(reply):
    found, pending = read(reply, 1)
    for text in [sentence.text for sentence in found] + pending:
        assert "evil" not in text and "<" not in text and "](" not in text


def test_hidden_characters_and_emphasis_are_taken_off():
    assert plain("**新\u200b增**180辆\u202e") == "新增180辆"


def test_a_sentence_without_an_end_is_not_finished():
    assert [s.finished for s in read("新增180辆。[1]另外建成9", 2)[0]] == [True, False]


def test_lines_of_one_sentence_each_are_items_and_prose_is_not():
    assert items(read("甲。[1]\n乙。[1]", 1)[0]) == [True, True]
    assert items(read("甲。[1]乙。[1]", 1)[0]) == [False, False]
