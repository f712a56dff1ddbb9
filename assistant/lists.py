"""List questions: the enumeration that is asked for, whole, one member a line.

Which of a page's lists is meant is judged by what introduces it (its lead, its heading, the
name that counts it) and by its count: 哪三个问题 wants a list of three. Members are quoted as
they stand; a long list is given by its members' own first sentences.

The thresholds were set by hand and checked with `python -m evals answers` on
evals/golden/sample.jsonl and made/dev.jsonl: none of them, varied by 30 % either way, moves the
answered share of either by more than 2 in 100.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.answer import ListCount
from assistant.draft import Draft, Statement, Support
from assistant.evidence import SEEN, Evidence
from assistant.question import Question
from assistant.sentences import sentences
from assistant.terms import Term, best_match, coverage
from assistant.window import clean, window
from ingest.document import Paragraph
from ingest.enumerations import ParagraphList, enumeration_over, enumerations
from ingest.members import Enumeration
from ingest.normalise import fold
from ingest.offsets import Span

MAX_PARAGRAPHS = 12
"""How many of the best paragraphs are searched for lists."""
MIN_RANK = 0.35
"""A list's paragraph ranks at least so high, as a share of the best sentence's rank."""
RUN_RANK = 0.85
"""The same for the sentence that holds a run of names: it must be what is asked about."""
ENOUGH = 0.5
"""Share of the question's weight that a list's surroundings must speak of."""
COUNTED_ENOUGH = 0.25
"""The same where its count is the one asked for."""
MISFIT = 0.5
"""What a list loses whose paragraphs are of another year or period."""
RIGHT_COUNT = 0.4
"""What a list gains that has, or declares, the count asked for."""
WRONG_COUNT = -0.2
"""What one of another count loses."""
OTHER_COUNT_ENOUGH = 0.6
"""Coverage by its lead and heading from which a list of another count is given all the same."""
MARKED = 0.1
"""What 一是…二是… is worth over a run of names, where the question gives no count."""
ROOM = (100, 60)
"""Characters that a list may take whole: so many, and so many a member. Longer ones are given
by their members' first sentences."""
NAME_AFTER = 24
"""Characters after a run that may name it: A、B、C“三大工程”."""


class _Found(NamedTuple):
    """A list that may be meant, and how well it fits."""

    score: float
    paragraph: Paragraph
    inside: Enumeration | None
    over: ParagraphList | None


def list_draft(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    neighbours: Sequence[Paragraph],
) -> Draft:
    """The list that fits best, or an empty draft when none fits.

    ``neighbours`` are the paragraphs of the best evidence's document, in page order.
    """
    best = max(
        (
            *_inside(question, terms, evidence, neighbours),
            *_over(question, terms, evidence, neighbours),
        ),
        key=lambda found: found.score,
        default=None,
    )
    if best is None:
        return Draft()
    if best.over is not None:
        return _paragraphs(best.over, question)
    assert best.inside is not None
    return _members(best.paragraph, best.inside, question, terms)


