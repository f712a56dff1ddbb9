"""The vector index: unit vectors by cosine, in Chroma, embedded or behind a server.

A collection is filled once, for one generation of one library, and then only read; its
name carries the embedder and the generation, so vectors of two models can't meet in it.
No text is stored, no embedding function is given (Chroma's default would download a
model), and nothing is sent anywhere but to the server that was asked for.

Chroma's distances become similarities here and nowhere else. This is the only module that
imports chromadb; it does so when an index is first opened, as that costs 1.3 s of CPU and
`list` or `--help` needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from ingest.errors import LibraryDamaged, LibraryError
from ingest.query import EVERYTHING, Entry, Filter, Hit
from ingest.where import Condition, conditions

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

BATCH = 1000
"""Vectors a call: 3 times faster than 100, and Chroma takes at most 5,461."""

NEIGHBOURS, CONSTRUCTION, SEARCH = 48, 300, 400
"""Size of the search graph. Measured on 9,724 news passages in vectors of local/hashing-1/512,
whose few large components make them hard to link: Chroma's own 16, 100, 100 leaves 119 of them
that their own vector doesn't find, 32, 200, 200 leaves 21, this none; of the 20 nearest it
finds 99.8 % (87.0, 98.0). Building takes 10 s of CPU (4.6, 9.9), a query 2.8 ms (0.5, 1.6)."""

MOST_UNWRITTEN = 20_000
"""Vectors that Chroma may keep in its log before it writes the graph. It is made to write at
the end of a smaller collection: a graph that was never written is written by every reader,
and then its files can't be compared with a manifest."""

JITTER = 1e-3
"""Length of the noise on a vector that is already in the index. 3,000 equal vectors in
10,000 tear the graph apart (at 32, 200, 200: 84 of 500 not found, none with noise); the
similarity moves by less than a millionth."""

SERVER_TIMEOUT_S = 60.0
"""How long a server may be silent; Chroma's own client would wait for ever. A batch of 1,000
took 4 s on a loaded machine."""

Place = Path | str
"""Where the vectors are: a folder, or the http:// address of a Chroma server."""

Vector = NDArray[np.float32]
"""One unit vector, (dimension,)."""


class Embedding(NamedTuple):
    """What made the vectors of an index."""

    identity: str
    dimension: int


def collection_name(library: str, generation: int, embedding: Embedding) -> str:
    """The collection of one build: no two models, sizes or builds share a name.

    >>> collection_name("3f9a", 7, Embedding("local/hashing-1/512", 512))
    'wenzheng-3f9a-7-50807b0b'
    """
    seed = f"{embedding.identity}\n{embedding.dimension}\n{generation}"
    return f"wenzheng-{library}-{generation}-{blake2b(seed.encode(), digest_size=4).hexdigest()}"


class VectorIndex:
    """A finished collection, open for reading; threads may share it."""

    def __init__(self, client: Client, collection: Collection) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def build(
        cls,
        place: Place,
        name: str,
        entries: Iterable[tuple[Entry, Vector]],
        *,
        count: int,
        embedding: Embedding,
        filled: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Fill a new collection with ``count`` entries and return how many there were.

        ``filled`` hears after each batch how many there are so far. Raises LibraryError when
        the place can't be written to.
        """
        done = 0
        with _translated(place, LibraryError):
            client = _client(place)
            try:
                collection = _new_collection(client, name, count, embedding)
                for done in _fill(collection, entries):
                    filled(done)
            finally:
                _close(client)
        return done

    @classmethod
    def open(cls, place: Place, name: str) -> VectorIndex:
        """Open a finished collection. Raises LibraryDamaged when it can't be opened.

        A damaged folder can end the process: check its files first (ingest.builds).
        """
        with _translated(place, LibraryDamaged):
            client = _client(place)
            try:
                return cls(client, client.get_collection(name, embedding_function=None))
            except BaseException:
                _close(client)
                raise

    def close(self) -> None:
        """Let go of Chroma's files; the index can't be asked afterwards."""
        _close(self._client)

    @property
    def count(self) -> int:
        """Vectors in the collection. No sign of health: a torn index counts right."""
        with _translated(self._collection.name, LibraryDamaged):
            return self._collection.count()

    def ids(self) -> set[str]:
        """The ids of all passages in the collection."""
        with _translated(self._collection.name, LibraryDamaged):
            return set(self._collection.get(include=[])["ids"])

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors as they are stored, of those ids that are there."""
        with _translated(self._collection.name, LibraryDamaged):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))

    def search(self, vector: Vector, *, limit: int, chosen: Filter = EVERYTHING) -> list[Hit]:
        """The nearest passages by cosine similarity, equal ones ordered by id."""
        if chosen.admits_nothing or limit < 1:
            return []
        found: list[Hit] = []
        for where in conditions(chosen):
            found += self.nearest(vector[np.newaxis], limit=limit, where=where)[0]
        return sorted(found, key=lambda hit: (-hit.score, hit.passage))[:limit]

    def nearest(
        self, vectors: NDArray[np.float32], *, limit: int, where: Condition | None = None
    ) -> list[list[Hit]]:
        """The nearest passages of each row of ``vectors``, (n, dimension)."""
        with _translated(self._collection.name, LibraryDamaged):
            answer = self._collection.query(
                query_embeddings=vectors, n_results=limit, where=where, include=["distances"]
            )
        distances = answer["distances"] or []
        return [
            [Hit(passage, 1.0 - distance) for passage, distance in zip(ids, row, strict=True)]
            for ids, row in zip(answer["ids"], distances, strict=True)
        ]


