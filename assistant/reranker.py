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

import numpy as np
from numpy.typing import NDArray

from ingest.query import Hit, KeywordQuery, Match, Terms

WEIGHTS_FILE = Path(__file__).with_name("reranker.json")

_SENTENCE_ENDS = "。!?;…\n"
_NUMBER_RE = re.compile(r"[0-9a-z.]+")
_GOES_ON_BEFORE_RE = re.compile(r"[0-9a-z]$|\d[.,]$")
_GOES_ON_AFTER_RE = re.compile(r"[0-9a-z]|[.,]\d")


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


class _Texts(NamedTuple):
    """Several texts as one, as finding a term in one long text is faster."""

    joined: str
    characters: NDArray[np.uint32]
    sentences: NDArray[np.intp]
    """Where each sentence begins; an end of a text is one of a sentence."""
    first: NDArray[np.intp]
    """The number of each text's first sentence."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Texts:
        """Join the texts with line breaks, which no term contains."""
        joined = "\n".join(texts)
        characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        is_end = np.logical_or.reduce([characters == ord(end) for end in _SENTENCE_ENDS])
        begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
        sentences = np.union1d(begins, np.flatnonzero(is_end) + 1)
        return cls(joined, characters, sentences, np.searchsorted(sentences, begins))

    def places(self, term: str) -> NDArray[np.intp]:
        """Where a term begins; a number only where it is all of the number."""
        if not _NUMBER_RE.fullmatch(term):
            return self._literal(term)
        written = {term, f"{int(term):,}"} if term.isdecimal() else {term}
        found = [
            at
            for number in written
            for at in self._literal(number).tolist()
            if _stands_alone(self.joined, at, at + len(number))
        ]
        return np.array(found, dtype=np.intp)

    def _literal(self, term: str) -> NDArray[np.intp]:
        last = max(0, len(self.characters) - len(term) + 1)
        is_there = self.characters[:last] == ord(term[0])
        for k, character in enumerate(term[1:], start=1):
            is_there &= self.characters[k : k + last] == ord(character)
        return np.flatnonzero(is_there)


class _Sought(NamedTuple):
    """The question's terms of one kind."""

    terms: list[str]
    weights: NDArray[np.float64]
    """Of each term, such that all that was asked has 1 together."""

    @classmethod
    def weighed(cls, asked: Terms, other: Terms, rarity: Callable[[str], float]) -> _Sought:
        """Each term by its weight and rarity; another wording adds its credit to what is asked."""
        weights = np.array([weight * rarity(term) for term, weight in (*asked, *other)])
        whole = weights[: len(asked)].sum()
        return cls([term for term, _ in (*asked, *other)], weights / (whole or 1.0))

    def found(self, texts: _Texts) -> NDArray[np.bool_]:
        """(sentences, terms): which sentence has which term."""
        found = np.zeros((len(texts.sentences), len(self.terms)), dtype=np.bool_)
        for column, term in enumerate(self.terms):
            sentences = np.searchsorted(texts.sentences, texts.places(term), side="right") - 1
            found[sentences, column] = True
        return found

    def share(self, found: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(…, terms) -> how much of what was asked is found, 0 to 1."""
        return np.minimum(found @ self.weights, 1.0)


def rerank(matches: Sequence[Match], query: KeywordQuery, rarity: Rarity) -> list[Hit]:
    """The matches as hits with scores from 0 to 1, best first, equal ones ordered by id."""
    scores = shares_of(matches, query, rarity) @ np.array(fitted_weights())
    hits = [Hit(match.passage, float(score)) for match, score in zip(matches, scores, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage))


def shares_of(matches: Sequence[Match], query: KeywordQuery, rarity: Rarity) -> NDArray[np.float64]:
    """(matches, 7): the `Shares` of each match, in their order."""
    if not matches:
        return np.zeros((0, len(Shares._fields)))
    texts = _Texts.of([match.text for match in matches])
    headings = _Texts.of([match.heading for match in matches])
    number = {match.document: n for n, match in enumerate(matches)}
    documents = np.array([number[match.document] for match in matches])
    columns = []
    for asked, other, rare in (
        (query.words, query.other_words, rarity.word),
        (query.bigrams, query.other_bigrams, rarity.bigram),
    ):
        sought = _Sought.weighed(asked, other, rare)
        found = sought.found(texts)
        whole = np.logical_or.reduceat(found, texts.first)
        whole |= np.logical_or.reduceat(sought.found(headings), headings.first)
        together = np.zeros_like(whole)
        np.logical_or.at(together, documents, whole)
        columns.append((*_best(sought, found, texts.first), sought.share(together[documents])))
    (sentence, two, document), (_, two_bigrams, document_bigrams) = columns
    words, bigrams = np.array([(match.words, match.bigrams) for match in matches]).T
    return np.stack(  # in the order of Shares
        [words, bigrams, sentence, two, two_bigrams, document, document_bigrams], axis=1
    )


def _best(
    sought: _Sought, found: NDArray[np.bool_], first: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of each text's best sentence, and with the one that adds most to it."""
    counts = np.diff(np.append(first, len(found)))
    alone = sought.share(found)
    best = np.maximum.reduceat(alone, first)
    # Of equally good sentences the last: any will do.
    at = np.zeros(len(first), dtype=np.intp)
    text = np.repeat(np.arange(len(first)), counts)
    is_best = np.flatnonzero(alone >= best[text])
    at[text[is_best]] = is_best
    return best, np.maximum.reduceat(sought.share(found | found[at[text]]), first)


@cache
def fitted_weights() -> Shares:
    """What each share counts; they sum to 1."""
    return normalised(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"])


def normalised(weights: Mapping[str, float]) -> Shares:
    """Weights by the name of their share, scaled to a sum of 1."""
    total = sum(weights.values())
    return Shares(**{name: weight / total for name, weight in weights.items()})


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands there is all of a number: 12 is not in 2012 or 12.5."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (_GOES_ON_BEFORE_RE.search(before) or _GOES_ON_AFTER_RE.match(after))
