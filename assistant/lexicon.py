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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from ingest.errors import WenzhengError

PATH = Path(__file__).with_name("lexicon.tsv")
GUARD = "-"
"""Key of a line whose words are no mentions of the entries inside them."""

Area = Literal[
    "economy", "finance", "investment", "industry", "agriculture", "rural", "poverty",
    "transport", "housing", "city", "environment", "water_energy", "education", "health",
    "elderly", "employment", "social_security", "population", "culture", "safety",
    "governance", "digital", "ethnic_veterans", "offices", "planning", "wording",
]  # fmt: skip
"""What an entry is about; wording is what reports say of any field."""

_TERM_RE = re.compile(r"(?P<text>[^:>]+)(?:(?P<way>[:>])(?P<credit>0\.\d+|1))?")
_BETWEEN = (
    r"(?:[了过成好完上下到]|出了)?(?:一共|总共|共|新)?(?:多少|好?几|哪些|哪几|哪|什么|啥|一)?"
    r"(?:[个条座所家棵株亩栋套处户项件种类块片里口眼名批辆]|公里|公顷|万)?的?"
)
"""What may stand between verb and noun: 种[了多少棵]树. Empty is the word itself."""
_BETWEEN_RE = re.compile(_BETWEEN)
_AFTER_NOUN_RE = re.compile(r"(?:都|一共|总共|又|新)?")
_ASKED_RE = re.compile(r"[了过]?(?:多少|几|哪|没有?[?？]?$|吗)|[了得]")
"""After noun and verb turned round: 路修了多少, but not 树种 or 道路修建."""


class Synonym(NamedTuple):
    """What a paragraph may say for a word of the question, and what a match of it counts."""

    text: str
    credit: float
    """0 to 1: 0.85 says the same, 0.5 to 0.75 is broader or narrower."""


class Mention(NamedTuple):
    """An entry found in a question, at text[start:end]."""

    start: int
    end: int
    word: str
    """The entry's word: 种树 also where the text has 种了多少树."""
    synonyms: tuple[Synonym, ...]


class Split(NamedTuple):
    """A verb and its noun, between which a question may put words."""

    verb: str
    noun: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table."""

    key: str
    everyday: tuple[str, ...]
    terms: tuple[str, ...]
    """Report terms of the group's own credit."""
    related: tuple[tuple[Synonym, bool], ...]
    """Broader and narrower terms, and whether they lead back to the everyday words."""
    credit: float
    both: bool
    """Whether the report terms lead back to the everyday words."""
    area: Area
    splits: tuple[Split, ...] = ()

    def pairs(self) -> Iterator[tuple[str, Synonym]]:
        """Each word of this line with each other that it leads to."""
        group = (*self.everyday, *self.terms)
        for word in group if self.both else self.everyday:
            for other in group:
                if other != word:
                    yield word, Synonym(other, self.credit)
            for term, _ in self.related:
                yield word, term
        for term, back in self.related:
            for word in group if back else ():
                yield term.text, Synonym(word, term.credit)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The whole table, ready to be asked."""

    entries: tuple[Entry, ...]
    guards: frozenset[str]
    words: Mapping[str, tuple[Synonym, ...]]
    _lengths: Mapping[str, tuple[int, ...]]
    """First character -> lengths of the words and guards that begin with it, longest first."""
    _splits: Mapping[str, tuple[Split, ...]]
    """First character of verbs, and of nouns, -> what may be found apart from there."""

    @classmethod
    def of(cls, entries: Iterable[Entry], guards: Iterable[str]) -> Lexicon:
        """Index entries, which have no word of a group in common, and guards."""
        entries, guards = tuple(entries), frozenset(guards)
        best: dict[str, dict[str, float]] = {}
        for entry in entries:
            for word, other in entry.pairs():
                known = best.setdefault(word, {})
                known[other.text] = max(other.credit, known.get(other.text, 0.0))
        words = {
            word: tuple(sorted((Synonym(*pair) for pair in found.items()), key=_by_credit))
            for word, found in best.items()
        }
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
        """Read a table; raises WenzhengError naming the file and line that can't be used."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as exc:
            raise WenzhengError(f"{path.name!r} can't be read: reinstall the package") from exc
        entries: list[Entry] = []
        guards: list[str] = []
        at: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                entry = _entry(line)
                own = (*entry.everyday, *(entry.terms if entry.both else ()))
                for word in own:
                    if word in at:
                        raise ValueError(f"{word!r} stands in line {at[word]} already")
                    at[word] = number
            except ValueError as exc:
                raise WenzhengError(f"{path.name}, line {number}: {exc}") from exc
            if entry.key == GUARD:
                guards.extend(entry.everyday)
            else:
                entries.append(entry)
        return cls.of(entries, guards)

    def synonyms(self, word: str) -> tuple[Synonym, ...]:
        """What a paragraph may say for a folded word, best credit first; () for an unknown one."""
        return self.words.get(word, ())

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
                    found.append(Mention(at, end, word, self.words[word]))
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

    >>> [synonym.text for synonym in synonyms("看病")][:2], synonyms("公园")[0].credit
    (['就诊', '求医'], 0.85)
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


@cache
def _lexicon() -> Lexicon:
    return Lexicon.read(PATH)


def _by_credit(synonym: Synonym) -> tuple[float, str]:
    return -synonym.credit, synonym.text


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits at the ends aren't part of a longer run."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    first, last = folded[start], folded[end - 1]
    return not (_latin(before) and _latin(first)) and not (_latin(last) and _latin(after))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _entry(line: str) -> Entry:
    """One line as an entry; ValueError says what is wrong with it."""
    columns = line.split("\t")
    if len(columns) != 6:
        raise ValueError(f"6 columns expected with tabs between, {len(columns)} found")
    key, everyday, report, credit, direction, area = columns
    plain: list[str] = []
    splits: list[Split] = []
    for form in everyday.split():
        verb, mark, noun = form.partition("_")
        if mark:
            splits.append(Split(verb, noun))
        plain.append(verb + noun)
    terms: list[str] = []
    related: list[tuple[Synonym, bool]] = []
    for form in report.split():
        match = _TERM_RE.fullmatch(form)
        if not match:
            raise ValueError(f"{form!r} is no term: 词, 词:0.7 or 词>0.7")
        if match["way"]:
            related.append((Synonym(match["text"], float(match["credit"])), match["way"] == ":"))
        else:
            terms.append(match["text"])
    for word in (*plain, *terms, *(term.text for term, _ in related)):
        if len(word) < 2:
            raise ValueError(f"{word!r} is too short: one character stands in too many words")
    if key == GUARD:
        return Entry(key, tuple(plain), (), (), 1.0, both=False, area="wording")
    if not plain or not report.split() or key != plain[0]:
        raise ValueError("the key must be the first everyday form, and report terms must follow")
    if direction not in ("both", "out"):
        raise ValueError(f"direction {direction!r}: both or out expected")
    if area not in get_args(Area):
        raise ValueError(f"area {area!r}: one of {', '.join(get_args(Area))} expected")
    if not re.fullmatch(r"0\.\d+|1", credit) or not float(credit):
        raise ValueError(f"credit {credit!r}: a number above 0 and up to 1 expected")
    return Entry(
        key,
        tuple(plain),
        tuple(terms),
        tuple(related),
        float(credit),
        both=direction == "both",
        area=area,  # type: ignore[arg-type]  # checked above
        splits=tuple(splits),
    )
