"""What is wrong with a page, decided once and on the whole of it.

Looked for: machine-made glosses (and torn places, which only they leave), doubled commas,
half-width punctuation. Undamaged text must never match: an author's (GDP), a textbook's
济(jǐ)水, a real question mark. The evidence is counts that can be added up, so that a file
too large for one piece is diagnosed as a whole too.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from operator import mul
from typing import NamedTuple

from ingest import scriptmap
from ingest.document import Script
from ingest.normalise import AMBIGUOUS, is_traditional, traditional_forms
from ingest.readings import LETTERS, readings
from ingest.torn import TORN_RE, Page

# Looking for plain strings first: most pages have none of them.
_DOUBLED = tuple(a + b for a in ",，" for b in ",，、。")
_PRIVATE_RE = re.compile("[\ue000-\uf8ff]")
SINGLE_CHARS = 40
"""Length from which a single gloss is believed on a page without a character that only
people write: of 10,000 news stories none has one."""
MANY = 20
"""Glosses from which as many bare as glossed are believed: a copy may gloss now and then."""
DOUBLED_COMMA_RE = re.compile(r"[,，](?=[,，、。])")
_GLOSSED_RE = re.compile(rf"([㐀-鿿])\(([{LETTERS}]{{1,6}})\)")
_HAN_RE = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]")


class Diagnosis(NamedTuple):
    """What is wrong with a page."""

    script: Script
    glossed: bool
    doubled_commas: bool
    by_map: bool
    """Whether its traditional characters come from a map without phrases."""
    page: Page
    """What a torn place has to know of its page."""


class Evidence(NamedTuple):
    """What is counted on a page, or on a piece of it."""

    characters: Counter[str]
    glosses: Counter[tuple[str, str]]
    """(character, reading) of everything that looks like a gloss."""
    torn: int
    doubled: int

    @classmethod
    def of(cls, text: str) -> Evidence:
        """Count one piece of text."""
        brackets = "(" in text
        return cls(
            Counter(text),
            Counter(_GLOSSED_RE.findall(text) if brackets else ()),
            sum(not r.isascii() for r in TORN_RE.findall(text)) if ")" in text else 0,
            len(DOUBLED_COMMA_RE.findall(text)) if any(map(text.__contains__, _DOUBLED)) else 0,
        )

    def add(self, other: Evidence) -> Evidence:
        """The evidence of two pieces of one page; changes and returns this one."""
        self.characters.update(other.characters)
        self.glosses.update(other.glosses)
        return self._replace(torn=self.torn + other.torn, doubled=self.doubled + other.doubled)


def diagnose(text: str) -> Diagnosis:
    """Look for machine-made glosses and doubled commas; see ``judge``."""
    return judge(Evidence.of(text))


def judge(evidence: Evidence) -> Diagnosis:
    """Decide on a whole page.

    Glossed: a changed traditional character with its first reading, or a torn place, and at
    least 4 times as many of them as other hanzi(pinyin); the glossed characters at most a
    tenth as often bare (of MANY glosses, as often), and 70 % of them in everyday use
    (GB 2312 level 1). A single gloss must stand on a page that a map made, or that people
    didn't write. Measured: no gloss or torn place in any of 10,000 news stories, as they are
    or in traditional script.
    Commas: at least 2 pairs (1 on a glossed page), and 10 % of all commas.
    """
    characters, torn = evidence.characters, evidence.torn
    script = _script(characters)
    by_map = script == "hant" and scriptmap.made_by_map(characters)
    listed = _listed(evidence) if torn or evidence.glosses else Counter[str]()
    total = listed.total()
    glossed = False
    if torn or total:
        other = evidence.glosses.total() - total
        bare = sum(characters[c] for c in listed) - total
        everyday = sum(n for c, n in listed.items() if _is_everyday(scriptmap.simplified(c)))
        people = scriptmap.made_by_people(characters)
        alone = by_map or torn or (not people and characters.total() >= SINGLE_CHARS)
        glossed = (
            total + torn >= (1 if alone else 2)
            and total + torn >= 4 * other
            and (bare <= 0.1 * total or MANY <= total >= bare)
            and everyday >= 0.7 * total
        )
        if glossed:
            script = "hant"  # only traditional characters are glossed
            by_map = by_map or not people
    commas = characters[","] + characters["，"]
    page = Page(
        listed=frozenset(listed) if glossed else frozenset(),
        traditional=script == "hant",
        narrow=not characters["，"],
        drops=glossed and not _PRIVATE_RE.search("".join(characters)),
    )
    enough = 1 if glossed else 2
    doubled = evidence.doubled >= enough and evidence.doubled >= 0.1 * commas
    return Diagnosis(script, glossed, doubled, by_map, page)


def _listed(evidence: Evidence) -> Counter[str]:
    """How often each changed character has its first reading behind it."""
    listed = Counter[str]()
    for (character, reading), count in evidence.glosses.items():
        if scriptmap.is_changed(character) and readings(character)[:1] == (reading,):
            listed[character] += count
    return listed


def _script(characters: Counter[str]) -> Script:
    """normalise.script_of, from counts."""
    lean = sum(map(mul, map(_LEANS.__getitem__, characters), characters.values()))
    if lean > 0:
        return "hant"
    if lean == 0 and not _HAN_RE.search("".join(characters)):
        letters = any(c.isascii() and c.isalpha() for c in characters)
        return "latin" if letters else "hans"
    return "hans"


class _Leans(dict[str, int]):
    """1 for a character of traditional text only, -1 for one of simplified text only."""

    def __missing__(self, character: str) -> int:
        lean = 0
        if _HAN_RE.match(character) and character not in AMBIGUOUS:
            lean = is_traditional(character) - (traditional_forms(character) != character)
        self[character] = lean
        return lean


_LEANS = _Leans()


@cache
def _is_everyday(character: str) -> bool:
    """Level 1 of GB 2312, the 3,755 commonest characters: lead bytes B0 to D7."""
    try:
        encoded = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= encoded[0] <= 0xD7
