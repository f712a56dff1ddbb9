"""Who reports, is interviewed or addresses the meeting: the one speaker of a page.

    speaker_of(kind, title=…, opening=…, body=…) -> the name, or None

A report names its speaker on the lines over the text; an interview in its title (——访县委
书记任某) or where the interview is announced; any page by whom it quotes most (任某说, 任某
强调). A notice has none. Names are read by people.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import Kind
from ingest.headline import lone_name, office_name
from ingest.people import name_at, named_official

_SAYS_RE = re.compile(r"(?:在[^。,，]{1,10}中)?(?:表示|强调|指出|说|要求|介绍|认为|谈到|告诉)")
_HEAD_OF_RE = re.compile(r"(?<!副)(?:市长|县长|区长|州长|旗长|省长|书记|主席|主任)(?=\S)")
_ADDRESSES_RE = re.compile(r"[^。]{0,30}(?:讲话|主持|强调|出席|指出|要求)")
_REPORTS_RE = re.compile(r"(?:市|县|区|州|省|旗)长\s*(?=\S+?(?:代表|向大会|作))")
_VISITED_RE = re.compile(r"[―—–-]+\s*访|专访|对话")
_INTERVIEWED_RE = re.compile(r"(?:采访|专访)了|(?=[^。,]{2,30}接受[^。]{0,24}采访)")
_LEAD = 4
"""Paragraphs in which a meeting's speaker is introduced."""


def speaker_of(
    kind: Kind | None, *, title: str, opening: Sequence[str], body: Sequence[str]
) -> str | None:
    """The speaker's name, spaces taken out; None when the page has none or doesn't say.

    >>> speaker_of("interview", title="把事办好——访县委书记任天顺", opening=(), body=())
    '任天顺'
    """
    if kind == "notice":
        return None
    for line in opening:
        name = office_name(line) or (lone_name(line) if kind == "work report" else None)
        if name:
            return name
    text = "\n".join((title, *body))
    if kind == "work report":
        delivered = [name for line in opening if (name := named_official(line))]
        if delivered:
            return delivered[0]
        start = "\n".join(body[:3])
        reports = _REPORTS_RE.search(start)
        return name_at(start, reports.end()) if reports else None
    if kind == "interview":
        name = _interviewed(title, text)
        if name:
            return name
    return _most_quoted(text, "\n".join((title, *body[:_LEAD])))


def _interviewed(title: str, text: str) -> str | None:
    visited = _VISITED_RE.search(title)
    if visited:
        name = named_official(text, start=visited.end(), end=len(title))
        if name:
            return name
    for match in _INTERVIEWED_RE.finditer(text):
        name = named_official(text, start=match.start(), end=match.start() + 60)
        # 接受 can be said of a whole sentence of people; the one interviewed is quoted too.
        if name and text.count(name) > 1:
            return name
    return None


def _most_quoted(text: str, lead: str) -> str | None:
    """Who says most: each 某某说 counts 1, a head's introduction 1, with 讲话 or 主持 2."""
    counts: Counter[str] = Counter()
    for match in _SAYS_RE.finditer(text):
        for length in (3, 2, 4):
            at = match.start() - length
            if at >= 0 and name_at(text, at) == text[at : match.start()]:
                counts[text[at : match.start()]] += 1
                break
    for match in _HEAD_OF_RE.finditer(lead):
        name = name_at(text, match.end())
        if name:
            counts[name] += 2 if _ADDRESSES_RE.match(lead, match.end()) else 1
    best = counts.most_common(1)
    if best and best[0][1] >= 2:
        return best[0][0]
    # No head spoke: then whoever 主持会议并讲话, also a deputy.
    for sentence in re.split(r"(?<=[。！])", text):
        if "讲话" in sentence and (name := named_official(sentence + text)):
            return name if name in sentence else None
    return None
