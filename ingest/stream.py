"""Pages too large for one piece: restored block by block, within a bounded memory.

    restore_blocks(read) -> Piece(raw_start, Restored), …

The text is read twice: once to decide what is wrong with the whole of it, once to restore.
Blocks end at line ends; in a line of many megabytes, at the end of a sentence that stands
far from any lost byte. Offsets and reports of a piece count from its own ``raw_start``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ingest.diagnosis import Evidence, judge
from ingest.restore import Restored, restore

BLOCK_CHARS = 200_000
"""A block's size: restoring one takes some 60 MB."""
LONGEST_CHARS = 4 * BLOCK_CHARS
"""What a block may grow to before a line is cut."""
CLEAR_CHARS = 60

# The end of a sentence with nothing lost before or behind it.
_CUT_RE = re.compile(rf"[^?�€&]{{{CLEAR_CHARS}}}[。；;](?=[^?�€&,，、。])")


class Piece(NamedTuple):
    """A restored block, and where it begins in the text as published."""

    raw_start: int
    restored: Restored


def restore_blocks(read: Callable[[], Iterable[str]]) -> Iterator[Piece]:
    r"""Restore a text that ``read`` gives in pieces of any size, anew each time it is called.

    >>> text = "濟(jì)源市建設(shè)公園。\n" * 3
    >>> "".join(piece.restored.text for piece in restore_blocks(lambda: [text[:9], text[9:]]))
    '济源市建设公园。\n济源市建设公园。\n济源市建设公园。\n'
    """
    evidence = Evidence(Counter(), Counter(), 0, 0)
    for block in blocks(read()):
        evidence = evidence.add(Evidence.of(block))
    diagnosis = judge(evidence)
    at = 0
    for block in blocks(read()):
        yield Piece(at, restore(block, diagnosis=diagnosis))
        at += len(block)


def blocks(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in blocks of about BLOCK_CHARS that can be restored one by one."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size < BLOCK_CHARS:
            continue
        text = "".join(waiting)
        while (cut := _cut(text)) is not None:
            yield text[:cut]
            text = text[cut:]
        waiting, size = [text], len(text)
    if text := "".join(waiting):
        yield text


def _cut(text: str) -> int | None:
    """Where a block may end; None to read on."""
    if len(text) < BLOCK_CHARS:
        return None
    line_end = text.rfind("\n", 0, BLOCK_CHARS)
    if line_end < 0:
        line_end = text.find("\n", BLOCK_CHARS, LONGEST_CHARS)
    if line_end >= 0:
        return line_end + 1
    if len(text) < LONGEST_CHARS:
        return None
    sentences = _CUT_RE.finditer(text, BLOCK_CHARS, LONGEST_CHARS)
    sentence = next(sentences, None)
    return sentence.end() if sentence else LONGEST_CHARS
