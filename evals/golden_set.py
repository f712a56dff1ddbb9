"""Golden questions: what is asked, what a right answer holds, and where that stands.

A JSON-lines file, an item a line:

    {"id", "kind", "turns": [earlier question…, question], "answerable",
     "nuggets": [[alternative…]…], "sources": [{"file", "quote"}…],
     "forbidden": [text…], "tempting": [{"text", "owner": [text…]}…]}

A nugget is a fact that the answer must state, in one of its alternatives. Forbidden is what
it may not say at all, tempting what it may say only in a sentence that names one of its
owners: another year's figure, and that year. The last two may be left out, and so may
nuggets and sources of an item that can't be answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from evals.scorers.matching import folded
from ingest.errors import WenzhengError


class BadGolden(WenzhengError):
    """A line that is no golden item; the message names the file, the line and the field."""


class GoldSource(NamedTuple):
    """Where a fact stands: the page's file name, and some words of the paragraph."""

    file: str
    quote: str


class Tempting(NamedTuple):
    """A true statement of somewhere else: right only in a sentence that names an owner."""

    text: str
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One golden question."""

    id: str
    kind: str
    turns: tuple[str, ...]
    """The questions of a conversation; the last one is scored."""
    answerable: bool
    nuggets: tuple[tuple[str, ...], ...] = ()
    sources: tuple[GoldSource, ...] = ()
    forbidden: tuple[str, ...] = ()
    tempting: tuple[Tempting, ...] = ()

    @property
    def question(self) -> str:
        """What is asked at last."""
        return self.turns[-1]


def read_golden(path: Path) -> list[Item]:
    """The items of a file in their order. Raises BadGolden."""
    items: dict[str, Item] = {}
    for n, line in _lines(path):
        try:
            item = _item(json.loads(line))
        except (json.JSONDecodeError, _Fault) as exc:
            raise BadGolden(f"{path}:{n}: {exc}") from exc
        if item.id in items:
            raise BadGolden(f"{path}:{n}: id: {item.id!r} is there already; give it another")
        items[item.id] = item
    if not items:
        raise BadGolden(f"{str(path)!r} holds no question: write one item a line")
    return list(items.values())


def digest(path: Path) -> str:
    """16 hexadecimal digits that change when the file's bytes do. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


class _Fault(ValueError):
    """What is wrong with one field."""


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadGolden(f"{str(path)!r} can't be read ({exc}): name a UTF-8 file") from exc
    for n, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield n, line


def _item(row: object) -> Item:
    if not isinstance(row, dict):
        raise _Fault("is no JSON object")
    answerable = row.get("answerable")
    if not isinstance(answerable, bool):
        raise _Fault(f"answerable: {answerable!r} is neither true nor false")
    item = Item(
        id=_text(row, "id"),
        kind=_text(row, "kind"),
        turns=_texts(row, "turns", least=1),
        answerable=answerable,
        nuggets=tuple(_nugget(alternatives) for alternatives in _list(row, "nuggets")),
        sources=tuple(_source(source) for source in _list(row, "sources")),
        forbidden=_texts(row, "forbidden"),
        tempting=tuple(_tempting(tempting) for tempting in _list(row, "tempting")),
    )
    for name in ("nuggets", "sources"):
        if answerable and not getattr(item, name):
            raise _Fault(f"{name}: empty, but the item is answerable; give at least one")
    return item


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Fault(f"{name}: {value!r} is no text")
    return value


def _list(row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise _Fault(f"{name}: {value!r} is no list")
    return value


def _texts(row: dict[str, Any], name: str, *, least: int = 0) -> tuple[str, ...]:
    values = _list(row, name)
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise _Fault(f"{name}: {value!r} is no text")
    if len(values) < least:
        raise _Fault(f"{name}: empty; give at least {least}")
    return tuple(values)


def _nugget(alternatives: object) -> tuple[str, ...]:
    if not isinstance(alternatives, list) or not alternatives:
        raise _Fault(f"nuggets: {alternatives!r} is no list of alternatives")
    return tuple(_matchable(text, "nuggets") for text in alternatives)


def _source(source: object) -> GoldSource:
    if not isinstance(source, dict):
        raise _Fault(f"sources: {source!r} is no object with file and quote")
    try:
        return GoldSource(_text(source, "file"), _matchable(source.get("quote"), "quote"))
    except _Fault as exc:
        raise _Fault(f"sources: {exc}") from exc


def _tempting(tempting: object) -> Tempting:
    if not isinstance(tempting, dict):
        raise _Fault(f"tempting: {tempting!r} is no object with text and owner")
    try:
        return Tempting(_matchable(tempting.get("text"), "text"), _texts(tempting, "owner"))
    except _Fault as exc:
        raise _Fault(f"tempting: {exc}") from exc


def _matchable(text: object, name: str) -> str:
    if not isinstance(text, str) or not folded(text):
        raise _Fault(f"{name}: {text!r} has no letter and no digit to be found by")
    return text
