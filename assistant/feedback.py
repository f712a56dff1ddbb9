"""What readers thought of answers, kept in the library's folder for evaluation.

`feedback.jsonl` has a line for every verdict, oldest first, and is only ever added to:

    {"version": 1, "at": "2026-01-31T08:00:00Z", "verdict": "good"|"bad", "reason": "…",
     "turns": ["first question", "the question that was judged"],
     "answer": {the answer as `ask --json` prints it}}

Who judged is not in it, nor any key. A later verdict on the same answer (``answer.id``)
replaces an earlier one for whoever reads. `read` is what `python -m evals new
--from-feedback` takes its questions from.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

from assistant.answer import Answer
from ingest.errors import LibraryError

FILE = "feedback.jsonl"
MAX_REASON = 1_000
"""Characters of a reason that are kept."""
_VERSION = 1
_log = logging.getLogger(__name__)
_adding = Lock()
"""A line that another thread has half written looks as if a crash had cut it off. Between two
processes that costs an empty line, and nothing else."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict on one answer."""

    verdict: Literal["good", "bad"]
    reason: str
    turns: tuple[str, ...]
    """The questions of the conversation up to the one that was judged."""
    answer: dict[str, Any]
    """As `Answer.to_json` gives it."""
    at: str
    """ISO 8601 in UTC."""


def append(
    folder: Path,
    answer: Answer,
    *,
    verdict: Literal["good", "bad"],
    reason: str = "",
    before: Sequence[str] = (),
    at: datetime | None = None,
) -> None:
    """Add a verdict on an answer to the library's feedback; ``before``: the earlier questions.

    One write to the end of the file: lines of two writers don't mix. Raises LibraryError.
    """
    row = {
        "version": _VERSION,
        "at": (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verdict": verdict,
        "reason": reason.strip()[:MAX_REASON],
        "turns": [*before, answer.question],
        "answer": answer.to_json(),
    }
    line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            _adding,
            os.fdopen(
                os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "ab+", buffering=0
            ) as file,
        ):
            size = os.fstat(file.fileno()).st_size
            # A line that a crash cut off is ended first, so that it spoils only itself.
            torn = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
            file.write(b"\n" * torn + line)
            os.fsync(file.fileno())
    except OSError as exc:
        raise LibraryError(f"the verdict can't be kept in {str(path)!r}: {exc}") from exc


def read(folder: Path) -> Iterator[Judged]:
    """The verdicts in the order they were given, the last one on each answer alone.

    Nothing when there is no file. A line that can't be read is logged with its number and
    left out. Raises LibraryError when the file can't be read.
    """
    path = folder / FILE
    try:
        lines = path.read_bytes().split(b"\n") if path.exists() else []
    except OSError as exc:
        raise LibraryError(f"the feedback in {str(path)!r} can't be read: {exc}") from exc
    last: dict[str, Judged] = {}
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        judged = _judged(line)
        if judged is None:
            _log.warning("%s:%d is no verdict and is left out", path, n)
        else:
            key = str(judged.answer.get("id") or n)
            last.pop(key, None)
            last[key] = judged
    yield from last.values()


def _judged(line: bytes) -> Judged | None:
    try:
        row = json.loads(line)
        if row["version"] != _VERSION or row["verdict"] not in ("good", "bad"):
            return None
        return Judged(
            verdict=cast(Literal["good", "bad"], row["verdict"]),
            reason=str(row["reason"]),
            turns=tuple(str(turn) for turn in row["turns"]),
            answer=dict(row["answer"]),
            at=str(row["at"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
