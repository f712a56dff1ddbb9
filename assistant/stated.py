"""What a figure is said of: its subject, its direction, its year, in claim and source alike.

18446元 and 33307元 may stand in one sentence, each of somebody else's income. A subject is the
words around the figure, as far as the clause before if its own say nothing (比上年增长), or
the member of a list that 分别 gives it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.dated import dates_in
from assistant.figures import LISTED_RE, Figure, figures
from ingest.normalise import fold
from ingest.words import HAN

Direction = Literal["", "up", "down", "up to", "down to"]

_SENTENCE_RE = re.compile(
    r"[。;；!！?？\n]|(?<![\d])\.(?=\s|$)|(?:^|(?<=[,:：]))(?:[一二三四五六七八九十]{1,3}是)|(?:(?<=[,、])[一二三四五六七八九十]{1,3}要)"
)
_CLAUSE_RE = re.compile(r"[,、:：]")
_GENERIC_RE = re.compile(
    r"新增加?|增长|增加(?!值)|增速|增幅|上升|提高|提升|上涨|下降|减少|降低|回落|下跌|同比|分别|达到|完成|实现|"
    r"(?<!全)一年|全年|全市|全县|全区|全省|全国|居(?=[全第首末])|排|位列|位居|每年|年|今年|去年|上年|比上|较上|年度|累计|总计|合计|一共|总共|共计|共有|以上|以下|以内|"
    r"左右|力争|确保|计划|目标|将要?|预计|预期|其中|方面|占到|占比|比重|为了|已经?|超过|不低于|不超过|"
    r"不少于|不高于|约为|大约|进行|开展|建设|新建|改造|推进|实施|我市|我县|本市|政府|报告|指出|提出|"
    r"表示|介绍|说|会议|工作|任务|要求|安排|达|占|共|比|较|再|又|还|也|都|的|了|在|为|是|有|等|和|与|及|让|使|把|给|对"
)
_HAN_RE = re.compile(rf"[{HAN}]+|[a-z][a-z'-]+|[a-z0-9]*\d[a-z0-9]*")
_UP = (
    r"新增|增长|增加|增至|增到|增(?=[\d了]|$)|增速|增幅|上升|提高|提升|上涨|上调|涨幅|(?<!推)升至?|(?<![至最不许])多了?(?=[\d]|$)|"
    r"多[出发增]|高出|扩大|快于|increas\w*|r[io]se\w*|gr[eo]w\w*|up by|climb\w*|gain\w*"
)
_DOWN = (
    r"下降|减少|降低|下跌|回落|下调|缩小|缩减|压减|降至?(?=[\d到了]|$)|减至?(?=[\d到了]|$)|降幅|跌幅|(?<![至最不])少了?(?=[\d]|$)|"
    r"负增长|fell|fall\w*|decreas\w*|declin\w*|dropp?\w*|reduc\w*|down by|cut\w*"
)
_DIRECTION_RE = re.compile(rf"(?P<down>(?<![不])(?:{_DOWN}))|(?P<up>(?<![不负])(?:{_UP}))")
_TO_RE = re.compile(r"了?(?:到|至|为|达到?)[了约]?|.*\bto(?: about| over)?\s?")
"""提高到 gives the level, 提高 the change."""
_AFTER_RE = re.compile(
    r"\s?(?:的)?(?:(?P<up>增长|增幅|涨幅|提升|increase|growth|rise)|"
    r"(?P<down>下降|降幅|跌幅|降低|decrease|decline|fall|drop))(?![到至为])"  # 从38%提升到50.2%
)
_COMPARED_RE = re.compile(
    r"(?:比|较|与|自|从|对比|相比|compared (?:with|to)|from|than|since)\s?(?:in )?$"
)
_NAMED_RE = re.compile(r"[^,。;:、\d]{0,10}?(?:报告|会议|讲话|座谈会|两会|采访|专访|work report)")
"""2019年政府工作报告: the year of a document's name is not the year of what it says."""


class Stated(NamedTuple):
    """A figure, and what of."""

    figure: Figure
    subject: frozenset[str]
    """Character pairs (or Latin words) of what it is said of, without generic ones."""
    direction: Direction
    year: int | None
    """The year that its own sentence gives it; None where it gives none."""
    sentence: tuple[int, int]


@lru_cache(maxsize=512)
def stated(text: str) -> tuple[Stated, ...]:
    """Every figure of a text with its subject.

    >>> found = stated("城镇居民收入33307元,农村居民收入18446元,分别增长8.5%和8.9%。")
    >>> [sorted(s.subject & {"城镇", "农村"}) for s in found]
    [['城镇'], ['农村'], ['城镇'], ['农村']]
    """
    folded = fold(text)
    found = figures(text)
    borders = _borders(folded)
    said: list[Stated] = []
    for k, figure in enumerate(found):
        start, end = _sentence(borders, figure.start, len(folded))
        own = _own_words(folded, found, k, start, end)
        said.append(
            Stated(
                figure, pairs_of(own), _direction(folded, found, k, start),
                _year(folded, start, figure), (start, end),
            )
        )  # fmt: skip
    return tuple(_respectively(folded, found, said))


