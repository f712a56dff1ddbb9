"""Wrong statements made from right ones, each wrong by one thing, by machine and from a seed.

    ALTERATIONS[kind](draw, right, others) -> an altered Right, or None where it can't be

An alteration changes the meaning by construction: a new place or person is one that the
paragraph doesn't name. Those of figures are in altered_figures.py.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from assistant.figures import figures
from assistant.listed import runs_of
from evals.altered_figures import (
    comparator_flipped,
    digit_changed,
    digits_swapped,
    figures_exchanged,
    point_moved,
    replaced,
    scale_changed,
    states,
    sum_wrong,
    unit_swapped,
)
from evals.verify_material import Right
from ingest.gazetteer import short_name
from ingest.normalise import fold
from ingest.people import named_official
from ingest.words import idf, tagged

Alteration = Callable[[random.Random, Right, Sequence[Right]], Right | None]

RARE = 7.0
"""Inverse frequency of a noun that names a thing: 公厕, not 全体."""
_WAYS = (
    ("增长", "下降"), ("下降", "增长"), ("提高", "降低"), ("增加", "减少"), ("减少", "增加"),
    ("上调", "下调"),
    ("提升", "下降"), ("新增", "减少"), ("降低", "提高"), ("多了", "少了"), ("扩大", "缩小"),
    ("加快", "放缓"),
)  # fmt: skip
_LEVELS = ("国家级", "省级", "市级", "县级")
_OTHERS = (
    ("城镇", "农村"), ("农村", "城镇"), ("免费", "收费"), ("力争", "确保"), ("全部", "部分"),
    ("进口", "出口"),
    ("收入", "支出"), ("每月", "每年"), ("小学", "高中"), ("幼儿园", "高中"), ("全省", "全国"),
    ("最高", "最低"),
    ("年底", "年初"), ("确保", "力争"), ("全市", "全省"), ("开工", "竣工"), ("公办", "民办"),
)  # fmt: skip
_REWORDED = (
    ("推进", "放缓"), ("重点", "一般"), ("全力", "适当"), ("全面", "局部"), ("建设", "规划"),
    ("发展", "管理"), ("提升", "保持"),
    ("改造", "检查"), ("生态", "工业"), ("农村", "社区"), ("群众", "企业"), ("工程", "项目"),
    ("项目", "工程"), ("治理", "研究"),
    ("服务", "督促"), ("加快", "继续"), ("实现", "争取"), ("打造", "建成"), ("深化", "扩大"),
    ("坚持", "提倡"), ("完成", "启动"),
)  # fmt: skip
_PEOPLE = ("周建国", "孙立平", "吴晓东", "郑海涛", "冯国强")
_PLACES = ("洛阳市", "长治市", "赣州市", "保定市", "邯郸市")
_FIGURE_VERBS = re.compile(
    r"新增|建成|改造|完成|发放|添置|铺设|收储|分配|新建|办结|创成|打造|实施|推进|建设"
)


def _swap(
    draw: random.Random, right: Right, pairs: Sequence[tuple[str, str]], *, absent: bool = True
) -> Right | None:
    for old, new in draw.sample(pairs, len(pairs)):
        at = right.text.find(old)
        # 增加值, 出口处, 收入: the word has to be the word that it looks like.
        while at >= 0 and right.text[at + len(old) : at + len(old) + 1] in ("值", "额", "处"):
            at = right.text.find(old, at + 1)
        if at >= 0 and not (absent and new in right.text):
            return replaced(right, at, at + len(old), new)
    return None


def direction_flipped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """增长 -> 下降."""
    return _swap(draw, right, _WAYS)


def opposite(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """城镇 -> 农村, 力争 -> 确保, 国家级 -> 省级."""
    levels = [(a, b) for a in _LEVELS for b in _LEVELS if a != b]
    return _swap(draw, right, [*_OTHERS, *levels])


def year_exchanged(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """The year it speaks of, said wrong."""
    year = right.citation.year
    if not year or re.search(r"(?:19|20)\d\d", right.text):
        return None
    others = [
        y for y in range(year - 2, year + 3) if y != year and str(y) not in right.citation.text
    ]
    return right._replace(text=f"{draw.choice(others)}年，{right.text}") if others else None


def place_exchanged(draw: random.Random, right: Right, others: Sequence[Right]) -> Right | None:
    """The place it is about, said wrong: another one of the library or of the country."""
    known = f"{right.citation.text}{right.citation.place}{right.citation.title}"
    places = {o.citation.place for o in others if o.citation.place} - {right.citation.place}
    names = [_last_part(place) for place in sorted(places)] + list(_PLACES)
    names = [n for n in names if n not in known and short_name(n) not in known]
    if not right.citation.place or not names:
        return None
    return right._replace(text=f"{draw.choice(names)}{draw.choice(['', '的'])}{right.text}")


def _last_part(place: str) -> str:
    return re.split(r"(?<=[省市])", place.rstrip())[-1] or re.split(r"(?<=[省市])", place)[-2]


def period_exchanged(_: random.Random, right: Right, __: Sequence[Right]) -> Right | None:
    """A result said as a plan, a plan as a result."""
    verb = _FIGURE_VERBS.search(right.text)
    if not verb or re.search(r"[已将了拟]|力争|争取|计划|确保|预期|目标|要", right.text):
        return None
    if right.citation.period == "review":
        return replaced(right, verb.start(), verb.start(), "计划")
    if right.citation.period == "plan":
        return replaced(right, verb.start(), verb.end(), f"已经{verb[0]}了")
    return None


def member_dropped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """A、B、C -> A、C."""
    runs = [run for run in runs_of(right.text) if len(run) >= 3]
    if not runs or re.search("等|其中|例如|部分|之一|比如|分别", right.text):
        return None
    run = draw.choice(runs)
    member = draw.choice(run[1:-1])
    return (
        right._replace(text=right.text.replace(f"、{member}", "", 1))
        if f"、{member}" in right.text
        else None
    )


def quotation_reworded(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """原文写道：“…” with a word that isn't the source's."""
    changed = _swap(draw, right, _REWORDED, absent=False)
    if changed is None or changed.text.rstrip("。") in right.citation.text or "“" in right.text:
        return None
    return changed._replace(text=f"文中写道：“{changed.text.rstrip('。')}”。")


def person_exchanged(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """Another one said it, or did it."""
    name = named_official(right.text) or right.citation.speaker
    new = draw.choice(_PEOPLE)
    if name and name in right.text:
        return right._replace(text=right.text.replace(name, new))
    return right._replace(text=f"{new}表示，{right.text}") if right.citation.speaker else None


def source_exchanged(draw: random.Random, right: Right, others: Sequence[Right]) -> Right | None:
    """The marker of a paragraph that says nothing of it."""
    words = {w for w, tag in tagged(fold(right.text)) if tag.startswith("n") and len(w) > 1}
    strangers = [
        o for o in others
        if o.citation.paragraph != right.citation.paragraph
        and sum(w in fold(o.citation.text) for w in words) <= len(words) / 3
        and not any(states(f, o.citation) for f in figures(right.text))
    ]  # fmt: skip
    if not words or not strangers:
        return None
    return right._replace(citation=draw.choice(strangers).citation)


def thing_exchanged(draw: random.Random, right: Right, others: Sequence[Right]) -> Right | None:
    """180辆公交车 -> 180辆校车: the noun beside a figure is another paragraph's."""
    whole = fold(
        right.citation.text + (right.citation.title or "") + "".join(right.citation.section)
    )
    nouns = sorted({
        w for o in draw.sample(others, min(40, len(others)))
        for w, tag in tagged(fold(o.text))
        if tag == "n" and len(w) >= 2 and w[0] != "全" and idf(w) > RARE and not set(w) & set(whole)
    })  # fmt: skip
    for figure in figures(right.text):
        beside = [
            (w, at) for w, at in _nouns(right.text)
            if abs(at - figure.start) <= 8 and w in right.text
        ]  # fmt: skip
        if beside and nouns and figure.unit:
            word, at = draw.choice(beside)
            return replaced(right, at, at + len(word), draw.choice(nouns))
    return None


