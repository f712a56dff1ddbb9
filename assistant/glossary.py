"""English phrases and the Chinese words they stand for, from lexicon_english.tsv.

Longest phrases win. A word is looked up as it is written, then without its plural, then
without -ed and -ing; where that leaves two lines to choose from it isn't known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from assistant.lexicon_table import naming, rows

PATH = Path(__file__).with_name("lexicon_english.tsv")

Part = Literal["ask", "yes_no", "time", "month", "cue", "verb", "noun", "amount", "unit", "drop"]
"""What a phrase does in a question. A cue tells plan from result; an amount is a noun whose
value is a figure, so that "what was the revenue" asks how much."""

TOKEN = re.compile(
    r"(?P<word>[A-Za-z]+\d+(?:\.\d+)?|[A-Za-z]+(?:[&'’][A-Za-z]+)*|\d+(?:st|nd|rd|th|[A-Za-z])\b)"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?%?)|(?P<han>[㐀-鿿]+)|(?P<end>[?？!;；]|\.(?=\s|$))|(?P<comma>,)"
)
"""What an English question is made of; ends close a sentence, commas don't."""


class Phrase(NamedTuple):
    """A line of the table."""

    chinese: str
    part: Part


@dataclass(frozen=True, slots=True)
class Glossary:
    """The English table, ready to be asked."""

    by_stems: Mapping[str, Sequence[tuple[str, Phrase]]]
    """Stems of a phrase -> the phrases that have them, each as it is written."""
    longest: Mapping[str, int]
    """First stem -> words in the longest phrase that begins with it."""

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """Read a table; raises WenzhengError with the file and line that can't be used."""
        by_stems: dict[str, list[tuple[str, Phrase]]] = {}
        longest: dict[str, int] = {}
        at: dict[str, int] = {}
        for number, (chinese, part, english) in rows(path, 3):
            with naming(path, number):
                if part not in get_args(Part):
                    raise ValueError(f"part {part!r}: one of {', '.join(get_args(Part))} expected")
                phrase = Phrase(chinese, part)  # type: ignore[arg-type]  # just checked
                for form in english.split("; "):
                    if not form or form != form.lower() or "-" in form:
                        raise ValueError(
                            f"{form!r}: English in lower case without hyphens expected"
                        )
                    words = [word_of(word) for word in form.split()]
                    key = " ".join(words)
                    if key in at:
                        raise ValueError(f"{form!r} stands in line {at[key]} already")
                    at[key] = number
                    stems = [_stem(word) for word in words]
                    by_stems.setdefault(" ".join(stems), []).append((key, phrase))
                    longest[stems[0]] = max(len(words), longest.get(stems[0], 0))
        return cls(by_stems, longest)

    def find(self, words: Sequence[str]) -> tuple[int, Phrase] | None:
        """The longest phrase at the start of lower-case words: (how many words, phrase)."""
        first = _stem(words[0]) if words else ""
        stems = [_stem(word) for word in words[: self.longest.get(first, 0)]]
        for length in range(len(stems), 0, -1):
            choices = self.by_stems.get(" ".join(stems[:length]), ())
            phrase = _chosen(choices, words[:length]) if choices else None
            if phrase:
                return length, phrase
        return None


@cache
def glossary() -> Glossary:
    """The project's own table; raises WenzhengError when it can't be used."""
    return Glossary.read(PATH)


def word_of(word: str) -> str:
    """A word as it is looked up.

    >>> word_of("Mayor's"), word_of("Xi’an")
    ('mayor', "xi'an")
    """
    return bare(word.lower().replace("’", "'"))


def bare(word: str) -> str:
    """A word as it is written, without its possessive."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _chosen(choices: Sequence[tuple[str, Phrase]], words: Sequence[str]) -> Phrase | None:
    """Of phrases with the same stems the one written so; one in another number; the only one."""
    written = " ".join(words)
    singular = " ".join(map(_singular, words))
    for key, phrase in choices:
        if key == written:
            return phrase
    alike = {p for key, p in choices if " ".join(map(_singular, key.split())) == singular}
    alike = alike or {phrase for _, phrase in choices}
    return alike.pop() if len(alike) == 1 else None


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ses", "xes", "zes", "ches", "shes")) else word[:-1]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """Without plural, -ed, -ing and a final e; planned, planning and plans meet plan."""
    word = _singular(word)
    root = word.removesuffix("ing").removesuffix("ed")
    if root != word and len(root) >= 3:
        word = root[:-1] if root[-1] == root[-2] and root[-1] in "bdgmnprt" else root
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
