"""Whether a list is given whole: every member that the source enumerates, as it declares.

Two kinds are looked at: marked or counted enumerations that the answer gives most of, and
runs (A、B、C) of which one sentence gives two members or more but not all. Who gives one
member answers a question; who gives nine of ten says the tenth isn't there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from assistant.answer import Citation, Claim, ListCount
from assistant.phrases import FIRST, ORDINAL
from assistant.quotations import stands
from assistant.stated import pairs_of
from assistant.verdict import Said
from ingest.enumerations import enumerations
from ingest.members import Enumeration, declared_count
from ingest.normalise import fold
from ingest.words import bigrams

MOST = 0.6
"""Share of an enumeration's members from which an answer is taken to give the list."""
COVERED = 0.5
"""Share of a member's pairs that say it was given."""
_HEDGE_RE = re.compile(
    r"等(?!级|于|待|同)|包括但不限于|例如|比如|其中|部分|之一|主要有|"
    r"前[一二三四五六七八九十\d]+|such as|including|for example|among|e\.g\."
)
_SOME_RE = re.compile(
    r"例如|比如|其中|部分|前[一二三四五六七八九十\d]+|such as|for example|among|e\.g\."
)
"""Says of the whole sentence that it gives a part; 等 only of the clause it stands in."""
_RUN_RE = re.compile(r"(?:[^,。;；:：、!?()（）\n]{1,24}、)+[^,。;；:：、!?()（）\n]{1,24}")
_NAMING_RE = re.compile(
    r"(?:包括|包含|分别是|分别为|分为|分成|即|就是|有|是|为)?[:：]|包括|包含|分别是|分别为|即"
)
_LAST_RE = re.compile(r"以及|[和与及]")


@dataclass(frozen=True, slots=True)
class Short:
    """A list that the answer gives in part."""

    claim: int | None
    """The claim that gives it, where one sentence does; None for items."""
    count: ListCount
    missing: tuple[str, ...]
    reason: Said


class _Run(NamedTuple):
    """Members of a run, each by the characters that must be said of it."""

    members: tuple[str, ...]
    cores: tuple[frozenset[str], ...]


def short_lists(
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    *,
    question: str = "",
    listed: ListCount | None = None,
) -> list[Short]:
    """The lists of an answer's sources that it gives in part, without saying so."""
    folded_question = fold(question)
    if FIRST.search(folded_question) or ORDINAL.search(folded_question):
        return []
    by_number = {citation.n: citation for citation in citations}
    cited = [{by_number[n].paragraph for n in c.citations if n in by_number} for c in claims]
    found: list[Short] = []
    if short := _counted(claims, listed):
        found.append(short)
    for citation in {c.paragraph: c for c in by_number.values()}.values():
        about = [k for k, paragraphs in enumerate(cited) if citation.paragraph in paragraphs]
        own = " ".join(claims[k].text for k in about)
        if not found and (
            short := _enumerated(own, citation, items=any(claims[k].item for k in about))
        ):
            found.append(short)
        for k in about:
            if short := _declares(k, claims[k].text):
                found.append(short)
                continue
            rest = " ".join(claim.text for i, claim in enumerate(claims) if i != k)
            if stands(claims[k].text, citation.text):
                continue
            if short := _run(k, claims[k].text, rest, citation):
                found.append(short)
    return found


def _counted(claims: Sequence[Claim], listed: ListCount | None) -> Short | None:
    """Items fewer than were counted, or than the sentence above them declares."""
    for is_item, group in groupby(enumerate(claims), key=lambda pair: pair[1].item):
        if not is_item:
            continue
        items = list(group)
        first, given = items[0][0], len(items)
        lead = claims[first - 1].text if first else ""
        declared = declared_count(fold(lead)[-40:]) if lead else None
        expected = listed.given if listed else declared
        if expected and 1 < given < expected:
            return Short(None, ListCount(expected, given), (), _reason(expected, given, ()))
    return None


def _enumerated(own: str, citation: Citation, *, items: bool) -> Short | None:
    folded = fold(own)
    said = set(bigrams(folded))
    for each in _enumerations(citation.text):
        if each.style == "run":
            continue
        heads = [citation.text[m.start : m.head_end] for m in each.members]
        named = _apart([_head_pairs(head) for head in heads])
        given = [sum(p in said for p in pairs) >= COVERED * len(pairs) for pairs in named]
        count = sum(given)
        most = 2 if items else 3
        if count < max(most, MOST * len(heads)) or count == len(heads) or _SOME_RE.search(folded):
            continue
        missing = tuple(head for head, here in zip(heads, given, strict=True) if not here)
        return Short(None, ListCount(each.declared or len(heads), count), missing,
                     _reason(len(heads), count, missing))  # fmt: skip
    return None


