"""One pass over a glossed page: glosses taken off, torn places read, all else copied.

`repair` gives the text as it was before the glosses were put in, still in its published
script, with an offset map and a list of the places that aren't certain. A gloss belongs to
its character; in a torn place two characters can share one raw character, so their spans
overlap there, but never run backwards.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ingest import scriptmap
from ingest.breaks import SWALLOWED, Choice, choose
from ingest.bytemodel import cell, code, fold_width
from ingest.offsets import OffsetMap, Run
from ingest.readings import LETTERS, readings
from ingest.torn import Page

# A gloss behind a character or a letter; or a lost byte.
_EVENT_RE = re.compile(
    rf"([㐀-鿿A-Za-z@\[-`{{|}}~])\(([{LETTERS}]{{1,6}})\)|[?�]|€(?=\(?[{LETTERS}])"
)
_NO_GLOSS = dict.fromkeys(map(ord, f"()abcdefghijklmnopqrstuvwxyz{LETTERS}"))
SPOILT = 20
"""Characters behind a lost byte that are taken for misread when the page is learnt from."""
_BROKEN_RE = re.compile(r"([㐀-鿿])\(([a-z]*)$")
_COUNTED = frozenset(
    "0123456789.,%年月日个個名万萬亿億元件项項家岁歲时時分届屆次倍条條度楼樓号號层層米公斤吨噸人位"
    "所座天周辆輛场場处處户戶亩畝平千百十几幾余餘多期级級页頁秒点點"
)
"""What stands behind a digit: before it, a character used up may have been one."""


class Place(NamedTuple):
    """A place that isn't certain, in characters of the text that was repaired."""

    kind: str
    start: int
    end: int
    chosen: str
    alternatives: tuple[str, ...]
    margin: float


class Repaired(NamedTuple):
    """A page without its glosses, in its published script."""

    text: str
    offsets: OffsetMap
    places: tuple[Place, ...]


