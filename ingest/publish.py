"""From the record to the next build: group, embed, index, verify, swap in, clear away.

The record is the input; nothing here reads a file of the user's. Whatever ends this half
way leaves the old build in place and the vectors made so far in the record, and the next
writer finishes the job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from ingest import mirrors, revise
from ingest.builds import Builds
from ingest.embeddings import Embedder
from ingest.errors import EmbeddingError, EmbeddingMismatch, LibraryDamaged
from ingest.keywords import KeywordIndex
from ingest.manifest import Manifest, measure
from ingest.record import Record
from ingest.vectors import Embedding, VectorIndex, collection_name, drop_collections
from ingest.view import View

EMBED_BATCH = 256
"""Passages embedded and kept at once: what an interruption may lose, under a second locally."""

UNIT = 1e-3
"""How far a vector's length may be from 1; float32 rounding of 3,072 numbers gives 1e-6."""

REBUILD = "python -m ingest rebuild"


class Progress(Protocol):
    """Hears how far a step is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """``total`` is 0 when nobody knows it."""


def silent(step: str, done: int, total: int) -> None:
    """Progress for those who don't watch."""


class Published(NamedTuple):
    """A new build."""

    manifest: Manifest
    embedded: int
    """Passages that had to be embedded for it."""


class Publisher(NamedTuple):
    """What turns the record of one library into builds."""

    record: Record
    builds: Builds
    embedder: Callable[[], Embedder]
    """Called only when a passage has no vector yet: opening a remote model may need a key."""
    chroma: str | None
    progress: Progress

    def current(self) -> Manifest | None:
        """The finished build that readers see, None if there is none they could see."""
        with suppress(LibraryDamaged):  # a damaged build is as good as none: it is made anew
            return self.builds.manifest()
        return None

    def next_generation(self) -> int:
        """The generation that changes of the record are to carry until the next build.

        Newer than every build, so that no reader sees them early.
        """
        newest_build = max(self.builds.finished, default=0)
        return max(newest_build + 1, revise.newest_change(self.record))

    def is_due(self) -> bool:
        """Whether readers don't see the record as it is, or with other settings."""
        build = self.current()
        if build is None:
            return not revise.is_empty(self.record)
        return (
            revise.newest_change(self.record) > build.generation
            or self.record.note("embedding") != build.embedding
            or self.chroma != build.chroma
        )

    def publish(self) -> Published:
        """Make the next build and let readers see it.

        Raises EmbeddingError, LibraryError or LibraryDamaged; readers then see what they
        saw before.
        """
        generation = self.next_generation()
        copies = mirrors.group(View(self.record, generation).witnesses())
        revise.set_copies(self.record, generation, copies)
        embedding, embedded = self._embed(generation)
        view = View(self.record, generation)
        with self.builds.prepare(generation) as new:
            self._index(new, view, embedding)
            manifest = Manifest(
                generation=generation,
                embedding=embedding.identity,
                dimension=embedding.dimension,
                collection=self._collection(generation, embedding),
                chroma=self.chroma,
                documents=len(view.documents),
                copies=len(copies),
                paragraphs=sum(view.paragraph_counts().values()),
                passages=view.indexed_count(),
                files=measure(new),
            )
            manifest.write(new)
            self.progress("checking the new indexes", 0, 0)
            self.builds.verify(new)
            self.builds.swap_in(new, generation)
        return Published(manifest, embedded)

    def clear(self) -> None:
        """Remove builds that nobody reads, and all that only they could show."""
        build = self.current()
        if build is None:
            return
        live = self.builds.clear(keep=build.generation)
        if build.chroma is not None:
            manifests = (Manifest.read(self.builds.path(generation)) for generation in live)
            drop_collections(
                build.chroma, self._library(), keep=[manifest.collection for manifest in manifests]
            )
        revise.purge(self.record, live)

    def _embed(self, generation: int) -> tuple[Embedding, int]:
        identity = self.record.note("embedding") or ""
        missing = revise.unembedded(self.record, identity, generation=generation)
        if missing:
            embedder = self.embedder()
            check_identity(stored=identity, chosen=embedder.identity)
            for k in range(0, len(missing), EMBED_BATCH):
                self.progress("embedding", k, len(missing))
                self._embed_batch(embedder, identity, missing[k : k + EMBED_BATCH])
            self.progress("embedding", len(missing), len(missing))
        dimension = revise.dimension(self.record, identity) or 0
        return Embedding(identity, dimension), len(missing)

    def _embed_batch(self, embedder: Embedder, identity: str, keys: Sequence[bytes]) -> None:
        vectors = embedder.embed(revise.embedding_texts(self.record, keys))
        dimension = revise.dimension(self.record, identity) or vectors.shape[-1]
        if vectors.shape != (len(keys), dimension):
            raise EmbeddingError(
                f"{identity!r} gave vectors of shape {vectors.shape} for {len(keys)} passages, "
                f"and the library has {dimension} dimensions"
            )
        # Chroma would take a zero vector, and not a number that isn't one only at the end.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.abs(lengths - 1) < UNIT):
            raise EmbeddingError(f"{identity!r} gave a vector whose length is not 1")
        revise.add_vectors(self.record, identity, keys, vectors / lengths)

    def _index(self, new: Path, view: View, embedding: Embedding) -> None:
        total = view.indexed_count()
        KeywordIndex.build(
            new / "keywords",
            view.indexed_passages(),
            filled=lambda done: self.progress("indexing keywords", done, total),
        )
        VectorIndex.build(
            self.chroma or new / "chroma",
            self._collection(view.generation, embedding),
            (
                (entry, view.vector(embedding.identity, entry.key))
                for entry in view.indexed_passages()
            ),
            count=total,
            embedding=embedding,
            filled=lambda done: self.progress("indexing vectors", done, total),
        )

    def _collection(self, generation: int, embedding: Embedding) -> str:
        return collection_name(self._library(), generation, embedding)

    def _library(self) -> str:
        return self.record.note("library") or ""


def check_identity(*, stored: str, chosen: str) -> None:
    """Raises EmbeddingMismatch, naming both, unless vectors of the two may meet."""
    if stored != chosen:
        raise EmbeddingMismatch(
            f"the library was embedded with {stored!r}, and the settings now ask for {chosen!r}: "
            f"set WENZHENG_EMBEDDINGS back, or embed everything again with `{REBUILD}`"
        )
