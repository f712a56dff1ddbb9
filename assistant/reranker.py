"""Keyword matches -> the same passages, ranked by seven shares that a logistic model weighs.

A list of BM25 scores says how often a passage has the question's words, not whether it says
them in one place. So the best hundred are looked at again: how much of the question its best
sentence covers, its best two, and all that was found of its document. Each term counts by
its rarity among the library's passages.

The weights are in reranker.json with where they come from: fitted by `python -m evals
fit-reranker` on public questions, none of them below 0, so that covering more of a question
never ranks a passage lower. Pure: what is asked of the library comes in as arguments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest.query import Hit, KeywordQuery, Match, Terms

WEIGHTS_FILE = Path(__file__).with_name("reranker.json")

_SENTENCE_END_RE = re.compile(r"[。!?;…\n]+")


class Shares(NamedTuple):
    """What a passage is ranked by; each from 0 to 1, more is better."""

    words: float
    """Its BM25 score by words, by that of the best passage found."""
    bigrams: float
    sentence: float
    """What its best sentence has of the question, by words."""
    two_sentences: float
    two_sentences_bigrams: float
    document: float
    """What all passages found of its document have together, headings included."""
    document_bigrams: float


class Rarity(NamedTuple):
    """How rare a term is among the passages: its idf, as a word and as a bigram."""

    word: Callable[[str], float]
    bigram: Callable[[str], float]


class TermSet:
    """The question's terms of one kind; which of them were found is a number with a bit each."""

    def __init__(self, asked: Terms, other: Terms, rarity: Callable[[str], float]) -> None:
        self._terms = [(_finder(term), 1 << k) for k, (term, _) in enumerate((*asked, *other))]
        self._weights = [weight * rarity(term) for term, weight in (*asked, *other)]
        self._whole = sum(self._weights[: len(asked)])
        self._shares = {0: 0.0}

    def found(self, text: str, *, among: int = -1) -> int:
        """Which of the terms, or of those ``among`` them, a folded text has."""
        bits = 0
        for finds, bit in self._terms:
            if among & bit and finds(text):
                bits |= bit
        return bits

    def share(self, bits: int) -> float:
        """The weight of these terms by that of all that was asked, at most 1.

        Another wording adds its credit and is never missed.
        """
        known = self._shares.get(bits)
        if known is None:
            total = sum(weight for k, weight in enumerate(self._weights) if bits >> k & 1)
            known = min(1.0, total / self._whole) if self._whole else 0.0
            self._shares[bits] = known
        return known

    def best_two(self, sentences: Sequence[int]) -> tuple[float, float]:
        """The best sentence's share, and its share with the one that adds most to it."""
        best = max(sentences, key=self.share, default=0)
        return self.share(best), max((self.share(best | other) for other in sentences), default=0.0)


def rerank(matches: Sequence[Match], query: KeywordQuery, rarity: Rarity) -> list[Hit]:
    """The matches as hits with scores from 0 to 1, best first, equal ones ordered by id."""
    weights = fitted_weights()
    hits = [
        Hit(match.passage, sum(w * share for w, share in zip(weights, shares, strict=True)))
        for match, shares in zip(matches, shares_of(matches, query, rarity), strict=True)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage))


def shares_of(matches: Sequence[Match], query: KeywordQuery, rarity: Rarity) -> list[Shares]:
    """The shares of each match, in their order."""
    words = TermSet(query.words, query.other_words, rarity.word)
    bigrams = TermSet(query.bigrams, query.other_bigrams, rarity.bigram)
    found = [(words.found(match.text), bigrams.found(match.text)) for match in matches]
    documents: dict[str, tuple[int, int]] = {}
    for match, (of_words, of_bigrams) in zip(matches, found, strict=True):
        before = documents.get(match.document, (0, 0))
        documents[match.document] = (
            before[0] | of_words | words.found(match.heading),
            before[1] | of_bigrams | bigrams.found(match.heading),
        )
    shares = []
    for match, (of_words, of_bigrams) in zip(matches, found, strict=True):
        sentences = _SENTENCE_END_RE.split(match.text)
        one, two = words.best_two([words.found(s, among=of_words) for s in sentences])
        _, two_b = bigrams.best_two([bigrams.found(s, among=of_bigrams) for s in sentences])
        document, document_b = documents[match.document]
        shares.append(
            Shares(
                words=match.words,
                bigrams=match.bigrams,
                sentence=one,
                two_sentences=two,
                two_sentences_bigrams=two_b,
                document=words.share(document),
                document_bigrams=bigrams.share(document_b),
            )
        )
    return shares


@cache
def fitted_weights() -> Shares:
    """What each share counts; they sum to 1."""
    return normalised(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"])


def normalised(weights: Mapping[str, float]) -> Shares:
    """Weights by the name of their share, scaled to a sum of 1."""
    total = sum(weights.values())
    return Shares(**{name: weight / total for name, weight in weights.items()})


def _finder(term: str) -> Callable[[str], bool]:
    """Whether a text has the term: 12 is not in 2012 or 12.5, and 1234 is in 1,234."""
    if not re.fullmatch(r"[0-9a-z.]+", term):
        return lambda text: term in text
    whole, point, decimals = term.partition(".")
    pattern = ",?".join(map(re.escape, whole)) if whole.isdigit() else re.escape(whole)
    found = re.compile(rf"(?<![0-9a-z])(?<!\d[.,]){pattern}{re.escape(point + decimals)}(?![0-9a-z]|[.,]\d)")
    return lambda text: found.search(text) is not None
