"""Hybrid retrieval: keywords (words and bigrams) and vectors, fused, as a LangChain retriever.

The keywords carry the ranking: their best matches are looked at again (reranker.py), then the
vectors may help. So the two are a weighted sum of normalised scores and never equal-weight
reciprocal ranks: measured with a model that does not know Chinese, that put the right passage
first for 42 % instead of 98 % of questions.

Filters (documents, years, period) work inside both indexes. What is a good enough match is
decided in evidence.py, not here.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import NamedTuple, TypedDict, Unpack

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from assistant.phrases import FILLERS, QUESTION_WORDS
from assistant.reranker import Rarity, rerank
from assistant.terms import CARRIED_WEIGHT
from ingest.document import Period
from ingest.embeddings import Embedder
from ingest.errors import EmbeddingError
from ingest.keywords import Field
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.query import Hit, KeywordQuery, Terms
from ingest.settings import Settings
from ingest.words import bigrams, words

_LOG = logging.getLogger(__name__)

LOCAL_VECTOR_WEIGHT = 0.1
"""Weight of the local vectors beside the re-ranked keywords. nDCG@10 in points against none, with
the 95 % interval: cmrc +0.05 ± 0.13, news10k +0.21 ± 0.70; at 0.2 +0.10 ± 0.16 and -0.45 ± 1.01.
See ingest/embeddings_local.py for what the vectors are worth by themselves."""
MODEL_VECTOR_WEIGHT = 0.5
"""Weight of a real embedding model's vectors until `python -m evals fit-weights` has measured
what it earns on the user's own questions."""


def vector_weight_of(settings: Settings) -> float:
    """The weight that the user set, else the default of what makes the vectors."""
    if settings.vector_weight is not None:
        return settings.vector_weight
    return LOCAL_VECTOR_WEIGHT if settings.embeddings == "local" else MODEL_VECTOR_WEIGHT


RERANKED = 60
"""How many of the keywords' matches are looked at again. Of 17,539 news passages 40, 60, 100 and
200 give nDCG@10 73.60, 73.61, 73.66 and 73.66; a question takes 1.3 times as long at 60 as at
40, 2.2 times at 200."""

NO_EXPANSIONS: Mapping[str, float] = MappingProxyType({})


def keyword_query(
    topic: str, *, carried: str = "", expansions: Mapping[str, float] = NO_EXPANSIONS
) -> KeywordQuery:
    """The weighted terms of a folded question, question words and fillers taken off.

    When fewer than 4 characters would stay, the whole text is searched. ``expansions`` are
    other wordings with their credit, from 0 to 1; a term of the question keeps its own weight.
    """
    bare = QUESTION_WORDS.sub(" ", topic)
    if len(bare.replace(" ", "")) < 4:
        bare = topic
    word_weights = _weights(words(bare), words(carried))
    bigram_weights = _weights(bigrams(bare), bigrams(carried))
    return KeywordQuery(
        tuple(word_weights.items()),
        tuple(bigram_weights.items()),
        _expanded(expansions, words, asked=word_weights),
        _expanded(expansions, bigrams, asked=bigram_weights),
    )


def _weights(terms: Sequence[str], carried: Sequence[str]) -> dict[str, float]:
    kept = [term for term in terms if term not in FILLERS] or list(terms)
    weights = {term: CARRIED_WEIGHT for term in carried if term not in FILLERS}
    return weights | dict.fromkeys(kept, 1.0)


def _expanded(
    expansions: Mapping[str, float],
    cut: Callable[[str], list[str]],
    *,
    asked: Collection[str],
) -> Terms:
    """The terms of the expansions that weren't asked for, each by its largest credit."""
    credits: dict[str, float] = {}
    for expansion, credit in expansions.items():
        for term in cut(fold(expansion)):
            if term not in asked and term not in FILLERS:
                credits[term] = max(credit, credits.get(term, 0.0))
    return tuple(credits.items())


