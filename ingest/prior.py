"""How likely a row of characters is Chinese: the words of jieba's dictionary, read as a file.

A text is cut into the words that make it likeliest (unigrams, no corpus of our own), and
its score is the sum of their log probabilities in nats. Only differences between texts of
one place mean anything. The dictionary knows no punctuation, so PUNCTUATION says how often
it stands in news. jieba itself isn't imported: that takes a second; reading its table takes
0.2 s, once, when the first torn place is met.
"""

from __future__ import annotations

import gc
import math
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ingest.errors import WenzhengError

TOTAL = 60_101_964
"""Sum of the dictionary's counts."""

MAX_WORD = 4
"""Longer words are 2 % of the dictionary and never decided a place."""

PUNCTUATION = dict.fromkeys("，,", -3.0) | dict.fromkeys("。、", -3.8) | dict.fromkeys("“”", -4.5)
PUNCTUATION |= dict.fromkeys("：；:;（）()《》\n？！?!", -5.5) | dict.fromkeys(" .%·—-", -6.0)
"""Nats for a mark, from how often it stands between words."""

DIGIT, LETTER, SYMBOL, RARE, UNKNOWN = -4.5, -6.5, -11.0, -21.0, -26.0
"""Nats for a digit, a Latin letter, one of {|}, a hanzi that the dictionary lacks, the rest."""


class Dictionary(NamedTuple):
    """Words with their counts, and the pairs that words of three or four begin with."""

    counts: dict[str, str]
    pairs: dict[str, None]
    """A dict of strings, not a set: the garbage collector need not look through it."""


def score(text: str) -> float:
    """Log probability of a text by its likeliest words.

    >>> score("济源日报") > score("济源日扱")
    True
    """
    return scores(text)[-1]


def scores(text: str) -> list[float]:
    """The score of the text up to each of its characters, from 0.0 for none of it."""
    counts = dictionary().counts
    ends = [0.0]
    for at, character in enumerate(text):
        best = ends[at] + of_character(character)
        for start in range(at - 1, max(-1, at - MAX_WORD), -1):
            count = counts.get(text[start : at + 1])
            if count and (value := ends[start] + of_count(count)) > best:
                best = value
        ends.append(best)
    return ends


def segment(text: str) -> list[str]:
    """The words of the likeliest cut.

    >>> segment("济源日报社")
    ['济源', '日报社']
    """
    counts = dictionary().counts
    ends = scores(text)
    words = []
    at = len(text)
    while at:
        for start in range(max(0, at - MAX_WORD), at - 1):
            count = counts.get(text[start:at])
            if count and ends[start] + of_count(count) == ends[at]:
                break
        else:
            start = at - 1
        words.append(text[start:at])
        at = start
    return words[::-1]


@lru_cache(maxsize=65536)
def of_character(character: str) -> float:
    """Log probability of a character that is a word by itself.

    The dictionary counts some characters of old books as if they were in the news; a
    character outside GB 2312 hardly ever is (60 in a million), least of all on a damaged page.
    """
    count = dictionary().counts.get(character)
    if "一" <= character <= "鿿":
        known = of_count(count) if count else RARE
        return known if in_daily_use(character) else min(known - 5.0, RARE)
    if count:
        return of_count(count)
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if character.isascii():
        return DIGIT if character.isdigit() else LETTER if character.isalpha() else SYMBOL
    return UNKNOWN


def in_daily_use(character: str) -> bool:
    """Whether GB 2312 has a character: the 6,763 that simplified text is written with."""
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


@cache
def partners() -> tuple[dict[str, str], dict[str, str]]:
    """For each character those that follow it in words of two, and those that precede it;
    words counted less than ten times are left out.
    """
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    for word, count in dictionary().counts.items():
        if len(word) == 2 and len(count) > 1:
            first, last = word[0], word[1]
            after[first] = after.get(first, "") + last
            before[last] = before.get(last, "") + first
    return after, before


@cache
def of_count(count: str) -> float:
    """Log probability of a word that the dictionary counts so often."""
    return math.log((int(count) or 1) / TOTAL)


@cache
def dictionary() -> Dictionary:
    """The table of the jieba package; WenzhengError when it isn't installed completely."""
    package = find_spec("jieba")  # finds a top-level package without importing it
    folders = package.submodule_search_locations if package else None
    path = Path(next(iter(folders or ()), "jieba"), "dict.txt")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as exc:
        raise WenzhengError(
            f"{str(path)!r} can't be read ({exc.strerror}): reinstall the jieba package"
        ) from exc
    collecting = gc.isenabled()
    gc.disable()  # a million strings are made: looking for garbage among them doubles the time
    try:
        columns = text.split()
        words = columns[0::3]
        counts = dict(zip(words, columns[1::3], strict=True))
        return Dictionary(
            counts, dict.fromkeys(word[:2] for word in words if 2 < len(word) <= MAX_WORD)
        )
    finally:
        if collecting:
            gc.enable()
