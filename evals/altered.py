"""Wrong statements made from right ones, each wrong by one thing, by machine and from a seed.

    ALTERATIONS[kind](draw, right, others) -> an altered Right, or None where it can't be

An alteration changes the meaning by construction: a new figure is one that the paragraph
doesn't have, a new place or person one that it doesn't name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from assistant.answer import Citation
from assistant.figures import Figure, figures
from assistant.listed import runs_of
from assistant.units import agree
from evals.verify_material import Right
from ingest.gazetteer import short_name
from ingest.normalise import fold
from ingest.people import named_official
from ingest.words import idf, tagged

Alteration = Callable[[random.Random, Right, Sequence[Right]], Right | None]

RARE = 7.0
"""Inverse frequency of a noun that names a thing: 公厕, not 全体."""
_SCALES = ("亿", "万")
_UNITS = (
    ("万元", "万美元"), ("亿元", "亿美元"), ("元", "美元"), ("亩", "公顷"), ("平方米", "亩"), ("公里", "米"),
    ("个百分点", "%"), ("%", "个百分点"), ("人次", "户"), ("户", "人"), ("名", "户"), ("万人", "万户"), ("辆", "公里"),
    ("座", "公里"), ("家", "人"), ("次", "天"), ("套", "亩"), ("吨", "公斤"), ("个", "公里"), ("处", "户"), ("件", "年"),
    ("所", "亩"), ("条", "公里"), ("项", "亿元"),
)  # fmt: skip
_BOUNDS = (
    ("以上", "以下"), ("以下", "以上"), ("以内", "以上"), ("左右", "以上"), ("不超过", "超过"), ("不低于", "不超过"),
    ("不高于", "高于"), ("不少于", "不超过"), ("超过", "不足"), ("余", "以内"), ("约", "不足"), ("低于", "高于"), ("突破", "不到"),
)  # fmt: skip
_WAYS = (
    ("增长", "下降"), ("下降", "增长"), ("提高", "降低"), ("增加", "减少"), ("减少", "增加"), ("上调", "下调"),
    ("提升", "下降"), ("新增", "减少"), ("降低", "提高"), ("多了", "少了"), ("扩大", "缩小"), ("加快", "放缓"),
)  # fmt: skip
_LEVELS = ("国家级", "省级", "市级", "县级")
_OTHERS = (
    ("城镇", "农村"), ("农村", "城镇"), ("免费", "收费"), ("力争", "确保"), ("全部", "部分"), ("进口", "出口"),
    ("收入", "支出"), ("每月", "每年"), ("小学", "高中"), ("幼儿园", "高中"), ("全省", "全国"), ("最高", "最低"),
    ("年底", "年初"), ("确保", "力争"), ("全市", "全省"), ("开工", "竣工"), ("公办", "民办"),
)  # fmt: skip
_REWORDED = (
    ("推进", "放缓"), ("重点", "一般"), ("全力", "适当"), ("全面", "局部"), ("建设", "规划"), ("发展", "管理"), ("提升", "保持"),
    ("改造", "检查"), ("生态", "工业"), ("农村", "社区"), ("群众", "企业"), ("工程", "项目"), ("项目", "工程"), ("治理", "研究"),
    ("服务", "督促"), ("加快", "继续"), ("实现", "争取"), ("打造", "建成"), ("深化", "扩大"), ("坚持", "提倡"), ("完成", "启动"),
)  # fmt: skip
_PEOPLE = ("周建国", "孙立平", "吴晓东", "郑海涛", "冯国强")
_PLACES = ("洛阳市", "长治市", "赣州市", "保定市", "邯郸市")
_FIGURE_VERBS = re.compile(r"新增|建成|改造|完成|发放|添置|铺设|收储|分配|新建|办结|创成|打造|实施|推进|建设")


def _replaced(right: Right, start: int, end: int, new: str) -> Right:
    return right._replace(text=right.text[:start] + new + right.text[end:])


def _stands(figure: Figure, citation: Citation) -> bool:
    """Whether a paragraph, its title or its section has a figure, whatever its comparator."""
    texts = (citation.text, citation.title or "", *citation.section)
    return any(
        (f.low, f.high) == (figure.low, figure.high) and agree(f.unit, figure.unit)
        for text in texts for f in figures(text)
    )  # fmt: skip


def _new_figure(right: Right, altered: Right, at: int) -> Right | None:
    """The altered statement, if its figure at that place is none of the paragraph's."""
    made = next((f for f in figures(altered.text) if f.start <= at < f.end), None)
    return None if made is None or _stands(made, right.citation) else altered


