"""Vector search as it is taken from the shelf: Chroma alone, and LangChain's plain pipeline.

Both get the vectors of the embedder that the settings name, so what is compared is the
search and not a model. Chroma's own default model (all-MiniLM-L6-v2) is left out: it has to
be downloaded, and it was trained on English.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import chromadb
from chromadb.api.client import Client
from chromadb.config import Settings
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.beir import Text
from evals.indexing import EMBEDDED_AT_ONCE
from evals.peers import Built, Corpus, size_of
from evals.retrieval import DEPTH
from ingest.embeddings import Embedder
from ingest.query import Hit

CHUNK, OVERLAP = 500, 50
"""Characters a chunk and shared by neighbours. The splitter's own 4,000 would make a chunk of
most documents; 500 is the longest passage of ours."""


def chroma_alone(corpus: Corpus, folder: Path) -> Built:
    """A Chroma collection with its own settings: vectors in, the nearest out, no keywords."""
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    # Declared to give an interface that lacks close(); it gives a Client.
    client: Client = chromadb.PersistentClient(str(folder), settings)  # type: ignore[assignment]
    collection = client.create_collection(
        "peer", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for at in range(0, len(corpus.passages), EMBEDDED_AT_ONCE):
        batch = corpus.passages[at : at + EMBEDDED_AT_ONCE]
        collection.add(
            ids=[passage.id for passage in batch],
            embeddings=corpus.embedder.embed([passage.embedding_text for passage in batch]),
            documents=[passage.text for passage in batch],
        )
    depth = min(DEPTH, len(corpus.passages))

    def search(question: str) -> list[Hit]:
        """The nearest passages to one question."""
        vectors = corpus.embedder.embed([question])
        found = collection.query(query_embeddings=vectors, n_results=depth, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [Hit(id, 1 - far) for id, far in zip(found["ids"][0], distances, strict=True)]

    document_of = {passage.id: passage.document for passage in corpus.passages}
    return Built(search, document_of, size_of(folder), client.close)


def langchain_plain(corpus: Corpus, folder: Path) -> Built:
    """RecursiveCharacterTextSplitter and InMemoryVectorStore, as LangChain's tutorial has them."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    chunks = splitter.split_documents(map(_document, corpus.documents))
    ids = [f"{chunk.metadata['document']}/{n}" for n, chunk in enumerate(chunks)]
    store = InMemoryVectorStore(_LangChainEmbeddings(corpus.embedder))
    for at in range(0, len(chunks), EMBEDDED_AT_ONCE):
        batch = slice(at, at + EMBEDDED_AT_ONCE)
        store.add_documents(chunks[batch], ids=ids[batch])
    store.dump(str(folder / "store.json"))

    def search(question: str) -> list[Hit]:
        """The nearest chunks to one question."""
        found = store.similarity_search_with_score(question, k=DEPTH)
        return [Hit(str(chunk.id), float(score)) for chunk, score in found]

    document_of = {id: id.rpartition("/")[0] for id in ids}
    return Built(search, document_of, size_of(folder))


def _document(text: Text) -> Document:
    content = f"{text.title}\n{text.text}" if text.title else text.text
    return Document(page_content=content, metadata={"document": text.id})


class _LangChainEmbeddings(Embeddings):
    """Our embedder, as LangChain calls one."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: Iterable[str]) -> list[list[float]]:
        """A vector a text."""
        return self._embedder.embed(list(texts)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self.embed_documents([text])[0]
