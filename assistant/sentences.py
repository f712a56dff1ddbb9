"""Where sentences begin and end, as spans of a paragraph's text."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.offsets import Span

# A question mark before a reading in brackets is a lost character and ends nothing.
_LETTERS = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_STOP = rf"(?:[。！!\n]|[？?](?![{_LETTERS}]{{1,6}}\)))"
_PART_RE = re.compile(
    rf"(?:(?!{_STOP}|[；;]).)+(?:{_STOP}|[；;])*[”’」』）)]*|(?:{_STOP}|[；;])+", re.S
)
_WHOLE_RE = re.compile(rf"(?:(?!{_STOP}).)+(?:{_STOP})*[”’」』）)]*|(?:{_STOP})+", re.S)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences and of the parts between semicolons, without outer blanks.

    >>> [("甲,乙;丙。丁" )[s.start:s.end] for s in sentences("甲,乙;丙。丁")]
    ['甲,乙;', '丙。', '丁']
    """
    return list(_spans(_PART_RE, text))


def whole_sentence(text: str, span: Span) -> Span:
    """The sentence, to its full stops, around a part of it.

    >>> text = "首先。甲,乙;丙。丁"
    >>> text[slice(*whole_sentence(text, Span(7, 9)))]
    '甲,乙;丙。'
    """
    around = [s for s in _spans(_WHOLE_RE, text) if s.start < span.end and span.start < s.end]
    return Span(around[0].start, around[-1].end) if around else span


def with_next(text: str, span: Span, *, max_chars: int = 160) -> Span:
    """A sentence and the one after it, as far as both stay within ``max_chars``.

    >>> text = "他接到电话。他说:“想十步。”完。"
    >>> text[slice(*with_next(text, Span(0, 6)))]
    '他接到电话。他说:“想十步。”'
    """
    after = next((s for s in _spans(_WHOLE_RE, text) if s.start >= span.end), None)
    if after is None or after.end - span.start > max_chars:
        return span
    return Span(span.start, after.end)


@lru_cache(maxsize=512)
def _spans(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """Kept for a while: a paragraph is taken apart once for each of its sentences."""
    spans = []
    for found in pattern.finditer(text):
        piece = found[0]
        start = found.start() + len(piece) - len(piece.lstrip())
        end = found.start() + len(piece.rstrip())
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans)
