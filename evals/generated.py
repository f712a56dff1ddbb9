"""Reports of many places, made of the sample documents' clauses, for measuring speed and size.

    reports(passages) -> pages with about so many passages in all

Each report is one county's of one year. Its sentences are clauses of the repository's own
texts in ever other order, with that county's name and with other figures: as alike as reports
are, and no two the same. What they say is nonsense, so they tell how fast an assistant is and
never how good.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from evals.texts import own_sentences
from ingest.gazetteer import entries
from ingest.places import find_places

PASSAGES_A_REPORT = 20
PARAGRAPH = 360
"""Characters: between what ingest.split takes for short and for long, so one passage each."""

_YEARS = range(2016, 2021)
_CLAUSE_RE = re.compile(r"[^，；：。！？\s]+")
_NOT_ALONE_RE = re.compile(
    r"^\W*[（(]?[一二三四五六七八九十]+(?:[）)]|是|要)|侵权|版权|免责|转载|编辑|来源|记者|访问"
)
"""A list's marker would make a list, and words of a site's frame furniture, of any sentence."""
_YEAR_RE = re.compile(r"(?:19|20)\d\d(?=年)")
_HEADS = (
    "重点工作取得突破",
    "产业结构逐步改善",
    "城乡面貌有了变化",
    "群众生活继续提高",
    "改革开放迈出新步",
)


class Page(NamedTuple):
    """A page as a file would hold it."""

    name: str
    text: str


def reports(passages: int, *, seed: int = 0) -> Iterator[Page]:
    """Reports that ingest cuts into about ``passages`` passages, the same for the same seed.

    At most 270,000: one report for each county and each of five years. Raises
    WenzhengError outside a checkout.
    """
    draw = random.Random(seed)
    counties = [d.place for d in entries() if d.until is None and len(d.place.parts) == 3]
    draw.shuffle(counties)
    made = 0
    for year in _YEARS:
        for place in counties:
            if made >= passages:
                return
            size = min(PASSAGES_A_REPORT, passages - made)
            made += size
            yield Page(f"{place}-{year}.txt", _report(str(place), place.name, year, size, draw))


def _report(place: str, name: str, year: int, size: int, draw: random.Random) -> str:
    # The line of its delivery is a passage too, so there is one paragraph less than `size`.
    lines = [
        f"{year}年{place}政府工作报告",
        f"——{year}年2月{draw.randint(1, 28)}日在{name}第十六届人民代表大会第四次会议上",
    ]
    for part, (about, title) in enumerate(((year - 1, "工作回顾"), (year, "工作安排"))):
        lines.append(f"{'一二'[part]}、{about}年{title}")
        for n in range((size - part) // 2):
            if n % 5 == 0:
                lines.append(f"（{'一二三四五'[n // 5 % 5]}）{_HEADS[n // 5 % 5]}")
            lines.append(_paragraph(name, about, draw))
    return "\n".join(lines) + "\n"


def _paragraph(name: str, year: int, draw: random.Random) -> str:
    text = ""
    while len(text) < PARAGRAPH:
        clauses = draw.sample(_clauses(), draw.randint(2, 4))
        text += "，".join(_rewritten(clause, name, year, draw) for clause in clauses) + "。"
    return text


def _rewritten(clause: str, name: str, year: int, draw: random.Random) -> str:
    text = _YEAR_RE.sub(str(year), clause).replace(_PLACE, name)
    kept = str(year)
    # A figure keeps its length and its point, so that it stays one that could be.
    return re.sub(
        rf"{kept}(?=年)|\d",
        lambda found: found[0] if len(found[0]) > 1 else draw.choice("123456789"),
        text,
    )


_PLACE = "\N{REPLACEMENT CHARACTER}"
"""Stands for the place in a clause."""


@cache
def _clauses() -> tuple[str, ...]:
    clauses = []
    for sentence in sorted(set(own_sentences())):
        for clause in _CLAUSE_RE.findall(sentence.strip("*")):
            for mention in reversed(find_places(clause)):
                clause = clause[: mention.start] + _PLACE + clause[mention.end :]
            if len(clause) >= 4 and not _NOT_ALONE_RE.search(clause):
                clauses.append(clause)
    return tuple(dict.fromkeys(clauses))
