"""Passages -> sentences that may answer, best first, and whether they are enough.

A sentence is judged by how much of the question it speaks of, alone and with its heading
and paragraph; by whether it holds what the question asks for (a number, a date); and by
rules that no score can outweigh: another year's figure does not answer for this year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.phrases import OFFICES, YEAR
from assistant.question import Question
from assistant.terms import Term, best_match, bigram_coverage, coverage
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
WRONG_YEAR = 0.4
"""Factor on a sentence of another year; 0 when the question asks for a number."""
WRONG_PERIOD = 0.5
UNSAID_PLAN = 0.8
"""Factor on a plan where a year's figure is asked for and nothing says which: results first."""
COMPLEMENT = 0.25
"""Share of the question's weight a first sentence must leave open to bring in a second."""
ENOUGH = 0.5
"""Score from which a sentence is answered from. See the weights below."""

_SENTENCE_RE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”’」』）)]*|[。！？!?；;]+")
MEASURED = re.compile(
    r"\d|[一二三四五六七八九十百千万两]+(?:[个项件家处座所条位名人户亩次倍成]|分之)"
)
_DATE_RE = re.compile(r"[年月日]|季度|上旬|中旬|下旬|年底|月底|期间|以前|之前|前后")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one paragraph, and how well it answers."""

    paragraph: Paragraph
    document: Document
    span: Span
    """Of the sentence in the paragraph's restored text."""
    coverage: float
    """Share of the question's weight found in the sentence and beside it."""
    own_coverage: float
    """The same, in the sentence alone."""
    rank: float
    """For ordering; no meaning across questions."""
    score: float
    """0 to 1: how sure we are that this answers the question."""

    unseen: float = 0.0
    """Share of the question's nouns that nothing within its scope speaks of."""

    @property
    def text(self) -> str:
        """The sentence as restored."""
        return self.paragraph.text[self.span.start : self.span.end]


def sentences(text: str) -> list[Span]:
    """Spans of the sentences and of the parts between semicolons, without outer blanks.

    >>> [("甲,乙;丙。丁" )[s.start:s.end] for s in sentences("甲,乙;丙。丁")]
    ['甲,乙;', '丙。', '丁']
    """
    spans = []
    for found in _SENTENCE_RE.finditer(text):
        piece = found[0]
        start = found.start() + len(piece) - len(piece.lstrip())
        end = found.start() + len(piece.rstrip())
        if start < end:
            spans.append(Span(start, end))
    return spans


def _whole_sentence(text: str, span: Span) -> str:
    """The sentence to its full stops: a part after a semicolon leans on the parts before."""
    start = max(text.rfind(stop, 0, span.start) for stop in "。！？!?\n") + 1
    ends = [at for stop in "。！？!?\n" if (at := text.find(stop, span.end - 1)) >= 0]
    return text[start : min(ends, default=len(text))]


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
    unseen = _unseen_share(terms, paragraphs, documents)
    top = max(retrieved.values(), default=1.0) or 1.0
    found: list[Evidence] = []
    for paragraph in paragraphs:
        document = documents[paragraph.document]
        whole = fold(paragraph.text)
        beside = (
            (fold(" ".join(paragraph.section)), SECTION_CREDIT),
            (whole, PARAGRAPH_CREDIT),
            (fold(document.metadata.title or ""), TITLE_CREDIT),
        )
        for span in sentences(paragraph.text):
            folded = whole[span.start : span.end]
            around = (_whole_sentence(whole, span), SENTENCE_CREDIT)
            factor = _fits(question, paragraph, document, folded)
            pairs = bigram_coverage(terms, folded)
            own = max(coverage(terms, (folded, 1.0)), PAIRS_CREDIT * pairs)
            covered = max(coverage(terms, (folded, 1.0), around, *beside), own)
            rank = 2 * covered + own + 0.6 * pairs + 0.6 * retrieved.get(paragraph.id, 0.0) / top
            rank += 0.3 * (paragraph.id in near)
            score = _score(covered, own, pairs, unseen) * min(1.0, factor)
            found.append(
                Evidence(paragraph, document, span, covered, own, rank * factor, score, unseen)
            )
    return sorted(found, key=lambda e: (-e.rank, e.paragraph.id, e.span.start))


