"""A text too large to hold: decoded piece by piece, by the same rules as a page.

    Pieces.of(opened) -> Pieces;   .read() -> Iterator[str], as often as it is asked

The whole of it is looked at before any of it is given out, so that a wrong byte at the end is
named before half a text has gone its way. HTML is no matter of this module: its main text
can't be found in a piece.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.decoding import BOMS, decode_text
from ingest.errors import UnreadableFile
from ingest.read import CONTROL_RE, SIGNATURES

PIECE_BYTES = 1 << 18
SAMPLE_BYTES = 1 << 20
"""What an encoding is guessed from: a few hundred thousand characters around the first byte
that isn't UTF-8."""

Told = Callable[[int], None]
"""Is told how many bytes were read."""


class _WrongByte(UnreadableFile):
    """A byte that the encoding doesn't have there."""

    def __init__(self, at: int, encoding: str) -> None:
        super().__init__(
            f"can't be decoded: the file reads as {encoding}, but byte {at} doesn't; "
            "save it as UTF-8"
        )
        self.at = at


@dataclass(frozen=True, slots=True)
class Pieces:
    """An opened file that is known to be text, and in which encoding."""

    opened: BinaryIO
    encoding: str
    skipped: int
    """Bytes of its byte order mark."""

    @classmethod
    def of(cls, opened: BinaryIO) -> Pieces:
        """Look through a file. Raises UnreadableFile with the reason."""
        opened.seek(0)
        head = opened.read(SAMPLE_BYTES)
        for signature, kind in SIGNATURES:
            if head.startswith(signature):
                raise UnreadableFile(f"{kind}: this kind isn't read; save it as text or HTML")
        marks = ((mark, encoding) for mark, encoding in BOMS if head.startswith(mark))
        mark, encoding = next(marks, (b"", "utf-8"))
        found = cls(opened, encoding, len(mark))
        try:
            found._examine()
        except _WrongByte as exc:
            if found.skipped:
                reason = f"marked as {found.encoding}, but byte {exc.at} isn't"
                raise UnreadableFile(reason) from exc
            found = cls(opened, _guessed(opened, exc.at), 0)
            found._examine()
        return found

    def read(self, told: Told = lambda done: None) -> Iterator[str]:
        """The text from its beginning. Raises UnreadableFile."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        self.opened.seek(self.skipped)
        done = self.skipped
        while True:
            piece = self.opened.read(PIECE_BYTES)
            waiting = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as exc:
                raise _WrongByte(done - waiting + exc.start, self.encoding) from exc
            done += len(piece)
            if text:
                yield text
            told(done)
            if not piece:
                return

    def _examine(self) -> None:
        at = controls = written = 0
        for text in self.read():
            if "\0" in text:
                raise UnreadableFile(f"not text: a NUL at character {at + text.index(chr(0))}")
            controls += len(CONTROL_RE.findall(text))
            written += bool(text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"))
            at += len(text)
        if controls > at // 100:
            raise UnreadableFile("not text: more than 1 % of it is control characters")
        if not written:
            raise UnreadableFile("empty: there is no text in it")


def _guessed(opened: BinaryIO, failure: int) -> str:
    """The encoding of the stretch around the first byte that isn't UTF-8."""
    begin = 0
    if failure > SAMPLE_BYTES // 2:
        opened.seek(failure - SAMPLE_BYTES // 2)
        before = opened.read(SAMPLE_BYTES // 2)
        begin = failure - len(before) + before.rfind(b"\n") + 1
    opened.seek(begin)
    sample = opened.read(SAMPLE_BYTES)
    for cut in range(4):  # the sample may end within a character
        try:
            return decode_text(sample[: len(sample) - cut]).encoding
        except UnreadableFile as exc:
            reason = exc
    raise UnreadableFile(str(reason))
