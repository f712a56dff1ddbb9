"""What a question says by a slip of the hand or the tongue -> what is meant.

    as_meant(folded) -> the question with slips mended, asides and corrections taken out

Mended are three things: a term of the field of which one character was typed wrong by its
sound (棚护区 for 棚户区), what the asker takes back or rules out (X……不是,; 不是 Y), and wording
in which the question word stands inside what is asked of (来了多少人玩).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from assistant.lexicon import words_to_protect
from ingest.readings import letters
from ingest.words import words

_TYPOS = (
    ("多小家", "多少家"),
    ("多小个", "多少个"),
    ("多小人", "多少人"),
    ("多小户", "多少户"),
    ("多小亩", "多少亩"),
    ("多小钱", "多少钱"),
    ("哪写", "哪些"),
)

_NEGATED = re.compile(
    r"[,，]?(?:而)?(?:(?<!是)不是|(?<!要)不要|并非|而非|不算)[^,，。?？]*(?<![吗么吧呢])(?=$|[。?？])"
)
"""What the asker says is not meant."""

_SELF_CORRECTED = re.compile(
    r"的?[^的,，。?？…]{1,10}(?:…+|\.{3,}|,|，)?(?:哦|噢|啊|呃)?,?(?<!是)(?<!对)不(?:是|对)[,，]+"
)
"""X……不是,: what the asker takes back at once."""
_SAID_OTHERWISE = (
    (
        re.compile(
            r"(?:来|去)了?(多少(?:万)?)(?:人|游客)(?:次)?(?:来)?(?:玩|旅游|游玩|参观|逛)?(?=[?？,，。]|$)"
        ),
        r"接待游客\1人次",
    ),
    (re.compile(r"人均(?:能|一年)?(?:挣|赚)"), "人均收入"),
    (
        re.compile(
            r"(?:农民|农村人|村民|乡下人)(?P<year>(?:(?:19|20)?\d\d年)?)(?:的)?人均(?:可支配|纯)?收入"
        ),
        r"\g<year>农村居民人均可支配收入",
    ),
    (
        re.compile(
            r"(?:城里人|市民|城镇人|城市居民)(?P<year>(?:(?:19|20)?\d\d年)?)(?:的)?人均(?:可支配)?收入"
        ),
        r"\g<year>城镇居民人均可支配收入",
    ),
)
"""What is asked in other words than any report's, the question word in the middle of it."""

_SHORTEST, _LONGEST = 3, 6
"""Characters of a term that is known by its sound: of two, too many sound alike."""
_HAN_RE = re.compile(r"[㐀-鿿]{3,}")


def as_meant(folded: str) -> str:
    """The question as its asker would write it at leisure.

    >>> as_meant("那个棚护区改造了多小户"), as_meant("古城来了多少人玩?")
    ('那个棚户区改造了多少户', '古城接待游客多少人次?')
    """
    for typed, meant in _TYPOS:
        folded = folded.replace(typed, meant)
    folded = _SELF_CORRECTED.sub("", folded) or folded
    for said, meant in _SAID_OTHERWISE:
        folded = said.sub(meant, folded)
    folded = _HAN_RE.sub(lambda run: _by_sound(run[0]), folded)
    return _NEGATED.sub("", folded) or folded


def _by_sound(run: str) -> str:
    """Each term of the lexicon with one character wrong and its sound right, put right."""
    spelled = _spelled(words_to_protect())
    at = 0
    while at <= len(run) - _SHORTEST:
        for length in range(min(_LONGEST, len(run) - at), _SHORTEST - 1, -1):
            typed = run[at : at + length]
            term = spelled.get("".join(map(letters, typed)), "")
            if len(term) == length and _is_slip(typed, term):
                run = run[:at] + term + run[at + length :]
                at += length - 1
                break
        at += 1
    return run


def _is_slip(typed: str, term: str) -> bool:
    """Whether one character is wrong, and is part of no word: 间 in 间厕所 is one by itself."""
    wrong = [k for k, (a, b) in enumerate(zip(typed, term, strict=True)) if a != b]
    if len(wrong) != 1:
        return False
    parts = words(typed)
    ends = accumulate(map(len, parts))
    holding = next(part for part, end in zip(parts, ends, strict=True) if wrong[0] < end)
    return len(holding) > 1 and parts != [typed]


@lru_cache(maxsize=2)
def _spelled(terms: frozenset[str]) -> dict[str, str]:
    """Sound -> term, of the terms long enough; of two that sound alike neither."""
    found: dict[str, str] = {}
    for term in sorted(terms):
        if _SHORTEST <= len(term) <= _LONGEST and _HAN_RE.fullmatch(term):
            sound = "".join(map(letters, term))
            found[sound] = "" if sound in found else term
    return found