def _head_pairs(head: str) -> frozenset[str]:
    return pairs_of(re.sub(r"^[^㐀-鿿]*[一二三四五六七八九十]{1,3}[是要则]", "", fold(head)))


def _apart(members: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Each without what it shares with another: 煤改 names neither 煤改气 nor 煤改电."""
    common = {p for p in set().union(*members) if sum(p in member for member in members) > 1}
    return [member - common or member for member in members]


def _run(k: int, text: str, said: str, citation: Citation) -> Short | None:
    """A run of which the claim gives two members and more, but neither it nor another all."""
    folded, elsewhere = fold(text), fold(said)
    if _SOME_RE.search(folded):
        return None
    for run in _runs(citation.text):
        listings = [
            [member in given or _has(core, given)
             for member, core in zip(run.members, run.cores, strict=True)]
            for given in _listings(folded)
        ]  # fmt: skip
        if any(all(here) for here in listings):
            continue
        for here in listings:
            if sum(here) < 2:
                continue
            missing = tuple(
                member
                for member, core, found in zip(run.members, run.cores, here, strict=True)
                if not found and not _has(core, elsewhere)
            )
            if missing:
                count = ListCount(len(run.members), len(run.members) - len(missing))
                return Short(k, count, missing, _reason(len(run.members), count.given, missing))
    return None


def _declares(k: int, text: str) -> Short | None:
    """“十大工程”包括 and five of them: fewer than the claim itself declares."""
    folded = fold(text)
    match = _NAMING_RE.search(folded)
    if not match or _HEDGE_RE.search(folded):
        return None
    listing = re.split(r"[。;；!?\n]", folded[match.end() :])[0].rstrip(",")
    if re.search(r"[,:：\d]|^\s*(?:[一二三1][是要、.]|第一|首先)", listing):
        return None
    given = len([m for m in re.split(r"、|以及|[和与及]|[”\"]\s*[“\"]", listing) if m.strip()])
    declared = declared_count(folded[: match.end()])
    if declared and 1 < given < declared:
        return Short(k, ListCount(declared, given), (), _reason(declared, given, ()))
    return None


def _listings(folded: str) -> list[str]:
    """The clauses of a claim that list something: A、B or A和B."""
    clauses = re.split(r"[,。;；:：!?()（）\n]", folded)
    return [
        c for c in clauses if len([m for m in re.split(r"、|以及|[和与及]", c) if m.strip()]) > 1
    ]


def _has(core: frozenset[str], folded: str) -> bool:
    return sum(pair in folded for pair in core) >= COVERED * len(core)


@lru_cache(maxsize=256)
def _enumerations(text: str) -> tuple[Enumeration, ...]:
    return tuple(enumerations(text))


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[_Run, ...]:
    """Runs of three members and more; those that 分别 or figures tell apart are no lists."""
    folded = fold(text)
    found: list[_Run] = []
    for match in _RUN_RE.finditer(folded):
        if "分别" in folded[match.start() : match.end() + 2] or re.search(r"\d", match[0]):
            continue
        parts = match[0].split("、")
        *rest, last = parts
        cut = [piece for piece in _LAST_RE.split(last, maxsplit=1) if piece]
        joined = [*rest, *cut] if len(cut) == 2 and len(cut[0]) >= 2 else parts
        if len(joined) < 3 or any(len(p.strip()) < 1 for p in joined):
            continue
        cores = [_core(m, first=k == 0, last=k == len(joined) - 1) for k, m in enumerate(joined)]
        cores = _apart(cores)
        if all(cores):
            found.append(_Run(tuple(joined), tuple(cores)))
    return tuple(found)


def _core(member: str, *, first: bool, last: bool) -> frozenset[str]:
    """What names a member. The first carries the words before the list, the last those after."""
    bare = re.sub(r"[^\w]", "", member)
    if first:
        bare = bare[-3:]
    elif last:
        bare = bare[:3]
    return frozenset(bigrams(bare))


def _reason(whole: int, given: int, missing: Sequence[str]) -> Said:
    left = "、".join(m.strip() for m in missing[:3])
    return Said(
        f"原文列了{whole}项，这里只有{given}项" + (f"，缺：{left}" if left else ""),
        f"the source lists {whole}, this gives {given}" + (f"; missing: {left}" if left else ""),
    )


def runs_of(text: str) -> list[tuple[str, ...]]:
    """The runs of three members and more in a text, as written (A、B和C).

    >>> runs_of("会议提出融入城镇、特色保护、一般整治。")
    [('会议提出融入城镇', '特色保护', '一般整治')]
    """
    return [run.members for run in _runs(text)]