def rarity_in(snapshot: Snapshot) -> Rarity:
    """Lucene's idf over the passages of the snapshot."""
    passages = snapshot.passage_count()

    def idf(term: str, field: Field) -> float:
        """Of one term in one field."""
        having = snapshot.document_frequency(term, field=field)
        return math.log(1 + (passages - having + 0.5) / (having + 0.5))

    return Rarity(lambda term: idf(term, "words"), lambda term: idf(term, "bigrams"))


def fuse(
    keyword_hits: Sequence[Hit], vector_hits: Sequence[Hit], *, vector_weight: float
) -> list[Hit]:
    """Add both legs' scores, each divided by its best; best first, ties by passage id."""
    scores: dict[str, float] = {}
    for hits, weight in ((keyword_hits, 1.0), (vector_hits, vector_weight)):
        best = max((hit.score for hit in hits), default=0.0)
        if best <= 0:
            continue
        for hit in hits:
            scores[hit.passage] = scores.get(hit.passage, 0.0) + weight * hit.score / best
    ranked = sorted(scores, key=lambda passage: (-scores[passage], passage))
    return [Hit(passage, scores[passage]) for passage in ranked]


class Filters(TypedDict, total=False):
    """What retrieval is limited to; a filter that isn't given lets everything through."""

    carried: str
    expansions: Mapping[str, float]
    documents: Collection[str] | None
    years: Collection[int] | None
    period: Period | None


class Legs(NamedTuple):
    """The hits of each way of searching, before they are fused."""

    keywords: list[Hit]
    vectors: list[Hit]


class HybridRetriever(BaseRetriever):
    """Passages of one snapshot for a folded topic, best first.

    Each LangChain document's page_content is the passage's text; its metadata holds
    ``passage``, ``paragraph`` and ``score``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    snapshot: Snapshot
    embedder: SkipValidation[Embedder] | None
    """None: the keywords alone."""
    vector_weight: float = LOCAL_VECTOR_WEIGHT
    limit: int = 40

    def search(self, topic: str, **filters: Unpack[Filters]) -> list[Hit]:
        """Both legs, fused; at most ``limit`` hits."""
        legs = self.legs(topic, **filters)
        return fuse(*legs, vector_weight=self.vector_weight)[: self.limit]

    def legs(self, topic: str, **filters: Unpack[Filters]) -> Legs:
        """What each way of searching finds by itself, best first.

        Both at once where that is worth a thread: Chroma takes longer than the keywords do.
        """
        if self.snapshot.compares(filters.get("documents")):
            return Legs(self._by_keywords(topic, filters), self._nearest(topic, filters))
        with ThreadPoolExecutor(1) as beside:
            nearest = beside.submit(self._nearest, topic, filters)
            return Legs(self._by_keywords(topic, filters), nearest.result())

    def _by_keywords(self, topic: str, filters: Filters) -> list[Hit]:
        query = keyword_query(
            topic,
            carried=filters.get("carried", ""),
            expansions=filters.get("expansions", NO_EXPANSIONS),
        )
        matches = self.snapshot.match_keywords(
            query,
            limit=max(RERANKED, self.limit),
            documents=filters.get("documents"),
            years=filters.get("years"),
            period=filters.get("period"),
        )
        return rerank(matches, query, rarity_in(self.snapshot))

    def _nearest(self, topic: str, filters: Filters) -> list[Hit]:
        """Vectors may only help: without their model the keywords still answer."""
        if self.embedder is None or not self.vector_weight:
            return []
        try:
            vector = self.embedder.embed([topic])[0]
        except EmbeddingError as exc:
            _LOG.warning("searching by keywords alone: %s", exc)
            return []
        return self.snapshot.search_vectors(
            vector,
            limit=self.limit,
            documents=filters.get("documents"),
            years=filters.get("years"),
            period=filters.get("period"),
        )

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **filters: Unpack[Filters]
    ) -> list[LangChainDocument]:
        hits = self.search(query, **filters)
        passages = self.snapshot.passages([hit.passage for hit in hits])
        return [
            LangChainDocument(
                page_content=passages[hit.passage].text,
                metadata={
                    "passage": hit.passage,
                    "paragraph": passages[hit.passage].paragraph_id,
                    "score": hit.score,
                },
            )
            for hit in hits
        ]
