"""Lists in a page: where each member begins and ends, and how many the text declares.

    enumerations(text)            -> the lists within one paragraph
    enumeration_over(paragraphs)  -> the lists whose members are paragraphs of their own

Within a paragraph: marked lists (一是…二是…, 一要…, 首先…其次…, 第一,…, (1)…, ①…, 1.…, (一)…,
一方面…另一方面…), those of parallels.py (clauses that open alike) and of runs.py (A、B、C,
or 实事有:A,B,C).
Over paragraphs: numbered heads, 一是…, dashes, or heads that run in, one a paragraph.

Declared and found counts are given as the text has them (十件: 10); whether they agree is the
caller's question. A list without its first member is not taken for one. Nothing is
reworded, and no list is invented from prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.document import Paragraph
from ingest.heads import head_of
from ingest.members import (
    Enumeration,
    Member,
    declared_count,
    head_end,
    lead_span,
    rstripped,
    sentences_of,
)
from ingest.numerals import chinese_number
from ingest.parallels import parallels
from ingest.runs import after_colon, runs

_ORDINAL = "[一二三四五六七八九十]{1,3}"
_START = r"(?:(?<=[。；;：:，,！!？?\s”\"’」》）)、—])|^)"
_MARKS: tuple[re.Pattern[str], ...] = (
    # Each with the ordinal as its only group that matched.
    re.compile(rf"{_START}({_ORDINAL})是(?!否|一)"),
    re.compile(rf"{_START}({_ORDINAL})要"),
    re.compile(rf"{_START}({_ORDINAL})则"),
    re.compile(rf"{_START}({_ORDINAL})、(?!{_ORDINAL}[、月])"),
    re.compile(rf"{_START}第({_ORDINAL})[,，:：]\s*|{_START}第({_ORDINAL})、(?!第)"),
    re.compile(rf"{_START}第({_ORDINAL})[件条项个点场大][^,，。:：;；]{{0,4}}[,，:：是]\s*"),
    re.compile(r"[(（](\d{1,2})[)）](?!\d)"),
    re.compile(rf"{_START}(\d{{1,2}})[.．、](?![\d、])"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])"),
    re.compile(rf"[(（]({_ORDINAL})[)）]"),
)
_WORDS: tuple[tuple[re.Pattern[str], ...], ...] = (
    (
        re.compile(rf"{_START}首先[,，]?"),
        re.compile(rf"{_START}其次[,，]?"),
        re.compile(rf"{_START}(?:再次|再者|然后)[,，]?"),
        re.compile(rf"{_START}最后[,，]?"),
    ),
    (re.compile(rf"{_START}一方面[,，]?"), re.compile(r"另一方面[,，]?")),
)
_SUMMING_UP_RE = re.compile(
    r"\s*(?:对此|以上|上述|同时|此外|总之|为此|这些|通过(?:以上|这些)|各位代表|我们(?:一定|将)|"
    r"与此同时|在此基础上)"
)
"""Begins a sentence that speaks of the whole list and belongs to none of its members."""
_ANNOUNCES_RE = re.compile(
    r"(?:抓好|做好|办好|办成|采取|实施|推进|突出|围绕|重点|着力|以下|如下|从|在)[^。]{0,12}?"
    r"(?:[二两三四五六七八九十]{1,3}|\d{1,2})(?:个方面|项|件|条|大)"
)
_NAMED_RE = re.compile(r"[*\s]*[^。:：,，;；]{2,12}[。:：]")
"""A paragraph that begins with the name of its matter: 脱贫攻坚。全县……"""
_LINE = 160
"""Longest unmarked line that is a member and not a paragraph of its own, in characters."""
_PARAGRAPH_MARK_RE = re.compile(
    rf"(?P<is>{_ORDINAL})[是要则](?!否)|第(?P<nth>{_ORDINAL})(?:[件条项场个大][^,，。:：;；]{{0,4}})?[,，、:：]|(?P<dash>[—―–-]{{2,}}|[—―])\s*(?=\S)"
)


class ParagraphList(NamedTuple):
    """A list whose members are paragraphs of their own."""

    lead: Paragraph | None
    """The paragraph whose last sentence introduces it (重点抓好七个方面工作:), if one does."""
    declared: int | None
    members: tuple[Paragraph, ...]
    """The paragraph that opens each member; more may follow it before the next."""
    heads: tuple[str, ...]
    """What each member calls itself: its head, number included, or its first clause."""


def enumerations(text: str) -> list[Enumeration]:
    """The lists of one paragraph, in the order of their first members.

    >>> text = "办好三件实事。一是修路。二是架桥。三是植树。都要办好。"
    >>> [(e.lead(text), e.declared) for e in enumerations(text)]
    [('办好三件实事。', 3)]
    >>> [text[m.start:m.end] for m in enumerations(text)[0].members]
    ['一是修路。', '二是架桥。', '三是植树。']
    """
    found = [_bounded(text, marks) for marks in (*_marked(text), *_worded(text))]
    found.extend(parallels(text))
    found.extend(runs(text))
    members = [(m.start, m.end) for each in found for m in each.members]
    found += [
        each
        for each in after_colon(text)
        if all(end <= each.members[0].start or each.end <= start for start, end in members)
    ]
    return sorted(found, key=lambda e: (e.members[0].start, -e.end))


def enumeration_over(paragraphs: Sequence[Paragraph]) -> list[ParagraphList]:
    """Lists whose members are whole paragraphs, in page order.

    ``paragraphs`` are neighbours on one page, headings among them.
    """
    found: list[ParagraphList] = []
    open_lists: dict[str, _Open] = {}
    for i, paragraph in enumerate(paragraphs):
        mark = _paragraph_mark(paragraph)
        ended = [key for key in open_lists if _ends(key, mark)]
        if mark and mark.number == 1 and mark.key in open_lists:
            ended.append(mark.key)
        found.extend(open_lists.pop(key).closed() for key in ended)
        if mark is None:
            continue
        if mark.key not in open_lists and mark.number in {1, None}:
            above = paragraphs[i - 1] if i else None
            lead = above if above and above.role in {"body", "heading"} else None
            open_lists[mark.key] = _Open(lead, [], [])
        if mark.key in open_lists:
            open_lists[mark.key].take(paragraph, mark)
    found.extend(each.closed() for each in open_lists.values())
    found.extend(_below(paragraphs, known={each.members[0].n for each in found}))
    return sorted((f for f in found if len(f.members) > 1), key=lambda f: f.members[0].n)


def _below(paragraphs: Sequence[Paragraph], *, known: set[int]) -> Iterator[ParagraphList]:
    """Unmarked lines below a lead that counts them (重点办好十件实事:) and ends in a colon."""
    for i, lead in enumerate(paragraphs):
        declared = _announced(lead.text)
        members = paragraphs[i + 1 : i + 1 + (declared or 0)]
        colon = lead.text[-1:] in ":："
        if (
            declared
            and len(members) == declared
            and members[0].n not in known
            and all(
                m.role == "body" and ((colon and len(m.text) <= _LINE) or _NAMED_RE.match(m.text))
                for m in members
            )
        ):
            heads = tuple(m.text[: head_end(m.text, 0, len(m.text))] for m in members)
            yield ParagraphList(lead, declared, tuple(members), heads)


class _Mark(NamedTuple):
    """How one paragraph shows that it is a member."""

    key: str
    """Which kind of list; for numbered heads also how deep."""
    number: int | None
    head: str


class _Open(NamedTuple):
    """A list that may still go on."""

    lead: Paragraph | None
    members: list[Paragraph]
    heads: list[str]

    def take(self, paragraph: Paragraph, mark: _Mark) -> None:
        """Add the next member; a number out of turn is left out, not taken for one."""
        if mark.number is None or mark.number == len(self.members) + 1:
            self.members.append(paragraph)
            self.heads.append(mark.head)

    def closed(self) -> ParagraphList:
        """The list as found."""
        declared = _announced(self.lead.text) if self.lead else None
        return ParagraphList(self.lead, declared, tuple(self.members), tuple(self.heads))


def _paragraph_mark(paragraph: Paragraph) -> _Mark | None:
    text = paragraph.text
    if paragraph.role in {"title", "byline"}:
        return None
    head = head_of(text)
    if head is not None:
        number = re.search(rf"{_ORDINAL}|\d+|[①-⑳]", text)
        title = head.title or text[: head_end(text, 0, len(text))]
        return _Mark(f"head{head.rank}", _ordinal(number[0]) if number else None, title)
    mark = _PARAGRAPH_MARK_RE.match(text)
    if mark:
        title = text[: head_end(text, mark.end(), len(text))]
        if mark["dash"]:
            return _Mark("dash", None, title)
        return _Mark("is" if mark["is"] else "nth", _ordinal(mark["is"] or mark["nth"]), title)
    if paragraph.section and text.startswith(paragraph.section[-1]):
        return _Mark("run-in " + " › ".join(paragraph.section[:-1]), None, paragraph.section[-1])
    return None


def _ends(key: str, mark: _Mark | None) -> bool:
    """Whether an open list ends here: at a numbered head, if of another list at one above it."""
    if mark is None or not mark.key.startswith("head"):
        return False
    return mark.key < key if key.startswith("head") else True


def _announced(lead: str) -> int | None:
    """The count in the last sentence before the list, if that sentence announces a list.

    重点抓好七个方面工作: does; 十件民生实事关系着千家万户。 speaks of another.
    """
    sentences = sentences_of(lead)
    last = lead[slice(*sentences[-1])].strip() if sentences else lead
    colon = last.endswith((":", "："))
    if not colon and not _ANNOUNCES_RE.search(last):
        return None
    before = lead[slice(*sentences[-2])] if len(sentences) > 1 else ""
    # 办好十件实事。经票决产生: the sentence before the colon says how many.
    counted_before = colon and _ANNOUNCES_RE.search(before)
    return declared_count(last) or (declared_count(before) if counted_before else None)


def _marked(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of markers that count up from one, each as (start, end of the marker)."""
    for regex in _MARKS:
        current: list[tuple[int, int]] = []
        for match in regex.finditer(text):
            number = _ordinal(next(group for group in match.groups() if group))
            if number == len(current) + 1:
                current.append(match.span())
            elif number == 1:
                if len(current) > 1:
                    yield current
                current = [match.span()]
        if len(current) > 1:
            yield current


