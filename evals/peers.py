"""What a user would otherwise take, measured over the same texts in the same run.

A `System` builds its index in a folder and gives back a search. All get our passages with
their headings, so that what differs is the search; only the plain LangChain pipeline cuts the
documents itself, because cutting is part of it. The systems of the keywords are in
peers_keywords.py, those of the vectors in peers_vectors.py; nothing of them is tuned, and
each is imported only when it is asked for.
"""

from __future__ import annotations

import importlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal, NamedTuple

from rich.console import Console

from evals.beir import Text
from evals.measures import percentile
from evals.retrieval import Run, Search, ask
from ingest.document import Passage
from ingest.embeddings import Embedder
from ingest.errors import WenzhengError

Name = Literal[
    "bm25s, jieba", "bm25s, bigrams", "Chroma alone", "LangChain, plain", "tantivy alone"
]

_MODULES: dict[Name, tuple[str, str]] = {
    "bm25s, jieba": ("evals.peers_keywords", "bm25s_words"),
    "bm25s, bigrams": ("evals.peers_keywords", "bm25s_bigrams"),
    "tantivy alone": ("evals.peers_keywords", "tantivy_words"),
    "Chroma alone": ("evals.peers_vectors", "chroma_alone"),
    "LangChain, plain": ("evals.peers_vectors", "langchain_plain"),
}

RETRIEVAL_PEERS: tuple[Name, ...] = (
    "bm25s, jieba",
    "bm25s, bigrams",
    "Chroma alone",
    "LangChain, plain",
)
BENCH_PEERS: tuple[Name, ...] = ("Chroma alone", "tantivy alone", "LangChain, plain")

INSTALL = "pip install -r requirements-dev.txt"


class MissingPackage(WenzhengError):
    """A package that only comparisons need isn't installed; the message says how to get it."""


class Corpus(NamedTuple):
    """What every system is given."""

    documents: Sequence[Text]
    passages: Sequence[Passage]
    embedder: Embedder


class Built(NamedTuple):
    """An index that is ready to be searched."""

    search: Search
    """Hits name what the system cuts documents into."""
    document_of: Mapping[str, str]
    bytes_on_disk: int
    close: Callable[[], None] = lambda: None


class System(NamedTuple):
    """A way to find documents."""

    name: str
    build: Callable[[Corpus, Path], Built]


class Timed(NamedTuple):
    """What a system found, and what that took."""

    name: str
    run: Run
    seconds_index: float
    """To cut, embed and index, on the wall."""
    bytes_on_disk: int

    def query_ms(self, share: float) -> float:
        """The percentile of a query's time."""
        return round(1000 * percentile(self.run.seconds, share), 2)


def systems(names: Sequence[Name]) -> list[System]:
    """The systems by name. Raises MissingPackage before any of them has done anything."""
    found = []
    for name in names:
        module, function = _MODULES[name]
        try:
            found.append(System(name, getattr(importlib.import_module(module), function)))
        except ModuleNotFoundError as exc:
            raise MissingPackage(
                f"{exc.name} is not installed, and {name!r} is compared with it: `{INSTALL}`"
            ) from exc
    return found


def time_system(system: System, corpus: Corpus, questions: Sequence[Text]) -> Timed:
    """Build a system's index in a folder that is gone at the end, and ask it every question."""
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="wenzheng-evals-"))
        with Console(stderr=True).status(f"{system.name}: indexing"):
            begun = time.perf_counter()
            built = system.build(corpus, Path(folder))
            seconds = time.perf_counter() - begun
        opened.callback(built.close)
        run = ask(questions, built.search, document_of=built.document_of, title=system.name)
    return Timed(system.name, run, round(seconds, 3), built.bytes_on_disk)


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
