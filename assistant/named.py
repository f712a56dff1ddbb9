"""Whether the places, people and offices of a claim are those of its sources.

A name may stand in the paragraph or in its labels: an answer that says 济源市 or 市长石迎军
because the document is theirs invents nothing. Two names of one sentence may not change
places (王震讲话, 张利锋主持), nor an office its holder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.aligned import around
from assistant.sources import Source
from assistant.verdict import Flaw, Said
from ingest.document import Place
from ingest.gazetteer import short_name
from ingest.normalise import fold
from ingest.people import SURNAMES, name_at
from ingest.places import find_places
from ingest.words import bigrams, tagged

_OFFICE_RE = re.compile(
    r"(?:常务|代理?|原|前|第一)?副?(?:市长|县长|区长|州长|省长|盟长|旗长|镇长|乡长|局长|厅长|院长|校长|部长|会长|"
    r"董事长|总经理|秘书长|检察长|主任|主席|组长|行长|(?:[市县区州省盟旗镇乡党工]{1,2}委)?书记)"
)
_HEADS = {"市": "市长", "县": "县长", "区": "区长", "州": "州长", "省": "省长"}
_SAYING_RE = re.compile(
    r"([㐀-鿿]{2,4}?)(?:同志|先生|女士)?(?:在[^,。]{1,16})?(?:说|表示|介绍|指出|强调|要求|提出|主持|出席|讲话|认为|透露|坦言|谈到|到会|作报告)"
)
_LEADING_RE = re.compile(
    r"(?:^|[。;；\n])\s*(?:(?:在|据|根据|对于)?(?:\d{4}年(?:度)?[,的]?)?)?([㐀-鿿]{2,4}?(?:市(?![场民政区域级委长])|县(?![域级委长])|区(?![域划间级长])|州(?!长)|旗|镇(?![村长])|乡(?![村镇长])|村(?![民庄镇级委])))"
)
"""What a sentence opens with: 峡山区将…. No gazetteer lists every district."""
_KINDS_RE = re.compile(
    r"(?:地|山|城|郊|园|社|景|库|校|片|辖|街|牧|林|矿|厂|特|灾|市|农|乡|外|县|全|本|我|该|各)[市县区州旗镇乡村]$"
)
"""山区, 城区, 农村: kinds of places, where the word before is none of a name's."""
_ADJECTIVES = frozenset("老新旧主中大小全本该我各两几")


def _is_kind(name: str) -> bool:
    """中心城区 and 主城区 are kinds of places, 峡山区 is one."""
    if not _KINDS_RE.search(name):
        return bool({tag[0] for _, tag in tagged(name)} & set("vdpmacrquli"))
    before = name[:-2]
    return len(before) != 1 or before in _ADJECTIVES


def misplaced(text: str, sources: Sequence[Source]) -> tuple[Flaw, Said] | None:
    """The first place a claim names that its sources don't speak of."""
    folded = fold(text)
    for mention in find_places(folded):
        written = folded[mention.start : mention.end]
        if not any(_knows_place(mention.place, written, source, text) for source in sources):
            return "place", _foreign(text[mention.start : mention.end], sources, "place")
    for match in _LEADING_RE.finditer(folded):
        name = match[1]
        if _is_kind(name) or name[0] in "一二两三四五六七八九十几多数各每全":
            continue
        if not any(name in source.all or name[:-1] in source.all for source in sources):
            return "place", _foreign(text[match.start(1) : match.end(1)], sources, "place")
    return None


def misnamed(text: str, sources: Sequence[Source]) -> tuple[Flaw, Said] | None:
    """The first person or office of a claim that its sources don't name so."""
    folded = fold(text)
    known = " ".join(source.all for source in sources)
    for name, start in _people(folded):
        if name not in known:
            return "name", _foreign(text[start : start + len(name)], sources, "name")
    for match in _OFFICE_RE.finditer(folded):
        if not _holds(match, folded, sources, known):
            return "name", _foreign(text[match.start() : match.end()], sources, "office")
    return _changed_places(text, sources)


