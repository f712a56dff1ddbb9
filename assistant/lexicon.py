"""Everyday words and what reports write for them: 看病 -> 就诊, 厕所 -> 公共卫生间.

The table is lexicon.tsv beside this file; its head says how to read it and how to add to it.
A line is a group of words that stand for each other, and terms that are broader or narrower:

    看病 看医生    就医 就诊 医疗>0.65    0.85    both    health

Each word of a group leads to all its others; a broader or narrower term is led to and, marked
with a colon, leads back. Nothing goes over two lines, so one entry changes its own words only.
Words are folded (ingest.normalise.fold), as questions and passages are when they meet.

mentions() finds the entries in a question by their characters and not by a dictionary's cuts:
种_树 is also found in 种了多少树. What only looks like an entry (县长 in 县长期) is in the table
as a guard. Read once, on first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.lexicon_table import Entry, Split, Synonym, read_entries

PATH = Path(__file__).with_name("lexicon.tsv")
_BETWEEN = (
    r"(?:[了过成好完上下到]|出了)?(?:一共|总共|共|新)?(?:多少|好?几|哪些|哪几|哪|什么|啥|一)?"
    r"(?:万?[个条座所家棵株亩栋套处户项件种类块片里口眼名批辆台部间盏根张头只羽尾匹吨斤]|公里|公顷|万)?的?"
)
"""What may stand between verb and noun: 种[了多少棵]树. Empty is the word itself."""
_BETWEEN_RE = re.compile(_BETWEEN)
_AFTER_NOUN_RE = re.compile(r"(?:都|一共|总共|又|新)?")
_ASKED_RE = re.compile(r"[了过]?(?:多少|几|哪|没有?[?？]?$|吗)|[了得]")
"""After noun and verb turned round: 路修了多少, but not 树种 or 道路修建."""


class Mention(NamedTuple):
    """An entry found in a question, at text[start:end]."""

    start: int
    end: int
    word: str
    """The entry's word: 种树 also where the text has 种了多少树."""
    synonyms: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The whole table, ready to be asked."""

    entries: tuple[Entry, ...]
    guards: frozenset[str]
    words: Mapping[str, Sequence[Entry]]
    """Word -> the lines in which it leads to others."""
    _lengths: Mapping[str, tuple[int, ...]]
    """First character -> lengths of the words and guards that begin with it, longest first."""
    _splits: Mapping[str, tuple[Split, ...]]
    """First character of verbs, and of nouns, -> what may be found apart from there."""

    @classmethod
    def of(cls, entries: Iterable[Entry], guards: Iterable[str]) -> Lexicon:
        """Index entries, which have no word of a group in common, and guards."""
        entries, guards = tuple(entries), frozenset(guards)
        words: dict[str, list[Entry]] = {}
        for entry in entries:
            for word in entry.leading:
                words.setdefault(word, []).append(entry)
        lengths: dict[str, set[int]] = {}
        for text in (*words, *guards):
            lengths.setdefault(text[0], set()).add(len(text))
        splits: dict[str, set[Split]] = {}
        for split in (split for entry in entries for split in entry.splits):
            splits.setdefault(split.verb[0], set()).add(split)
            splits.setdefault(split.noun[0], set()).add(split)
        return cls(
            entries,
            guards,
            words,
            {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
            {first: tuple(sorted(found)) for first, found in splits.items()},
        )

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """Read a table; raises WenzhengError with the file and line that can't be used."""
        return cls.of(*read_entries(path))

    def synonyms(self, word: str) -> tuple[Synonym, ...]:
        """What a paragraph may say for a folded word, best credit first; () for an unknown one."""
        best: dict[str, float] = {}
        for entry in self.words.get(word, ()):
            for text, credit in entry.led_to(word):
                best[text] = max(credit, best.get(text, 0.0))
        found = (Synonym(text, credit) for text, credit in best.items() if text != word)
        return tuple(sorted(found, key=lambda synonym: (-synonym.credit, synonym.text)))

    def mentions(self, folded: str) -> list[Mention]:
        """The entries in a folded question, in order; the longest where several begin."""
        guarded = [
            (at, at + length)
            for at, length in self._known_at(folded)
            if folded[at : at + length] in self.guards
        ]
        found: list[Mention] = []
        end = 0
        for at in range(len(folded)):
            if at < end:
                continue
            choices = [
                (length, folded[at : at + length]) for length in self._lengths_at(folded, at)
            ]
            choices = [(n, w) for n, w in choices if w in self.words and _whole(folded, at, at + n)]
            choices += self._apart(folded, at)
            for length, word in sorted(choices, reverse=True):
                if not any(a <= at and at + length <= b for a, b in guarded):
                    end = at + length
                    found.append(Mention(at, end, word, self.synonyms(word)))
                    break
        return found

    def _known_at(self, folded: str) -> Iterator[tuple[int, int]]:
        for at in range(len(folded)):
            for length in self._lengths_at(folded, at):
                yield at, length

    def _lengths_at(self, folded: str, at: int) -> list[int]:
        room = len(folded) - at
        return [length for length in self._lengths.get(folded[at], ()) if length <= room]

    def _apart(self, folded: str, at: int) -> Iterator[tuple[int, str]]:
        """Verb and noun with a question's words between, or turned round."""
        for verb, noun in self._splits.get(folded[at], ()):
            if folded.startswith(verb, at):
                between = _BETWEEN_RE.match(folded, at + len(verb))
                if between and folded.startswith(noun, between.end()):
                    yield between.end() + len(noun) - at, verb + noun
            if folded.startswith(noun, at):
                between = _AFTER_NOUN_RE.match(folded, at + len(noun))
                if between and folded.startswith(verb, between.end()):
                    end = between.end() + len(verb)
                    if _ASKED_RE.match(folded, end):
                        yield end - at, verb + noun


def synonyms(word: str) -> tuple[Synonym, ...]:
    """What a paragraph may say for a folded word of a question, best credit first.

    Raises WenzhengError when the table can't be used.

    >>> {"就医", "就诊"} <= {synonym.text for synonym in synonyms("看病")}
    True
    >>> synonyms("公园")[0].credit
    0.85
    """
    return _lexicon().synonyms(word)


def mentions(folded: str) -> list[Mention]:
    """The entries in a folded question, in order, the longest where several begin.

    >>> [(mention.word, mention.start, mention.end) for mention in mentions("种了多少树?")]
    [('种树', 0, 5)]
    >>> mentions("县长期工作")
    []
    """
    return _lexicon().mentions(folded)


def words_to_protect() -> frozenset[str]:
    """Words of the table that a segmenter had better keep whole."""
    return frozenset(_lexicon().words)


_OTHER: ContextVar[Lexicon | None] = ContextVar("lexicon", default=None)


@contextmanager
def using(lexicon: Lexicon) -> Iterator[None]:
    """Have questions read with another lexicon inside of the block, to measure what ours adds."""
    token = _OTHER.set(lexicon)
    try:
        yield
    finally:
        _OTHER.reset(token)


def _lexicon() -> Lexicon:
    return _OTHER.get() or _shipped()


@cache
def _shipped() -> Lexicon:
    return Lexicon.read(PATH)


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits at the ends aren't part of a longer run."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    first, last = folded[start], folded[end - 1]
    return not (_latin(before) and _latin(first)) and not (_latin(last) and _latin(after))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
