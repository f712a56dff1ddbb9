"""Right statements said otherwise, by machine and from a seed: what a check may not stumble on.

    REWORDINGS[kind](draw, right, others) -> texts that say the same, or None where it can't be

More than one text means that a sentence was split: each is cited like the whole.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from assistant.figures import figures
from assistant.listed import runs_of
from evals.verify_material import Right
from ingest.normalise import to_traditional

Rewording = Callable[[random.Random, Right, Sequence[Right]], tuple[str, ...] | None]

_DIGITS = "零一二三四五六七八九"
_VERBS = (
    ("新增", "增加"), ("建成", "修建"), ("改造", "改建"), ("发放", "下发"), ("铺设", "敷设"),
    ("打造", "建设"), ("添置", "购置"),
    ("推进", "推动"), ("解决", "化解"), ("达到", "达"), ("完成", "做完"), ("实施", "开展"),
    ("加快", "加速"), ("提高", "提升"),
    ("办结", "办理"), ("创建", "创成"), ("召开", "举行"), ("提出", "指出"), ("建设", "修建"),
    ("培育", "培养"), ("治理", "整治"),
    ("支持", "扶持"), ("开展", "进行"), ("深化", "推进"), ("做好", "抓好"), ("抓好", "办好"),
    ("介绍", "说"),
)  # fmt: skip
_ENDS_RE = re.compile(r"[，,]")
_ANAPHORA_RE = re.compile(
    r"^(?:比|较|其中|分别|增长|下降|同比|在全|居|占|为|使|让|并|也|都|均|达|受益|又|还|另|从|把|对|以)"
)


def as_it_stands(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """The source's own sentence."""
    return (right.text,)


def _chinese(number: int) -> str:
    """Below ten thousand.

    >>> [_chinese(n) for n in (8, 10, 15, 20, 128, 105, 1050, 3941)]
    ['八', '十', '十五', '二十', '一百二十八', '一百零五', '一千零五十', '三千九百四十一']
    """
    text, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(text)
    return re.sub("^一十", "十", text)


def other_numerals(draw: random.Random, right: Right, _: Sequence[Right]) -> tuple[str, ...] | None:
    """1.26万户 -> 12600户, 8.3% -> 百分之8.3, 80公里 -> 八十公里."""
    text, changed = right.text, False
    for figure in reversed(figures(right.text)):
        written = right.text[figure.start : figure.end]
        new = written
        if re.fullmatch(r"\d+(?:\.\d+)?%", written):
            new = f"百分之{written[:-1]}"
        elif match := re.match(r"(\d+(?:\.\d+)?)万(?=余|元|户|人|亩|名|个|平方米)", written):
            value = round(float(match[1]) * 10000)
            new = (f"{value:,}" if draw.random() < 0.5 else str(value)) + written[match.end() :]
        elif (
            (match := re.match(r"(?<![\d.])(\d{1,4})(?![\d.万亿%])", written))
            and not figure.ordinal
            and figure.low == figure.high
            and int(match[1]) > 1
            and figure.unit
        ):
            new = _chinese(int(match[1])) + written[match.end() :]
        if new != written:
            text, changed = text[: figure.start] + new + text[figure.end :], True
    return (text,) if changed else None


