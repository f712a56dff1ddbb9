"""Files -> the text that is on them, or a plain reason why a file can't be taken in.

    find_files(paths)  -> the files to read: folders walked in order, hidden files skipped
    read_bytes(path)   -> a regular file's bytes, never more than MAX_BYTES
    decode(content)    -> Page(raw, encoding, is_html)
    read(path)         -> both

`raw` is the file decoded and without its byte order mark, otherwise character for
character. For HTML it is the extracted main text, a paragraph a line with the page's title
above it, as offsets into mark-up would help nobody; the bytes themselves are kept by the
caller.

Nothing is ever replaced in silence: what doesn't decode strictly is refused. This is the
only module that imports trafilatura, and only when a page is HTML: the import costs 0.4 s.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.decoding import decode_text
from ingest.errors import UnreadableFile
from ingest.markup import lines_of, title_of

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text", ".html", ".htm"})
MAX_BYTES = 50 * 1024 * 1024

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
"""First bytes of the kinds that are often met under a wrong name, and what to call them."""

CONTROL_RE = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Of a text, at most one character in a hundred."""
_HTML_RE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta\s)", re.IGNORECASE)
_CHARSET_RE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_STAMP_RE = re.compile(r"(?:来源|稿源|时间|日期)\s*[:：]|(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}")
_PROSE = 25
"""Characters from which a line of the main text is certainly prose."""


class Page(NamedTuple):
    """A file's text as published."""

    raw: str
    encoding: str
    """A Python codec's name; a byte order mark adds "-sig", as in "utf-8-sig"."""
    is_html: bool


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files under the paths, each once: a folder's own in order of their names.

    In folders, hidden files and other suffixes than SUFFIXES are passed over, and so are
    links to folders (what they show is found under its own name, or lies outside). A path
    that is named directly is always given back, so that `read` can say what is wrong with it.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else (path,):
            # Not resolve(): a link must stay a link, for read_bytes to judge.
            absolute = found.absolute()
            if absolute not in seen:
                seen.add(absolute)
                yield found


def _walk(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError:
        yield folder  # for read_bytes to refuse by name
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            if path.suffix.lower() in SUFFIXES:
                yield path
        elif path.is_dir():
            yield from _walk(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path


def read(path: Path) -> Page:
    """The text of one file. Raises UnreadableFile with the reason."""
    return decode(read_bytes(path), is_html=_is_html_name(path.name))


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes. Raises UnreadableFile with the reason.

    A link is followed only if it stays in its own folder or below: a file that somebody
    else put into a folder of reports must not bring in the rest of the disk. Pipes and
    devices are refused before they are opened, as opening one may wait for ever.
    """
    try:
        if path.is_symlink():
            target = path.resolve(strict=True)
            if not target.is_relative_to(path.parent.resolve()):
                raise UnreadableFile("a link that leaves its folder: add the file it points to")
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile("a folder that can't be listed")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("not a regular file (a pipe, a socket or a device)")
        if path.suffix.lower() not in SUFFIXES:
            known = ", ".join(sorted(SUFFIXES))
            raise UnreadableFile(f"files named {path.suffix or '(no suffix)'} aren't read: {known}")
        with open(path, "rb", opener=_open_without_waiting) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as exc:
        # ValueError: a NUL in the name. RuntimeError: a link to itself, before Python 3.13.
        reason = exc.strerror if isinstance(exc, OSError) and exc.strerror else "no such file"
        raise UnreadableFile(f"can't be opened: {reason}") from exc
    if len(content) > MAX_BYTES:
        size = f"{MAX_BYTES // 1024 // 1024} MB"
        raise UnreadableFile(f"larger than {size}: divide it, a document is one page")
    return content


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decode(content: bytes, *, is_html: bool | None = None) -> Page:
    """Bytes as text: see decoding.py for the encodings.

    ``is_html`` None means: look for a document's tags. Raises UnreadableFile.
    """
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            raise UnreadableFile(f"{kind}: this kind isn't read; save it as text or HTML")
    if not content.strip(b" \t\r\n\f\v"):
        raise UnreadableFile("empty: there is no text in it")
    if is_html is None:
        is_html = _HTML_RE.search(content[:2048]) is not None
    text, encoding = decode_text(content, declared=_declared(content) if is_html else None)
    if "\x00" in text:
        raise UnreadableFile(f"not text: a NUL at character {text.index(chr(0))}")
    if len(CONTROL_RE.findall(text)) > len(text) // 100:
        raise UnreadableFile("not text: more than 1 % of it is control characters")
    if is_html:
        text = _main_text(text)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableFile("empty: there is no text in it")
    return Page(text, encoding, is_html)


def _declared(content: bytes) -> str | None:
    match = _CHARSET_RE.search(content[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    # GB18030 contains both; pages that say gb2312 often hold characters outside it.
    return "gb18030" if name in {"gb2312", "gbk", "gb-2312"} else name


def looks_like_html(name: str, head: bytes) -> bool:
    """Whether a file is a page of HTML, by its name or by the tags it begins with."""
    return _is_html_name(name) or _HTML_RE.search(head[:2048]) is not None


def _is_html_name(name: str) -> bool | None:
    return True if name.lower().endswith((".html", ".htm")) else None


def _main_text(page: str) -> str:
    """The page's title and main text, a paragraph a line; all its lines if none is main text.

    trafilatura says which text is main; the lines are our own, as it joins paragraphs on
    short pages, and drops the line with source and date, which metadata.py reads.
    """
    import trafilatura  # 0.4 s: only a page that is HTML pays for it

    lines = lines_of(page)
    found = trafilatura.extract(page, include_comments=False, favor_recall=True) or ""
    main = "".join(found.split())
    kept = [i for i, line in enumerate(lines) if main and "".join(line.split()) in main]
    long = [i for i in kept if len(lines[i]) >= _PROSE]
    if long:
        first = long[0]
        stamps = {i for i, line in enumerate(lines[:first]) if _STAMP_RE.search(line)}
        lines = [line for i, line in enumerate(lines) if i in stamps or i in kept]
    title = title_of(page)
    if title and not any(title in line for line in lines[:6]):
        lines.insert(0, title)
    return "\n".join(lines)