def choose(terms: Sequence[Term], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence, and at most one that covers what it leaves out."""
    first = evidence[0]
    said = fold(first.text)
    # Nouns only: a verb of the asker's (新增) that the text puts otherwise (添置) is no gap.
    left = [t for t in terms if t.noun and best_match(t.text, (said, 1.0)) < 0.45]
    open_weight = sum(term.weight for term in left)
    if open_weight < COMPLEMENT * sum(term.weight for term in terms):
        return [first]
    best: Evidence | None = None
    best_gain = 0.0
    for found in evidence[1:40]:
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


def _unseen_share(
    terms: Sequence[Term], paragraphs: Sequence[Paragraph], documents: Mapping[str, Document]
) -> float:
    """Share of the nouns' weight that no paragraph within the scope speaks of."""
    nouns = [term for term in terms if term.noun and not term.carried]
    total = sum(term.weight for term in nouns)
    if not total:
        return 0.0
    texts = [
        (fold(" ".join((p.text, *p.section, documents[p.document].metadata.title or ""))), 1.0)
        for p in paragraphs
    ]
    return sum(t.weight * (best_match(t.text, *texts) < 0.45) for t in nouns) / total


def _fits(question: Question, paragraph: Paragraph, document: Document, folded: str) -> float:
    """Factor by kind, year and period; 0 rules the sentence out."""
    factor = 1.0
    if question.kind == "number":
        factor *= 1.2 if MEASURED.search(folded) else 0.6
        if question.unit and not re.search(rf"\d[^,，。;；、]{{0,6}}{question.unit}", folded):
            factor *= 0.5
    elif question.kind == "when":
        factor *= 1.15 if _DATE_RE.search(folded) else 0.7
    elif question.kind == "who":
        factor *= 1.3 if paragraph.role == "byline" else 1.0
        factor *= 1.15 if OFFICES.search(folded) else 1.0
    if paragraph.role in ("heading", "title"):
        factor *= 0.6 if question.kind not in ("who", "when") else 0.9
    if paragraph.section and folded.rstrip("。") == fold(paragraph.section[-1]).rstrip("。"):
        # A head that repeats the question's words says nothing about it.
        factor *= 0.6
    factor *= _year_factor(question, paragraph, document, folded)
    return factor * _period_factor(question, paragraph)


def _period_factor(question: Question, paragraph: Paragraph) -> float:
    """What was meant is no result: a plan's figure never answers for what was really done."""
    period = question.scope.period
    if paragraph.period is None or period == paragraph.period:
        return 1.0
    figure = question.kind in ("number", "yes_no")
    if period is None:
        asks_for_a_year = question.scope.years or question.scope.relative_years
        return UNSAID_PLAN if figure and asks_for_a_year and paragraph.period == "plan" else 1.0
    if question.scope.period_certain:
        return 0.0 if figure and period == "review" else 0.2
    return WRONG_PERIOD


def _year_factor(
    question: Question, paragraph: Paragraph, document: Document, folded: str
) -> float:
    scope = question.scope
    years = set(scope.years)
    if document.metadata.year is not None:
        years |= {document.metadata.year + offset for offset in scope.relative_years}
    if not years:
        return 1.0
    named = {int(match[1]) for match in YEAR.finditer(folded)}
    if named & years:
        return 1.1
    if paragraph.year in years:
        return 1.1 if not named else 0.8
    if paragraph.year is None and not named:
        return 0.9 if document.metadata.year in years or document.metadata.year is None else 0.6
    return 0.0 if question.kind in ("number", "yes_no") else WRONG_YEAR
