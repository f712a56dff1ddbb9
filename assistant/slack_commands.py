"""What follows `/wenzheng`: a question, or a setting of the channel. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from assistant.filters import MOST, Filters
from assistant.page_strings import Strings
from assistant.slack_words import WORDS, strings
from ingest.document import Document, Script
from ingest.normalise import fold, script_of

Act = Literal["ask", "help", "settings", "places", "years"]
_ACTS: dict[str, Act] = {
    "help": "help",
    "帮助": "help",
    "幫助": "help",
    "settings": "settings",
    "设置": "settings",
    "設定": "settings",
    "places": "places",
    "地方": "places",
    "years": "years",
    "年份": "years",
}
_ALL = {"all", "*", "全部", "所有"}
_YEARS = re.compile(r"(\d{4})年?(?:\s*[-–—~～至到]\s*(\d{4})年?)?")
SHOWN_PLACES = 30


class Command(NamedTuple):
    """A command taken apart."""

    act: Act
    rest: str
    """The question, or what the setting is set to."""
    script: Script
    """That the reply is written in."""


class Changed(NamedTuple):
    """A channel's limits after a command; None when they stay, with the reason to tell."""

    filters: Filters | None
    told: str


def read(text: str) -> Command:
    """Take a command's text apart.

    >>> read("places 济源市")
    Command(act='places', rest='济源市', script='hans')
    >>> read("places were promised in 2019?").act
    'ask'
    """
    first, _, rest = text.strip().partition(" ")
    act = _ACTS.get(first.lower()) if first else "help"
    if act is None or (act in ("help", "settings") and rest.strip()) or rest.endswith(("?", "？")):
        return Command("ask", text.strip(), script_of(text))
    return Command(act, rest.strip(), script_of(text if first else "help"))


def limited_to_places(filters: Filters, command: Command, documents: Iterable[Document]) -> Changed:
    """The channel's limits with other places: names as people write them, in either script."""
    if command.rest.lower() in _ALL:
        return Changed(replace(filters, places=()), "")
    known = sorted({str(d.metadata.place) for d in documents if d.metadata.place})
    chosen: list[str] = []
    for name in filter(None, re.split(r"[\s,，、;；]+", command.rest)):
        found = _places(name, known)
        if not found:
            return Changed(None, _unknown(name, known, command.script))
        chosen += found
    if not chosen:
        return Changed(None, _unknown("", known, command.script))
    return Changed(replace(filters, places=tuple(dict.fromkeys(chosen))[:MOST]), "")


def limited_to_years(filters: Filters, command: Command) -> Changed:
    """The channel's limits with other years: 2019, or 2018-2020."""
    if command.rest.lower() in _ALL:
        return Changed(replace(filters, years=()), "")
    chosen: list[int] = []
    listed = re.sub(r"\s*([-–—~～至到])\s*", r"\1", command.rest)
    for text in filter(None, re.split(r"[\s,，、;；]+", listed)):
        match = _YEARS.fullmatch(text)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 0 <= last - first < MOST:
            return Changed(None, WORDS[command.script].no_year.format(text=text))
        chosen += range(first, last + 1)
    if not chosen:
        return Changed(None, WORDS[command.script].no_year.format(text=""))
    return Changed(replace(filters, years=tuple(dict.fromkeys(chosen))[:MOST]), "")


def described(filters: Filters, said: Strings) -> str:
    """The limits in words; empty when there are none.

    >>> described(Filters(("河南省济源市",), (2018, 2019)), strings("hans"))
    '河南省济源市 · 2018年、2019年'
    """
    joint = ", " if said.language == "en" else "、"
    years = joint.join(said.year.format(year=year) for year in filters.years)
    return " · ".join(filter(None, (joint.join(filters.places), years)))


def told(filters: Filters, script: Script) -> str:
    """What a channel asks, as one sentence."""
    limits = described(filters, strings(script))
    return WORDS[script].limited.format(limits=limits) if limits else WORDS[script].everything


def _places(name: str, known: list[str]) -> list[str]:
    """The library's places that a name means: 河南省, 济源市 or 济源."""
    wanted = fold(name)
    return [
        place
        for place in known
        if (folded := fold(place)).startswith(wanted)
        or folded.endswith(wanted)
        or folded.removesuffix(folded[-1]).endswith(wanted)
    ]


def _unknown(name: str, known: list[str], script: Script) -> str:
    listed = "、".join(known[:SHOWN_PLACES]) + ("…" if len(known) > SHOWN_PLACES else "")
    return WORDS[script].unknown_place.format(name=name, places=listed or "-")