def _numbers(right: Right) -> list[re.Match[str]]:
    taken = [f for f in figures(right.text)]
    found = re.finditer(r"(?<![\d.A-Za-z+])\d+(?:\.\d+)?", right.text)
    return [m for m in found if any(f.start <= m.start() < f.end for f in taken)]


def digit_changed(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """641.8 -> 655.2: one digit or two are others."""
    for number in draw.sample(found := _numbers(right), len(found)):
        digits = list(number[0])
        at = draw.choice([k for k, d in enumerate(digits) if d.isdigit()])
        digits[at] = draw.choice([d for d in "123456789" if d != digits[at]])
        new = _replaced(right, *number.span(), "".join(digits))
        if made := _new_figure(right, new, number.start()):
            return made
    return None


def digits_swapped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """180 -> 108: two neighbours change places."""
    for number in draw.sample(found := _numbers(right), len(found)):
        digits = number[0]
        pairs = [k for k in range(len(digits) - 1)
                 if digits[k : k + 2].isdigit() and digits[k] != digits[k + 1] and (k or digits[1] != "0")]  # fmt: skip
        if pairs:
            k = draw.choice(pairs)
            text = digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :]
            if made := _new_figure(right, _replaced(right, *number.span(), text), number.start()):
                return made
    return None


