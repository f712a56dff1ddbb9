"""Passages -> sentences that may answer, best first, and whether they are enough.

A sentence is judged by how much of the question it speaks of, alone and with its heading
and paragraph; by whether it holds what the question asks for (a number, a date); and by
rules that no score can outweigh: another year's figure does not answer for this year.

The credits and factors were set by hand and checked with `python -m evals answers` on
evals/golden/sample.jsonl and made/dev.jsonl: none of them, varied by 30 % either way, moves the
answered share of either by more than 2 in 100.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.clauses import figure_clause
from assistant.contrasts import contrary
from assistant.evidence_weights import NO_SIGNALS, Signals, sure
from assistant.fits import fits
from assistant.phrases import ASKED_VERB
from assistant.question import Question
from assistant.sentences import sentences, whole_sentence
from assistant.terms import Term, best_match, bigram_coverage, coverage, share, spoken_of
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
COMPLEMENT = 0.18
"""Share of the question's weight a first sentence must leave open to bring in a second."""
CLAUSE_CREDIT = 0.8
"""What it adds to a rank that the nouns stand in the clause with the figure."""
AS_MUCH = 0.6
"""Share of a plan's coverage from which a result comes before it."""
GIVES_WAY = 0.6
"""Factor on the plan then."""
DID = 1.4
"""Factor on a sentence that says what was done, where it is asked who did it."""
DID_NOT = 0.5
"""Factor on one that says nothing of it."""
SHARE_OF_IT = 0.6
"""Factor on 占生产总值的比重 where 生产总值 itself is asked for."""
_GROWTH_RE = re.compile(r"增长|增速|增幅|下降|降幅")
_SHARE_RE = re.compile(r"比重|占比|比例")
CONTRARY = 0.3
"""Factor on a figure of another kind (农村 for 城镇): what is left is for reading."""
OF_IT = 0.6
"""Share of the earlier subject's weight that its growth or rank must stand beside: more than
one half of 进出口|总值, which 生产总值 has too."""
_STANDING_RE = re.compile(
    r"^(?:全[省国市]|.*(?:增长|增幅|增加|下降|提高|排名|名次|位次|比重|占比))$"
)


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
    signals: Signals = NO_SIGNALS

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
    """Judge the sentences of the paragraphs, best first; for a number not those that, after the
    first that does, speak of nothing asked for.

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
    subject = _subject_before(terms) if question.kind == "number" else []
    found: list[Evidence] = []
    spoken = False
    for paragraph, whole, section in zip(paragraphs, folded, sections, strict=True):
        document = documents[paragraph.document]
        beside = (
            (section, SECTION_CREDIT),
            (whole, PARAGRAPH_CREDIT),
            (titles[paragraph.document], TITLE_CREDIT),
        )
        # What stands beside is the same for each of its sentences: matched once.
        known = [best_match(term, *beside) for term in terms]
        for span in sentences(paragraph.text):
            said = whole[span.start : span.end]
            alone = [spoken_of(term, said) for term in terms]
            if spoken and question.kind == "number" and not any(alone):
                continue  # a figure of nothing asked for, and there are others
            spoken = spoken or any(alone)
            sentence = whole_sentence(whole, span)
            around = whole[slice(*sentence)]
            fit = fits(
                question, paragraph, document, said, before=whole[sentence.start : span.start]
            )
            with_rest = [
                max(own, beside_it)
                if own >= SENTENCE_CREDIT or beside_it >= SENTENCE_CREDIT or around == said
                else max(own, beside_it, SENTENCE_CREDIT * spoken_of(term, around))
                for term, own, beside_it in zip(terms, alone, known, strict=True)
            ]
            pairs = bigram_coverage(terms, said)
            own = max(share(terms, alone), PAIRS_CREDIT * pairs)
            covered = max(share(terms, with_rest), own)
            rank = 2 * covered + own + 0.6 * pairs + 0.6 * retrieved.get(paragraph.id, 0.0) / top
            rank += 0.3 * (paragraph.id in near)
            clause, stated = None, said
            if question.kind == "number":
                clause, stated = figure_clause(terms, said, question.unit)
                rank += CLAUSE_CREDIT * clause
                if _SHARE_RE.search(stated) and not _SHARE_RE.search(question.text):
                    fit *= CONTRARY if _GROWTH_RE.search(question.text) else SHARE_OF_IT
            of_it = not subject or coverage(subject, (around, 1.0), beside[0]) >= OF_IT
            if not of_it or contrary(question.text, stated, section):
                fit *= CONTRARY
            if question.kind == "who":
                rank *= _said_of_whom(question, terms, alone)
            signals = _signals(terms, alone, with_rest, (covered, own, pairs, unseen), clause, fit)
            score = sure(signals, number=clause is not None) * (fit > 0)
            if clause is None:
                score *= min(1.0, fit)
            found.append(
                Evidence(paragraph, document, span, covered, rank * fit, score, fit, signals)
            )
    found = _results_first(question, found)
    return sorted(found, key=lambda e: (-e.rank, e.paragraph.id, e.span.start))


def _subject_before(terms: Sequence[Term]) -> list[Term]:
    """What the question before was about, where this one asks only how that stands or grew:
    排全省第几, 比上年增长多少.
    """
    own = [t for t in terms if (t.noun or t.weight > 1) and not t.carried]
    if not own or not all(_STANDING_RE.search(term.text) for term in own):
        return []
    return [term for term in terms if term.noun and term.carried]


def _results_first(question: Question, found: list[Evidence]) -> list[Evidence]:
    """Where nothing says plan or result, a plan gives way to a result that says as much."""
    if question.scope.period or question.kind not in ("number", "when", "yes_no"):
        return found
    said = [e.coverage for e in found if e.paragraph.period == "review" and e.fit >= 0.9]
    enough = max(said, default=0.0) / AS_MUCH
    return [
        replace(e, rank=e.rank * GIVES_WAY)
        if e.paragraph.period == "plan" and e.coverage <= enough
        else e
        for e in found
    ]


def _said_of_whom(question: Question, terms: Sequence[Term], alone: Sequence[float]) -> float:
    """谁应邀列席: whoever it is stands beside what he did."""
    asked = ASKED_VERB.search(question.text)
    for term, value in zip(terms, alone, strict=True):
        if asked and term.text == asked["verb"] and not term.noun:
            return DID if value >= SEEN else DID_NOT
    did = [v for t, v in zip(terms, alone, strict=True) if not t.noun and t.weight > 1]
    return DID if did and min(did) >= SEEN else 1.0


def choose(terms: Sequence[Term], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence, and at most one that covers what it leaves out."""
    first = evidence[0]
    said = fold(first.text)
    # Nouns only: a verb of the asker's (新增) that the text puts otherwise (添置) is no gap.
    left = [t for t in terms if t.noun and best_match(t, (said, 1.0)) < SEEN]
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


