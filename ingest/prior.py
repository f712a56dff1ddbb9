"""How likely a row of characters is Chinese: the words of jieba's dictionary, read as a file.

A text is cut into the words that make it likeliest (unigrams, no corpus of our own), and
its score is the sum of their log probabilities in nats. Where the bytes leave a choice, each
place of the row holds the characters that its bytes allow, and `best` reads the likeliest
texts out of all combinations.

Only differences between texts of one place mean anything. The dictionary knows no
punctuation, so PUNCTUATION says how often it stands in news. jieba itself isn't imported:
that takes a second, reading its table 0.2 s, once, when the first torn place is met.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Sequence
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
PUNCTUATION |= dict.fromkeys("：；:;（）()《》\n？！", -5.5)
"""Nats for a mark, from how often it stands between words."""

DIGIT, LETTER, RARE, UNKNOWN = -4.5, -6.5, -21.0, -26.0
"""Nats for a digit, a Latin letter, a hanzi that the dictionary lacks, anything else."""

Row = Sequence[Sequence[tuple[str, float]]]
"""For each place its possible characters (simplified), each with what speaks for it besides."""


class Reading(NamedTuple):
    """One text of a row and how likely it is, in nats."""

    text: str
    score: float


class Dictionary(NamedTuple):
    """Words with their counts, and the pairs that words of three or four begin with."""

    counts: dict[str, str]
    pairs: set[str]


def score(text: str) -> float:
    """Log probability of a text by its likeliest words.

    >>> score("济源日报") > score("济源日扱")
    True
    """
    return best([[(character, 0.0)] for character in text], keep=1)[0].score


def best(row: Row, *, keep: int = 4) -> list[Reading]:
    """The likeliest texts of a row, best first; at most ``keep``.

    >>> best([[("日", 0.0)], [("报", 0.0), ("执", 0.0)]])[0].text
    '日报'
    """
    counts, pairs = dictionary()
    ends: list[dict[str, float]] = [{"": 0.0}]  # texts up to each place
    begun: list[list[tuple[str, float]]] = []  # words that are open, by where they began
    for at, place in enumerate(row):
        reached: dict[str, float] = {}
        grown: list[list[tuple[str, float]]] = []
        begun.append([("", 0.0)])
        for start in range(max(0, at + 1 - MAX_WORD), at + 1):
            longer = []
            words: list[tuple[str, float]] = []
            length = at - start
            for stem, weight in begun[start]:
                for character, bonus in place:
                    word = stem + character
                    if length == 1 and word not in pairs and word not in counts:
                        continue
                    longer.append((word, weight + bonus))
                    if length == 0:
                        words.append((word, weight + bonus + of_character(character)))
                    elif count := counts.get(word):
                        words.append((word, weight + bonus + _log(count)))
            grown.append(longer)
            if not words:
                continue
            if len(words) > keep * 8:
                words.sort(key=lambda pair: -pair[1])
                del words[keep * 8 :]
            for before, so_far in ends[start].items():
                for word, weight in words:
                    text, total = before + word, so_far + weight
                    if total > reached.get(text, -math.inf):
                        reached[text] = total
        for start, longer in zip(range(max(0, at + 1 - MAX_WORD), at + 1), grown, strict=True):
            begun[start] = longer
        if len(reached) > keep:
            top = sorted(reached.items(), key=lambda pair: -pair[1])[:keep]
            reached = dict(top)
        ends.append(reached)
    return [Reading(*pair) for pair in sorted(ends[-1].items(), key=lambda pair: -pair[1])]


@lru_cache(maxsize=65536)
def of_character(character: str) -> float:
    """Log probability of a character that is a word by itself."""
    if count := dictionary().counts.get(character):
        return _log(count)
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if character.isascii():
        return DIGIT if character.isdigit() else LETTER
    return RARE if "一" <= character <= "鿿" else UNKNOWN


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
        return Dictionary(counts, {word[:2] for word in words if 2 < len(word) <= MAX_WORD})
    finally:
        if collecting:
            gc.enable()


@cache
def _log(count: str) -> float:
    return math.log((int(count) or 1) / TOTAL)
