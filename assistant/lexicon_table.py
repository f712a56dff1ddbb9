"""The lexicon's files, read and checked line by line.

    rows()          -> the lines of a table with their numbers, comments left out
    read_entries()  -> lexicon.tsv as entries and guards

A line that can't be used raises WenzhengError with the file, the line and what is wrong.
The heads of the files say what their columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from ingest.errors import WenzhengError

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
_CREDIT_RE = re.compile(r"0\.\d*[1-9]\d*|1")


class Row(NamedTuple):
    """A line of a table."""

    number: int
    cells: tuple[str, ...]


class Synonym(NamedTuple):
    """What a paragraph may say for a word of the question, and what a match of it counts."""

    text: str
    credit: float
    """0 to 1: 0.85 says the same, 0.5 to 0.75 is broader or narrower."""


class Split(NamedTuple):
    """A verb and its noun, between which a question may put words."""

    verb: str
    noun: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    key: str
    everyday: tuple[str, ...]
    terms: tuple[str, ...]
    """Report terms that say the same."""
    related: tuple[tuple[Synonym, bool], ...]
    """Broader and narrower terms, and whether they lead back to the everyday words."""
    credit: float
    both: bool
    """Whether the report terms lead back to the everyday words."""
    area: Area
    splits: tuple[Split, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The words that stand in no other line."""
        return (*self.everyday, *(self.terms if self.both else ()))

    @property
    def leading(self) -> tuple[str, ...]:
        """The words that lead to others of this line."""
        return (*self.own, *(term.text for term, back in self.related if back))

    def led_to(self, word: str) -> Iterator[Synonym]:
        """What one of the leading words leads to."""
        if word in self.own:
            for other in (*self.everyday, *self.terms):
                if other != word:
                    yield Synonym(other, self.credit)
            yield from (term for term, _ in self.related)
        else:
            credit = next(term.credit for term, back in self.related if back and term.text == word)
            yield from (Synonym(other, credit) for other in (*self.everyday, *self.terms))


def rows(path: Path, columns: int) -> Iterator[Row]:
    """The lines of a table; comments and empty lines are left out.

    Raises WenzhengError for a file that can't be read, or a line with more or fewer columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise WenzhengError(f"{path.name!r} can't be read ({exc}): reinstall the package") from exc
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        with naming(path, number):
            if len(cells) != columns:
                raise ValueError(f"{columns} columns expected, tabs between; {len(cells)} found")
        yield Row(number, cells)


@contextmanager
def naming(path: Path, number: int) -> Iterator[None]:
    """A ValueError inside is raised as WenzhengError that names the file and the line."""
    try:
        yield
    except ValueError as exc:
        raise WenzhengError(f"{path.name}, line {number}: {exc}") from exc


def read_entries(path: Path) -> tuple[tuple[Entry, ...], frozenset[str]]:
    """The entries and guards of a lexicon; raises WenzhengError for a line out of order."""
    entries: list[Entry] = []
    guards: set[str] = set()
    at: dict[str, int] = {}
    for number, (key, everyday, *cells) in rows(path, 6):
        with naming(path, number):
            if key == GUARD:
                guards.update(map(_long_enough, everyday.split()))
                continue
            entry = _entry(key, everyday, *cells)
            for word in entry.own:
                if word in at:
                    raise ValueError(f"{word!r} stands in line {at[word]} already")
                at[word] = number
            entries.append(entry)
    return tuple(entries), frozenset(guards)


def _entry(key: str, everyday: str, report: str, credit: str, direction: str, area: str) -> Entry:
    forms = [form.partition("_") for form in everyday.split()]
    plain = tuple(_long_enough(verb + noun) for verb, _, noun in forms)
    terms = [_term(form) for form in report.split()]
    if not plain or key != plain[0]:
        raise ValueError(f"key {key!r}: the first everyday form expected")
    if not terms:
        raise ValueError(f"{key!r} has no report term")
    if direction not in ("both", "out"):
        raise ValueError(f"direction {direction!r}: both or out expected")
    if area not in get_args(Area):
        raise ValueError(f"area {area!r}: one of {', '.join(get_args(Area))} expected")
    return Entry(
        key,
        plain,
        tuple(text for text, way, _ in terms if not way),
        tuple((Synonym(text, _credit(own)), way == ":") for text, way, own in terms if way),
        _credit(credit),
        both=direction == "both",
        area=area,  # type: ignore[arg-type]  # one of them, as was just checked
        splits=tuple(Split(verb, noun) for verb, mark, noun in forms if mark),
    )


def _term(form: str) -> tuple[str, str, str]:
    """(text, way, credit) of 词, 词:0.7 or 词>0.7."""
    match = _TERM_RE.fullmatch(form)
    if not match:
        raise ValueError(f"{form!r} is no term: 词, 词:0.7 or 词>0.7 expected")
    return _long_enough(match["text"]), match["way"] or "", match["credit"] or ""


def _credit(text: str) -> float:
    if not _CREDIT_RE.fullmatch(text):
        raise ValueError(f"credit {text!r}: above 0 and up to 1 expected, as in 0.85")
    return float(text)


def _long_enough(word: str) -> str:
    if len(word) < 2:
        raise ValueError(f"{word!r} is too short: one character stands in too many words")
    return word