def _knows_place(place: Place, written: str, source: Source, text: str) -> bool:
    own = fold(source.citation.place or "")
    short = short_name(place.name)
    if own and (place.name in own or short in own):
        return True
    if own:
        # Another place, though the paragraph may name it: only near what is claimed.
        return written in around(text, source.citation.text) or written in source.labels
    return written in source.all or short in source.all


@lru_cache(maxsize=1024)
def _people(folded: str) -> tuple[tuple[str, int], ...]:
    """The personal names of a claim, with where they begin."""
    found: dict[str, int] = {}
    for match in _OFFICE_RE.finditer(folded):
        if name := name_at(folded, match.end()):
            found.setdefault(name, match.end())
    for match in _SAYING_RE.finditer(folded):
        for length in (3, 2, 4):
            name = match[1][-length:]
            if len(name) == length and _is_name(name):
                found.setdefault(name, match.start() + len(match[1]) - length)
                break
    at = 0
    for word, tag in tagged(folded):
        at = folded.find(word, at)
        if tag == "nr" and 3 <= len(word) <= 4 and word[0] in SURNAMES:
            found.setdefault(word, at)
        at += len(word)
    return tuple(found.items())


def _is_name(text: str) -> bool:
    """A surname and what may follow it, and no word of the dictionary: 文件 is no Mr Wen."""
    if text[0] not in SURNAMES or name_at(text + "说", 0) != text:
        return False
    parts = tagged(text)
    return len(parts) > 1 or parts[0][1].startswith("nr")


def _holds(match: re.Match[str], folded: str, sources: Sequence[Source], known: str) -> bool:
    office = match[0]
    name = name_at(folded, match.end())
    if name:
        # 副市长王震 where the source has 市长王震: the office that stands before the name decides.
        before = [m[0] for m in _OFFICE_RE.finditer(known) if known.startswith(name, m.end())]
        if before:
            return any(_same_office(office, b) for b in before)
    if any(_same_office(office, m[0]) for m in _OFFICE_RE.finditer(known)) or office in known:
        return True
    return any(_is_head(office, source) for source in sources)


def _same_office(one: str, other: str) -> bool:
    return one == other or (
        one.endswith("书记")
        and other.endswith("书记")
        and ("副" not in one + other and (one == "书记" or other == "书记"))
    )


def _is_head(office: str, source: Source) -> bool:
    """市长 of a city's own work report, which names its speaker but above the text."""
    place = source.citation.place or ""
    return bool(source.citation.speaker) and office == _HEADS.get(place[-1:], "")


def _changed_places(text: str, sources: Sequence[Source]) -> tuple[Flaw, Said] | None:
    """王震主持 where the source has 张利锋主持 and 王震 elsewhere."""
    near = [source.text for source in sources]
    stood = {name for source in near for name, _ in _people(source)}
    people = {name for name, _ in _people(fold(text))} | {n for n in stood if n in fold(text)}
    if not people or len(stood) < 2:
        return None
    pieces = [piece for whole in near for piece in re.split("[,。;；:]", whole)]
    spoken = [piece for piece in pieces if any(name in piece for name in stood)]
    for piece in re.split("[,。;；:]", fold(text)):
        ours = {name for name in people | stood if name in piece}
        rest = _without(piece, people | stood)
        # What is left when names and offices are taken off says who is meant: 主持, 讲话.
        best = max(spoken, key=lambda clause: len(rest & _without(clause, people | stood)))
        theirs = {name for name in stood if name in best}
        if ours and theirs and not ours & theirs and rest & _without(best, people | stood):
            name = min(ours)
            return "name", Said(
                f"原文这里说的是{'、'.join(sorted(theirs))}，不是{name}",
                f"the source says this of {', '.join(sorted(theirs))}, not of {name}",
            )
    return None


def _without(clause: str, names: set[str]) -> set[str]:
    for name in names:
        clause = clause.replace(name, " ")
    return set(bigrams(_OFFICE_RE.sub(" ", clause)))


def _foreign(written: str, sources: Sequence[Source], what: str) -> Said:
    shown = "、".join(f"[{source.n}]" for source in sources)
    kind = {"place": "地点", "name": "人名", "office": "职务"}[what]
    return Said(
        f"{kind}“{written}”不在引用的段落{shown}及其标题里",
        f'the {what} "{written}" does not stand in {shown}',
    )
