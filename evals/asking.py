"""Ask golden questions of an assistant, and the same in other writing.

An assistant is anything that answers as `assistant.chain.Assistant` does, so that a test may
put another in its place.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol, TypeVar

from rich.console import Console
from rich.progress import track

from assistant.answer import Answer
from evals.given import Given
from evals.golden_set import Item
from evals.verdict import Verdict, score
from ingest.normalise import script_of, to_simplified, to_traditional

Writing = Literal["simplified", "traditional", "full width"]

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}

Step = TypeVar("Step")


class Asked(Protocol):
    """What answers."""

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        """Answer a question in the light of the turns before it."""


class Stability(NamedTuple):
    """Whether one question's verdict is the same in every writing."""

    item: Item
    differing: tuple[Writing, ...]
    """The writings whose verdict isn't that of the question as it stands."""


def ask(assistant: Asked, item: Item) -> Given:
    """Ask an item's turns one after the other; what is timed is the last one."""
    turns: list[Answer] = []
    for question in item.turns[:-1]:
        turns.append(assistant.ask(question, turns=turns))
    begun = time.perf_counter()
    answer = assistant.ask(item.question, turns=turns)
    return replace(Given.from_json(answer.to_json()), seconds=time.perf_counter() - begun)


def ask_all(assistant: Asked, items: Sequence[Item], *, title: str = "asking") -> list[Verdict]:
    """Ask and score each item, with a progress bar in a terminal."""
    return [score(item, ask(assistant, item)) for item in shown(items, title)]


def ask_otherwise(assistant: Asked, verdicts: Sequence[Verdict]) -> list[Stability]:
    """Ask what has been asked in other writing, and compare the verdicts."""
    found = []
    for verdict in shown(verdicts, "asking in other writing"):
        differing = tuple(
            writing
            for writing, item in otherwise(verdict.item)
            if score(item, ask(assistant, item)).correct != verdict.correct
        )
        found.append(Stability(verdict.item, differing))
    return found


def otherwise(item: Item) -> Iterator[tuple[Writing, Item]]:
    """The item in the writings that it isn't in yet.

    >>> item = Item("a", "fact", ("2018年济源？",), True)
    >>> [(writing, other.turns) for writing, other in otherwise(item)]
    [('traditional', ('2018年濟源？',)), ('full width', ('２０１８年济源？',))]
    """
    script = script_of("".join(item.turns))
    if script == "hant":
        yield "simplified", replace(item, turns=tuple(map(to_simplified, item.turns)))
    if script == "hans":
        yield "traditional", replace(item, turns=tuple(map(to_traditional, item.turns)))
    yield (
        "full width",
        replace(item, turns=tuple(turn.translate(_FULL_WIDTH) for turn in item.turns)),
    )


def shown(steps: Sequence[Step], title: str) -> Iterable[Step]:
    """The steps, with a progress bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    return track(steps, title, console=console, disable=not console.is_terminal, transient=True)
