"""From a damaged mirror copy to the text its author wrote.

    restore(text) -> Restored(text, offsets, reports, script, damaged)
    explain(text) -> [Step(name, why, text), …]

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
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest import scriptmap
from ingest.breaks import SWALLOWED, choose
from ingest.bytemodel import cell, code, fold_width
from ingest.diagnosis import DOUBLED_COMMA_RE, Diagnosis, diagnose
from ingest.document import Script
from ingest.normalise import narrow, to_simplified
from ingest.offsets import Edit, OffsetMap, apply
from ingest.readings import LETTERS, readings
from ingest.torn import Page

_ENTITY_RE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_EVENT_RE = re.compile(rf"([㐀-鿿A-z{{|}}~])\(([{LETTERS}]{{1,6}})\)|[?�]|€(?=\(?[{LETTERS}])")


_GLOSS_RE = re.compile(rf"\([{LETTERS}]{{1,6}}\)")
_AFTER_LOST_RE = re.compile(r"[?\ufffd€][^?\ufffd€\n]{0,40}|[^㐀-鿿]+")
_BROKEN_RE = re.compile(r"([㐀-鿿])\(([a-z]*)$")


class Report(NamedTuple):
    """A place that the bytes don't determine: what stands there, what else it could be."""

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


def restore(text: str) -> Restored:
    """Restore one page; undamaged simplified text comes through unchanged.

    >>> restore("濟(jì)源市國(guó)家，,產(chǎn)城融合示範區，。").text
    '济源市国家,产城融合示范区。'
    >>> restore("國內生產總值(GDP)與濟(jǐ)水").text, restore("国内生产总值(GDP)、济(jǐ)水").text
    ('国内生产总值(GDP)与济(jǐ)水', '国内生产总值(GDP)、济(jǐ)水')
    """
    diagnosis = diagnose(text)
    offsets = OffsetMap.identity(len(text))
    restored = text
    if "&" in text:
        restored, offsets = _edited(restored, offsets, _entity_edits(restored))
    if diagnosis.doubled_commas:
        restored, offsets = _edited(restored, offsets, _comma_edits(restored))
    reports: list[Report] = []
    if diagnosis.glossed:
        edits, places = _repairs(restored, diagnosis.page)
        reports = [
            Report(kind, *offsets.span(start, end), _out(chosen), tuple(map(_out, others)), margin)
            for kind, start, end, chosen, others, margin in places
        ]
        restored, offsets = _edited(restored, offsets, edits)
    # From here on each character stays one character: no offset changes.
    if diagnosis.script == "hant":
        if diagnosis.by_map:
            restored = scriptmap.from_map(restored, glossed=diagnosis.listed)
        else:
            restored = to_simplified(restored)
    restored = narrow(restored)
    damaged = diagnosis.glossed or diagnosis.doubled_commas
    return Restored(restored, offsets, tuple(reports), diagnosis.script, damaged)


_COUNTED = frozenset("0123456789.,%年月日个個名万萬亿億元件项項家岁歲时時分届屆次倍条條度楼樓号號层層米公斤吨噸人位所座条天周辆輛场場处處户戶亩畝平千百十几幾余餘多期级級页頁秒点點")
"""What stands behind a digit: before it, a character used up may have been one."""


def _swallowed(after: str) -> str:
    return "�" if not after or after in _COUNTED else " "


def _as_shown(text: str, page: Page) -> str:
    if not page.narrow:
        return text
    return "".join(c if "一" <= c <= "鿿" or c == SWALLOWED else fold_width(c) for c in text)


def _out(text: str) -> str:
    return narrow(scriptmap.from_map(text))


def _edited(text: str, offsets: OffsetMap, edits: list[Edit]) -> tuple[str, OffsetMap]:
    if not edits:
        return text, offsets
    edited, step = apply(text, edits)
    return edited, step.compose(offsets)


def _entity_edits(text: str) -> list[Edit]:
    edits = []
    for match in _ENTITY_RE.finditer(text):
        character = html.unescape(match[0])
        if character != match[0]:
            edits.append(Edit(match.start(), match.end(), character.replace("\xa0", " ")))
    return edits


def _comma_edits(text: str) -> list[Edit]:
    return [Edit(match.start(), match.end(), "") for match in DOUBLED_COMMA_RE.finditer(text)]


def is_gloss(before: str, character: str, reading: str) -> bool:
    """Whether a script put this reading: behind a changed character, or behind a letter that
    makes one with the last byte before it.

    >>> is_gloss("", "濟", "jì"), is_gloss("鴻", "C", "jī"), is_gloss("", "济", "jì")
    (True, True, False)
    """
    if not character.isascii():
        return scriptmap.is_changed(character) and reading in readings(character)
    pair = code(before[-1:]) if before else None
    made = cell(pair[1], ord(character)) if pair else None
    return bool(made) and is_gloss("", str(made), reading)


def broken_gloss(text: str, at: int) -> tuple[int, int] | None:
    """The span of a gloss around the lost byte at ``at``, where a block of bytes ended within
    its accented letter: 濟(j?? for 濟(jì), as the second ? used up the bracket.
    """
    match = _BROKEN_RE.search(text, max(0, at - 7), at)
    if not match or not scriptmap.is_changed(match[1]):
        return None
    for reading in readings(match[1]):
        accented = next((k for k, c in enumerate(reading) if not c.isascii()), -1)
        pair = code(reading[accented]) if accented == len(match[2]) else None
        if not pair or not reading.startswith(match[2]):
            continue
        rest = reading[accented + 1 :]
        if not rest:
            seconds = ["?", "�)"]
        else:
            seen = bytes((pair[1], ord(rest[0]))).decode("gb18030", "replace")
            seconds = [seen + rest[1:] + ")", rest[1:] + ")"]
        for second in seconds:
            if text.startswith(second, at + 1):
                return match.end(1), at + 1 + len(second)
    return None


def _seen(text: str) -> frozenset[str]:
    """Pairs of characters that stand whole on the page: not behind a lost byte."""
    whole = _AFTER_LOST_RE.sub(" ", _GLOSS_RE.sub("", text))
    return frozenset(map("".join, pairwise(scriptmap.from_map(whole))))


def _repairs(text: str, page: Page):
    edits: list[Edit] = []
    places = []
    done = 0  # everything before it is decided
    tail = ""  # the last characters of what is decided
    page = replace(page, seen=_seen(text))
    for event in iter(lambda: _EVENT_RE.search(text, done), None):
        start = event.start()
        if event[1]:
            gloss_ok = is_gloss(tail + text[done:start], event[1], event[2])
            tail = (tail + text[done : start + 1])[-4:]
            if gloss_ok:
                edits.append(Edit(start + 1, event.end(), ""))
                done = event.end()
            else:
                done = start + 1
            continue
        tail = (tail + text[done:start])[-4:]
        if end := broken_gloss(text, start):
            edits.append(Edit(end[0], end[1], ""))
            done = end[1]
            continue
        choice = choose(text, start, tail, page)
        if choice is None:
            places.append(("unread", start, start + 1, text[start], (), 0.0))
            done = start + 1
            tail = (tail + text[start])[-4:]
            continue
        lost = _swallowed(text[choice.end : choice.end + 1])
        shown, *others = (
            _as_shown(one, page).replace(SWALLOWED, lost)
            for one in (choice.text, *choice.alternatives)
        )
        if choice.kind:
            places.append((choice.kind, start, choice.end, shown, tuple(others), choice.margin))
        if shown != text[start:choice.end]:
            edits.append(Edit(start, choice.end, shown))
        done = choice.end
        tail = (tail + shown)[-4:]
    return edits, places
