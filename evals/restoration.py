"""How well damaged copies are restored: characters, sentences, reports, speed.

    run(texts) -> Outcome(rows, plain, wrong): a Row of figures for each kind of damage
    texts_of(path) -> the texts of a folder in BEIR's layout, or of a JSON-lines file
    table(outcome) -> the figures as lines of text

Clean passages are damaged by the forward model of the tests, restored, and compared with
what they were. Compared is with full-width forms folded on both sides, as damage folds them
beyond recall. Beside it stands what a careful script would do: strip glosses and doubled
commas, decode entities, OpenCC ("plain").

Kinds: p1 one site's list and doubled commas; p2 entities; p3 split at blocks; p4 a list of
another site; p5 a list of nearly all characters; p6 a decoder that writes U+FFFD; p7
private-use characters dropped; clean; clean traditional.
"""

from __future__ import annotations

import gzip
import html
import importlib
import json
import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from evals.differences import differences
from ingest.normalise import to_simplified
from ingest.offsets import OffsetMap
from ingest.restore import Restored, restore

Damage = Callable[..., str]
Restore = Callable[[str], Restored]

PASSAGE_CHARS = 300
_SENTENCE_RE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*[”’]?")
_PLAIN_GLOSS_RE = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]+\)")
_PLAIN_COMMA_RE = re.compile(r"[,，](?=[,，、。])")


class Row(NamedTuple):
    """Figures of one kind of damage; rates in percent."""

    kind: str
    passages: int
    error_rate: float
    exact_sentences: float
    exact_passages: float
    wrong_places: int
    unreported: int
    reports: int
    mb_per_second: float
    slowest_s: float
    found: float
    """Passages called damaged, in percent."""


class Case(NamedTuple):
    """A passage as its author wrote it and as a copy has it."""

    kind: str
    author: str
    copy: str


def forward_model() -> Damage:
    """The damage of the tests: kept with them, so that no table is shared with what undoes it.

    Raises ModuleNotFoundError outside a checkout.
    """
    damage: Damage = importlib.import_module("tests.damage").damage
    return damage


def passages(texts: Iterable[str], *, chars: int = PASSAGE_CHARS) -> Iterator[str]:
    """Whole sentences of each text, about ``chars`` characters, one passage a text."""
    for text in texts:
        piece = ""
        for sentence in _SENTENCE_RE.findall(text):
            piece += sentence
            if len(piece) >= chars:
                break
        if len(piece) >= chars // 2:
            yield piece


def cases(
    originals: Sequence[str], *, damage: Damage, dense: Sequence[str] = (), seed: int = 0
) -> Iterator[Case]:
    """Each passage in every kind of damage."""
    to_mirror_script = importlib.import_module("tests.damage").to_mirror_script
    changed = sorted({c for text in originals for c in to_mirror_script(text) if _changed(c)})
    for n, text in enumerate(originals):
        draw = random.Random(f"{seed}/{n}")
        unseen = draw.sample(changed, min(len(changed), draw.choice((6, 20, 60, 120))))
        block = draw.randrange(400, 1500)
        sub = draw.sample(changed, int(len(changed) * 0.9))
        kinds: dict[str, dict[str, object]] = {
            "p1": {"commas": 0.67, "seed": n},
            "p2": {"entities": True},
            "p3": {"block": block},
            "p4": {"listed": unseen},
            "p5": {"listed": sub},
            "p6": {"decoder": "keep"},
            "p7": {"private_use": "dropped"},
            "p7, other list": {"private_use": "dropped", "listed": unseen},
        }
        for kind, options in kinds.items():
            yield Case(kind, text, damage(text, **options))
        yield Case("clean", text, text)
        yield Case("clean, trad.", text, to_mirror_script(text))


def plain(text: str) -> str:
    """What a careful script does: regular expressions and OpenCC."""
    text = html.unescape(_PLAIN_COMMA_RE.sub("", _PLAIN_GLOSS_RE.sub("", text)))
    return to_simplified(text)


def measure(kind: str, rows: Sequence[Case], restoring: Restore) -> tuple[Row, list[Wrong]]:
    """Figures of one kind, and each wrong place."""
    errors = characters = sentences = right = exact = reports = found = 0
    slowest = seconds = 0.0
    size = 0
    wrong: list[Wrong] = []
    for case in rows:
        begun = time.process_time()
        restored = restoring(case.copy)
        took = time.process_time() - begun
        slowest, seconds = max(slowest, took), seconds + took
        size += len(case.copy.encode("utf-8", "replace"))
        author, ours = _folded(case.author), _folded(restored.text)
        characters += len(author)
        found += restored.damaged
        reports += len(restored.reports)
        own = _SENTENCE_RE.findall(author)
        sentences += len(own)
        if author == ours:
            right += len(own)
            exact += 1
            continue
        right += sum(sentence in ours for sentence in own)
        for a, b, c, d in differences(author, ours):
            errors += max(b - a, d - c)
            wrong.append(_wrong(case, restored, author, ours, (a, b, c, d)))
    return (
        Row(
            kind,
            len(rows),
            100 * errors / max(characters, 1),
            100 * right / max(sentences, 1),
            100 * exact / max(len(rows), 1),
            len(wrong),
            sum(not w.reported for w in wrong),
            reports,
            size / 1e6 / max(seconds, 1e-9),
            slowest,
            100 * found / max(len(rows), 1),
        ),
        wrong,
    )


