"""Questions made by machine from a library's own sentences, to fit the evidence score on.

Each asks for one figure of one clause, in words that a person might use: some words are left
out, some replaced by a synonym of the lexicon, sometimes a filler is put in. Whoever writes
questions while knowing the documents writes them too easy; a threshold fitted on those
declines a third of what people ask (measured on a prototype: 0.31).

Left out: lists, names and dates, which are judged by other rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.lexicon import mentions
from ingest.document import Document, Paragraph
from ingest.gazetteer import short_name
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.words import tagged

DROPPED = 0.25
"""Share of the words that are left out, the last noun never."""
SWAPPED = 0.4
"""Share of the lexicon's words that are put otherwise."""
FILLED = 0.3
_FILLERS = ("一共", "具体", "大概", "总共", "到底", "当时", "最后")
_CLAUSE_RE = re.compile(r"[^,，;；。:：!！?？、]+")
_FIGURE_RE = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?:万亿|亿|万)?(?:多|余)?(个百分点|%|公里|平方米|万人次|人次|[㐀-鿿])?"
)
_CONTENT = re.compile(r"^(?:n|v|i|j|l|a)")


class MadeQuestion(NamedTuple):
    """A question, and the paragraphs that answer it."""

    text: str
    figure: str
    """Digits of the figure that answers."""
    gold: frozenset[str]
    """Ids of the paragraphs that state it."""


def made_questions(snapshot: Snapshot, *, seed: int = 0) -> Iterator[MadeQuestion]:
    """A question for each clause with one figure, of documents with a place and a year."""
    draw = random.Random(seed)
    for document in snapshot.documents():
        found = document.metadata
        if found.place is None or found.year is None or document.copy_of:
            continue
        paragraphs = snapshot.paragraphs(document.id)
        for paragraph in paragraphs:
            if paragraph.role != "body":
                continue
            for clause in _CLAUSE_RE.findall(fold(paragraph.text)):
                made = _question(clause, paragraph, document, draw)
                if made:
                    text, figure, words = made
                    gold = frozenset(
                        p.id for p in paragraphs if _states(fold(p.text), figure, words)
                    )
                    yield MadeQuestion(text, figure, gold | {paragraph.id})


def _question(
    clause: str, paragraph: Paragraph, document: Document, draw: random.Random
) -> tuple[str, str, list[str]] | None:
    figures = list(_FIGURE_RE.finditer(clause))
    if len(figures) != 1 or not 8 <= len(clause) <= 40 or "�" in clause:
        return None
    figure = figures[0]
    before, after = clause[: figure.start()], clause[figure.end() :]
    words = [w for w, tag in tagged(before) if _CONTENT.match(tag) and len(w) > 1]
    following = [w for w, tag in tagged(after) if tag.startswith("n") and len(w) > 1][:1]
    if len(words) < 2 or paragraph.period is None or re.search(r"年|月|日|第", figure[0]):
        return None
    last = max((k for k, w in enumerate(words)), default=0)
    kept = [w for k, w in enumerate(words) if k == last or draw.random() > DROPPED]
    subject = "".join(_otherwise(word, draw) for word in kept)
    filler = draw.choice(_FILLERS) if draw.random() < FILLED else ""
    unit = figure[1] or ""
    asked = "多少" + ("" if unit in ("%", "个百分点") else unit) + "".join(following)
    place = document.metadata.place
    year = paragraph.year or document.metadata.year
    assert place is not None
    where = place.name if draw.random() < 0.5 else short_name(place.name)
    digits = re.match(r"[\d.]+", figure[0])
    assert digits is not None
    filler += "计划" if paragraph.period == "plan" else ""
    return f"{where}{year}年{filler}{subject}{asked}?", digits[0], words


def _otherwise(word: str, draw: random.Random) -> str:
    found = mentions(word)
    others = [s.text for m in found for s in m.synonyms if s.credit >= 0.75]
    return draw.choice(others) if others and draw.random() < SWAPPED else word


def _states(folded: str, figure: str, words: list[str]) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", folded)) and any(
        word in folded for word in words
    )