def joint_score(terms: Sequence[Term], chosen: Sequence[Evidence], *, number: bool) -> float:
    """How sure several sentences together make us, 0 to 1; never less than the first alone."""
    first = chosen[0]
    if len(chosen) == 1:
        return first.score
    if number and chosen[1].paragraph.id != first.paragraph.id:
        return first.score  # a thing here and a sum of money there are no price of it
    said = fold(" ".join(found.text for found in chosen))
    own = coverage(terms, (said, 1.0))
    covered = max(own, *(found.coverage for found in chosen))
    together = [spoken_of(term, said) for term in terms]
    shares = (covered, own, bigram_coverage(terms, said), first.signals.unseen)
    clause = max(found.signals.clause for found in chosen)
    signals = _signals(terms, together, together, shares, clause, first.fit)
    return max(first.score, sure(signals, number=number))


def _signals(
    terms: Sequence[Term],
    alone: Sequence[float],
    with_rest: Sequence[float],
    shares: tuple[float, float, float, float],
    clause: float | None,
    fit: float,
) -> Signals:
    covered, own, pairs, unseen = shares
    nouns = [(term, value) for term, value in zip(terms, alone, strict=True) if term.noun]
    named = share([t for t, _ in nouns], [v for _, v in nouns]) if nouns else own
    weightiest = max(range(len(terms)), key=lambda k: terms[k].weight, default=None)
    rarest = with_rest[weightiest] if weightiest is not None else 0.0
    in_clause = named if clause is None else clause
    return Signals(covered, own, pairs, named, rarest, unseen, in_clause, min(1.0, fit))


def _unseen_share(terms: Sequence[Term], texts: Sequence[str]) -> float:
    """Share of the nouns' weight (of all words' without any) that none of the texts speaks of."""
    nouns = [t for t in terms if t.noun and not t.carried]
    nouns = nouns or [t for t in terms if t.weight > 1 and not t.carried]
    total = sum(term.weight for term in nouns)
    if not total:
        return 0.0
    everywhere = [(text, 1.0) for text in texts]
    return sum(t.weight * (best_match(t, *everywhere) < SEEN) for t in nouns) / total
