"""What `python -m ingest restore` does: a damaged text in, what its author wrote out.

    FILE, -          the restored text; one too large to hold goes through in blocks
    --json           with reports and offsets, as scripts depend on them
    --explain        what was changed, where and why (explaining.py)
    --batch          a JSON object a line in and out

Furniture stays: restoring is not cleaning. The text ends as the page does, so there is a
final newline only if the page has one.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

from ingest.console import progress_bar
from ingest.errors import UnreadableFile
from ingest.explaining import explanation
from ingest.pieces import Pieces
from ingest.publish import Progress
from ingest.read import MAX_BYTES, decode, looks_like_html
from ingest.restore import Restored, restore
from ingest.stream import restore_blocks

WHOLE_BYTES = 4 * 1024 * 1024
"""Up to this size a text is restored in one piece; restoring takes some 60 bytes of memory
for each of its own."""


def restore_text(arguments: Namespace) -> int:
    """Restored text of one file, or of each line of a JSONL file."""
    if arguments.batch is not None:
        return _batch(arguments.batch)
    whole = arguments.json or arguments.explain
    try:
        with _opened(arguments.file) as opened:
            size = opened.seek(0, os.SEEK_END)
            opened.seek(0)
            html = looks_like_html(arguments.file, opened.read(2048))
            opened.seek(0)
            if size > WHOLE_BYTES and not html and not whole:
                _stream(opened, size)
                return 0
            if size > MAX_BYTES:
                raise UnreadableFile(_too_large(html=html))
            raw = decode(opened.read(), is_html=html).raw
    except UnreadableFile as exc:
        raise UnreadableFile(f"{arguments.file}: {exc}") from exc
    if arguments.explain:
        _write(explanation(raw))
    elif arguments.json:
        _write([_json(_contract(restore(raw)))])
    else:
        sys.stdout.write(restore(raw).text)
    return 0


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """A file, or all of standard input, to be read from any place in it."""
    if file == "-":
        with tempfile.TemporaryFile() as kept:
            copyfileobj(sys.stdin.buffer, kept)
            yield kept
        return
    with ExitStack() as stack:
        try:
            # Opening a pipe may wait for ever, so it is looked at first.
            kind = Path(file).stat().st_mode
            if stat.S_ISDIR(kind):
                raise UnreadableFile("a folder: name a file in it")
            if not stat.S_ISREG(kind):
                raise UnreadableFile("not a regular file: pipe it in, with - as FILE")
            opened = stack.enter_context(Path(file).open("rb"))
        except OSError as exc:
            raise UnreadableFile(f"can't be opened: {exc.strerror}") from exc
        yield opened


def _stream(opened: BinaryIO, size: int) -> None:
    """Restore piece by piece, with a bar where it disturbs nobody."""
    # A bar replaces sys.stdout while it moves: ours is the one before that.
    output = sys.stdout
    bars: AbstractContextManager[Progress] = progress_bar()
    if output.isatty():
        bars = nullcontext(lambda step, done, total: None)
    pieces = Pieces.of(opened)
    steps = iter(("looking (MB)", "restoring (MB)"))
    with bars as progress:

        def read() -> Iterator[str]:
            """The pieces, told to the bar; the first time to look, the second to restore."""
            step = next(steps)
            return pieces.read(lambda done: progress(step, done >> 20, size >> 20))

        for piece in restore_blocks(read):
            output.write(piece.restored.text)


def _too_large(*, html: bool) -> str:
    megabytes = MAX_BYTES // 1024 // 1024
    if html:
        return f"larger than {megabytes} MB: an HTML page is read in one piece; save it as text"
    return (
        f"larger than {megabytes} MB: reports and offsets are made in one piece; "
        "leave out --json and --explain, or divide it"
    )


def _contract(restored: Restored) -> dict[str, Any]:
    return {
        "text": restored.text,
        "damaged": restored.damaged,
        "script": restored.script,
        "reports": [report._asdict() for report in restored.reports],
        "offsets": [list(run) for run in restored.offsets.runs],
    }


def _batch(file: str) -> int:
    failed = 0
    for number, line in _lines(file):
        try:
            asked = json.loads(line.decode("utf-8-sig"))
            id, text = asked["id"], asked["text"]
            if not isinstance(text, str):
                raise TypeError(f"text is {type(text).__name__}")
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            named = f"no {exc}" if isinstance(exc, KeyError) else str(exc)
            reason = f'not a line of the kind {{"id", "text"}} ({named})'
            sys.stderr.write(f"refused {file}, line {number}: {reason}\n")
            failed += 1
            continue
        _write([_json({"id": id, **_contract(restore(text))})])
    return 1 if failed else 0


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    """The lines that aren't empty, with their numbers from 1."""
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as opened:
            for number, line in enumerate(opened, start=1):
                if line.strip():
                    yield number, line
    except OSError as exc:
        raise UnreadableFile(f"{file}: can't be read ({exc.strerror})") from exc


def _json(row: dict[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character from a JSON escape; it goes out as one
        return json.dumps(row)
    return text


def _write(lines: list[str] | Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
