"""Lists joined by 、: A、B、C“十大工程”, 政治意识、民本意识和廉政意识, A、B等10个战役.

    runs(text) -> Enumerations of style "run"

Chinese writes no mark where such a run begins or ends. So the first piece is freed of the
verb it follows (全力抓好呼南高铁 -> 呼南高铁) and the last of what closes the run (等四种类型,
“十大工程”, 的…), by what the other pieces look like: their common beginning or ending, and
their length. B和C at the end is two members.

A run of three is taken, or of two if the text counts two. The bounds are a best reading: a
caller that quotes should quote the whole clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.members import MEASURE, Enumeration, Member, declared_count, lead_span
from ingest.numerals import chinese_number

_CLAUSE_RE = re.compile(r"[^，,。；;：:！!？?（()）\s]+")
_CN = "[二两三四五六七八九十]{1,3}"
_QUOTED_COUNT_RE = re.compile(
    rf"[“\"‘「](?P<n>{_CN}|\d{{1,2}})(?:{MEASURE})[^”\"’」]{{0,12}}[”\"’」]"
)
_COUNT_RE = re.compile(
    rf"等(?P<n>{_CN}|\d{{1,3}})(?:{MEASURE})"
    rf"|(?<![“\"‘「第])(?P<bare>{_CN})(?:大|方面|种|类|项|级)"
    r"(?=[\u4e00-\u9fff])"
)
_JOINT_RE = re.compile(r"以及|和|及|与")
_STRONG = (
    "抓好|打好|打赢|办好|做好|做到|做大|做强|做优|实施|推进|推动|引导|加快|加强|强化|深化|按照|围绕|聚焦|"
    "完善|建立|健全|打造|开展|落实|统筹|支持|坚持|包括|涉及|涵盖|依托|解决|突出|争创|创建|构建|促进|启动|"
    "形成|荣获|增强|优化|编制|出台|推广|推介|实现|巩固|重点是|分别为|分别是|主要是|作为|成为"
)
"""Verbs that a list follows wherever they stand in a clause."""
_WEAK = (
    "建设|发展|培育|壮大|提升|完成|保障|改造|新建|加大|拓展|扩大|召开|举办|"
    "从|在|对|向|把|将|为|要|以"
)
"""Only at the beginning of a clause: inside one they are parts of nouns (项目建设)."""
_ADVERBS = (
    "全力|重点|着力|大力|努力|积极|扎实|深入|持续|不断|进一步|切实|全面|继续|还要|我们|会议|加快|稳步|有序|"
    "统筹|充分|坚决|更加|逐步|认真|主动|严格|科学|同时|还|也"
)
_LEADING_RE = re.compile(rf"(?:{_ADVERBS}|{_STRONG}|{_WEAK})*(?:{_STRONG}|{_WEAK})(?:了|好)?")
_STRONG_RE = re.compile(rf"(?:{_STRONG})(?:了|好)?")
_ANNOUNCES_RE = re.compile(r"[^、]*?(?:分别[是为]|主要[是有]|包括)")
"""这10项实事分别是A、B、C: what counts the run is in its first piece."""
_AFTER_COLON_RE = re.compile(
    r"(?P<lead>[^。！？!?:：]{2,40})[:：](?P<list>[^。！？!?:：]{8,600})(?=[。！？!?]|$)"
)
_HAS_RE = re.compile(
    r"(?:实事|任务|工作|项目|措施|问题|工程|目标|亮点|方面|困难|重点)[^,，]{0,6}(?:有|是|包括|为|如下)$"
)
_CLAUSE = 60
"""Longest clause that is a member, in characters."""
_OPENING_QUOTES, _CLOSING_QUOTES = '“‘「『"', '”’」』"'


def runs(text: str) -> Iterator[Enumeration]:
    """The runs of one paragraph.

    >>> line = "全力抓好环城路改造、艺术中心、国土绿化“三大工程”。"
    >>> [(e.declared, [line[m.start:m.end] for m in e.members]) for e in runs(line)]
    [(3, ['环城路改造', '艺术中心', '国土绿化'])]
    """
    for match in _CLAUSE_RE.finditer(text):
        spans = _pieces(text, *match.span()) if "、" in match[0] else []
        if len(spans) < 2:
            continue
        declared, end = _count(text, spans[0][0], *spans[-1])
        spans[-1] = (spans[-1][0], end)
        spans[-1:] = _divided(text, spans)
        spans[0] = (_begin(text, spans), spans[0][1])
        if len(spans) < 3 and declared != len(spans):
            continue
        at = spans[0][0]
        lead_start = max(text.rfind(stop, 0, at) for stop in "，,。；;：:！!") + 1
        if text[at - 1 : at] in {":", "："}:
            lead_start, _ = lead_span(text, at)
        members = tuple(Member(a, b, b) for a, b in spans)
        yield Enumeration("run", lead_start, at, declared, members)


def after_colon(text: str) -> Iterator[Enumeration]:
    """Lists after a colon whose members are clauses: 今年要办的实事有:A,B,C。

    The lead says that a list follows, or counts as many as there are. Semicolons divide
    before commas do.

    >>> line = "要办的实事有:改造街巷28条,建设青少年宫,新装路灯560盏。"
    >>> [[line[m.start:m.end] for m in e.members] for e in after_colon(line)]
    [['改造街巷28条', '建设青少年宫', '新装路灯560盏']]
    """
    for match in _AFTER_COLON_RE.finditer(text):
        start = match.start("list")
        stop = "；;" if re.search("[；;]", match["list"]) else "，,"
        spans = [
            (start + piece.start(), start + piece.end())
            for piece in re.finditer(rf"[^{stop}]+", match["list"])
        ]
        lead_start, lead_end = lead_span(text, start)
        declared = declared_count(text[lead_start:lead_end])
        announced = _HAS_RE.search(match["lead"]) is not None and declared is None
        lengths = [b - a for a, b in spans]
        if len(spans) >= 3 and (announced or declared == len(spans)) and max(lengths) <= _CLAUSE:
            members = tuple(Member(a, b, b) for a, b in spans)
            yield Enumeration("run", lead_start, lead_end, declared, members)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces between 、; the run ends where 等 closes it, if other words follow."""
    spans: list[tuple[int, int]] = []
    at = start
    for piece in text[start:end].split("、"):
        if piece:
            spans.append((at, at + len(piece)))
        at += len(piece) + 1
        if piece.find("等") > 1 and len(spans) > 1:
            break
    return spans


