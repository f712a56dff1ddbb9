"""How many altered answers verification catches, and how many right ones it stumbles on.

The same number of each kind is made as far as the library gives them; the rest is shared out
among the kinds that have more. Seeded: the same library gives the same figures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from assistant.answer import Claim
from assistant.verify import verify
from evals.altered import ALTERATIONS
from evals.reworded import REWORDINGS
from evals.verify_material import Right


class Case(NamedTuple):
    """One statement that was made, and what verification said of it."""

    kind: str
    right: str
    """The statement it was made from."""
    made: str
    holds: bool
    reason: str


class Outcome(NamedTuple):
    """All statements that were made."""

    altered: tuple[Case, ...]
    reworded: tuple[Case, ...]

    @property
    def caught(self) -> float:
        """Share of the altered ones that fail. NaN without any."""
        return _share(not case.holds for case in self.altered)

    @property
    def false_alarms(self) -> float:
        """Share of the reworded ones that fail. NaN without any."""
        return _share(not case.holds for case in self.reworded)


def run(rights: Sequence[Right], others: Sequence[Right], *, count: int, seed: int = 0) -> Outcome:
    """Make ``count`` of each from right statements and verify them.

    ``others`` are statements to take foreign words and paragraphs from.
    """
    altered = {kind: _altered(kind, rights, others, seed) for kind in ALTERATIONS}
    reworded = {kind: _reworded(kind, rights, others, seed) for kind in REWORDINGS}
    return Outcome(_spread(altered, count), _spread(reworded, count))


def _altered(
    kind: str, rights: Sequence[Right], others: Sequence[Right], seed: int
) -> Iterator[Case]:
    for right, draw in _drawn(rights, kind, seed):
        made = ALTERATIONS[kind](draw, right, others)
        if made and made != right:
            yield _case(kind, right, (made.text,), made)


def _reworded(
    kind: str, rights: Sequence[Right], others: Sequence[Right], seed: int
) -> Iterator[Case]:
    for right, draw in _drawn(rights, kind, seed):
        if texts := REWORDINGS[kind](draw, right, others):
            yield _case(kind, right, texts, right)


def table(outcome: Outcome, *, misses: int = 40) -> Iterator[str]:
    """The figures as lines, kind by kind, and then what went wrong."""
    for title, cases, right in (
        ("altered answers caught", outcome.altered, False),
        ("right paraphrases that hold", outcome.reworded, True),
    ):
        good = sum(case.holds == right for case in cases)
        share = _share(case.holds == right for case in cases)
        yield f"{title:32}{good:>5} of {len(cases):<5}{share:>8.1%}"
        for kind in dict.fromkeys(case.kind for case in cases):
            own = [case for case in cases if case.kind == kind]
            good = sum(case.holds == right for case in own)
            yield f"  {kind:30}{good:>5} of {len(own)}"
    wrong = [c for c in outcome.altered if c.holds] + [c for c in outcome.reworded if not c.holds]
    for case in wrong[:misses]:
        yield f"{'missed' if case.holds else 'false alarm'}: {case.kind}: {case.made}"
        yield f"    from: {case.right}" + (f"\n    said: {case.reason}" if case.reason else "")


def _drawn(rights: Sequence[Right], kind: str, seed: int) -> Iterator[tuple[Right, random.Random]]:
    """The statements in an order of the kind's own, each with its own chances."""
    draw = random.Random(f"{seed} {kind}")
    for right in draw.sample(rights, len(rights)):
        yield right, random.Random(draw.random())


def _case(kind: str, right: Right, texts: Sequence[str], made: Right) -> Case:
    claims = [Claim(text, (1,)) for text in texts]
    found = verify(claims, [made.citation])
    reason = next((v.reason for v in found.verdicts if not v.holds), found.incomplete)
    return Case(kind, right.text, " / ".join(texts), found.holds, reason)


def _spread(cases: Mapping[str, Iterator[Case]], count: int) -> tuple[Case, ...]:
    """As evenly from all kinds as they go; no more are made than are wanted."""
    chosen: list[Case] = []
    left = dict(cases)
    while left and len(chosen) < count:
        for kind, made in list(left.items()):
            case = next(made, None)
            if case is None:
                del left[kind]
            elif len(chosen) < count:
                chosen.append(case)
    return tuple(sorted(chosen, key=lambda case: list(cases).index(case.kind)))


def _share(hits: Iterator[bool] | Sequence[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else float("nan")
