"""Simple readers and embedders for tests of the store: their results are seen at a glance.

`read_lines` takes a file's first line as its title, a line like "2019 plan: …" as a paragraph
about that year, and every other line as a paragraph of its own; a paragraph is one passage.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.document import Document, Metadata, Paragraph, Passage
from ingest.errors import UnreadableFile
from ingest.normalise import fold
from ingest.offsets import OffsetMap
from ingest.parse import ParsedDocument
from ingest.restore import Restored


def read_lines(content: bytes, source: str) -> ParsedDocument:
    """UTF-8 lines as paragraphs; a page with a NUL is refused."""
    text = content.decode("utf-8", "surrogatepass")
    if "\0" in text:
        raise UnreadableFile("not text: a NUL")
    id = hashlib.sha256(content).hexdigest()[:16]
    lines = [line for line in text.splitlines() if line.strip()]
    title = lines[0] if lines else None
    paragraphs, start = [], 0
    for n, line in enumerate(lines):
        start = text.index(line, start)
        year, _, rest = line.partition(" ")
        about = int(year) if year.isdecimal() else None
        period = rest.partition(":")[0] if about else None
        paragraphs.append(
            Paragraph(
                id,
                n,
                line,
                start,
                start,
                start + len(line),
                role="body" if n else "title",
                section=(title,) if n else (),
                year=about,
                period=period if period in ("plan", "review") else None,
            )
        )
        start += len(line)
    passages = tuple(Passage(id, p.n, 0, 0, p.text, title) for p in paragraphs if p.n)
    restored = Restored(text, OffsetMap.identity(len(text)), (), "hans", "damaged" in text)
    metadata = Metadata(title=title, date="2019-02-16" if "dated" in text else None)
    document = Document(id, source, "hans", restored.damaged, "utf-8", metadata)
    return ParsedDocument(document, content, text, restored, tuple(paragraphs), passages)


class CharacterCounts:
    """Embeds a text as how often each character occurs, hashed into `dimension` buckets."""

    def __init__(self, name: str = "counts", dimension: int = 64) -> None:
        self.identity = f"test/{name}/{dimension}"
        self.dimension = dimension
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in fold(text):
                row[ord(character) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def write_pages(folder: Path, count: int, *, lines: int = 3, first: int = 0) -> None:
    """Files that share no text: each line counts in its own characters."""
    folder.mkdir(exist_ok=True)
    for k in range(first, first + count):
        body = [sentence(k * lines + n) for n in range(lines)]
        (folder / f"{k:04}.txt").write_text("\n".join([f"第{k}号报告", *body]), encoding="utf-8")


def sentence(number: int) -> str:
    """A sentence of 30 characters that no other number has."""
    drawn = np.random.default_rng(number).integers(0x4E00, 0x9FA0, 30)
    return "".join(map(chr, drawn.tolist())) + "。"
