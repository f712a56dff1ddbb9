"""What is wrong with a page, decided once and on the whole of it.

Looked for: machine-made glosses (and torn places, which only they leave), doubled commas,
half-width punctuation. Undamaged text must never match: an author's (GDP), a textbook's
济(jǐ)水, a real question mark.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ingest import scriptmap
from ingest.document import Script
from ingest.normalise import script_of
from ingest.readings import LETTERS, readings
from ingest.torn import TORN_RE, Page

GLOSSED_RE = re.compile(rf"([㐀-鿿])\(([{LETTERS}]{{1,6}})\)")
DOUBLED_COMMA_RE = re.compile(r"[,，](?=[,，、。])")


class Diagnosis(NamedTuple):
    """What is wrong with a page."""

    script: Script
    glossed: bool
    doubled_commas: bool
    by_map: bool
    """Whether its traditional characters come from a map without phrases."""
    listed: frozenset[str]
    narrow: bool
    drops: bool

    @property
    def page(self) -> Page:
        """What a torn place has to know of its page."""
        return Page(self.listed, self.script == "hant", self.narrow, self.drops)


def diagnose(text: str) -> Diagnosis:
    """Look for machine-made glosses and doubled commas.

    Glossed: a changed traditional character with its first reading, or a torn place, and at
    least 4 times as many of them as other hanzi(pinyin); the glossed characters at most a
    tenth as often bare, and 70 % of them in everyday use (GB 2312 level 1). A single gloss
    must stand on a page that a map made. Measured: no gloss or torn place in any of 10,000
    news stories, as they are or in traditional script. Commas: at least 2 pairs, and 10 % of
    all commas.
    """
    script = script_of(text)
    pairs = Counter[tuple[str, str]](GLOSSED_RE.findall(text)) if "(" in text else Counter()
    glossed = Counter[str]()
    other = 0
    for (character, reading), count in pairs.items():
        if scriptmap.is_changed(character) and reading == readings(character)[:1][0]:
            glossed[character] += count
        else:
            other += count
    total = glossed.total()
    torn = sum(not r.isascii() for r in TORN_RE.findall(text)) if ")" in text else 0
    bare = sum(text.count(character) - count for character, count in glossed.items())
    everyday = sum(count for c, count in glossed.items() if _is_everyday(scriptmap.simplified(c)))
    by_map = script == "hant" and scriptmap.made_by_map(text)
    alone = by_map or torn or (len(text) >= 100 and not scriptmap.made_by_people(text))
    is_glossed = (
        total + torn >= (1 if alone else 2)
        and total + torn >= 4 * other
        and bare <= 0.1 * total
        and everyday >= 0.7 * total
    )
    doubled = len(DOUBLED_COMMA_RE.findall(text))
    commas = text.count(",") + text.count("，")
    if is_glossed:
        script = "hant"  # only traditional characters are glossed
    return Diagnosis(
        script=script,
        glossed=is_glossed,
        doubled_commas=doubled >= 2 and doubled >= 0.1 * commas,
        by_map=by_map or (is_glossed and not scriptmap.made_by_people(text)),
        listed=frozenset(glossed) if is_glossed else frozenset(),
        narrow="，" not in text,
        drops=not any("\ue000" <= c <= "\uf8ff" for c in text) if is_glossed else False,
    )


def _is_everyday(character: str) -> bool:
    """Level 1 of GB 2312, the 3,755 commonest characters: lead bytes B0 to D7."""
    try:
        encoded = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= encoded[0] <= 0xD7
