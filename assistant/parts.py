"""A text with several questions -> one text each: 多少亩?收入多少?, two places, two years.

What stands before and after what differs is shared by all parts, so that each can be read
and answered by itself, with a label that tells it from the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant import phrases
from assistant.scope import Directory, read_scope
from assistant.targets import by_outcome
from ingest.document import Place

MAX_PARTS = 6
"""Questions answered of those asked at once; more is no longer a question to read."""


MIN_CLAUSE = 4
"""Characters of a clause that may be a question of its own."""


_ASKING_RE = re.compile(r"(?:分别|各)?(?:是|为|有|达|叫)?(?:多少|什么|哪些|几|啥|谁|怎样|如何).*$")


def each_year(found: re.Match[str]) -> str:
    """2019到2021三年 -> 2019年、2020年、2021年, as far as it can be answered year by year."""
    first, last = int(found[1]), int(found[2])
    if not first < last < first + MAX_PARTS:
        return found[0]
    return "、".join(f"{year}年" for year in range(first, last + 1))


def questions_in(folded: str) -> list[str]:
    """Explicit questions one after another: 多少亩？收入多少？"""
    parts = [part.strip(" ,，") for part in re.split(r"(?<=[?？])(?!\s*[(（])", folded)]
    asked = [part for part in parts if len(part) > 2] or [folded]
    clauses = [clause for part in asked for clause in _asking_clauses(part)]
    whole: list[str] = []
    for clause in clauses:
        if whole and phrases.ASKS_EACH.fullmatch(clause):
            # 哪个高?各是多少? asks no second thing of its own.
            whole[-1] = f"{whole[-1].rstrip('?？')},{clause}"
        else:
            whole.append(clause)
    return whole


def _asking_clauses(sentence: str) -> list[str]:
    """接待游客多少人次,旅游收入多少: clauses that each ask; what asks nothing stays with the next.

    >>> _asking_clauses("2018年,新增就业多少人,失业率是多少?"), _asking_clauses("增长8%,对吗?")
    (['2018年,新增就业多少人', '失业率是多少?'], ['增长8%,对吗?'])
    """
    clauses: list[str] = []
    waiting = ""
    both = re.split(r"[,，]?(?:以及|还有)(?![^,，]{0,3}[?？]?$)", sentence)
    if len(both) == 2 and all(len(part) >= MIN_CLAUSE for part in both):
        return both
    for piece in re.split(r"[,，;；]", sentence):
        waiting = f"{waiting},{piece}" if waiting else piece
        if phrases.ASKING.search(piece) and len(piece) >= MIN_CLAUSE:
            clauses.append(waiting)
            waiting = ""
    if waiting and clauses:
        clauses[-1] += f",{waiting}"
    return clauses if len(clauses) > 1 else [sentence]


def by_scope(sentence: str, directory: Directory) -> list[tuple[str, str]]:
    """Split a question over two places or two years into one for each, with its label."""
    places = [_quoted(mention, sentence) for mention in _distinct(directory.places_in(sentence))]
    if len(places) >= 2 and all(directory.within(place) for _, _, place in places):
        innermost = [p for p in places if not _inside_another(p, places, sentence)]
        if len(innermost) >= 2:
            ends = [_with_year(sentence, end) for _, end, _ in innermost]
            if any(end == e for end, (_, e, _) in zip(ends, innermost, strict=True)):
                ends = [end for _, end, _ in innermost]  # one year is everybody's
            named = [
                (s, end, place.name) for (s, _, place), end in zip(innermost, ends, strict=True)
            ]
            return _shared(named, sentence)
    years = [(m.start(), m.end(), m[0]) for m in phrases.YEAR.finditer(sentence)]
    if len({year for _, _, year in years}) >= 2 and not phrases.REPORT_YEAR.search(sentence):
        return _shared(years, sentence)
    if two := phrases.TWO_MATTERS.search(sentence):
        # 城镇居民收入和农村居民收入相差多少: the second has the scope of the first.
        first, second = two["first"], two["second"]
        _, topic = read_scope(first, directory)
        label = re.sub(r"[\s的]+", "", topic)
        if len(label) <= 3 < len(second):
            # 城镇和农村居民收入: what both share stands with the second.
            first, label = first + second[len(label) :], label + second[len(label) :]
        return [(f"{first}多少", label), (f"{second}多少", second)]
    return by_outcome(sentence, directory) or [(sentence, "")]


def _shared(mentions: list[tuple[int, int, str]], sentence: str) -> list[tuple[str, str]]:
    """Give each mention the words that follow it up to the next, and all what they share.

    晋城和汾西的总体布局叫什么 shares 的总体布局叫什么; 甲的产业和乙的战略,分别是什么 shares only
    what stands after the last comma.
    """
    head = sentence[: mentions[0][0]]
    owned = []
    for k, (_, end, label) in enumerate(mentions):
        upto = mentions[k + 1][0] if k + 1 < len(mentions) else len(sentence)
        owned.append((sentence[mentions[k][0] : end], sentence[end:upto], label))
    bare = [
        re.sub(r"[和与跟同及、,，]|以及|全[省市县区]", "", following) for _, following, _ in owned
    ]
    tail = owned[-1][1]
    if len(owned) == 2 and (beside := phrases.BESIDE_NEXT.search(owned[0][1])):
        # 2019年新增养老床位比2018年少几张: what is compared stands with the first alone.
        topic = owned[0][1][: beside.start()]
        if len(topic) >= 2:
            return [(f"{head}{name}{topic}{tail}", label) for name, _, label in owned]
    if not any(len(text) >= 2 for text in bare[:-1]):
        return [(f"{head}{name}{tail}", label) for name, _, label in owned]
    comma = max(tail.rfind(","), tail.rfind("，"))
    asking = _ASKING_RE.search(tail)
    at = comma if comma >= 0 else asking.start() if asking else len(tail)
    own = [re.sub(r"(?:和|与|跟|及|、|,|，|以及)$", "", following) for _, following, _ in owned]
    own[-1] = tail[:at]
    return [
        (f"{head}{name}{following}{tail[at:]}", label)
        for (name, _, label), following in zip(owned, own, strict=True)
    ]


def _with_year(sentence: str, end: int) -> int:
    """Where a place with the year that is its own ends: 歙县2018年和商洛2017年.

    >>> _with_year("歙县2018年和商洛", 2)
    7
    """
    years = (m for m in phrases.YEAR.finditer(sentence, end) if m.start() - end <= 1)
    year = next(years, None)
    return year.end() if year and sentence[end : year.start()] in ("", "的", "市", "县") else end


def _quoted(mention: tuple[int, int, Place], sentence: str) -> tuple[int, int, Place]:
    """Widen a mention inside quotation marks to all that is quoted: “济源样板” is one name."""
    start, end, place = mention
    for quoted in re.finditer(r"[“\"][^“”\"]*[”\"]", sentence):
        if quoted.start() < start and end < quoted.end():
            return quoted.start(), quoted.end(), place
    return mention


def _distinct(places: list[tuple[int, int, Place]]) -> list[tuple[int, int, Place]]:
    seen: set[Place] = set()
    kept = []
    for mention in places:
        if mention[2] not in seen:
            seen.add(mention[2])
            kept.append(mention)
    return kept


def _inside_another(
    mention: tuple[int, int, Place], others: Collection[tuple[int, int, Place]], sentence: str
) -> bool:
    """Whether this place is only the parent of another that is named too (潍坊 峡山区); a city
    and its county that are joined (宣城和泾县) are two.
    """
    parts = mention[2].parts
    return any(
        o[2] != mention[2]
        and o[2].parts[: len(parts)] == parts
        and not phrases.JOINED.search(sentence[min(mention[1], o[1]) : max(mention[0], o[0])])
        for o in others
    )
