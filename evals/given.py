"""An answer as it is scored: its text, whether it was declined, and what it cites.

Made from what the assistant says, or read from a file that any system may have written: a
JSON line for each question,

    {"id", "answer", "declined", "citations": [{"text", "title", "place", "year", "section"}…]}

(all but a citation's text are labels, which an answer may repeat, and may be left out),
which is what `python -m assistant ask --batch` writes. What else a line holds is left alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import WenzhengError


class BadAnswers(WenzhengError):
    """A line that is no answer; the message names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited paragraph and its labels, which an answer may repeat."""

    text: str
    labels: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer."""

    text: str
    declined: bool
    citations: tuple[Cited, ...] = ()
    seconds: float | None = None
    """What it took, where that is known."""

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Given:
        """From an answer's JSON. Raises ValueError, naming the field."""
        answer, declined, citations = row.get("answer"), row.get("declined"), row.get("citations")
        if not isinstance(answer, str):
            raise ValueError(f"answer: {answer!r} is no text")
        if not isinstance(declined, bool):
            raise ValueError(f"declined: {declined!r} is neither true nor false")
        if not isinstance(citations, list):
            raise ValueError(f"citations: {citations!r} is no list")
        seconds = row.get("seconds")
        total = seconds.get("total") if isinstance(seconds, dict) else None
        return cls(answer, declined, tuple(map(_cited, citations)), total)


MISSING = Given("", declined=False)
"""What an answer that never came counts as: wrong, also where declining was right."""


def read_answers(path: Path) -> dict[str, Given]:
    """Id -> answer; of an id that is there twice, the last. Raises BadAnswers."""
    found: dict[str, Given] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadAnswers(f"{str(path)!r} can't be read ({exc}): name a UTF-8 file") from exc
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                raise ValueError("is no object with an id")
            found[row["id"]] = Given.from_json(row)
        except ValueError as exc:
            raise BadAnswers(f"{path}:{n}: {exc}") from exc
    return found


def _cited(citation: object) -> Cited:
    if not isinstance(citation, dict) or not isinstance(citation.get("text"), str):
        raise ValueError(f"citations: {citation!r} is no object with a text")
    section = citation.get("section") or []
    labels = (citation.get("title"), citation.get("place"), citation.get("year"), *section)
    return Cited(
        citation["text"],
        " ".join(str(label) for label in labels if label),
        str(citation.get("paragraph") or ""),
    )
