"""`python -m evals fit-weights`: what the vectors earn beside the keywords, on your questions.

Each answerable golden question is searched for in the library as the assistant does, once
by keywords and once by vectors; then both lists are fused by growing weights, and nDCG@10 is
taken over the paragraphs that hold the golden quotations. A weight that is chosen on the
questions it is judged by looks better than it is, so the gain that decides is that of five
splits: chosen on four fifths, measured on the fifth. If that isn't surely above 0, the
setting to take is 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.question import understand
from assistant.retriever import HybridRetriever, Legs, fuse
from assistant.scope import Directory
from evals.intervals import paired_difference
from evals.measures import per_question
from ingest.embeddings import open_embedder
from ingest.errors import WenzhengError
from ingest.library import Library, Snapshot
from ingest.normalise import fold
from ingest.settings import Settings

WEIGHTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0)
SPLITS = 5
FEWEST = 20
"""Questions; fewer tell nothing about a weight."""


class Source(NamedTuple):
    """Where a golden fact stands."""

    file: str
    quote: str


class Searched(NamedTuple):
    """What a question found each way, and the paragraphs it should find."""

    legs: Legs
    relevances: dict[str, int]

    def ranking(self, weight: float) -> list[str]:
        """The paragraphs, each at its best passage."""
        hits = fuse(*self.legs, vector_weight=weight)
        return list(dict.fromkeys(hit.passage.rpartition(".")[0] for hit in hits))


def report(golden: Path, settings: Settings) -> Iterator[str]:
    """Measure and tell line by line; the last line is the setting.

    Raises WenzhengError when the golden set can't be read or too few of its questions can
    be searched for, LibraryMissing, EmbeddingError.
    """
    snapshot = Library.open(settings.library, chroma=settings.chroma).snapshot()
    embedder = open_embedder(settings, stored=snapshot.embedding)
    retriever = HybridRetriever(snapshot=snapshot, embedder=embedder, vector_weight=1.0)
    asked = list(questions(golden))
    searched = list(search_all(asked, retriever))
    yield (
        f"{golden.name}: {len(searched)} of {len(asked)} answerable questions searched for with "
        f"{embedder.identity}; left out are follow-ups, several questions in one, and those "
        "whose source is not in the library"
    )
    if len(searched) < FEWEST:
        raise WenzhengError(
            f"{str(golden)!r} has {len(searched)} questions to go by and {FEWEST} are needed: "
            "add questions, or the documents that they are about"
        )
    scores = np.stack([_ndcg(searched, weight) for weight in WEIGHTS], axis=1)
    for weight, column in zip(WEIGHTS, scores.T, strict=True):
        gain = paired_difference(column, scores[:, 0])
        yield f"  {weight:<5g} nDCG@10 {column.mean():.4f}  against 0: {gain}"
    gain = paired_difference(chosen_by_splits(scores), scores[:, 0])
    yield f"chosen on four fifths and measured on the fifth: {gain} points"
    best = WEIGHTS[int(scores.mean(axis=0).argmax())] if gain.is_gain else 0.0
    if not gain.is_gain:
        yield "no gain is shown: leave the vectors out of the search, or ask more questions"
    yield f"WENZHENG_VECTOR_WEIGHT={best:g}"


def chosen_by_splits(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """(questions, weights) -> each question's score by the weight that the others chose."""
    found = np.zeros(len(scores))
    part = np.arange(len(scores)) % SPLITS
    for k in range(SPLITS):
        best = scores[part != k].mean(axis=0).argmax()
        found[part == k] = scores[part == k, best]
    return found


def _ndcg(searched: Sequence[Searched], weight: float) -> NDArray[np.float64]:
    """nDCG@10 of each question."""
    scores = per_question(
        {str(k): one.ranking(weight) for k, one in enumerate(searched)},
        {str(k): one.relevances for k, one in enumerate(searched)},
    )["nDCG@10"]
    return np.array([scores[str(k)] for k in range(len(searched))])


def search_all(
    asked: Sequence[tuple[str, Sequence[Source]]], retriever: HybridRetriever
) -> Iterator[Searched]:
    """The questions that are one question and whose sources are in the library."""
    directory = Directory(retriever.snapshot.documents())
    for text, sources in asked:
        parts = understand(text, directory)
        relevances = _paragraphs(sources, retriever.snapshot)
        if len(parts) != 1 or not relevances:
            continue
        legs = retriever.legs(parts[0].topic, documents=parts[0].scope.documents)
        yield Searched(legs, relevances)


def questions(golden: Path) -> Iterator[tuple[str, list[Source]]]:
    """The answerable questions of one turn with their sources. Raises WenzhengError."""
    try:
        for line in golden.read_text(encoding="utf-8").splitlines():
            item = json.loads(line) if line.strip() else {}
            if item.get("answerable") and len(item["turns"]) == 1:
                sources = [Source(source["file"], source["quote"]) for source in item["sources"]]
                yield item["turns"][0], sources
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise WenzhengError(
            f"{str(golden)!r} can't be read as golden questions ({exc!r}): a line each, "
            '{"turns": […], "answerable", "sources": [{"file", "quote"}]}'
        ) from exc


def _paragraphs(sources: Sequence[Source], snapshot: Snapshot) -> dict[str, int]:
    """The paragraphs that hold the quotations, punctuation and script aside."""
    return {
        paragraph.id: 1
        for document in snapshot.documents()
        for source in sources
        if Path(document.source).name == Path(source.file).name
        for paragraph in snapshot.paragraphs(document.id)
        if _letters(source.quote) in _letters(paragraph.text)
    }


def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())
