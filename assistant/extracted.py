"""The documents' own sentences as the answer: without a model, or in place of one that failed.

It leaves out how the sentences are chosen: that is draft.py and what it calls.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

from assistant.steps import State, answerable, with_draft
from ingest.errors import ChatModelError

_log = logging.getLogger(__name__)


def extracted(state: State) -> State:
    """The documents' own sentences, or the reasons why there are none."""
    started = time.perf_counter()
    parts = tuple(with_draft(part, state) for part in state.parts)
    seconds = state.seconds | {"answer": round(time.perf_counter() - started, 4)}
    return replace(state, parts=parts, seconds=seconds)


def or_extracted(state: State, written: Iterator[State]) -> Iterator[State]:
    """What a model writes, step by step; when it fails, the documents' own sentences."""
    try:
        yield from written
    except ChatModelError as exc:
        _log.warning("answered without the model: %s", exc)
        yield extracted(replace(state, fault=exc.fault))


def needs_no_model(state: State) -> bool:
    """Without a model; or with nothing to show to one, so that it can only be declined."""
    if state.budget is None:
        return True
    return not any(
        answerable(part, state) and (part.evidence or state.deep) for part in state.parts
    )
