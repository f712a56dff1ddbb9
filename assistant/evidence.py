"""Passages -> sentences that may answer, best first, and whether they are enough.

A sentence is judged by how much of the question it speaks of, alone and with its heading
and paragraph; by whether it holds what the question asks for (a number, a date); and by
rules that no score can outweigh: another year's figure does not answer for this year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.fits import fits
from assistant.question import Question
from assistant.sentences import sentences, whole_sentence
from assistant.terms import Term, best_match, bigram_coverage, coverage, match, share
from ingest.document import Document, Paragraph
from ingest.normalise import fold
from ingest.offsets import Span

SENTENCE_CREDIT = 0.7
SECTION_CREDIT = 0.6
PARAGRAPH_CREDIT = 0.5
TITLE_CREDIT = 0.4
"""What a question's word is worth when it stands beside the sentence and not in it."""
PAIRS_CREDIT = 0.9
"""What character pairs count beside words, where the dictionary cut the question wrongly."""
SEEN = 0.45
"""Match from which a text counts as speaking of a word: half of its pairs, or abbreviated."""
COMPLEMENT = 0.25
"""Share of the question's weight a first sentence must leave open to bring in a second."""
ENOUGH = 0.5
"""Score from which a sentence is answered from. See the weights below."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one paragraph, and how well it answers."""

    paragraph: Paragraph
    document: Document
    span: Span
    """Of the sentence in the paragraph's restored text."""
    coverage: float
    """Share of the question's weight found in the sentence and beside it."""
    rank: float
    """For ordering; no meaning across questions."""
    score: float
    """0 to 1: how sure we are that this answers the question."""

    fit: float = 1.0
    """How well its kind, year and period fit; see fits.py."""
    unseen: float = 0.0
    """Share of the question's nouns that nothing within its scope speaks of."""

    @property
    def text(self) -> str:
        """The sentence as restored."""
        return self.paragraph.text[self.span.start : self.span.end]


def weigh(
    question: Question,
    terms: Sequence[Term],
    paragraphs: Sequence[Paragraph],
    documents: Mapping[str, Document],
    *,
    retrieved: Mapping[str, float],
    near: frozenset[str] = frozenset(),
) -> list[Evidence]:
    """Judge every sentence of the paragraphs, best first.

    ``retrieved`` gives each paragraph's retrieval score; ``near`` names paragraphs that the
    answer before this one cited, which a follow-up leans on.
    """
    titles = {
        id: fold(documents[id].metadata.title or "") for id in {p.document for p in paragraphs}
    }
    folded = [fold(paragraph.text) for paragraph in paragraphs]
    sections = [fold(" ".join(paragraph.section)) for paragraph in paragraphs]
    unseen = _unseen_share(
        terms,
        [
            f"{w} {s} {titles[p.document]}"
            for p, w, s in zip(paragraphs, folded, sections, strict=True)
        ],
    )
    top = max(retrieved.values(), default=1.0) or 1.0
    found: list[Evidence] = []
    for paragraph, whole, section in zip(paragraphs, folded, sections, strict=True):
        document = documents[paragraph.document]
        beside = (
            (section, SECTION_CREDIT),
            (whole, PARAGRAPH_CREDIT),
            (titles[paragraph.document], TITLE_CREDIT),
        )
        # What stands beside is the same for each of its sentences: matched once.
        known = [best_match(term.text, *beside) for term in terms]
        for span in sentences(paragraph.text):
            said = whole[span.start : span.end]
            around = whole[slice(*whole_sentence(whole, span))]
            fit = fits(question, paragraph, document, said)
            alone = [match(term.text, said) for term in terms]
            with_rest = [
                max(own, beside_it, SENTENCE_CREDIT * match(term.text, around))
                for term, own, beside_it in zip(terms, alone, known, strict=True)
            ]
            pairs = bigram_coverage(terms, said)
            own = max(share(terms, alone), PAIRS_CREDIT * pairs)
            covered = max(share(terms, with_rest), own)
            rank = 2 * covered + own + 0.6 * pairs + 0.6 * retrieved.get(paragraph.id, 0.0) / top
            rank += 0.3 * (paragraph.id in near)
            score = _score(covered, own, pairs, unseen) * min(1.0, fit)
            found.append(
                Evidence(paragraph, document, span, covered, rank * fit, score, fit, unseen)
            )
    return sorted(found, key=lambda e: (-e.rank, e.paragraph.id, e.span.start))


def choose(terms: Sequence[Term], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence, and at most one that covers what it leaves out."""
    first = evidence[0]
    said = fold(first.text)
    # Nouns only: a verb of the asker's (新增) that the text puts otherwise (添置) is no gap.
    left = [t for t in terms if t.noun and best_match(t.text, (said, 1.0)) < SEEN]
    open_weight = sum(term.weight for term in left)
    if open_weight < COMPLEMENT * sum(term.weight for term in terms):
        return [first]
    best: Evidence | None = None
    best_gain = 0.0
    for found in evidence[1:40]:
        if found.fit < first.fit * 0.75:
            continue  # another year's or another period's sentence completes nothing
        same = found.paragraph.id == first.paragraph.id
        gain = coverage(left, (fold(found.text), 1.0 if same else 0.9))
        # From elsewhere only what ranks close to the first, or says all that is left.
        if found.rank < (0.4 if same or gain >= 0.85 else 0.6) * first.rank:
            continue
        if gain > max(best_gain, 0.5):
            best, best_gain = found, gain
    if best is None:
        return [first]
    if best.paragraph.id == first.paragraph.id:
        return sorted([first, best], key=lambda found: found.span.start)
    return [first, best]


def joint_score(terms: Sequence[Term], chosen: Sequence[Evidence]) -> float:
    """How sure several sentences together make us, 0 to 1; never less than the first alone."""
    first = chosen[0]
    if len(chosen) == 1:
        return first.score
    said = fold(" ".join(found.text for found in chosen))
    own = coverage(terms, (said, 1.0))
    covered = max(own, *(found.coverage for found in chosen))
    return max(first.score, _score(covered, own, bigram_coverage(terms, said), first.unseen))


def _score(covered: float, own: float, pairs: float, unseen: float) -> float:
    """A logistic over four shares.

    Weights set by hand from what a fitted one was measured to rest on (coverage with its
    context first, then unseen words); to be fitted on ablations.
    """
    z = -3.6 + 5.0 * covered + 2.0 * own + 1.0 * pairs - 3.0 * unseen
    return 1 / (1 + math.exp(-z))


def _unseen_share(terms: Sequence[Term], texts: Sequence[str]) -> float:
    """Share of the nouns' weight that none of the texts speaks of."""
    nouns = [term for term in terms if term.noun and not term.carried]
    total = sum(term.weight for term in nouns)
    if not total:
        return 0.0
    everywhere = [(text, 1.0) for text in texts]
    return sum(t.weight * (best_match(t.text, *everywhere) < SEEN) for t in nouns) / total
