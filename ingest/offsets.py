"""OffsetMap: which characters of the text before an edit stand behind one after it.

A map is a list of runs that tile both texts. Where a run has the same length on both
sides it is one to one; otherwise each of its characters stands for the whole of the
run's raw side. So an annotation, a doubled comma or an entity belongs to the character
it decorates, and a highlight of 报告 covers 報(bào)告 in the page as published.

Layout and rules: runs are (out_start, raw_start, raw_end), as `ingest restore --json`
prints them. The module knows nothing about what was repaired or why.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """From ``out_start`` to the next run's: the raw characters raw_start … raw_end."""

    out_start: int
    raw_start: int
    raw_end: int


class Edit(NamedTuple):
    """Replace text[start:end] by ``new``; an empty ``new`` removes it."""

    start: int
    end: int
    new: str


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps spans of an edited text (length ``out_length``) back to the text before it."""

    runs: tuple[Run, ...]
    out_length: int

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that was not changed."""
        return cls((Run(0, 0, length),) if length else (), length)

    def span(self, start: int, end: int) -> Span:
        """The raw span behind out[start:end]; an empty span stays empty.

        Raises IndexError when the span lies outside the text.

        >>> edited, offsets = apply("報(bào)告", [Edit(1, 6, "")])
        >>> edited, tuple(offsets.span(0, 1)), tuple(offsets.span(1, 2))
        ('報告', (0, 6), (6, 7))
        """
        if not 0 <= start <= end <= self.out_length:
            raise IndexError(f"span {start}:{end} lies outside 0:{self.out_length}")
        if not self.runs:
            return Span(0, 0)
        if start == end:
            at = self._char(start).start if start < self.out_length else self.runs[-1].raw_end
            return Span(at, at)
        return Span(self._char(start).start, self._char(end - 1).end)

    def out_span(self, raw_start: int, raw_end: int) -> Span:
        """The characters that stand for any of raw[raw_start:raw_end]: the way back.

        >>> edited, offsets = apply("報(bào)告", [Edit(1, 6, "")])
        >>> tuple(offsets.out_span(2, 4)), tuple(offsets.out_span(6, 7))
        ((0, 1), (1, 2))
        """
        first = bisect_right(self.runs, raw_start, key=lambda run: run.raw_end)
        last = bisect_left(self.runs, raw_end, key=lambda run: run.raw_start) - 1
        if first > last:
            at = self.runs[first].out_start if first < len(self.runs) else self.out_length
            return Span(at, at)
        start, end = self.runs[first].out_start, self._out_end(last)
        if self._straight(first):
            start += max(0, raw_start - self.runs[first].raw_start)
        if self._straight(last):
            end -= max(0, self.runs[last].raw_end - raw_end)
        return Span(start, end)

    def compose(self, earlier: OffsetMap) -> OffsetMap:
        """This map after ``earlier``: from this map's out text to the first raw text."""
        if len(earlier.runs) == 1 and earlier.runs[0][:2] == (0, 0) and earlier._straight(0):
            return self
        inner = earlier.runs
        ends = [*(run.out_start for run in inner[1:]), earlier.out_length]
        runs: list[Run] = []
        j = 0  # of the earlier run that run.raw_start lies in: it only ever moves on
        for k, run in enumerate(self.runs):
            if run.raw_start == run.raw_end:
                runs.append(Run(run.out_start, *earlier.span(run.raw_start, run.raw_end)))
                continue
            while ends[j] <= run.raw_start:
                j += 1
            if not self._straight(k):
                start = earlier._within(j, run.raw_start).start
                last = j
                while ends[last] < run.raw_end:
                    last += 1
                runs.append(Run(run.out_start, start, earlier._within(last, run.raw_end - 1).end))
                continue
            # One to one here: cut it wherever the earlier map changes its run.
            at, shift, cut = run.raw_start, run.out_start - run.raw_start, j
            while at < run.raw_end:
                piece = inner[cut]
                upto = min(run.raw_end, ends[cut])
                if earlier._straight(cut):
                    start = piece.raw_start + at - piece.out_start
                    runs.append(Run(at + shift, start, start + upto - at))
                else:
                    # Character by character where a piece whose length happens to agree
                    # with its raw span would else turn one to one.
                    width = piece.raw_end - piece.raw_start
                    cuts = range(at, upto) if upto - at == width else (at,)
                    runs.extend(Run(i + shift, piece.raw_start, piece.raw_end) for i in cuts)
                at = upto
                cut += 1
        return OffsetMap(_joined(runs, self.out_length), self.out_length)

    def _straight(self, k: int) -> bool:
        run = self.runs[k]
        return self._out_end(k) - run.out_start == run.raw_end - run.raw_start

    def _out_end(self, k: int) -> int:
        return self.runs[k + 1].out_start if k + 1 < len(self.runs) else self.out_length

    def _index(self, at: int) -> int:
        return bisect_right(self.runs, at, key=lambda run: run.out_start) - 1

    def _char(self, at: int) -> Span:
        return self._within(self._index(at), at)

    def _within(self, k: int, at: int) -> Span:
        run = self.runs[k]
        if self._out_end(k) - run.out_start == run.raw_end - run.raw_start:
            raw = run.raw_start + at - run.out_start
            return Span(raw, raw + 1)
        return Span(run.raw_start, run.raw_end)


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """Make the edits (sorted, not overlapping) and map the outcome back.

    What is removed belongs to the character before it, or, at the very start, after it.
    Raises ValueError when edits overlap or are out of order.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    out = at = 0
    pending = 0  # start of removed text that has no character before it yet

    def keep(upto: int) -> None:
        """Take the text up to here as it is."""
        nonlocal out, at, pending
        if upto == at:
            return
        pieces.append(text[at:upto])
        if pending < at and not runs:
            runs.append(Run(out, pending, at + 1))
            if upto > at + 1:
                runs.append(Run(out + 1, at + 1, upto))
        else:
            runs.append(Run(out, at, upto))
        out += upto - at
        at = upto
        pending = upto

    for edit in edits:
        if edit.start < at or edit.end < edit.start:
            raise ValueError(f"edit {edit} overlaps the one before it or is out of order")
        keep(edit.start)
        if edit.new:
            runs.append(Run(out, pending if not runs else edit.start, edit.end))
            pieces.append(edit.new)
            out += len(edit.new)
            pending = edit.end
        elif runs:
            _decorate(runs, out, edit.end)
        at = edit.end
    keep(len(text))
    if not runs and text:
        return "", OffsetMap((), 0)
    return "".join(pieces), OffsetMap(_joined(runs, out), out)


def _decorate(runs: list[Run], out: int, raw_end: int) -> None:
    """Let the last character before ``out`` also stand for the raw text up to raw_end."""
    last = runs[-1]
    one_to_one = out - last.out_start == last.raw_end - last.raw_start
    if one_to_one and out - last.out_start > 1:
        runs[-1] = Run(last.out_start, last.raw_start, last.raw_end - 1)
        runs.append(Run(out - 1, last.raw_end - 1, raw_end))
    else:
        runs[-1] = Run(last.out_start, last.raw_start, raw_end)


def _joined(runs: Iterable[Run], out_length: int) -> tuple[Run, ...]:
    """Join neighbouring one-to-one runs, so that an undamaged stretch is one run."""
    joined: list[Run] = []
    rest = list(runs)
    for k, run in enumerate(rest):
        out_end = rest[k + 1].out_start if k + 1 < len(rest) else out_length
        straight = out_end - run.out_start == run.raw_end - run.raw_start
        if joined and straight:
            last = joined[-1]
            last_straight = run.out_start - last.out_start == last.raw_end - last.raw_start
            if last_straight and last.raw_end == run.raw_start:
                joined[-1] = Run(last.out_start, last.raw_start, run.raw_end)
                continue
        joined.append(run)
    return tuple(joined)