def point_moved(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """641.8 -> 64.18, 180 -> 1800."""
    for number in draw.sample(found := _numbers(right), len(found)):
        whole, point, decimals = number[0].partition(".")
        new = f"{whole[:-1]}.{whole[-1]}{decimals}" if point and len(whole) > 1 else whole + decimals + "0" * (not point)
        if made := _new_figure(right, _replaced(right, *number.span(), new), number.start()):
            return made
    return None


def unit_swapped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """亩 -> 公顷, % -> 个百分点."""
    for figure in draw.sample(found := figures(right.text), len(found)):
        written = right.text[figure.start : figure.end]
        for old, new in _UNITS:
            if written.endswith(old) and not figure.ordinal:
                at = figure.end - len(old)
                if made := _new_figure(right, _replaced(right, at, figure.end, new), figure.start):
                    return made
                break
    return None


def scale_changed(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """万 or 亿 dropped, put in, or one for the other."""
    for figure in draw.sample(found := figures(right.text), len(found)):
        written = right.text[figure.start : figure.end]
        scale = next((s for s in _SCALES if s in written), "")
        if figure.unit in ("share", "points", "年", "") or figure.ordinal:
            continue
        if scale:
            new = written.replace(scale, draw.choice(["", *(s for s in _SCALES if s != scale)]))
        else:
            new = re.sub(r"(?<=\d)(?!\.?\d)", draw.choice(_SCALES), written, count=1)
        if new != written and (made := _new_figure(right, _replaced(right, figure.start, figure.end, new), figure.start)):
            return made
    return None


def comparator_flipped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """以上 -> 以下; a figure that is exact gets 超过 or 不足."""
    for old, new in draw.sample(_BOUNDS, len(_BOUNDS)):
        for figure in figures(right.text):
            at = right.text.find(old, max(0, figure.start - len(old)), figure.end + len(old))
            if at >= 0 and figure.bounds != frozenset({"exact"}):
                return _replaced(right, at, at + len(old), new)
    exact = [
        f for f in figures(right.text)
        if f.bounds == frozenset({"exact"}) and f.unit and not f.ordinal and f.high > 1
        and re.match(r"\d", fold(right.text[f.start]))
        and right.text[f.start - 1 : f.start] not in "“\""
    ]  # fmt: skip
    if not exact:
        return None
    figure = draw.choice(exact)
    return _replaced(right, figure.start, figure.start, draw.choice(["超过", "不足", "不到"]))


def _swap(
    draw: random.Random, right: Right, pairs: Sequence[tuple[str, str]], *, absent: bool = True
) -> Right | None:
    for old, new in draw.sample(pairs, len(pairs)):
        at = right.text.find(old)
        # 增加值, 出口处, 收入: the word has to be the word that it looks like.
        while at >= 0 and right.text[at + len(old) : at + len(old) + 1] in ("值", "额", "处"):
            at = right.text.find(old, at + 1)
        if at >= 0 and not (absent and new in right.text):
            return _replaced(right, at, at + len(old), new)
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
    others = [y for y in range(year - 2, year + 3) if y != year and str(y) not in right.citation.text]
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
        return _replaced(right, verb.start(), verb.start(), "计划")
    if right.citation.period == "plan":
        return _replaced(right, verb.start(), verb.end(), f"已经{verb[0]}了")
    return None


def member_dropped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """A、B、C -> A、C."""
    runs = [run for run in runs_of(right.text) if len(run) >= 3]
    if not runs or re.search("等|其中|例如|部分|之一|比如|分别", right.text):
        return None
    run = draw.choice(runs)
    member = draw.choice(run[1:-1])
    return right._replace(text=right.text.replace(f"、{member}", "", 1)) if f"、{member}" in right.text else None


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
        and not any(_stands(f, o.citation) for f in figures(right.text))
    ]  # fmt: skip
    if not words or not strangers:
        return None
    return right._replace(citation=draw.choice(strangers).citation)


def figures_exchanged(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """Two figures of one unit change places: each stands there, of something else."""
    found = [f for f in figures(right.text) if not f.ordinal]
    pairs = [(a, b) for a in found for b in found
             if a.start < b.start and a.unit == b.unit and a.unit and a.low != b.low]  # fmt: skip
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    text = right.text
    new = text[: a.start] + text[b.start : b.end] + text[a.end : b.start] + text[a.start : a.end] + text[b.end :]
    return right._replace(text=new)


def thing_exchanged(draw: random.Random, right: Right, others: Sequence[Right]) -> Right | None:
    """180辆公交车 -> 180辆校车: the noun beside a figure is another paragraph's."""
    whole = fold(right.citation.text + (right.citation.title or "") + "".join(right.citation.section))
    nouns = sorted({
        w for o in draw.sample(others, min(40, len(others)))
        for w, tag in tagged(fold(o.text)) if tag == "n" and len(w) >= 2 and idf(w) > RARE and not set(w) & set(whole)
    })  # fmt: skip
    for figure in figures(right.text):
        beside = [
            (w, at) for w, at in _nouns(right.text)
            if abs(at - figure.start) <= 8 and w in right.text
        ]  # fmt: skip
        if beside and nouns and figure.unit:
            word, at = draw.choice(beside)
            return _replaced(right, at, at + len(word), draw.choice(nouns))
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
    return _replaced(right, verb.start(), verb.start(), "没有")


def sum_wrong(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """两者相差…, by another figure."""
    found = [f for f in figures(right.text) if f.low == f.high and f.unit and not f.ordinal and f.unit != "share"]
    pairs = [(a, b) for a in found for b in found if a.start < b.start and a.unit == b.unit and a.low != b.low]
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    wrong = abs(a.low - b.low) + draw.choice([1, 3, 7])
    if wrong.denominator != 1:
        return None
    unit = right.text[a.start : a.end].lstrip("0123456789.多余万亿")
    made = right._replace(text=f"{right.text.rstrip('。')}，两者相差{wrong}{unit}。")
    return _new_figure(right, made, made.text.rindex("相差") + 2)


def foreign_words(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """A sentence from nowhere, with a marker."""
    made = draw.choice((
        "当地还举办了国际马拉松比赛。", "居民对地铁建设普遍表示满意。", "专家认为这一做法值得其他国家借鉴。",
        "当地机场新开通了多条国际航线。", "该县与多所大学签署了合作协议。",
    ))  # fmt: skip
    return right._replace(text=made)


ALTERATIONS: dict[str, Alteration] = {
    f.__name__.replace("_", " "): f
    for f in (
        digit_changed, digits_swapped, point_moved, scale_changed, unit_swapped, comparator_flipped,
        direction_flipped, opposite, year_exchanged, place_exchanged, period_exchanged, member_dropped,
        quotation_reworded, person_exchanged, source_exchanged, figures_exchanged, thing_exchanged,
        denied, sum_wrong, foreign_words,
    )
}  # fmt: skip
"""Each kind by its name."""
