"""The texts that restoring is measured on: the user's own, or made from the repository's.

    made(count)      -> texts put together from the sentences of the sample documents
    texts_from(path) -> the texts of a file or folder

The made texts are sentences of the sample documents and of the tests in ever other order and
with other figures: enough to see whether restoring works, too few words to say how well it
does on a language. For that, point it at a few thousand clean articles.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from evals.restoration import PASSAGE_CHARS, texts_of
from ingest.errors import UnreadableFile, WenzhengError
from ingest.normalise import script_of
from ingest.read import find_files, read
from ingest.restore import restore

ROOT = Path(__file__).parents[1]
_SENTENCE_RE = re.compile(r"[^。！？\n]+[。！？]")


def made(count: int, *, seed: int = 0) -> Iterator[str]:
    """Texts of PASSAGE_CHARS characters and more. Raises WenzhengError outside a checkout."""
    sentences = sorted(set(own_sentences()))
    draw = random.Random(seed)
    for _ in range(count):
        text = ""
        while len(text) < PASSAGE_CHARS:
            text += re.sub("[0-9]", lambda _: draw.choice("123456789"), draw.choice(sentences))
        yield text


def texts_from(path: Path) -> Iterator[str]:
    """The clean simplified texts of a file or folder; long pages in several pieces.

    A BEIR folder or a file of JSON lines with "text", plain or gzipped, gives a text a line;
    every other file is read as a page. What is damaged already, or traditional, is left out:
    nobody knows what its author wrote. Raises WenzhengError.
    """
    try:
        if path.is_dir() and not any(path.glob("corpus.jsonl*")):
            texts = _pages(path)
        elif path.is_dir() or path.name.endswith((".jsonl", ".jsonl.gz")):
            texts = texts_of(path)
        else:
            texts = _pieces(read(path).raw)
        for text in texts:
            if script_of(text) == "hans" and not restore(text).damaged:
                yield text
    except (UnreadableFile, OSError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else exc
        raise WenzhengError(f"{str(path)!r} can't be read: {reason}") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise WenzhengError(f'{str(path)!r} has a line that isn\'t {{"text": "…"}}: {exc}') from exc


def _pages(folder: Path) -> Iterator[str]:
    for file in find_files([folder]):
        yield from _pieces(read(file).raw)


def _pieces(page: str) -> Iterator[str]:
    piece = ""
    for sentence in _SENTENCE_RE.findall(page):
        piece += sentence
        if len(piece) >= PASSAGE_CHARS:
            yield piece
            piece = ""
    if piece:
        yield piece


def own_sentences() -> Iterator[str]:
    """Sentences of the repository's own texts. Raises WenzhengError outside a checkout."""
    texts = ROOT / "tests" / "data" / "restore" / "texts.json"
    if not texts.exists():
        raise WenzhengError(
            "the texts that the benchmark makes its own from are part of a clone of the "
            "repository, not of an installed package: name texts with --texts"
        )
    for text in json.loads(texts.read_text(encoding="utf-8")):
        yield from _SENTENCE_RE.findall(text)
    for file in find_files([ROOT / "sample"]):
        page = read(file).raw
        if script_of(page) == "hans" and not restore(page).damaged:
            yield from (s.strip() for s in _SENTENCE_RE.findall(page))
