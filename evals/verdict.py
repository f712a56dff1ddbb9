"""One golden question's verdict: all that the scorers say of one answer.

A question counts as correct when each nugget stands in the answer and in a cited paragraph,
nothing forbidden or tempting is said, and the answer keeps to the caps. One that can't be
answered is correct when it was declined: the flag counts, not a phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evals.given import MISSING, Given
from evals.golden_set import Item
from evals.scorers.caps import within_caps
from evals.scorers.citations import reached, useful
from evals.scorers.discipline import Lapses, lapses
from evals.scorers.lists import asked_for
from evals.scorers.matching import folded
from evals.scorers.nuggets import Stated, stated
from evals.scorers.numbers import Number, numbers

_MARKER_RE = re.compile(r"\[\d+(?:[,，-]\d+)*\]|【\d+】")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer is worth; the tuples run parallel to what they are named after."""

    item: Item
    given: Given
    missing: bool
    """Whether there was no answer at all."""
    stated: Stated
    useful: tuple[bool, ...]
    reached: tuple[bool, ...]
    numbers: tuple[Number, ...]
    lapses: Lapses
    tight: bool
    lines: tuple[bool, ...]
    """Of a list: whether each cited line says something asked for."""

    @property
    def correct_without_caps(self) -> bool:
        """Correct, were it not for its length."""
        if self.lapses.all:
            return False
        if not self.item.answerable:
            return self.given.declined
        return not self.given.declined and all(self.stated.carried)

    @property
    def correct(self) -> bool:
        """The verdict."""
        return self.correct_without_caps and (self.tight or not self.item.answerable)

    @property
    def lacking(self) -> list[str]:
        """Why it isn't correct, in words; empty when it is."""
        if self.correct:
            return []
        if self.missing:
            return ["no answer came"]
        said = [f"says {text!r}" for text in self.lapses.all]
        if not self.item.answerable:
            return said + ["answered, but the documents don't say"] * (not self.given.declined)
        found = ["declined"] * self.given.declined + said
        for alternatives, is_said, is_carried in zip(
            self.item.nuggets, self.stated.said, self.stated.carried, strict=True
        ):
            if not is_said:
                found.append(f"not said: {alternatives[0]}")
            elif not is_carried:
                found.append(f"in no cited paragraph: {alternatives[0]}")
        if not self.tight:
            found.append(f"too long, or {len(self.given.citations)} paragraphs cited")
        return found


def score(item: Item, given: Given | None) -> Verdict:
    """Score one answer; None when it never came."""
    missing, given = given is None, given or MISSING
    answer = folded(given.text)
    bare = folded(_MARKER_RE.sub("", given.text))
    cited = [folded(citation.text) for citation in given.citations]
    quotes = [folded(source.quote) for source in item.sources]
    # Folded as one text: a number at the end of one must not meet the next one's.
    texts = [citation.text for citation in given.citations]
    labels = [citation.labels for citation in given.citations]
    return Verdict(
        item=item,
        given=given,
        missing=missing,
        stated=stated(item.nuggets, answer, cited),
        useful=useful(cited, quotes, item.nuggets),
        reached=reached(cited, quotes),
        numbers=numbers(bare, folded(" ".join([*texts, *labels, *item.turns]))),
        lapses=lapses(given.text, item.forbidden, item.tempting),
        tight=within_caps(len(bare), len(cited), nuggets=len(item.nuggets), sources=len(quotes)),
        lines=asked_for(given.text, item.nuggets) if len(item.nuggets) > 1 else (),
    )