class _Draft:
    """The repaired text so far, and the runs of its map."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = 0  # everything before it is decided
        self.out = 0
        self.pieces: list[str] = []
        self.runs: list[Run] = []

    def keep(self, upto: int) -> None:
        """Copy the text up to here."""
        if upto > self.done:
            self.pieces.append(self.text[self.done : upto])
            self._straight(upto)
            self.done = upto

    def keep_with(self, upto: int, gloss_end: int) -> None:
        """Copy up to here; the gloss that follows belongs to the last character."""
        done, runs = self.done, self.runs
        if upto > done:
            self.pieces.append(self.text[done:upto])
            if upto > done + 1:
                self._straight(upto - 1)
            runs.append(Run(self.out, upto - 1, gloss_end))
            self.out += 1
        elif runs:
            self._belong(gloss_end)
        self.done = gloss_end

    def _straight(self, upto: int) -> None:
        """One to one from ``done`` to here, in one run with what was one to one before."""
        runs, done = self.runs, self.done
        size = upto - done
        if (
            runs
            and runs[-1].raw_end == done
            and self.out - runs[-1].out_start == (done - runs[-1].raw_start)
        ):
            runs[-1] = runs[-1]._replace(raw_end=upto)
        else:
            runs.append(Run(self.out, done, upto))
        self.out += size

    def _belong(self, end: int) -> None:
        """Let the last character also stand for the raw text up to ``end``."""
        last = self.runs[-1]
        if self.out - last.out_start > 1:
            self.runs[-1] = last._replace(raw_end=last.raw_end - 1)
            self.runs.append(Run(self.out - 1, last.raw_end - 1, end))
        else:
            self.runs[-1] = last._replace(raw_end=end)

    def cut(self, start: int, end: int) -> None:
        """Take back what was copied from ``start`` on: up to ``end`` it is a gloss."""
        extra = self.done - start
        self.pieces[-1] = self.pieces[-1][:-extra]
        last = self.runs[-1]._replace(raw_end=start)
        self.runs[-1:] = [last] if last.raw_end > last.raw_start else []
        self.out -= extra
        self._belong(end)
        self.done = end

    def put(self, characters: list[tuple[str, int, int]], upto: int) -> None:
        """Write characters with their raw spans; the last one reaches ``upto``."""
        for n, (character, start, end) in enumerate(characters, 1):
            if n == len(characters):
                end = upto
            self.pieces.append(character)
            self.runs.append(Run(self.out, start, end))
            self.out += len(character)
        self.done = upto

    def tail(self) -> str:
        """The last characters that are decided."""
        return "".join(self.pieces[-4:])[-4:]


def repair(text: str, page: Page) -> Repaired:
    """Take the glosses off and read the torn places of a page that is known to be damaged."""
    draft = _Draft(text)
    places: list[Place] = []
    learnt = False
    for event in _events(text, draft):
        start = event.start()
        character = event[1]
        if character is not None:
            if (
                is_gloss(character, event[2])
                if character > "\x7f"
                else _is_letter_gloss(text, draft, start, event[2])
            ):
                draft.keep_with(start + 1, event.end())
            continue
        draft.keep(start)
        if cut := _broken_gloss(text, start):
            draft.cut(*cut)
            continue
        if not learnt:
            page, learnt = replace(page, seen=_seen(text)), True
        choice = choose(text, start, draft.tail(), page)
        places += _write(draft, choice, page)
    draft.keep(len(text))
    offsets = OffsetMap(tuple(draft.runs), draft.out)
    return Repaired("".join(draft.pieces), offsets, tuple(places))


def _events(text: str, draft: _Draft) -> Iterator[re.Match[str]]:
    """Glosses and lost bytes in turn, but those within what the draft has dealt with."""
    at = 0
    while at < len(text):
        for event in _EVENT_RE.finditer(text, at):
            if event.start() >= draft.done:
                yield event
            elif event.end() > draft.done:
                break
        else:
            return
        at = draft.done


@lru_cache(maxsize=16384)
def is_gloss(character: str, reading: str) -> bool:
    """Whether a script put this reading: behind a changed character with that reading.

    >>> is_gloss("濟", "jì"), is_gloss("济", "jì")
    (True, False)
    """
    return scriptmap.is_changed(character) and reading in readings(character)


def _is_letter_gloss(text: str, draft: _Draft, at: int, reading: str) -> bool:
    """Whether a gloss behind a letter is for what the letter makes with the last byte."""
    before = text[draft.done : at][-1:] or draft.tail()[-1:]
    pair = code(before) if before else None
    made = cell(pair[1], ord(text[at])) if pair else None
    return made is not None and is_gloss(made, reading)


def _broken_gloss(text: str, at: int) -> tuple[int, int] | None:
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
        if rest := reading[accented + 1 :]:
            seen = bytes((pair[1], ord(rest[0]))).decode("gb18030", "replace")
            seconds = [seen + rest[1:] + ")", rest[1:] + ")"]
        else:
            seconds = ["?", "�)"]
        for second in seconds:
            if text.startswith(second, at + 1):
                return match.end(1), at + 1 + len(second)
    return None


def _write(draft: _Draft, choice: Choice | None, page: Page) -> list[Place]:
    """Put what was chosen for the torn place at ``draft.done``; its report, if it needs one."""
    text, at = draft.text, draft.done
    if choice is None:
        draft.keep(at + 1)
        return [Place("unread", at, at + 1, text[at], (), 0.0)]
    lost = "�" if text[choice.end : choice.end + 1] in _COUNTED | {""} else " "
    shown = [(_as_shown(c, page, lost), start, end) for c, start, end in choice.characters]
    draft.put(shown, choice.end)
    if not choice.kind:
        return []
    others = tuple("".join(_as_shown(c, page, lost) for c in one) for one in choice.alternatives)
    chosen = "".join(c for c, _, _ in shown)
    return [Place(choice.kind, at, choice.end, chosen, others, choice.margin)]


def _as_shown(character: str, page: Page, lost: str) -> str:
    if character == SWALLOWED:
        return lost
    if not page.narrow or "一" <= character <= "鿿":
        return character
    return fold_width(character)


def _seen(text: str) -> Container[str]:
    """Pairs of characters that stand whole on the page: not behind a lost byte."""
    parts = text.translate(_NO_GLOSS).replace("�", "?").split("?")
    whole = "?".join([parts[0], *(part[SPOILT:] for part in parts[1:])])
    simple = scriptmap.from_map(whole)
    # Few places on a short page: looking for each pair costs less than listing all.
    return simple if len(simple) < 2000 else frozenset(map("".join, pairwise(simple)))
