"""Numbered heads: 第一部分, 一、, (一), 1., (1), ①, in this order of rank.

    head_of(text) -> the numbered head that a line is or begins with, or None

A head is short and ends with its line, with a full stop after which its paragraph goes on,
or, on pages that lost a newline, where the usual words of a head end (2018年工作回顾). A
numbered line that gives figures is a member of a list, not a head (1.改造道路80公里。).
How heads nest into sections is the matter of outline.py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_HEAD = 48
"""Longest head in characters, set by hand: the longest of the five real documents has 24, and
heads of two clauses with a figure of speech go on a little."""
_LONGEST_TOPIC = 24
_RANKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|篇|编)[\s、:：]*")),
    (
        1,
        re.compile(
            r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}节)\s*(?![一二三四五六七八九十]、)"
        ),
    ),
    (2, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）][、.．]?\s*")),
    (3, re.compile(r"\d{1,2}\s*[.．、](?!\d)\s*")),
    (4, re.compile(r"[(（]\d{1,2}[)）][、.．]?\s*")),
    (5, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]\s*")),
)
STOP_RE = re.compile(r"[。！？!?]")
FIGURE_RE = re.compile(r"\d(?![\d.])(?!\s*(?:个|件|大|年|[+＋]))|[%％]")
"""A figure that says how much; not a year, and not a count of kinds (3个)."""
_SOFT_STOP_RE = re.compile(r"[:：]|\s{1,4}(?=\S)")
TOPIC_RE = re.compile(
    r"(?:20\d\d年|过去[一五]年|今后五年|今年|当前|下一步|本届政府)?[^。，,;；:：!！\s]{0,14}?"
    r"(?:工作回顾|工作总结|工作安排|工作任务|主要任务|重点任务|重点工作|总体要求|指导思想|(?:预期|主要|发展|奋斗|总体|的)目标|"
    r"自身建设|工作打算|工作部署|工作思路|工作计划|目标任务|存在的?(?:主要)?问题)(?!是)"
)


_GOES_ON_RE = re.compile(r"(?![和及与的等])[\u4e00-\u9fff0-9“][^。！？]{3,}?[,，]")
"""After the usual words of a head: a clause, so the head ended before it."""
_SENTENCE_WORD_RE = re.compile(
    r"\d(?![\d.])(?!\s*(?:个|件|大|年|[+＋]))|[%％是了]|由.{1,12}(?:组成|负责|承担)|应当|必须|不得|负责|根据|按照|.{31}"
)


class Head(NamedTuple):
    """A head at the start of a line."""

    rank: int
    title: str
    """As written, number included, without the stop at its end; "" when the line is numbered
    but has no head of its own."""
    whole: bool
    """Whether the line is nothing but the head."""


def head_of(text: str) -> Head | None:
    """The numbered head of a line.

    >>> head_of("(一)坚持依法行政,建设法治政府。全面贯彻基本方略。")
    Head(rank=2, title='(一)坚持依法行政,建设法治政府', whole=False)
    >>> head_of("二、2019年工作安排")
    Head(rank=1, title='二、2019年工作安排', whole=True)
    """
    for rank, regex in _RANKS:
        number = regex.match(text)
        if number is None:
            continue
        rest = text[number.end() :]
        length = _head_length(rest, rank)
        if length is None or (rank >= 3 and text.rstrip().endswith(("；", ";"))):
            return Head(rank, "", whole=False)  # 4.新增车位2800个; is one of several
        title = cleaned(text[: number.end() + length])
        after = rest[length:].strip(" \u3000。！？!?:：")
        if not after and rank >= 3 and rest[length:].strip():
            return Head(rank, "", whole=False)  # 1.改造道路。 is all that is said on it
        return Head(rank, title, whole=not after)
    return None


def _head_length(rest: str, rank: int) -> int | None:
    """How many characters after the number belong to the head; None when it has none."""
    stop = STOP_RE.search(rest)
    end = stop.start() if stop else len(rest)
    topic = TOPIC_RE.match(rest)
    if topic and rank <= 1 and _GOES_ON_RE.match(rest, topic.end()):
        return topic.end()  # 一、2018年工作回顾过去一年,…: the page lost a newline
    if end <= MAX_HEAD and (rank < 3 or not FIGURE_RE.search(rest[:end])):
        soft = _SOFT_STOP_RE.search(rest[:end])
        if soft and soft.start() >= 4 and stop is not None and soft.start() <= _LONGEST_TOPIC:
            return soft.start()
        only = stop is not None and not rest[end:].strip(" 。！？!?")
        # (一)生产总值增长8%。 and 四、县政府由县长等组成。 are sentences, not heads.
        return None if only and _SENTENCE_WORD_RE.search(rest[:end]) else end
    soft = _SOFT_STOP_RE.search(rest[: MAX_HEAD + 1])
    if soft and not re.search(r"[,，;；]", rest[: soft.start()]):
        return soft.start()
    return topic.end() if topic else None


def cleaned(title: str) -> str:
    """Without the stop at its end and without the white space in it."""
    return re.sub(r"\s+", "", title).rstrip("。:：;；,，")
