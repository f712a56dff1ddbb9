"""Lists that show by their wording alone: clauses that open alike, short tasks, frames.

    parallels(text) -> Enumerations of style "parallel" and "frame"

Three at least: 突出抓好…;突出抓好…;突出抓好…, 要强化…。要强化…。要强化…。, short tasks that
each head what follows (要调结构。… 要上项目。…), and quoted terms that the same words surround
(解决“往哪转”的问题, 解决“如何转”的问题, …). And the clauses after a colon, when what
stands before it counts or announces them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.members import Enumeration, Member, declared_count, head_end, lead_span, sentences_of

_FEWEST = 3
_SHORTEST_OPENING = 3
"""Two characters (加快…;加快…) open any two neighbouring clauses of a report."""
_TASK_RE = re.compile(r"(?:^|[，,。：:\s们])(?P<task>要[\u4e00-\u9fff]{2,6})[。！]")
_ANNOUNCED_RE = re.compile(r"(?:分别[是为]|包括|如下|以下[^。]{0,8})[:：]$")
_MARKED_RE = re.compile(r"\s*(?:一[是要]|首先|[(（][一1]|[1①一][.．、)）])")
"""Lists with marks are enumerations.py's."""
_FRAME_RE = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{2})(?P<term>[“\"‘][^”\"’“]{1,16}[”\"’])(?P<after>[\u4e00-\u9fff]{2})"
)


def parallels(text: str) -> Iterator[Enumeration]:
    """The lists of one paragraph that no mark numbers.

    >>> line = "突出抓好组织,选好人;突出抓好产业,增收入;突出抓好治理,美环境。以上要落实。"
    >>> [line[m.start:m.end] for e in parallels(line) for m in e.members]
    ['突出抓好组织,选好人;', '突出抓好产业,增收入;', '突出抓好治理,美环境。']
    """
    yield from _alike(text, ";；")
    yield from _alike(text, "。！!")
    yield from _tasks(text)
    yield from _frames(text)
    yield from _after_a_colon(text)


def _after_a_colon(text: str) -> Iterator[Enumeration]:
    """Clauses after a lead that counts or announces them: 十件实事分别是:…;…;…。"""
    for colon in re.finditer("[:：]", text):
        lead_start, lead_end = lead_span(text, colon.end())
        declared = declared_count(text[lead_start:lead_end])
        stop = re.compile(r"[。！？!?:：]|$").search(text, colon.end())
        end = stop.end() if stop else len(text)
        clauses = list(re.finditer(r"[^;；]+[;；]?", text[colon.end() : end]))
        announced = declared == len(clauses) or _ANNOUNCED_RE.search(text[lead_start:lead_end])
        if len(clauses) >= _FEWEST and announced and not _MARKED_RE.match(text, colon.end()):
            spans = [(colon.end() + m.start(), colon.end() + m.end()) for m in clauses]
            heads = [head_end(text, a, b) for a, b in spans]
            members = tuple(Member(a, b, h) for (a, b), h in zip(spans, heads, strict=True))
            yield Enumeration("parallel", lead_start, lead_end, declared, members)


def _alike(text: str, separators: str) -> Iterator[Enumeration]:
    pieces = [m.span() for m in re.finditer(rf"[^{separators}]+[{separators}]?", text)]
    pieces = [(a, b) for a, b in pieces if text[a:b].strip()]
    at = 0
    while at + _FEWEST <= len(pieces):
        spans, opening = _same_opening(text, pieces[at:])
        if len(spans) < _FEWEST:
            at += 1
            continue
        at += len(spans)
        yield _enumeration(
            text,
            [(a, _clause_end(text, a, b, separators)) for a, b in spans],
            [head_end(text, a + opening, b) for a, b in spans],
        )


def _same_opening(
    text: str, pieces: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], int]:
    """The pieces, from the first on, that share an opening; before the first's a lead may run."""
    second, third = (text[a:b].strip() for a, b in pieces[1:3])
    length = 0
    while length < min(len(second), len(third)) and second[length] == third[length]:
        length += 1
    opening = re.split(r"[，,“\"、]", second[:length])[0]
    if len(opening) < _SHORTEST_OPENING:
        return [], 0
    first = text.find(opening, *pieces[0])
    if first < 0:
        return [], 0
    spans = [(first, pieces[0][1])]
    for start, end in pieces[1:]:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if not text.startswith(opening, start):
            break
        spans.append((start, end))
    return spans, len(opening)


def _clause_end(text: str, start: int, end: int, separators: str) -> int:
    """A ;-list's last clause ends with its sentence."""
    stop = re.compile(r"[。！？!?]").search(text, start, end) if ";" in separators else None
    return stop.end() if stop else end


def _tasks(text: str) -> Iterator[Enumeration]:
    tasks = list(_TASK_RE.finditer(text))
    if len(tasks) < _FEWEST:
        return
    starts = [match.start("task") for match in tasks]
    most = max(len(sentences_of(text[a:b])) for a, b in pairwise(starts))
    last = sentences_of(text[starts[-1] :])[:most]
    ends = [*starts[1:], starts[-1] + last[-1][1]]
    yield _enumeration(
        text, list(zip(starts, ends, strict=True)), [match.end("task") for match in tasks]
    )


def _frames(text: str) -> Iterator[Enumeration]:
    frames: dict[tuple[str, str], list[re.Match[str]]] = {}
    for match in _FRAME_RE.finditer(text):
        frames.setdefault((match["before"], match["after"]), []).append(match)
    for matches in frames.values():
        if len(matches) >= _FEWEST:
            members = tuple(Member(*m.span("term"), m.end("term")) for m in matches)
            yield Enumeration("frame", *lead_span(text, matches[0].start()), None, members)


def _enumeration(
    text: str, spans: Sequence[tuple[int, int]], head_ends: Sequence[int]
) -> Enumeration:
    lead_start, lead_end = lead_span(text, spans[0][0])
    members = tuple(Member(a, b, h) for (a, b), h in zip(spans, head_ends, strict=True))
    declared = declared_count(text[lead_start:lead_end])
    return Enumeration("parallel", lead_start, lead_end, declared, members)
