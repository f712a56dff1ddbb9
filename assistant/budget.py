"""What one answer may take of a model, and what it has taken: time, calls, tokens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Self

from assistant.answer import Usage
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a model, in seconds."""

    connect_s: float = 5.0
    first_token_s: float = 20.0
    """From the first request to the first word, all tries and pauses together."""
    idle_s: float = 10.0
    """Between two pieces of a reply."""
    total_s: float = 60.0
    """For one answer, with all its calls."""
    pause_s: float = 0.5
    """Before the second try; it doubles, and a Retry-After that asks for more wins."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the settings say."""
        return cls(
            first_token_s=settings.chat_first_token_s,
            idle_s=settings.chat_idle_s,
            total_s=settings.chat_total_s,
        )


class Prices(NamedTuple):
    """Per million tokens, in any one currency."""

    sent: float
    received: float


@dataclass(slots=True)
class Budget:
    """Of one answer; every call to a model is charged to it."""

    total_s: float
    """From the first call on: what is loaded before it costs nothing of this."""
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    abandoned: bool = False
    """Whether nobody waits for the answer any more."""
    _started: float | None = None
    _running: Callable[[], object] | None = None

    @property
    def ends_at(self) -> float:
        """The deadline on the monotonic clock; asking for it the first time sets it."""
        if self._started is None:
            self._started = time.monotonic()
        return self._started + self.total_s

    @property
    def left_s(self) -> float:
        """Seconds until the deadline; 0 when it has passed."""
        return max(0.0, self.ends_at - time.monotonic())

    def running(self, end: Callable[[], object]) -> None:
        """A call has begun, which ``end`` would end."""
        self._running = end

    def abandon(self) -> None:
        """The reader has left: no token more is to be paid for."""
        self.abandoned, self.total_s = True, 0.0
        if self._running:
            self._running()

    def charge(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Add the tokens of a reply; many servers don't count them, which adds nothing."""
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += completion_tokens

    def usage(self, model: str, prices: Prices | None) -> Usage | None:
        """What was taken so far; None when no model was asked."""
        if not self.calls:
            return None
        counted = bool(self.prompt_tokens or self.completion_tokens)
        cost = None
        if prices and counted:
            cost = prices.sent * self.prompt_tokens + prices.received * self.completion_tokens
            cost = round(cost / 1_000_000, 8)
        return Usage(model, self.calls, self.prompt_tokens, self.completion_tokens, cost)