def in_ten_thousands(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """18446元 -> 1.8446万元, 641.8亿元 -> 6418000万元."""
    for figure in figures(right.text):
        written = right.text[figure.start : figure.end]
        if match := re.match(r"(\d{5,})(?=[元人户亩个])", written):
            new = f"{int(match[1]) / 10000:.10g}万" + written[match.end() :]
        elif match := re.match(r"(\d+(?:\.\d+)?)亿(?=元)", written):
            new = f"{float(match[1]) * 10000:.10g}万" + written[match.end() :]
        else:
            continue
        return (right.text[: figure.start] + new + right.text[figure.end :],)
    return None


def other_comparator(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """余 -> 多, 5次以上 -> 不少于5次, 不超过3% -> 3%以内."""
    text = right.text
    for figure in figures(text):
        written = text[figure.start : figure.end]
        after = text[figure.end : figure.end + 2]
        if "余" in written:
            return (text[: figure.start] + written.replace("余", "多") + text[figure.end :],)
        if after == "以上" and figure.bounds == frozenset({"up"}):
            return (text[: figure.start] + "不低于" + written + text[figure.end + 2 :],)
        if after == "左右" and figure.bounds == frozenset({"about"}):
            return (text[: figure.start] + "约" + written + text[figure.end + 2 :],)
        before = text[max(0, figure.start - 3) : figure.start]
        if before in ("不超过", "不高于"):
            return (text[: figure.start - 3] + "在" + written + "以内" + text[figure.end :],)
    return None


def clauses_turned(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """The last clause first, where each has a figure and leans on no other."""
    pieces = _independent(right)
    return ("，".join([*pieces[1:], pieces[0]]) + "。",) if pieces else None


def split_up(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """Two sentences of one."""
    pieces = _independent(right)
    return tuple(f"{piece}。" for piece in pieces) if pieces else None


def _independent(right: Right) -> list[str]:
    """The clauses of a statement, if each has figure and subject of its own."""
    pieces = _ENDS_RE.split(right.text.rstrip("。"))
    apart = len(pieces) > 1 and all(
        figures(p) and len(p) >= 6 and not _ANAPHORA_RE.match(p) and figures(p)[0].start >= 3
        for p in pieces
    )
    return pieces if apart and "分别" not in right.text else []


def other_verbs(draw: random.Random, right: Right, _: Sequence[Right]) -> tuple[str, ...] | None:
    """新增 -> 增加, 添置 -> 购置."""
    found = [(old, new) for old, new in _VERBS if old in right.text and new not in right.text]
    if not found or re.search('[“”"]', right.text):
        return None
    old, new = draw.choice(found)
    return (right.text.replace(old, new, 1),)


def particles(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """了 and 的 dropped."""
    if re.search('[“”"]', right.text):
        return None  # a quotation is left as it is
    text = re.sub(r"(?<=[㐀-鿿])(?<![不])了(?!解|不)|(?<=[㐀-鿿]{2})的(?=[㐀-鿿])", "", right.text)
    return (text,) if text != right.text else None


def labelled(draw: random.Random, right: Right, _: Sequence[Right]) -> tuple[str, ...] | None:
    """Year and place said, which its labels say."""
    cited = right.citation
    if not cited.year or re.search(r"(?:19|20)\d\d", right.text) or not cited.place:
        return None
    place = re.split(r"(?<=[省市])(?=.)", cited.place)[-1]
    front = draw.choice(
        [f"{cited.year}年，{place}", f"{cited.year}年{place}的情况是：", f"{place}{cited.year}年，"]
    )
    return (front + right.text,)


def other_script(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """In traditional characters."""
    text = to_traditional(right.text)
    return (text,) if text != right.text else None


def full_width(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """８．３％."""
    wide = {ord(c): ord(c) + 0xFEE0 for c in "0123456789%."}
    text = right.text.translate(wide)
    return (text,) if text != right.text else None


def merged(draw: random.Random, right: Right, others: Sequence[Right]) -> tuple[str, ...] | None:
    """Two sentences of one paragraph in one."""
    same = [
        o
        for o in others
        if o.citation.paragraph == right.citation.paragraph and o.text != right.text
    ]
    if not same or len(right.text) > 70:
        return None
    other = draw.choice(same).text
    return (f"{right.text.rstrip('。')}；另外，{other}",) if len(other) <= 70 else None


def quoted_right(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """原文写道：“…”."""
    if re.search('[“”"]', right.text):
        return None
    return (f"文中写道：“{right.text.rstrip('。')}”。",)


def members_turned(draw: random.Random, right: Right, _: Sequence[Right]) -> tuple[str, ...] | None:
    """A、B、C、D -> A、C、B、D: the inner members in another order, none left out."""
    for run in runs_of(right.text):
        inner = list(run[1:-1])
        if "“" in right.text or any(re.search("[和与及]", member) for member in run):
            continue
        if len(inner) >= 2 and "、".join(inner) in right.text and "分别" not in right.text:
            turned = inner[1:] + inner[:1]
            return (right.text.replace("、".join(inner), "、".join(turned)),)
    return None


def difference_right(_: random.Random, right: Right, __: Sequence[Right]) -> tuple[str, ...] | None:
    """两者相差…, recomputed."""
    found = [
        f for f in figures(right.text)
        if f.low == f.high and f.unit and not f.ordinal and f.unit != "share"
        and right.text[f.start].isdecimal()
    ]  # fmt: skip
    for a in found:
        for b in found:
            difference = abs(a.low - b.low)
            if (
                a.start < b.start
                and a.unit == b.unit
                and difference
                and difference.denominator == 1
            ):
                unit = right.text[a.start : a.end].lstrip("0123456789.多余万亿")
                return (f"{right.text.rstrip('。')}，两者相差{difference}{unit}。",)
    return None


def reported(draw: random.Random, right: Right, _: Sequence[Right]) -> tuple[str, ...] | None:
    """报告提到，…: with whoever speaks, where that is known."""
    speaker = right.citation.speaker
    said = draw.choice(["介绍", "表示", "指出"])
    front = f"{speaker}{said}，" if speaker and draw.random() < 0.5 else "据文件介绍，"
    return (front + right.text,)


REWORDINGS: dict[str, Rewording] = {
    f.__name__.replace("_", " "): f
    for f in (
        as_it_stands, other_numerals, in_ten_thousands, other_comparator, clauses_turned, split_up,
        other_verbs, particles, labelled, other_script, full_width, merged, quoted_right,
        members_turned, difference_right, reported,
    )
}  # fmt: skip
"""Each kind by its name."""