def _worded(text: str) -> Iterator[list[tuple[int, int]]]:
    for words in _WORDS:
        current: list[tuple[int, int]] = []
        for word in words:
            match = word.search(text, current[-1][1] if current else 0)
            if match:
                current.append(match.span())
            elif not current:
                break
        if len(current) > 1:
            yield current


def _ordinal(mark: str) -> int | None:
    return ord(mark) - ord("①") + 1 if "①" <= mark <= "⑳" else chinese_number(mark)


def _bounded(text: str, marks: Sequence[tuple[int, int]]) -> Enumeration:
    """Ends and lead of a marked list."""
    starts = [start for start, _ in marks]
    most = max(len(sentences_of(text[a:b])) for a, b in pairwise(starts))
    ends = [*starts[1:], _last_end(text, starts[-1], most=most)]
    members = tuple(
        Member(start, rstripped(text, start, end), head_end(text, mark_end, end))
        for (start, mark_end), end in zip(marks, ends, strict=True)
    )
    lead_start, lead_end = lead_span(text, starts[0])
    declared = declared_count(text[lead_start:lead_end])
    return Enumeration("marked", lead_start, lead_end, declared, members)


def _last_end(text: str, start: int, *, most: int) -> int:
    """The last member has at most as many sentences as the longest of the others."""
    end = start
    for i, (_, sentence_end) in enumerate(sentences_of(text[start:])):
        if i >= most or (i and _SUMMING_UP_RE.match(text, end)):
            break
        end = start + sentence_end
    return end