def _nouns(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for word, tag in tagged(fold(text)):
        at = fold(text).find(word, at)
        if tag == "n" and len(word) >= 2:
            found.append((word, at))
        at += len(word)
    return found


def denied(_: random.Random, right: Right, __: Sequence[Right]) -> Right | None:
    """新增 -> 没有新增."""
    verb = _FIGURE_VERBS.search(right.text)
    if not verb or re.search("不|没|未|无", right.text):
        return None
    return replaced(right, verb.start(), verb.start(), "没有")


def foreign_words(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """A sentence from nowhere, with a marker."""
    made = draw.choice((
        "当地还举办了国际马拉松比赛。", "居民对地铁建设普遍表示满意。",
        "专家认为这一做法值得其他国家借鉴。",
        "当地机场新开通了多条国际航线。", "该县与多所大学签署了合作协议。",
    ))  # fmt: skip
    return right._replace(text=made)


ALTERATIONS: dict[str, Alteration] = {
    f.__name__.replace("_", " "): f
    for f in (
        digit_changed, digits_swapped, point_moved, scale_changed, unit_swapped, comparator_flipped,
        direction_flipped, opposite, year_exchanged, place_exchanged, period_exchanged,
        member_dropped, quotation_reworded, person_exchanged, source_exchanged,
        figures_exchanged, thing_exchanged,
        denied, sum_wrong, foreign_words,
    )
}  # fmt: skip
"""Each kind by its name."""
