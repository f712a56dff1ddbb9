"""Wrong statements by a wrong figure: its digits, point, scale, unit, comparator, or place.

Made by machine from right ones and from a seed, each wrong by one thing: a new figure is one
that the paragraph doesn't have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.figures import Figure, figures
from assistant.units import agree
from evals.verify_material import Right
from ingest.normalise import fold

_SCALES = ("亿", "万")
_UNITS = (
    ("万元", "万美元"), ("亿元", "亿美元"), ("元", "美元"), ("亩", "公顷"), ("平方米", "亩"),
    ("公里", "米"),
    ("个百分点", "%"), ("%", "个百分点"), ("人次", "户"), ("户", "人"), ("名", "户"),
    ("万人", "万户"), ("辆", "公里"),
    ("座", "公里"), ("家", "人"), ("次", "天"), ("套", "亩"), ("吨", "公斤"), ("个", "公里"),
    ("处", "户"), ("件", "年"),
    ("所", "亩"), ("条", "公里"), ("项", "亿元"),
)  # fmt: skip
_BOUNDS = (
    ("以上", "以下"), ("以下", "以上"), ("以内", "以上"), ("左右", "以上"), ("不超过", "超过"),
    ("不低于", "不超过"),
    ("不高于", "高于"), ("不少于", "不超过"), ("超过", "不足"), ("余", "以内"), ("约", "不足"),
    ("低于", "高于"), ("突破", "不到"),
)  # fmt: skip


def replaced(right: Right, start: int, end: int, new: str) -> Right:
    """The statement with other words from ``start`` to ``end``."""
    return right._replace(text=right.text[:start] + new + right.text[end:])


def states(figure: Figure, citation: Citation) -> bool:
    """Whether a paragraph, its title or its section has a figure, whatever its comparator."""
    texts = (citation.text, citation.title or "", *citation.section)
    return any(
        (f.low, f.high) == (figure.low, figure.high) and agree(f.unit, figure.unit)
        for text in texts for f in figures(text)
    )  # fmt: skip


def _new_figure(right: Right, altered: Right, at: int) -> Right | None:
    """The altered statement, if its figure at that place is none of the paragraph's."""
    made = next((f for f in figures(altered.text) if f.start <= at < f.end), None)
    return None if made is None or states(made, right.citation) else altered


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
        new = replaced(right, *number.span(), "".join(digits))
        if made := _new_figure(right, new, number.start()):
            return made
    return None


def digits_swapped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """180 -> 108: two neighbours change places."""
    for number in draw.sample(found := _numbers(right), len(found)):
        digits = number[0]
        pairs = [
            k for k in range(len(digits) - 1)
            if digits[k : k + 2].isdigit() and digits[k] != digits[k + 1]
            and (k or digits[1] != "0")
        ]  # fmt: skip
        if pairs:
            k = draw.choice(pairs)
            text = digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :]
            if made := _new_figure(right, replaced(right, *number.span(), text), number.start()):
                return made
    return None


def point_moved(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """641.8 -> 64.18, 180 -> 1800."""
    for number in draw.sample(found := _numbers(right), len(found)):
        whole, point, decimals = number[0].partition(".")
        new = (
            f"{whole[:-1]}.{whole[-1]}{decimals}"
            if point and len(whole) > 1
            else whole + decimals + "0" * (not point)
        )
        if made := _new_figure(right, replaced(right, *number.span(), new), number.start()):
            return made
    return None


def unit_swapped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """亩 -> 公顷, % -> 个百分点."""
    for figure in draw.sample(found := figures(right.text), len(found)):
        written = right.text[figure.start : figure.end]
        for old, new in _UNITS:
            if written.endswith(old) and not figure.ordinal:
                at = figure.end - len(old)
                if made := _new_figure(right, replaced(right, at, figure.end, new), figure.start):
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
        if new != written and (
            made := _new_figure(right, replaced(right, figure.start, figure.end, new), figure.start)
        ):
            return made
    return None


def comparator_flipped(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """以上 -> 以下; a figure that is exact gets 超过 or 不足."""
    for old, new in draw.sample(_BOUNDS, len(_BOUNDS)):
        for figure in figures(right.text):
            at = right.text.find(old, max(0, figure.start - len(old)), figure.end + len(old))
            if at >= 0 and figure.bounds != frozenset({"exact"}):
                return replaced(right, at, at + len(old), new)
    exact = [
        f for f in figures(right.text)
        if f.bounds == frozenset({"exact"}) and f.unit and not f.ordinal and f.high > 1
        and re.match(r"\d", fold(right.text[f.start]))
        and right.text[f.start - 1 : f.start] not in "“\""
    ]  # fmt: skip
    if not exact:
        return None
    figure = draw.choice(exact)
    return replaced(right, figure.start, figure.start, draw.choice(["超过", "不足", "不到"]))


def figures_exchanged(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """Two figures of one unit change places: each stands there, of something else."""
    found = [f for f in figures(right.text) if not f.ordinal]
    pairs = [(a, b) for a in found for b in found
             if a.start < b.start and a.unit == b.unit and a.unit and a.low != b.low]  # fmt: skip
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    text = right.text
    new = (
        text[: a.start]
        + text[b.start : b.end]
        + text[a.end : b.start]
        + text[a.start : a.end]
        + text[b.end :]
    )
    return right._replace(text=new)


def sum_wrong(draw: random.Random, right: Right, _: Sequence[Right]) -> Right | None:
    """两者相差…, by another figure."""
    found = [
        f for f in figures(right.text)
        if f.low == f.high and f.unit and not f.ordinal and f.unit != "share"
        and right.text[f.start].isdecimal()
    ]  # fmt: skip
    pairs = [
        (a, b)
        for a in found
        for b in found
        if a.start < b.start and a.unit == b.unit and a.low != b.low
    ]
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    wrong = abs(a.low - b.low) + draw.choice([1, 3, 7])
    if wrong.denominator != 1:
        return None
    unit = right.text[a.start : a.end].lstrip("0123456789.多余万亿")
    made = right._replace(text=f"{right.text.rstrip('。')}，两者相差{wrong}{unit}。")
    return _new_figure(right, made, made.text.rindex("相差") + 2)
