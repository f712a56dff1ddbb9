"""English phrases and the Chinese words they stand for, from lexicon_english.tsv.

Longest phrases win. A word is looked up as it is written, then without its plural, then
without -ed and -ing; where that leaves two lines to choose from it isn't known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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

    exact: Mapping[str, Phrase]
    singular: Mapping[str, Phrase]
    stemmed: Mapping[str, Phrase]
    longest: int
    """Words in the longest phrase."""

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """Read a table; raises WenzhengError with the file and line that can't be used."""
        exact: dict[str, Phrase] = {}
        at: dict[str, int] = {}
        for number, (chinese, part, english) in rows(path, 3):
            with naming(path, number):
                if part not in get_args(Part):
                    raise ValueError(f"part {part!r}: one of {', '.join(get_args(Part))} expected")
                for form in english.split("; "):
                    key = " ".join(words_of(form))
                    if not key or form != form.lower():
                        raise ValueError(f"{form!r}: English in lower case expected")
                    if key in at:
                        raise ValueError(f"{form!r} stands in line {at[key]} already")
                    at[key] = number
                    exact[key] = Phrase(chinese, part)  # type: ignore[arg-type]  # just checked
        return cls(
            exact,
            _unambiguous(exact, _singular),
            _unambiguous(exact, _stem),
            max((key.count(" ") + 1 for key in exact), default=0),
        )

    def find(self, words: Sequence[str]) -> tuple[int, Phrase] | None:
        """The longest phrase at the start of lower-case words: (how many words, phrase)."""
        for length in range(min(self.longest, len(words)), 0, -1):
            chosen = words[:length]
            phrase = (
                self.exact.get(" ".join(chosen))
                or self.singular.get(" ".join(map(_singular, chosen)))
                or self.stemmed.get(" ".join(map(_stem, chosen)))
            )
            if phrase:
                return length, phrase
        return None


@cache
def glossary() -> Glossary:
    """The project's own table; raises WenzhengError when it can't be used."""
    return Glossary.read(PATH)


def words_of(text: str) -> list[str]:
    """The words of a phrase as they are looked up: lower case, no possessive, no commas."""
    return [word_of(token[0]) for token in TOKEN.finditer(text) if not token["comma"]]


def word_of(word: str) -> str:
    """A word as it is looked up.

    >>> word_of("Mayor's"), word_of("Xi’an")
    ('mayor', "xi'an")
    """
    return bare(word.lower()).replace("’", "'")


def bare(word: str) -> str:
    """A word as it is written, without its possessive."""
    return re.sub(r"['’]s$", "", word)


def _unambiguous(exact: Mapping[str, Phrase], shorten: Callable[[str], str]) -> dict[str, Phrase]:
    """Phrases by their words shortened; those that two lines share are left out."""
    shared: dict[str, set[Phrase]] = {}
    for key, phrase in exact.items():
        shared.setdefault(" ".join(map(shorten, key.split())), set()).add(phrase)
    return {key: phrases.pop() for key, phrases in shared.items() if len(phrases) == 1}


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _stem(word: str) -> str:
    """Without plural, -ed, -ing and a final e; planned, planning and plans meet plan."""
    word = _singular(word)
    root = re.sub(r"(?:ing|ed)$", "", word)
    if root != word and len(root) >= 3:
        word = re.sub(r"([bdgmnprt])\1$", r"\1", root)
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
