"""A retrieval benchmark in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.

Each file may be gzipped (….gz). What is read is checked, and a fault is named with its file
and line: a benchmark that is silently half read gives a figure that nobody should trust.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ingest.errors import WenzhengError


class BadBenchmark(WenzhengError):
    """A benchmark folder that can't be read as one; the message names the file and line."""


class Text(NamedTuple):
    """A document or a question, by the id that the qrels know it by."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Documents, the questions that were judged, and what was judged relevant to them."""

    documents: tuple[Text, ...]
    questions: tuple[Text, ...]
    qrels: dict[str, dict[str, int]]
    """Question id -> document id -> relevance; every question has one above 0."""

    @classmethod
    def read(cls, folder: Path, *, limit: int | None = None) -> Benchmark:
        """Read a folder; with ``limit``, only the first so many judged questions.

        Questions that were not judged are left out. The documents are always all read:
        fewer would make the search easier. Raises BadBenchmark.
        """
        qrels = _qrels(_find(folder, "qrels/test.tsv"))
        questions = [text for text in _texts(_find(folder, "queries.jsonl")) if text.id in qrels]
        documents = tuple(_texts(_find(folder, "corpus.jsonl")))
        if not questions or not documents:
            raise BadBenchmark(f"{str(folder)!r} holds no judged question or no document")
        asked = tuple(questions[:limit])
        return cls(documents, asked, {question.id: qrels[question.id] for question in asked})


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise BadBenchmark(
        f"{str(folder)!r} has no {name} (nor {name}.gz): name a folder in BEIR's layout"
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that aren't blank, counted from 1."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="\n") as lines:
            for n, line in enumerate(lines, start=1):
                if line.strip():
                    yield n, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as exc:
        raise BadBenchmark(f"{str(path)!r} can't be read: {exc}") from exc


def _texts(path: Path) -> Iterator[Text]:
    seen: set[str] = set()
    for n, line in _lines(path):
        try:
            entry: dict[str, Any] = json.loads(line)
            text = Text(str(entry["_id"]), str(entry["text"]), str(entry.get("title") or ""))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise BadBenchmark(
                f"line {n} of {str(path)!r} is no JSON object with _id and text ({exc!r})"
            ) from exc
        if text.id in seen:
            raise BadBenchmark(f"line {n} of {str(path)!r} repeats the id {text.id!r}")
        seen.add(text.id)
        yield text


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """The judgements of the questions that have a relevant document."""
    found: dict[str, dict[str, int]] = {}
    for n, line in _lines(path):
        if n == 1 and line.startswith("query-id"):
            continue
        try:
            question, document, relevance = next(csv.reader([line], delimiter="\t"))
            found.setdefault(question, {})[document] = int(relevance)
        except ValueError as exc:
            raise BadBenchmark(
                f"line {n} of {str(path)!r} is not: question, document, whole number; by tabs"
            ) from exc
    return {question: judged for question, judged in found.items() if max(judged.values()) > 0}
