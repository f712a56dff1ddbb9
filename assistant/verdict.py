"""Verdict: whether a claim stands in the paragraphs it cites, and if not, what failed.

A reason is one sentence that can be shown to a reader and sent back to a model: it names the
paragraph by its marker and says what stands there instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.answer import Checks
from ingest.document import Script
from ingest.normalise import to_traditional

Flaw = Literal[
    "uncited",
    "unknown_citation",
    "torn",
    "number",
    "unit",
    "comparator",
    "direction",
    "subject",
    "date",
    "year",
    "place",
    "period",
    "name",
    "quotation",
    "negation",
    "wording",
    "incomplete",
]
"""What a claim can fail by.

number: the figure stands nowhere in the cited paragraphs; unit, comparator: it stands there
with another one; subject: it stands there, but of something else; wording: nothing there
speaks of what it says; incomplete: a list of which members are left out.
"""


class Said(NamedTuple):
    """A reason in Chinese and in English."""

    chinese: str
    english: str

    def said(self, script: Script) -> str:
        """In a reader's script."""
        if script == "latin":
            return self.english
        return to_traditional(self.chinese) if script == "hant" else self.chinese


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one claim."""

    holds: bool
    flaw: Flaw | None = None
    """The first thing that failed; None when it holds."""
    reason: str = ""
    """What failed, as a sentence in the claim's script; empty when it holds."""
    carried_by: tuple[int, ...] = ()
    """Where it fails for its citations: other citations of the answer that do carry it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Of a whole answer."""

    verdicts: tuple[Verdict, ...]
    """One a claim, in the claims' order."""
    checks: Checks
    """The same as counts. ``checks.list.given`` counts the members that are really given."""
    missing: tuple[str, ...] = ()
    """Members of a list that the answer gives in part: each by its first words."""
    incomplete: str = ""
    """Why a list is not whole, as a sentence; empty when none is cut short."""

    @property
    def holds(self) -> bool:
        """Whether every claim holds and no list is cut short."""
        return not self.incomplete and all(verdict.holds for verdict in self.verdicts)