def _count(text: str, run_start: int, start: int, end: int) -> tuple[int | None, int]:
    """What counts the run in its last piece or before a colon, and where that piece then ends."""
    last = text[start:end]
    counted = _COUNT_RE.search(last, 1)
    quoted = _QUOTED_COUNT_RE.search(last, 1)
    if quoted and "等" not in last[: quoted.start() - 1]:
        counted = quoted
    if counted:
        number = next(group for group in counted.groups() if group)
        return chinese_number(number.replace("两", "二")), start + counted.start()
    closed = last.find("等", 1)
    end = start + closed if closed > 0 else end
    if text[run_start - 1 : run_start] in {":", "：", "（", "("}:
        return declared_count(text[lead_span(text, run_start)[0] : run_start]), end
    announced = _ANNOUNCES_RE.match(text[run_start:start])
    return (declared_count(announced[0]) if announced else None), end


def _divided(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """B和C in the last piece: two members, if both look like one."""
    start, end = spans[-1]
    typical = median(b - a for a, b in spans[1:-1] or spans[:-1])
    for joint in _JOINT_RE.finditer(text, start + 1, end - 1):
        before = (start, joint.start())
        last = _finish(text, [*spans[:-1], before, (joint.end(), end)])
        short, long = joint.start() - start, last - joint.end()
        if 2 <= short <= 1.6 * typical + 1 and 2 <= long <= 2.5 * typical + 3:
            return [before, (joint.end(), last)]
    return [(start, _finish(text, spans))]


def _begin(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the first member begins, behind the verb."""
    start, end = spans[0]
    others = [text[a:b] for a, b in spans[1:]]
    first = text[start:end]
    if first.count("“") > first.count("”"):
        return start + first.rindex("“") + 1
    shared = _shared(others)
    if len(others) > 1 and shared and shared not in _CLOSING_QUOTES + _OPENING_QUOTES:
        at = first.rfind(shared)
        if at > 0 and len(first) - at >= 2:
            return start + at
    if sum(_LEADING_RE.match(other) is not None for other in others) * 2 >= len(others):
        return start  # 加强A、优化B、控制C: the verbs belong to the members
    leading = _LEADING_RE.match(first)
    cut = leading.end() if leading else 0
    for verb in _STRONG_RE.finditer(first, cut):
        quoted = first.count("“", 0, verb.start()) > first.count("”", 0, verb.start())
        if not quoted and len(first) - verb.end() >= 2:
            cut = verb.end()
    return start + cut if len(first) - cut >= 2 else start


def _shared(words: Sequence[str]) -> str:
    """What all the words begin with."""
    length = 0
    while len({word[: length + 1] for word in words}) == 1 and length < len(words[0]):
        length += 1
    return words[0][:length]


def _finish(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the last member ends, before what the run as a whole goes on to."""
    start, end = spans[-1]
    others = [text[a:b] for a, b in spans[:-1]]
    last = text[start:end]
    if last.count("”") > last.count("“"):
        return start + last.index("”")
    shared = _shared([other[::-1] for other in others[-3:]])[::-1] if len(others) > 1 else ""
    if shared and shared not in _CLOSING_QUOTES:
        at = last.find(shared, 1)
        if at > 0:
            return start + at + len(shared)
    possessive = last.find("的")
    if possessive >= 2 and not any("的" in other for other in others):
        return start + possessive
    return end
