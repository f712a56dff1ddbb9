"""A follow-up made to stand on its own by a model, where the rules of conversation.py can't.

Asked only when a question after others found nothing that answers it. What comes back is a
question like any other: it is read by the same rules and gives no orders.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

from assistant.budget import Budget
from assistant.evidence_weights import enough
from assistant.passages import fenced, without_orders
from assistant.prompt import load_prompt
from assistant.question import understand
from assistant.steps import State, limited
from ingest.errors import ChatModelError, UnusableQuestion

EARLIER = 4
"""Turns before that the model is told of."""
MAX_QUESTION = 200
"""Characters of a question made standalone; a longer one is no rewording."""
_SAID = 120
"""Characters of each earlier answer that it is told."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T", bound=BaseModel)


class Standalone(BaseModel):
    """改写后的独立问题。"""

    question: str


class Filler(Protocol):
    """A model that replies in a shape."""

    def fill(self, messages: Sequence[BaseMessage], shape: type[_T], budget: Budget) -> _T:
        """Raises ChatModelError."""
        ...


def leans_too_far(state: State) -> bool:
    """Whether a question after others found nothing to answer it from."""
    found = any(
        enough(evidence.score, number=part.question.kind == "number")
        for part in state.parts
        for evidence in part.evidence[:1]
    ) or any(part.question.kind == "overview" for part in state.parts)
    return bool(state.turns) and not found


def reworded(state: State, model: Filler) -> State:
    """The state with its question made standalone; as it was when the model can't."""
    assert state.budget is not None
    earlier = [
        f"问：{fenced(turn.question)}\n答：{fenced(turn.text[:_SAID])}"
        for turn in state.turns[-EARLIER:]
    ]
    messages = load_prompt("standalone").format_messages(
        earlier="\n".join(earlier), question=fenced(without_orders(state.text))
    )
    try:
        text = model.fill(messages, Standalone, state.budget).question.strip()
        if not text or len(text) > MAX_QUESTION:
            return state
        parts = understand(text, state.directory)
    except (ChatModelError, UnusableQuestion) as exc:
        _log.warning("the follow-up stays as the rules read it: %s", exc)
        return state
    return replace(state, parts=tuple(limited(one, state.within) for one in parts))
