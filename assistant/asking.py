"""One question being answered: what every Answer to it bears, and its line in the log."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass, field, replace

from assistant.answer import Answer
from assistant.budget import Prices
from assistant.steps import State

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """From the question to the last Answer."""

    state: State
    model: str
    prices: Prices | None
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    started: float = field(default_factory=time.perf_counter)

    def stamped(self, answer: Answer) -> Answer:
        """With the one id of all steps of this answer, what it took so far, and how long."""
        budget = self.state.budget
        seconds = answer.seconds | {"total": round(time.perf_counter() - self.started, 4)}
        usage = budget.usage(self.model, self.prices) if budget else None
        return replace(answer, id=self.id, usage=usage, seconds=seconds)

    def abandon(self) -> None:
        """Nobody reads on."""
        if self.state.budget:
            self.state.budget.abandon()

    def log(self, answer: Answer | None) -> None:
        """One line, without a word of the question: that is the asker's own."""
        if answer is None:
            return
        answer = self.stamped(answer)
        outcome = answer.reason if answer.declined else answer.mode
        line = f"answer={answer.id} outcome={outcome} seconds={answer.seconds['total']:.3f}"
        if answer.usage:
            used = answer.usage
            line += (
                f" model={used.model} calls={used.calls} tokens={used.prompt_tokens}"
                f"+{used.completion_tokens}"
            )
            line += f" cost={used.cost:.6f}" if used.cost is not None else ""
        _log.info(line)
