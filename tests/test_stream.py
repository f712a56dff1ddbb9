"""A page in blocks is restored like a page in one piece."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.restore import restore
from ingest.stream import BLOCK_CHARS, LONGEST_CHARS, blocks, restore_blocks

LINE = "經(jīng)濟(jì)建設(shè)穩(wěn)步推進,本市日?qǐng)?bào)社發(fā)布消息。"


@given(st.lists(st.text(max_size=20), max_size=8))
def test_blocks_are_the_same_text(pieces):
    assert "".join(blocks(pieces)) == "".join(pieces)


def test_lines_are_restored_as_in_one_piece():
    page = f"{LINE}\n" * (BLOCK_CHARS // len(LINE) + 50)
    pieces = list(restore_blocks(lambda: [page]))
    assert len(pieces) == 2
    assert "".join(piece.restored.text for piece in pieces) == restore(page).text
    assert [piece.raw_start for piece in pieces] == [0, page.rindex("\n", 0, BLOCK_CHARS) + 1]


def test_a_line_too_long_is_cut_at_a_sentence():
    page = LINE.replace("日?qǐng)?bào)", "日報") * 6 * (BLOCK_CHARS // len(LINE))
    found = list(blocks([page]))
    assert len(found) > 1
    assert all(len(block) <= LONGEST_CHARS for block in found)
    assert all(block.endswith("。") for block in found)


def test_what_is_wrong_is_decided_on_the_whole_page():
    head = "市里開會。\n" * (BLOCK_CHARS // 6 + 50)
    (first, *_) = restore_blocks(lambda: [head, f"{LINE}\n"])
    assert first.restored.damaged