def drop_collections(place: str, library: str, *, keep: Iterable[str]) -> None:
    """Delete a library's collections from a server, except those named in ``keep``."""
    kept = set(keep)
    with _translated(place, LibraryError):
        client = _client(place)
        try:
            for name in [collection.name for collection in client.list_collections()]:
                if name.startswith(f"wenzheng-{library}-") and name not in kept:
                    client.delete_collection(name)
        finally:
            _close(client)


def _client(place: Place) -> Client:
    import chromadb
    from chromadb.config import Settings

    # _env_file: Chroma would read our .env and take settings of its own from it.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    # Both are declared to give an interface that lacks close(); both give a Client.
    if isinstance(place, Path):
        return chromadb.PersistentClient(str(place), settings)  # type: ignore[return-value]
    address = urlsplit(place)
    secure = address.scheme == "https"
    client: Client = chromadb.HttpClient(  # type: ignore[assignment]
        host=address.hostname or "localhost",
        port=address.port or (443 if secure else 80),
        ssl=secure,
        settings=settings,
    )
    for session in _sessions(client):
        session.timeout = SERVER_TIMEOUT_S
    return client


def _sessions(client: Client) -> list[httpx.Client]:
    """The connections of a client to its server; an embedded Chroma has none."""
    servers = [getattr(one, "_server", None) for one in (client, client._admin_client)]
    found = [getattr(server, "_session", None) for server in servers]
    return [session for session in found if session is not None]


def _close(client: Client) -> None:
    sessions = _sessions(client)
    client.close()
    for session in sessions:  # Chroma 1.5.9 forgets them
        session.close()


def _new_collection(client: Client, name: str, count: int, embedding: Embedding) -> Collection:
    if any(collection.name == name for collection in client.list_collections()):
        client.delete_collection(name)  # on a server, from a run that was ended
    return client.create_collection(
        name,
        embedding_function=None,
        configuration={
            "hnsw": {
                "space": "cosine",
                "max_neighbors": NEIGHBOURS,
                "ef_construction": CONSTRUCTION,
                "ef_search": SEARCH,
                "sync_threshold": max(1, min(count, MOST_UNWRITTEN)),
            }
        },
        metadata={"model": embedding.identity, "dimension": embedding.dimension},
    )


def _fill(collection: Collection, entries: Iterable[tuple[Entry, Vector]]) -> Iterator[int]:
    seen: set[bytes] = set()
    count = 0
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        collection.add(
            ids=[entry.passage.id for entry, _ in batch],
            embeddings=np.stack([_distinct(vector, e.passage.id, seen) for e, vector in batch]),
            metadatas=[_metadata(entry) for entry, _ in batch],
        )
        count += len(batch)
        yield count


def _metadata(entry: Entry) -> dict[str, str | int | float | bool]:
    """Flat scalars, as Chroma wants them: 0 and "" stand for unknown."""
    return {
        "document": entry.passage.document,
        "year": entry.year or 0,
        "period": entry.period or "",
    }


def _distinct(vector: Vector, passage: str, seen: set[bytes]) -> Vector:
    """The vector, moved a little when the index holds an equal one already."""
    digest = blake2b(vector.tobytes(), digest_size=16).digest()
    if digest not in seen:
        seen.add(digest)
        return vector
    seed = int.from_bytes(blake2b(passage.encode(), digest_size=8).digest(), "big")
    noise = np.random.default_rng(seed).standard_normal(len(vector))
    moved = vector + JITTER * noise / np.linalg.norm(noise)
    unit: Vector = (moved / np.linalg.norm(moved)).astype(np.float32)
    return unit


@contextmanager
def _translated(place: Place, error: type[LibraryError]) -> Iterator[None]:
    """Turn what Chroma, its transport and the system raise into an error of ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (httpx.HTTPError, ConnectionError) as exc:
        raise LibraryError(f"the Chroma server doesn't answer ({exc}): start it again") from exc
    except (ChromaError, OSError, ValueError) as exc:
        if "Could not connect" in str(exc):  # a bare ValueError, with no other mark
            raise LibraryError(
                f"no Chroma server answers at {place!r}: start it, or change WENZHENG_CHROMA"
            ) from exc
        raise error(f"the vector index in {str(place)!r} can't be used: {exc}") from exc