def _ranks(evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    """The best evidence of each of the best paragraphs."""
    ranked: dict[str, Evidence] = {}
    for found in evidence:
        if found.rank >= MIN_RANK * evidence[0].rank and len(ranked) < MAX_PARAGRAPHS:
            ranked.setdefault(found.paragraph.id, found)
    return ranked


def _inside(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    neighbours: Sequence[Paragraph],
) -> list[_Found]:
    found: list[_Found] = []
    above = {after.id: before.text for before, after in pairwise(neighbours)}
    judged: dict[str, list[Evidence]] = defaultdict(list)
    for each_evidence in evidence:
        judged[each_evidence.paragraph.id].append(each_evidence)
    for best in _ranks(evidence).values():
        paragraph = best.paragraph
        whole = fold(paragraph.text)
        for each in enumerations(paragraph.text):
            named = whole[each.end : each.end + NAME_AFTER] if each.style == "run" else ""
            lead = whole[each.lead_start : each.lead_end]
            if each.start <= 1:
                # 今年要打好七场硬仗: may be a paragraph of its own.
                lead = fold(_last_sentence(above.get(paragraph.id, "")))
            introduction = (
                (f"{lead}。{named}", 1.0),
                (fold(" ".join(paragraph.section[-2:])), 0.8),
            )
            covered = coverage(
                terms,
                *introduction,
                (whole[each.members[0].start : each.end], 0.6),
                (whole, 0.5),
            )
            is_run = each.style == "run"
            meeting = [e.rank for e in judged[paragraph.id] if not is_run or _meet(e.span, each)]
            rank = max(meeting, default=0.0)
            closest = RUN_RANK if is_run else MIN_RANK
            if rank < closest * evidence[0].rank or not _may_answer(
                question, each, coverage(terms, *introduction)
            ):
                continue
            score = covered + _count_score(question, each.declared, len(each.members))
            score += MARKED * (not is_run) + 0.3 * rank / evidence[0].rank
            score -= MISFIT * (1 - min(1.0, best.fit))
            if covered >= ENOUGH or (covered >= 0.35 and score > 0.9):
                found.append(_Found(score, paragraph, each, None))
    return found


def _over(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    neighbours: Sequence[Paragraph],
) -> list[_Found]:
    ranked = _ranks(evidence)
    found: list[_Found] = []
    for each in enumeration_over(neighbours):
        paragraph = each.lead or each.members[0]
        last = _last_sentence(each.lead.text) if each.lead else ""
        first = each.members[0]
        own = first.section and first.text.startswith(first.section[-1])
        above = first.section[:-1] if own else first.section
        covered = coverage(
            terms,
            (fold(last), 1.0),
            (fold(" ".join(above)), 0.8),
            (fold(" ".join(each.heads)), 0.7),
        )
        near = {paragraph.id, *(member.id for member in each.members)} & ranked.keys()
        # Without a lead that counts, neighbouring headings are an outline and no list.
        counted = bool(question.count) and question.count in (each.declared, len(each.members))
        if not near or not (each.declared or question.count):
            continue
        # 六项重点工作: a lead that counts just as many needs few words in common.
        if covered < (COUNTED_ENOUGH if counted else ENOUGH):
            continue
        if covered < ENOUGH and not _names_all(terms, (last, *above, *each.heads)):
            continue
        if question.count and question.count not in (each.declared, len(each.members)):
            continue
        score = covered + _count_score(question, each.declared, len(each.members))
        score += 0.3 * max(ranked[id].rank for id in near) / evidence[0].rank
        score -= MISFIT * (1 - min(1.0, max(ranked[id].fit for id in near)))
        found.append(_Found(score, paragraph, None, each))
    return found


def _meet(span: Span, found: Enumeration) -> bool:
    return span.start < found.end and found.start < span.end


def _names_all(terms: Sequence[Term], texts: Sequence[str]) -> bool:
    """Whether every noun of the question stands around the list: 七个有所 is no other seven."""
    around = fold(" ".join(texts))
    nouns = [term for term in terms if term.noun and not term.carried]
    return all(best_match(term, (around, 1.0)) >= SEEN for term in nouns)


def _may_answer(question: Question, found: Enumeration, introduced: float) -> bool:
    """Whether a list can be what is asked for.

    One of another count must fit very well otherwise. A run of names that nothing counts is
    left to the best sentence: where such a run begins and ends is only a reading.
    """
    counts = (found.declared, len(found.members))
    if question.count and question.count not in counts:
        return introduced >= OTHER_COUNT_ENOUGH and found.style != "run"
    return found.style != "run" or found.declared is not None or question.count is not None


def _count_score(question: Question, declared: int | None, given: int) -> float:
    if question.count:
        return RIGHT_COUNT if question.count in (declared, given) else WRONG_COUNT
    if declared is None:
        return 0.0
    # 十件 over five headings counts something else.
    return 0.1 if declared == given else WRONG_COUNT


def _members(
    paragraph: Paragraph, found: Enumeration, question: Question, terms: Sequence[Term]
) -> Draft:
    text = paragraph.text
    count = ListCount(found.declared, len(found.members))
    if question.ordinal:
        if question.ordinal > len(found.members):
            return Draft()
        member = found.members[question.ordinal - 1]
        span = Span(member.start, member.end)
        return Draft((Statement(_line(text, span), (Support(paragraph, span),)),))
    if found.style == "run" and found.declared != len(found.members):
        span = _clause(text, found, terms)
        return Draft((Statement(clean(text[span.start : span.end]), (Support(paragraph, span),)),))
    room = ROOM[0] + ROOM[1] * len(found.members)
    whole = sum(member.end - member.start for member in found.members) <= room
    support = (Support(paragraph, Span(found.start, _list_end(text, found))),)
    lead = text[found.lead_start : found.lead_end].strip(" ，,：:")
    statements = [Statement(lead, support)] if 2 < len(lead) <= 40 and found.style != "run" else []
    statements += [
        Statement(
            _line(text, Span(member.start, member.end if whole else member.head_end)),
            support,
            item=True,
        )
        for member in found.members[: question.first]
    ]
    return Draft(tuple(statements), None if question.first else count)


def _paragraphs(found: ParagraphList, question: Question) -> Draft:
    members = list(zip(found.members, found.heads, strict=True))
    if question.ordinal:
        members = members[question.ordinal - 1 : question.ordinal]
    members = members[: question.first]
    room = ROOM[0] + ROOM[1] * len(members)
    whole = sum(len(paragraph.text) for paragraph, _ in members) <= room
    statements = []
    for paragraph, head in members:
        at = 0 if whole else max(0, paragraph.text.find(head))
        cut = not whole and head in paragraph.text
        end = at + len(head) if cut else len(paragraph.text)
        support = (Support(paragraph, Span(at, end)),)
        statements.append(Statement(_line(paragraph.text, Span(at, end)), support, item=True))
    partly = question.ordinal or question.first
    count = None if partly else ListCount(found.declared, len(found.members))
    return Draft(tuple(statements), count)


def _line(text: str, span: Span) -> str:
    return text[span.start : span.end].strip().rstrip("，,；;、")


def _clause(text: str, found: Enumeration, terms: Sequence[Term]) -> Span:
    """The clauses around a run."""
    around = [span for span in sentences(text) if _meet(span, found)]
    if not around:
        return Span(found.start, found.end)
    return window(text, Span(around[0].start, around[-1].end), terms, number=False)


def _list_end(text: str, found: Enumeration) -> int:
    """A run is named by what follows it: the highlight takes its name along."""
    if found.style != "run":
        return found.end
    return next((s.end for s in sentences(text) if s.start < found.end <= s.end), found.end)


def _last_sentence(text: str) -> str:
    spans = sentences(text)
    return text[spans[-1].start : spans[-1].end] if spans else text
