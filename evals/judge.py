"""`python -m evals judge`: a model's opinion of answers, beside what is measured without one.

For each answer that wasn't declined the model is shown the question, the cited paragraphs
and the answer, and gives two marks from 0 to 2: faithful and helpful. Only a reply that is
exactly the JSON that was asked for counts. An answer without a readable verdict is unscored:
it lowers no mean, and how many there are is said beside it.

A judge is another model with opinions of its own (it agrees perfectly with people on about
half of the answers), so nothing is decided by it: no floor, no gate.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from langchain_core.messages import BaseMessage

from assistant.modelled import ChatModel
from assistant.passages import fenced
from assistant.prompt import load_prompt
from evals.asking import shown
from evals.figures import Figure, figure_of
from evals.given import Given
from evals.golden_set import Item
from ingest.errors import ChatModelError

TRIES = 2
"""Times that one answer is shown: a model that answers in prose once often doesn't twice."""
GIVEN_UP_AFTER = 3
"""Failures in a row of the endpoint (each after the client's own tries) that end the asking."""
BEST = 2
MAX_CHARACTERS = 20_000
"""Of an answer with its paragraphs. A longer one is unscored: cut, it could only look wrong."""

_KEYS = {"faithful", "helpful", "why"}


class Opinion(NamedTuple):
    """A verdict that could be read; marks from 0 to BEST."""

    faithful: int
    helpful: int
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with its opinion, or the reason why it has none."""

    item: Item
    given: Given
    opinion: Opinion | None
    unscored: str = ""

    def to_json(self) -> dict[str, object]:
        """One object; the marks are null where there is no opinion."""
        faithful, helpful, why = self.opinion or (None, None, self.unscored)
        return {"id": self.item.id, "faithful": faithful, "helpful": helpful, "why": why}


def judge(items: Sequence[Item], answers: dict[str, Given], model: ChatModel) -> list[Judged]:
    """An opinion of each answer that there is and that wasn't declined.

    After GIVEN_UP_AFTER failures in a row the endpoint is left in peace and the rest is
    unscored, so that what was judged until then isn't lost.
    """
    judged: list[Judged] = []
    failures = 0
    asked = [item for item in items if item.id in answers and not answers[item.id].declined]
    for item in shown(asked, "judging"):
        given = answers[item.id]
        if failures == GIVEN_UP_AFTER:
            judged.append(Judged(item, given, None, "not asked: the model had stopped answering"))
            continue
        try:
            opinion, unscored = _asked(model, item, given)
            failures = 0
        except ChatModelError as exc:
            failures += 1
            opinion, unscored = None, str(exc)
        judged.append(Judged(item, given, opinion, unscored))
    return judged


def marks(judged: Sequence[Judged]) -> dict[str, Figure]:
    """Both marks as shares of the best, over the answers that have an opinion."""
    opinions = [each.opinion for each in judged if each.opinion]
    return {
        "faithful": figure_of([opinion.faithful / BEST for opinion in opinions]),
        "helpful": figure_of([opinion.helpful / BEST for opinion in opinions]),
    }


def read_opinion(reply: str) -> Opinion | None:
    """The verdict of a reply, None unless it is exactly the object that was asked for.

    >>> read_opinion('{"faithful": 2, "helpful": 1, "why": "只答了一半"}')
    Opinion(faithful=2, helpful=1, why='只答了一半')
    >>> read_opinion('faithful: 2, helpful: 1'), read_opinion('{"faithful": 2.0, "helpful": 3}')
    (None, None)
    """
    try:
        verdict = json.loads(reply)
    except ValueError:
        return None
    if not isinstance(verdict, dict) or verdict.keys() != _KEYS:
        return None
    faithful, helpful, why = verdict["faithful"], verdict["helpful"], verdict["why"]
    for mark in (faithful, helpful):
        if type(mark) is not int or not 0 <= mark <= BEST:  # True would pass for 1
            return None
    return Opinion(faithful, helpful, why) if isinstance(why, str) else None


def _asked(model: ChatModel, item: Item, given: Given) -> tuple[Opinion | None, str]:
    """Raises ChatModelError when the model doesn't answer."""
    messages = _messages(item, given)
    if sum(len(str(message.content)) for message in messages) > MAX_CHARACTERS:
        return None, f"answer and paragraphs have more than {MAX_CHARACTERS:,} characters"
    for _ in range(TRIES):
        opinion = read_opinion(model.reply(messages))
        if opinion:
            return opinion, ""
    return None, f"no readable verdict in {TRIES} tries"


def _messages(item: Item, given: Given) -> list[BaseMessage]:
    passages = "\n".join(
        f'<段落 编号="{n}" 出处="{fenced(cited.labels)}">\n{fenced(cited.text)}\n</段落>'
        for n, cited in enumerate(given.citations, start=1)
    )
    return load_prompt("judge").format_messages(
        question=fenced("\n".join(item.turns)),
        passages=passages or "（没有引用）",
        answer=fenced(given.text, markers=True),
    )