def pairs_of(folded: str) -> frozenset[str]:
    """The pairs of characters of folded text that say what it is about.

    >>> sorted(pairs_of("全年新增公交车"))
    ['交车', '公交']
    """
    found: set[str] = set()
    for piece in _GENERIC_RE.sub(" ", folded).split(" "):
        for run in _HAN_RE.findall(piece):
            if run.isascii():
                found.add(run)
            else:
                found.update(run[k : k + 2] for k in range(max(1, len(run) - 1)))
    return frozenset(found)


def _borders(folded: str) -> list[int]:
    return [match.end() for match in _SENTENCE_RE.finditer(folded)]


def _sentence(borders: list[int], at: int, length: int) -> tuple[int, int]:
    start = max((b for b in borders if b <= at), default=0)
    return start, min((b for b in borders if b > at), default=length)


def _own_words(folded: str, found: tuple[Figure, ...], k: int, start: int, end: int) -> str:
    """From the last clause before the figure that says something, to the end of its own."""
    figure = found[k]
    stop = min([end, *(f.start for f in found[k + 1 : k + 2])])
    after = _CLAUSE_RE.split(folded[figure.end : stop])[0]
    right = figure.start
    left = right
    while left > start:
        clause = max([start, *(m.end() for m in _CLAUSE_RE.finditer(folded, start, left - 1))])
        before = [f.end for f in found[:k] if clause < f.end <= left - 1]
        left = max([clause, *before])
        words = folded[left:right]
        for f in found[:k]:
            if left <= f.start < right:
                words = words.replace(folded[f.start : f.end], " ")
        if pairs_of(words + " " + after):
            return words + " " + after
        if before:  # skip the figure itself
            left = max(f.start for f in found[:k] if f.end in before)
    return folded[start:right] + " " + after


def _direction(folded: str, found: tuple[Figure, ...], k: int, start: int) -> Direction:
    figure = found[k]
    clause = max([start, *(m.end() for m in re.finditer("[,:：]", folded[: figure.start]))])
    begin = max([clause, *(f.end for f in found[:k] if f.end <= figure.start)])
    run = k
    # 分别增长9%、10%: the word stands before the first of them.
    while run and LISTED_RE.fullmatch(folded, found[run - 1].end, found[run].start):
        run -= 1
        begin = max([clause, *(f.end for f in found[:run])])
    before = folded[begin : found[run].start]
    cues = list(_DIRECTION_RE.finditer(before))
    if cues:
        last = cues[-1]
        way: Direction = "down" if last["down"] else "up"
        rest = before[last.end() :].rstrip("约近超过")
        if _TO_RE.fullmatch(rest) or last[0].endswith(("至", "到")):
            return "down to" if way == "down" else "up to"
        return way
    after = _AFTER_RE.match(folded, figure.end)
    if after:
        return "down" if after["down"] else "up"
    return ""


def _year(folded: str, start: int, figure: Figure) -> int | None:
    """The last year named before the figure in its sentence, if not for comparison."""
    year = None
    for date in dates_in(folded):
        if start <= date.start < figure.start and date.year:
            compared = _COMPARED_RE.search(folded[start : date.start])
            if not compared and not _NAMED_RE.match(folded, date.end):
                year = date.year
    return year


def _respectively(folded: str, found: tuple[Figure, ...], said: list[Stated]) -> list[Stated]:
    """Give each figure behind 分别 its own subject."""
    k = 0
    while k < len(said):
        run = k + 1
        while run < len(said) and LISTED_RE.fullmatch(folded, found[run - 1].end, found[run].start):
            run += 1
        count = run - k
        start = said[k].sentence[0]
        head = folded[start : found[k].start]
        at = head.rfind("分别")
        if count > 1 and at >= 0 and not figures(head[at:]):
            subjects = _members(head[:at], count) or [
                s.subject for s in said[max(0, k - count) : k]
            ]
            if len(subjects) == count:
                for i, subject in enumerate(subjects):
                    said[k + i] = said[k + i]._replace(subject=subject | pairs_of(head[at:]))
        k = run
    return said


def _members(head: str, count: int) -> list[frozenset[str]]:
    """The last so many members of the list that stands right before 分别."""
    clause = re.split(r"[,;:：]", head.rstrip(","))[-1]
    members = [m for m in re.split(r"[、和与及]|以及", clause) if m.strip()]
    if len(members) < count or figures(clause):
        return []
    return [pairs_of(member) for member in members[-count:]]
