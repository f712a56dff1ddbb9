"""Whether a source speaks of what a claim says: the nouns and pairs in common.

Verbs may be reworded freely (添置, 新增, 购置), nouns hardly: 180辆出租车 are not 180辆公交车.
A noun counts as known when half of its characters stand in what the claim leans on, so
公共厕所 may stand for 公厕.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.aligned import around
from assistant.sources import Source
from assistant.verdict import Flaw, Said
from ingest.normalise import fold
from ingest.words import bigrams, idf, subwords, tagged

RELATED = 0.3
"""Share of a claim's character pairs that its sources must have. Measured: evals verify."""
KNOWN = 0.5
"""Share of a noun's characters from which it counts as standing in a text."""
RARE = 5.0
"""Inverse frequency in news from which a noun names a thing: 学校 (5.7), not 市场 (3.3)."""
_NEUTRAL = frozenset(
    """
    全市 全县 全区 全省 全年 年度 当地 本市 本县 政府 报告 文件 段落 原文 材料 计划 目标 任务
    工作 情况 数量 数字 总数 总量
    方面 内容 项目 具体 问题 措施 规模 水平 比例 比重 幅度 增幅 时候 时间 地方 人们 大家 居民
    群众 百姓 市民 部分 其中 结果 数据
    成果 成绩 信息 答案 来源 根据 合计 总计 相关 有关 左右 以上 以下 以内 期间 年内 年底 今年
    去年 明年 上年 人民 单位 人数 个数
    整治 力争 有望 预计 数目 介绍 建议 消息 年初 年末 岁末 计划 报道 新闻 举行 活动 系列 规划
    原则 过程 机会 条件 因素 作用 意义 效果 影响 关系 特点 同时 此外 方向 重点 中心 标准 程度
    事项 事情 对象
    新增 增长 完成 实现 建设 改造 提高 提升 达到 推进 开展 安排 要求 部署 会议 发展 需要 能力
    服务 举措 方式 方案 指标
    两者 二者 三者 前者 后者 双方 差额 差距 总和 文中 文章 原话 会上 讲话 采访 资料 记者 内容
    全体 各项 各类 整体 总体
    国家 社会 经济 全国 省内 市内 城市 市政府 县政府 政府工作报告 工作报告 所有 全部 名称 类别
    类型 领域 金额 元 万元 亿元
    """.split()
)
_NOUN_TAGS = ("n", "nr", "ns", "nt", "nz", "nrt", "nrfg")
_HAN_RE = re.compile(r"[㐀-鿿]")


def strange(
    text: str, sources: Sequence[Source], *, question: str = ""
) -> tuple[Flaw, Said] | None:
    """What of a claim its sources don't speak of, if it is too much."""
    folded = fold(text)
    if not _HAN_RE.search(folded):
        return None
    whole = " ".join(source.all for source in sources)
    pairs = set(bigrams(folded))
    if sum(pair in whole for pair in pairs) < RELATED * len(pairs):
        return "wording", _said(text, sources)
    near = " ".join(f"{around(text, source.citation.text)} {source.labels}" for source in sources)
    asked = fold(question)
    unknown = [
        word
        for word in _nouns(folded)
        if word not in whole
        and not all(part in whole or _abbreviated(part, near) for part in subwords(word) or [word])
        and not _asked(word, asked, whole)
    ]
    if not unknown:
        return None
    word = unknown[0]
    return "wording", Said(
        f"引用的段落没有提到“{word}”", f'the cited paragraphs do not mention "{word}"'
    )


def _nouns(folded: str) -> list[str]:
    return [
        word
        for word, tag in tagged(folded)
        if len(word) >= 2 and tag in _NOUN_TAGS and word not in _NEUTRAL
        and _HAN_RE.match(word) and idf(word) >= RARE and _is_noun(word)
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    """Whether it is one by itself too: 整治 is tagged as a noun only beside others."""
    return all(tag in _NOUN_TAGS for _, tag in tagged(word))


def _abbreviated(word: str, near: str) -> bool:
    return sum(character in near for character in word) > KNOWN * len(word) or (
        len(word) >= 4 and sum(character in near for character in word) >= KNOWN * len(word)
    )


def _asked(word: str, asked: str, whole: str) -> bool:
    """The asker's word for a thing may be repeated, if a character of it stands there."""
    return word in asked and any(character in whole for character in word)


def _said(text: str, sources: Sequence[Source]) -> Said:
    shown = "、".join(f"[{source.n}]" for source in sources)
    return Said(f"引用的段落{shown}没有说这件事", f"{shown} does not speak of this")
