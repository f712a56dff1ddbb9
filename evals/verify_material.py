"""Right statements to alter and to reword: the sentences of a library, with what carries them.

    material(snapshot)            -> statements of every paragraph that says something
    golden(items, snapshot)       -> statements of the paragraphs that hold golden sources

A statement is a sentence of a paragraph, or the part of one between semicolons, cited as an
answer would cite it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.answer import Citation
from assistant.draft import Support, citation
from assistant.figures import figures
from assistant.quotations import bare
from assistant.sentences import sentences
from evals.golden_set import Item
from ingest.document import Paragraph
from ingest.errors import WenzhengError
from ingest.library import Library, Snapshot
from ingest.normalise import fold

LENGTHS = (10, 160)
"""Characters of a statement: shorter says nothing, longer is no sentence of an answer."""
_MARK_RE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[是要]|[(（][一二三四五六七八九十]{1,3}[)）])"
)
_TORN_RE = re.compile(r"[�]|[?？](?!$)")


class Right(NamedTuple):
    """A statement that its citation carries."""

    text: str
    citation: Citation


@contextmanager
def opened(library: Path | None) -> Iterator[Snapshot]:
    """A library, or one made for a moment of the sample documents. Raises WenzhengError."""
    if library is not None:
        yield Library.open(library).snapshot()
        return
    sample = Path(__file__).parents[1] / "sample"
    if not sample.is_dir():
        raise WenzhengError("the sample documents are part of a clone: name a --library")
    with tempfile.TemporaryDirectory(prefix="wenzheng-evals-") as name:
        made = Path(name) / "library"
        subprocess.run(
            [sys.executable, "-m", "ingest", "add", str(sample), "--library", str(made)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield Library.open(made).snapshot()


def material(snapshot: Snapshot) -> list[Right]:
    """Every statement of a library, in its order; mirror copies and torn places left out."""
    return [
        right
        for document in snapshot.documents()
        if not document.copy_of
        for paragraph in snapshot.paragraphs(document.id)
        if paragraph.role == "body"
        for right in _statements(paragraph, snapshot)
    ]


def golden(items: Sequence[Item], snapshot: Snapshot) -> list[Right]:
    """The statements that hold a golden source's quote or a nugget, in the library's order."""
    quotes = {bare(source.quote) for item in items for source in item.sources}
    rights = [r for r in material(snapshot) if any(q in bare(r.citation.text) for q in quotes)]
    nuggets = {bare(n) for item in items for alternatives in item.nuggets for n in alternatives}
    holding = [r for r in rights if any(n in bare(r.text) for n in nuggets)]
    return holding or rights


def _statements(paragraph: Paragraph, snapshot: Snapshot) -> Iterable[Right]:
    for span in sentences(paragraph.text):
        text = _MARK_RE.sub("", paragraph.text[span.start : span.end]).rstrip("；;。")
        if not LENGTHS[0] <= len(text) <= LENGTHS[1] or _TORN_RE.search(text):
            continue
        if not figures(text) and len(re.findall("[㐀-鿿]", fold(text))) < LENGTHS[0]:
            continue
        yield Right(text + "。", citation(Support(paragraph, span), snapshot, n=1))
