"""Back from the script of the copies: one traditional character, one simplified one.

The copies were not converted by OpenCC but by a system's character map. It has no phrases,
and leaves alone the characters that exist in both scripts: 后 里 面 干 于 stay. So where a
copy has 於 or 乾, its author wrote 於 or 乾: turning them into 于 and 干 would undo what the
map never did. Only 著 is two characters in one, and is told apart by its words
(normalise.KEEPS_ZHU).

Whether a page was made by such a map is read off the page itself (`made_by_map`): a text
that people wrote in traditional characters has 於 and 後 everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache

from ingest.normalise import KEEPS_ZHU, to_simplified, traditional_forms

KEPT = "后里面干于征范采游志制系布余云松占愿淀吃咨斗筑并伙灶"
"""Characters that the copies' map leaves alone and OpenCC would change (two real copies)."""
FORCED = {"桿": "杆"}
"""Characters that the copies' map makes and OpenCC would leave alone."""
# What people write for them, and what hardly ever stands in the text of people.
_PEOPLE = "後裡裏於範採遊誌製係佈餘雲鬆佔願鬥築並夥"
_MAP_ONLY = "后里于范采余云愿筑并"

BY_WORD = "著乾"
"""Characters that take a word to tell: 著 is 着 or 著; 乾 was never made by the map."""
_ZHU_RE = re.compile(f"({KEEPS_ZHU})|著")


def made_by_map(characters: Counter[str]) -> bool:
    """Whether traditional text was made from simplified text by a map without phrases.

    At least one character that people write otherwise, and four for each one that only
    people write. Names are why it may have some: 王兴於 in a page full of 于.

    >>> [made_by_map(Counter(text)) for text in ("關于后臺管理", "關於後臺管理", "經濟")]
    [True, False, False]
    """
    machine = sum([characters.get(c, 0) for c in _MAP_ONLY])
    return machine >= 1 and machine >= 4 * sum([characters.get(c, 0) for c in _PEOPLE])


def made_by_people(characters: Counter[str]) -> bool:
    """Whether a text has a character that the copies' map never makes.

    >>> made_by_people(Counter("關於")), made_by_people(Counter("關于"))
    (True, False)
    """
    return not characters.keys().isdisjoint(_PEOPLE)


def from_map(text: str, *, glossed: Collection[str] = ()) -> str:
    """The simplified text that the copies' map was run over; the length stays.

    glossed: characters that this copy glossed, so that its map must have made them even if
        the maps known here don't.

    >>> from_map("乾縣經濟發展,隨著王興於的著作復工")
    '乾县经济发展,随着王兴於的著作复工'
    """
    return zhu_to_zhe(text.translate(_table_with(frozenset(glossed))))


def simplified(character: str) -> str:
    """One character as the author had it; 著 stays, as it takes a word to tell."""
    return character.translate(_table())


def zhu_to_zhe(text: str) -> str:
    """着 for every 著 that is not zhù by its word.

    >>> zhu_to_zhe("随著顯著")
    '随着顯著'
    """
    return _ZHU_RE.sub(lambda match: match[1] or "着", text)


def is_changed(character: str) -> bool:
    """Whether some map can have made this character: only such ones were glossed.

    >>> is_changed("濟"), is_changed("济"), is_changed("後")
    (True, False, True)
    """
    return character == "著" or character in _narrowed()


def never_published(character: str) -> bool:
    """Whether the map changes this character, so that a traditional copy can't show it.

    >>> never_published("济"), never_published("于"), never_published("水")
    (True, False, False)
    """
    return character in _sources()


@lru_cache(maxsize=64)
def _table_with(glossed: frozenset[str]) -> dict[int, str]:
    known, narrowed = _table(), _narrowed()
    extra = [c for c in glossed if ord(c) not in known and c not in BY_WORD and c in narrowed]
    return known | {ord(c): narrowed[c] for c in extra} if extra else known


@cache
def _sources() -> frozenset[str]:
    return frozenset(_table().values())


@cache
def _narrowed() -> dict[str, str]:
    """Traditional -> simplified for every character that has another form.

    A converter that knows phrases is asked about single characters, one a line.
    """
    alphabet = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    narrow = to_simplified("\n".join(alphabet)).split("\n")
    pairs = zip(alphabet, narrow, strict=True)
    return {t: s for t, s in pairs if s != t and s <= "\uffff"} | FORCED


@cache
def _table() -> dict[int, str]:
    """Traditional -> simplified for all that the copies' map can have made.

    迳 became 逕, so 逕 goes back to 迳, though to a converter it is a form of 径.
    """
    narrowed = _narrowed()
    simple = sorted({*narrowed.values(), *narrowed, *map(chr, range(0x4E00, 0xA000))})
    there = dict(zip(simple, traditional_forms("\n".join(simple)).split("\n"), strict=True))
    sources = {t: s for s, t in there.items() if s != t}
    return {
        # A character that stays itself on the way there was not the source of this one.
        ord(t): s if there[s] == t else sources.get(t, s)
        for t, s in narrowed.items()
        if t in FORCED or (t not in BY_WORD and s not in KEPT and there[s] != s)
    }
