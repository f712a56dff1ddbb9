"""When not to answer, and how to say so.

The reasons are tried from the plainest to the finest: a place the library doesn't hold, a
year it doesn't hold, a question about something else altogether, and last evidence that is
too thin. A message names what the library lacks; it never repeats the question, which may
be anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Reason
from assistant.evidence import Evidence, choose, joint_score
from assistant.evidence_weights import enough
from assistant.question import Question
from assistant.scope import Directory
from assistant.terms import Term
from ingest.document import Script
from ingest.library import Snapshot
from ingest.normalise import fold, to_traditional

OFF_TOPIC = 0.2
"""Coverage below which a question is about something else than these documents."""

_SAID: dict[Reason, tuple[str, str]] = {
    "place_not_in_library": (
        "资料库里没有{place}的文件，所以无法回答。",
        "The library holds no documents of {place}, so this can't be answered.",
    ),
    "year_not_in_library": (
        "资料库里没有说到{year}年的文件，所以无法回答。",
        "The library holds nothing about {year}, so this can't be answered.",
    ),
    "not_in_documents": (
        "已有的文件里没有写到这一点，所以不作回答。",
        "No passage was found that says this. The documents are Chinese: ask in Chinese.",
    ),
    "off_topic": (
        "这个问题与资料库里的文件无关，所以不作回答。",
        "Nothing in the library is about this. The documents are Chinese: ask in Chinese.",
    ),
    "conflict": (
        "几份文件的说法不一致，请看各自的原文。",
        "The documents contradict each other; see each source.",
    ),
    "too_long": (
        "问题太长，请缩短到2000字以内再问。",
        "The question is too long: please keep it under 2,000 characters.",
    ),
}


def why(
    question: Question,
    terms: Sequence[Term],
    evidence: Sequence[Evidence],
    snapshot: Snapshot,
    directory: Directory,
) -> Reason | None:
    """The reason to decline, or None when the evidence is enough."""
    best = evidence[0] if evidence else None
    beside = fold(f"{best.paragraph.text} {' '.join(best.paragraph.section)}") if best else ""
    for name in question.scope.unknown_places:
        # A place can be the matter itself (济源至洛阳高速): then the evidence names it.
        if name not in beside:
            return "place_not_in_library"
    if question.scope.documents is not None and not question.scope.documents:
        return "year_not_in_library"
    if question.scope.years and not any(
        _holds_year(year, question, snapshot, directory) for year in question.scope.years
    ):
        return "year_not_in_library"
    number = question.kind == "number"
    told = best is not None and best.rank > 0 and enough(best.score, number=number)
    if question.scope.inner_only and not told:
        return "place_not_in_library"
    if best is None or best.coverage < OFF_TOPIC:
        within = question.scope.documents is not None or _speaks_of_library(terms, snapshot)
        return "not_in_documents" if within else "off_topic"
    if best.rank <= 0:
        return "not_in_documents"
    sure = joint_score(terms, choose(terms, evidence), number=number)
    if not enough(sure, number=number) and not question.ordinal:
        return "not_in_documents"
    return None


def explain(
    reason: Reason, script: Script, questions: Sequence[Question], *, part: bool = False
) -> str:
    """The reason as a sentence in the asker's script; ``part`` names which part it is about."""
    chinese, english = _SAID[reason]
    if reason == "not_in_documents" and questions:
        first = questions[0]
        if first.ordinal:
            chinese = f"清单里没有第{first.ordinal}项。"
        elif not first.carried and not first.topic.strip(" ,，。?？"):
            chinese = "问题里只有地方或年份，请写明要问哪一件事。"
    place = next((p for q in questions for p in _missing_places(q)), "")
    years = [str(y) for q in questions for y in (*q.scope.years, q.scope.report_year) if y]
    text = (english if script == "latin" else chinese).format(
        place=place, year=years[0] if years else ""
    )
    label = questions[0].label if part and questions else ""
    text = f"{label}：{text}" if label else text
    return to_traditional(text) if script == "hant" else text


def _missing_places(question: Question) -> tuple[str, ...]:
    scope = question.scope
    own = (scope.place.name,) if scope.inner_only and scope.place else ()
    return scope.unknown_places + own


def _holds_year(year: int, question: Question, snapshot: Snapshot, directory: Directory) -> bool:
    """Whether the documents in scope are of that year, or review it, or name it."""
    scope = question.scope.documents
    written = [
        document.metadata.year
        for document in directory.documents
        if scope is None or document.id in scope
    ]
    if any(found in (year, year + 1) for found in written):
        return True
    # Pages without any date may be of any year; one of several says nothing.
    if scope is None:
        return all(found is None for found in written) or snapshot.contains(f"{year}年")
    return all(found is None for found in written) or any(
        f"{year}年" in fold(paragraph.text) for id in scope for paragraph in snapshot.paragraphs(id)
    )


def _speaks_of_library(terms: Sequence[Term], snapshot: Snapshot) -> bool:
    """Whether any noun of the question stands in the library at all."""
    return any(term.noun and snapshot.document_frequency(term.text) for term in terms)
