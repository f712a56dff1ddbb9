"""Text -> unit vectors: the seam between the library and whatever embeds.

An `Embedder` has an identity that is stored with the vectors; vectors of different
identities never meet. Two kinds: "local" (embeddings_local: no key, no download, the
default) and "openai:MODEL" (embeddings_openai: any server that speaks that protocol).
Their modules are imported only when chosen, as langchain-openai alone costs 3 s of CPU.

This module opens an embedder and compares identities; it embeds nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbeddingMismatch
from ingest.settings import Settings

REMOTE = "openai:"
"""What WENZHENG_EMBEDDINGS begins with when the model lives behind a server."""


class Embedder(Protocol):
    """Turns texts into unit vectors, the same text always into the same vector."""

    @property
    def identity(self) -> str:
        """Kind, model and dimension: "local/hashing-1/512", "openai/bge-m3/1024".

        A remote model whose dimension isn't known yet is asked once to learn it.
        """

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension), rows of length 1. Raises EmbeddingError."""


def open_embedder(
    settings: Settings, *, stored: str | None = None, deadline_s: float = 120.0
) -> Embedder:
    """The embedder that the settings ask for.

    ``stored`` is the identity of a library that is to be read or extended. With it the
    identities are compared here, without a call: a remote model takes its dimension from
    ``stored``, and its first answer must then agree. ``deadline_s`` bounds the tries for
    one batch: a question should wait less than an import.

    Raises SettingsError when a setting that the model needs is missing, EmbeddingMismatch
    when the library was embedded with another model.
    """
    asked = settings.embedding_dimensions
    if not settings.embeddings.startswith(REMOTE):
        from ingest.embeddings_local import HashingEmbedder

        local = HashingEmbedder() if asked is None else HashingEmbedder(dimension=asked)
        if stored not in (None, local.identity):
            raise _mismatch(stored, local.identity)
        return local

    from ingest.embeddings_openai import OpenAIEmbedder

    model = settings.embeddings.removeprefix(REMOTE)
    dimension = asked
    if stored is not None:
        kind_and_model, _, stored_dimension = stored.rpartition("/")
        if kind_and_model != f"openai/{model}" or (asked and str(asked) != stored_dimension):
            raise _mismatch(stored, f"openai/{model}" + (f"/{asked}" if asked else ""))
        dimension = int(stored_dimension)
    return OpenAIEmbedder.open(settings, dimension=dimension, deadline_s=deadline_s)


def _mismatch(stored: str | None, chosen: str) -> EmbeddingMismatch:
    return EmbeddingMismatch(
        f"the library was embedded with {stored!r}, but the settings ask for {chosen!r}: "
        "set WENZHENG_EMBEDDINGS (and WENZHENG_EMBEDDING_DIMENSIONS) back, "
        "or embed it again with `python -m ingest rebuild`"
    )
