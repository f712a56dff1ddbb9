"""Whether a source speaks of what a claim says: the nouns and pairs in common.

Verbs may be reworded freely (添置, 新增, 购置), nouns hardly: 180辆出租车 are not 180辆公交车. A noun
counts as known when half of its characters stand in what the claim leans on, so 公共厕所 may
stand for 公厕.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.aligned import around
from assistant.figures import figures
from assistant.sources import Source
from assistant.verdict import Flaw, Said
from ingest.normalise import fold
from ingest.words import bigrams, tagged

RELATED = 0.3
"""Share of a claim's character pairs that its sources must have. Measured: evals verify."""
KNOWN = 0.5
"""Share of a noun's characters from which it counts as standing in a text."""
STRANGE = 0.34
"""Share of a claim's nouns, by length, that may be strange to its sources."""
_NEUTRAL = frozenset(
    """
    全市 全县 全区 全省 全年 年度 当地 本市 本县 政府 报告 文件 段落 原文 材料 计划 目标 任务 工作 情况 数量 数字 总数 总量
    方面 内容 项目 具体 问题 措施 规模 水平 比例 比重 幅度 增幅 时候 时间 地方 人们 大家 居民 群众 百姓 市民 部分 其中 结果 数据
    成果 成绩 信息 答案 来源 根据 合计 总计 相关 有关 左右 以上 以下 以内 期间 年内 年底 今年 去年 明年 上年 人民 单位 人数 个数
    新增 增长 完成 实现 建设 改造 提高 提升 达到 推进 开展 安排 要求 部署 会议 发展 需要 能力 服务 举措 方式 方案 指标
    国家 社会 经济 全国 省内 市内 城市 市政府 县政府 政府工作报告 工作报告 所有 全部 名称 类别 类型 领域 金额 元 万元 亿元
    """.split()
)
_NOUN_TAGS = ("n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "ng", "vn", "an")
_HAN_RE = re.compile(r"[㐀-鿿]")


def strange(text: str, sources: Sequence[Source], *, question: str = "") -> tuple[Flaw, Said] | None:
    """What of a claim its sources don't speak of, if it is too much."""
    folded = fold(text)
    if not _HAN_RE.search(folded):
        return None
    whole = " ".join(source.all for source in sources)
    pairs = set(bigrams(folded))
    if sum(pair in whole for pair in pairs) < RELATED * len(pairs):
        return "wording", _said(text, sources)
    near = " ".join(
        f"{around(text, source.citation.text)} {source.labels}" for source in sources
    )
    asked = fold(question)
    nouns = list(_nouns(folded))
    total = sum(len(word) for word, _ in nouns)
    unknown = [
        (word, at)
        for word, at in nouns
        if word not in whole and not _abbreviated(word, near) and not _asked(word, asked, whole)
    ]
    if not unknown:
        return None
    share = sum(len(word) for word, _ in unknown) / total
    beside = _beside_figure(folded, nouns, unknown)
    if beside or share > STRANGE:
        word = beside or unknown[0][0]
        return "wording", Said(
            f"引用的段落没有提到“{word}”", f'the cited paragraphs do not mention "{word}"'
        )
    return None


def _nouns(folded: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    at = 0
    for word, tag in tagged(folded):
        at = folded.find(word, at)
        if len(word) >= 2 and tag in _NOUN_TAGS and word not in _NEUTRAL and _HAN_RE.match(word):
            found.append((word, at))
        at += len(word)
    return found


def _abbreviated(word: str, near: str) -> bool:
    return sum(character in near for character in word) > KNOWN * len(word) or (
        len(word) >= 4 and sum(character in near for character in word) >= KNOWN * len(word)
    )


def _asked(word: str, asked: str, whole: str) -> bool:
    """The asker's word for a thing may be repeated, if a character of it stands there."""
    return word in asked and any(character in whole for character in word)


def _beside_figure(
    folded: str, nouns: Sequence[tuple[str, int]], unknown: Sequence[tuple[str, int]]
) -> str:
    """A strange noun that is all that a figure is said of."""
    for figure in figures(folded):
        start = max((m.end() for m in re.finditer(r"[,。;:、]", folded[: figure.start])), default=0)
        stop = re.compile(r"[,。;:、]").search(folded, figure.end)
        end = stop.start() if stop else len(folded)
        beside = [(word, at) for word, at in nouns if start <= at < end]
        strangers = [pair for pair in beside if pair in unknown]
        if strangers and len(strangers) * 2 >= len(beside):
            return strangers[0][0]
    return ""


def _said(text: str, sources: Sequence[Source]) -> Said:
    shown = "、".join(f"[{source.n}]" for source in sources)
    return Said(f"引用的段落{shown}没有说这件事", f"{shown} does not speak of this")