class Wrong(NamedTuple):
    """A place that came out wrong."""

    kind: str
    author: str
    ours: str
    copy: str
    reported: bool


def _wrong(
    case: Case, restored: Restored, author: str, ours: str, at: tuple[int, int, int, int]
) -> Wrong:
    a, b, c, d = at
    length = len(restored.text)
    reported = False
    around = case.copy
    if length and len(ours) == length:
        start = restored.offsets.span(min(max(c - 1, 0), length - 1), min(c, length)).start
        end = restored.offsets.span(min(d, length - 1), min(d + 1, length)).end
        reported = any(r.raw_start < end and r.raw_end > start for r in restored.reports)
        around = case.copy[max(0, start - 6) : end + 6]
    return Wrong(
        case.kind, author[max(0, a - 6) : b + 6], ours[max(0, c - 6) : d + 6], around, reported
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _changed(character: str) -> bool:
    return to_simplified(character) != character


class Outcome(NamedTuple):
    """Figures of ours and of a careful script's, over the same passages."""

    rows: tuple[Row, ...]
    plain: tuple[Row, ...]
    wrong: tuple[Wrong, ...]


def run(texts: Iterable[str], *, limit: int = 100, seed: int = 0) -> Outcome:
    """Figures for each kind of damage over at most ``limit`` passages of the texts."""
    originals = list(islice(passages(texts), limit))
    by_kind: dict[str, list[Case]] = {}
    for case in cases(originals, damage=forward_model(), seed=seed):
        by_kind.setdefault(case.kind, []).append(case)
    rows: list[Row] = []
    plain_rows: list[Row] = []
    wrong: list[Wrong] = []
    for warm in by_kind.get("p7", [])[:20]:
        restore(warm.copy)  # dictionary and byte tables are made once
    for kind, found in by_kind.items():
        row, places = measure(kind, found, restore)
        rows.append(row)
        wrong += places
        plain_rows.append(measure(kind, found, _as_restored)[0])
    return Outcome(tuple(rows), tuple(plain_rows), tuple(wrong))


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a BEIR folder (corpus.jsonl, plain or gzipped) or of a JSON-lines file
    whose lines have a "text".
    """
    if path.is_dir():
        corpus = path / "corpus.jsonl"
        path = corpus if corpus.exists() else path / "corpus.jsonl.gz"
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line)["text"])


def table(outcome: Outcome) -> list[str]:
    """A line for each kind, one over all damaged kinds, and the plain script's beneath."""
    lines = [
        f"{'kind':20}{'n':>5}{'CER %':>9}{'sentences %':>13}{'passages %':>12}"
        f"{'wrong':>7}{'unreported':>12}{'reports':>9}{'MB/s':>7}{'slowest s':>11}"
    ]
    for name, rows in (("", outcome.rows), ("plain ", outcome.plain)):
        damaged = [row for row in rows if not row.kind.startswith("clean")]
        lines += [_line(name + row.kind, row) for row in (*rows, _all(damaged))]
    return lines


def _line(name: str, row: Row) -> str:
    return (
        f"{name:20}{row.passages:5}{row.error_rate:9.3f}{row.exact_sentences:13.2f}"
        f"{row.exact_passages:12.1f}{row.wrong_places:7}{row.unreported:12}{row.reports:9}"
        f"{row.mb_per_second:7.2f}{row.slowest_s:11.3f}"
    )


def _all(rows: Sequence[Row]) -> Row:
    """Means of the rates and sums of the counts; the kinds have the same passages."""
    n = max(len(rows), 1)
    return Row(
        "all damaged",
        sum(row.passages for row in rows),
        sum(row.error_rate for row in rows) / n,
        sum(row.exact_sentences for row in rows) / n,
        sum(row.exact_passages for row in rows) / n,
        sum(row.wrong_places for row in rows),
        sum(row.unreported for row in rows),
        sum(row.reports for row in rows),
        sum(row.mb_per_second for row in rows) / n,
        max((row.slowest_s for row in rows), default=0.0),
        sum(row.found for row in rows) / n,
    )


def _as_restored(text: str) -> Restored:
    made = plain(text)
    return Restored(made, OffsetMap.identity(len(made)), (), "hans", False)
