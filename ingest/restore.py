"""From a damaged mirror copy to the text its author wrote.

    restore(text) -> Restored(text, offsets, reports, script, damaged)
    explain(text) -> [Step(name, why, text, changes), …]

What is done, in this order: entities decoded; doubled commas dropped; glosses taken off
(濟(jì)源 -> 濟源) and torn places read by their bytes (日?qǐng)?bào) -> 日報); only then
the script converted, as bytes can't be read after that; full-width letters and digits
narrowed. The decision whether a page is damaged is made once, on the whole page: undamaged
text keeps its brackets, its commas and its question marks.

Where bytes and dictionary don't decide clearly, the place is reported. A digit that may be
lost becomes U+FFFD: it is never guessed and never closed up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest import scriptmap
from ingest.diagnosis import DOUBLED_COMMA_RE, Diagnosis, diagnose
from ingest.document import Script
from ingest.normalise import narrow, to_simplified
from ingest.offsets import Edit, OffsetMap, Span, apply
from ingest.repairs import Place, repair

_ENTITY_RE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


class Report(NamedTuple):
    """A place that the bytes don't determine: what stands there, what else it could be.

    kind: "torn", its bytes allow more than one text that reads well; "dropped", two bytes
    were taken for lost; "swallowed", a space, digit or bracket was used up; "question mark",
    a lone ? that may be a lost character; "unread", left as it was published; "confirmed by
    a copy", another copy has the place undamaged (ingest/copies.py).
    """

    kind: str
    raw_start: int
    raw_end: int
    chosen: str
    alternatives: tuple[str, ...]
    margin: float
    """How much better ``chosen`` reads than the next alternative, in nats; 0 when unknown."""


class Restored(NamedTuple):
    """A page as its author wrote it, as far as this copy tells."""

    text: str
    offsets: OffsetMap
    reports: tuple[Report, ...]
    script: Script
    """The script it was published in."""
    damaged: bool


class Change(NamedTuple):
    """What a step made of a stretch of the text before it."""

    before: str
    after: str
    start: int
    """Where ``before`` begins in the text before the step."""
    raw_start: int
    """Where the stretch begins in the page as published."""


class Step(NamedTuple):
    """One step that changed something, the text after it, and each change in order."""

    name: str
    why: str
    text: str
    changes: tuple[Change, ...]


class _Pass(NamedTuple):
    """The outcome of one step: its text, its map back (None: character by character)."""

    name: str
    why: str
    text: str
    offsets: OffsetMap | None = None
    places: tuple[Place, ...] = ()


def restore(text: str, *, diagnosis: Diagnosis | None = None) -> Restored:
    """Restore one page; undamaged simplified text comes through unchanged.

    diagnosis: of the whole page, if ``text`` is only a piece of it.

    >>> restore("濟(jì)源市國(guó)家，,產(chǎn)城融合示範區，。").text
    '济源市国家,产城融合示范区。'
    >>> restore("國內生產總值(GDP)與濟(jǐ)水").text, restore("国内生产总值(GDP)、济(jǐ)水").text
    ('国内生产总值(GDP)与济(jǐ)水', '国内生产总值(GDP)、济(jǐ)水')
    """
    found = diagnosis or diagnose(text)
    restored, offsets = text, OffsetMap.identity(len(text))
    reports: tuple[Report, ...] = ()
    for step in _passes(text, found):
        if step.places:
            reports = tuple(_report(place, offsets, found) for place in step.places)
        if step.offsets is not None:
            offsets = step.offsets.compose(offsets)
        restored = step.text
    damaged = found.glossed or found.doubled_commas
    return Restored(restored, offsets, reports, found.script, damaged)


def explain(text: str) -> list[Step]:
    """What restoring does to a page, step by step; steps that change nothing are left out.

    >>> for step in explain("濟(jì)源日?qǐng)?bào)"):
    ...     print(step.name, [f"{change.before} -> {change.after}" for change in step.changes])
    glosses ['濟(jì) -> 濟', '?qǐng)?bào) -> 報']
    script ['濟 -> 济', '報 -> 报']
    """
    steps = []
    before, offsets = text, OffsetMap.identity(len(text))
    for step in _passes(text, diagnose(text)):
        if step.text != before:
            changes = tuple(_changes(before, step.text, step.offsets, offsets))
            steps.append(Step(step.name, step.why, step.text, changes))
        if step.offsets is not None:
            offsets = step.offsets.compose(offsets)
        before = step.text
    return steps


def _passes(text: str, found: Diagnosis) -> Iterator[_Pass]:
    """The steps in their order: bytes before script, script before width."""
    if "&" in text:
        edits = _entity_edits(text)
        if edits:
            text, offsets = apply(text, edits)
            yield _Pass("entities", "HTML entities stand for their characters", text, offsets)
    if found.doubled_commas:
        edits = [Edit(m.start(), m.end(), "") for m in DOUBLED_COMMA_RE.finditer(text)]
        text, offsets = apply(text, edits)
        yield _Pass("commas", "a script put commas before , 、 and 。 at random", text, offsets)
    if found.glossed:
        repaired = repair(text, found.page)
        text = repaired.text
        why = "a script put readings behind characters, in places between their two bytes"
        yield _Pass("glosses", why, text, repaired.offsets, repaired.places)
    # From here on each character stays one character: no offset changes.
    if found.script == "hant":
        text = _in_simplified(text, found)
        yield _Pass("script", "the page is in traditional characters", text)
    narrowed = narrow(text)
    if narrowed != text:
        yield _Pass("width", "full-width letters and digits are made narrow", narrowed)


def _in_simplified(text: str, found: Diagnosis) -> str:
    if found.by_map:
        return scriptmap.from_map(text, glossed=found.page.listed)
    return to_simplified(text)


def _report(place: Place, offsets: OffsetMap, found: Diagnosis) -> Report:
    raw = offsets.span(place.start, place.end)
    chosen, *others = (
        narrow(_in_simplified(text, found)) for text in (place.chosen, *place.alternatives)
    )
    return Report(place.kind, raw.start, raw.end, chosen, tuple(others), round(place.margin, 1))


def _entity_edits(text: str) -> list[Edit]:
    edits = []
    for match in _ENTITY_RE.finditer(text):
        character = html.unescape(match[0])
        if character != match[0]:
            edits.append(Edit(match.start(), match.end(), character.replace("\xa0", " ")))
    return edits


def _changes(
    before: str, after: str, offsets: OffsetMap | None, earlier: OffsetMap
) -> Iterator[Change]:
    """Each changed stretch, and where it was published."""
    if offsets is None:
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                yield Change(old, new, at, earlier.span(at, at + 1).start)
        return
    for old_span, new_span in _stretches(before, after, offsets):
        old, new = before[slice(*old_span)], after[slice(*new_span)]
        # A character that both share at the end may lie in one run with what was changed.
        while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
            old, new = old[:-1], new[:-1]
        yield Change(old, new, old_span.start, earlier.span(*old_span).start)


def _stretches(before: str, after: str, offsets: OffsetMap) -> Iterator[tuple[Span, Span]]:
    """Runs whose sides differ: neighbours that share raw characters are one."""
    start = end = at = upto = 0
    for k, run in enumerate(offsets.runs):
        out_end = offsets.runs[k + 1].out_start if k + 1 < len(offsets.runs) else len(after)
        if before[run.raw_start : run.raw_end] == after[run.out_start : out_end]:
            continue
        if run.raw_start >= end:
            if end > start:
                yield Span(start, end), Span(at, upto)
            start, at = run.raw_start, run.out_start
        end, upto = run.raw_end, out_end
    if end > start:
        yield Span(start, end), Span(at, upto)
