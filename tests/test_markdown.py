"""Answers as Markdown: every claim keeps its footnote, and no text becomes markup."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Checks, Claim
from assistant.markdown import answer_markdown, conversation_markdown, plain
from assistant.page_strings import STRINGS
from assistant.page_turns import Turn
from tests import canned_answers as canned

ZH = STRINGS["zh-Hans"]


def test_ten_items_are_a_list_with_ten_footnotes():
    text = answer_markdown(canned.ten(), ZH, address="http://127.0.0.1:7860")
    lines = text.splitlines()
    assert lines[:10] == [f"- {item}。[^{n}]" for n, item in enumerate(canned.ITEMS, 1)]
    assert lines[11].startswith("[^1]: 青石县2019年政府工作报告 · 云西省青石县 · 2019年 · 计划")
    assert lines[11].endswith("“一是新建改建农村公路60公里” <http://127.0.0.1:7860/?p=00ff%23p12>")
    assert len(lines) == 21


def test_a_claim_in_doubt_says_so_in_the_copy_too():
    assert "84.5公里。[^1] *(原文的数字是48.5公里。)*" in answer_markdown(canned.doubted(), ZH)
    answer = replace(
        canned.fact(), claims=(Claim("无据。"),), checks=Checks(unverified=("无据。",))
    )
    assert ZH.unverified in answer_markdown(answer, ZH)


def test_a_declined_answer_quotes_the_nearest_paragraph():
    text = answer_markdown(canned.declined(), ZH)
    assert text.startswith(canned.declined().message)
    assert "> 一般公共预算收入预期增长6%。" in text


def test_a_conversation_numbers_its_footnotes_by_turn_and_leaves_nothing_out():
    turns = (
        Turn(1, canned.LIST, canned.ten(), "done"),
        Turn(2, canned.FACT, canned.fact(), "stopped"),
        Turn(3, "问", None, "failed", notice="没能回答"),
    )
    text = conversation_markdown("青石县", turns, ZH)
    for part in ("# 青石县", "## 2019年青石县", "[^1-10]:", "[^2-1]:", ZH.stopped, "没能回答"):
        assert part in text


@pytest.mark.parametrize("payload", canned.PAYLOADS[:-1])
def test_a_payload_brings_no_link_no_picture_and_no_tag(payload):
    text = plain(payload)
    for mark in ("<", "](", "![", "://"):
        assert text.replace("\\" + mark[0], "").find(mark) < 0 or "\\" in text
    assert "<script" not in text.replace("\\<", "")
    assert "\n" not in text


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_plain_text_only_gains_backslashes(text):
    line = " ".join(text.split())
    assert plain(text).replace("\\", "") == line.replace("\\", "")
