"""Examples of enough and of too little evidence, from golden questions and their ablation.

Right: the best evidence of an answerable question. Wrong: that of an unanswerable one, and of
each answerable one in a library without the paragraphs that answer it (ablation.py). Only what
asks for a number counts, as the weights are fitted for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import Assistant
from assistant.answer import Answer
from assistant.conversation import standalone
from assistant.evidence_weights import Signals
from assistant.scope import Directory
from assistant.steps import Part, State, with_evidence
from evals.ablation import without_answers
from evals.asking import shown
from evals.evidence_fit import Example
from evals.golden_set import Item
from ingest.settings import Settings


def golden_examples(settings: Settings, items: Sequence[Item]) -> list[Example]:
    """With and without its answer, each question for a number; items are numbered in order."""
    number = {item.id: n for n, item in enumerate(items)}
    assistant = Assistant.open(settings)
    found: list[Example] = []
    for item in shown(items, "asking golden questions"):
        for signals in _best(assistant, item):
            found.append(Example(number[item.id], signals, item.answerable))
    answerable = [item for item in items if item.answerable]
    for item, poorer in without_answers(settings, answerable):
        assert isinstance(poorer, Assistant)  # as nothing else was named to open it
        found += [Example(number[item.id], signals, False) for signals in _best(poorer, item)]
    return found


def _best(assistant: Assistant, item: Item) -> Iterator[Signals]:
    """Signals of the best evidence for each part of the last turn that asks for a number."""
    turns: list[Answer] = []
    for question in item.turns[:-1]:
        turns.append(assistant.ask(question, turns=turns))
    snapshot = assistant.snapshot()
    directory = Directory(snapshot.documents())
    state = State(item.question, tuple(turns), snapshot, directory)
    for asked in standalone(item.question, turns, directory):
        part = with_evidence(Part(asked), state, assistant.retriever(snapshot))
        if asked.kind == "number" and part.evidence:
            yield part.evidence[0].signals
