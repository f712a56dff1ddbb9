"""The measure word a question counts in, and whether a sentence counts in it too.

多少户 is answered by households: 改造老旧小区40个 beside it is a figure of something else. Measure
words that people and reports use for the same things stand in one group; one that is in none
tells nothing.
"""

from __future__ import annotations

import re

_GROUPS = (
    "人 名 位 人次 口 例 员",
    "户 家",
    "家 个 所 间",
    "座 所 处 个 间 栋 幢 家 条",
    "辆 台 部 列 架",
    "件 项 个 条 起 批 宗",
    "次 场 回 趟 期 届 列 班 个",
    "亩 公顷 平方 顷",
    "公里 千米 米 里",
    "吨 斤 公斤 石",
    "头 只 羽 匹 尾",
    "张 个 份",
    "套 户",
    "袋 棒 瓶",
    "眼 口 个 处",
    "微克 毫克",
)
"""Set by hand from what reports count with. Together with fits.OTHER_MEASURE they changed no
answer of evals/golden/sample.jsonl, made/dev.jsonl or public questions for the worse."""

_ALIKE: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    for _word in _group.split():
        _ALIKE[_word] = _ALIKE.get(_word, frozenset()) | frozenset(_group.split())

_ASKED_RE = re.compile(
    "(?:多少|好?几)[万亿]?("
    + "|".join(sorted((w for w in _ALIKE if w != "个"), key=len, reverse=True))
    + ")"
    "(?![㐀-鿿]{0,2}(?:比例|比重|率))"
)
_FIGURE = r"(?:\d|[一二三四五六七八九十两百千万亿])[万亿]?[余多来]?"


def measure_of(folded: str) -> str:
    """The measure word that a folded question counts in; empty when it says none.

    >>> measure_of("惠及多少户?"), measure_of("新增几家企业"), measure_of("多少个")
    ('户', '家', '')
    """
    found = _ASKED_RE.search(folded)
    return found[1] if found else ""


def counts_in(measure: str, folded: str) -> bool:
    """Whether a folded sentence counts anything in this measure word or one like it.

    >>> counts_in("户", "改造老旧小区40个"), counts_in("户", "惠及居民1.2万余户")
    (False, True)
    """
    alike = "|".join(sorted(_ALIKE[measure], key=len, reverse=True))
    return re.search(rf"{_FIGURE}(?:{alike})", folded) is not None
