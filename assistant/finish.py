"""The end of the chain: what was drafted becomes an Answer, checked; or it is declined."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim, ListCount, Reason
from assistant.comparison import Figure, compared, figure_of
from assistant.conflicts import conflict
from assistant.decline import explain
from assistant.draft import Statement, Support, citation, cite
from assistant.leads import with_leads
from assistant.notices import CONFLICT
from assistant.premise import premise, verdict
from assistant.question import MAX_CHARACTERS
from assistant.steps import State
from assistant.understood import understood
from assistant.verdict import Said
from assistant.verify import TORN_NUMBER, check
from ingest.document import Script
from ingest.normalise import fold, script_of, to_traditional


def nothing_said(state: State) -> bool:
    """Whether no part of the question has an answer."""
    return not any(part.draft.statements for part in state.parts)


def declined(state: State, *, torn: bool = False) -> Answer:
    """Say why there is no answer, and show the nearest paragraph for reading.

    ``torn``: the figure stands there, but the published copy lost a digit of it.
    """
    reasons = [part.reason for part in state.parts if part.reason]
    reason: Reason = reasons[0] if reasons else "not_in_documents"
    script = script_of(state.text)
    ranked = [
        part.evidence[0] for part in state.parts if part.evidence and part.reason != "off_topic"
    ]
    nearest = None
    if ranked:
        best = max(ranked, key=lambda evidence: evidence.score)
        nearest = citation(Support(best.paragraph, best.span), state.snapshot, n=1)
    return Answer(
        id=_new_id(),
        question=state.text,
        script=script,
        declined=True,
        reason=reason,
        message=TORN_FIGURE.said(script)
        if torn
        else explain(reason, script, [part.question for part in state.parts]),
        nearest=nearest,
        understood=understood(state.questions),
        paragraphs_found=state.paragraphs_found,
        seconds=state.seconds,
    )


def verified(state: State) -> Answer:
    """Cite, check, and leave out what its own paragraphs don't carry."""
    script = script_of(state.text)
    statements = _once([s for part in state.parts for s in part.draft.statements])
    evidence = [e for part in state.parts for e in part.evidence]
    against = conflict(statements, evidence, state.snapshot)
    statements += against.others
    if script == "hant":
        statements = [replace(s, text=to_traditional(s.text)) for s in statements]
    listed = next((part.draft.listed for part in state.parts if part.draft.listed), None)
    claims, citations = cite(statements, state.snapshot)
    checks = check(claims, citations, listed=listed)
    if checks.unverified:
        dropped = checks.unverified
        lost = sum(s.item and s.text in dropped for s in statements)
        listed = listed and ListCount(listed.declared, listed.given - lost)
        statements = [s for s in statements if s.text not in dropped]
        claims, citations = cite(statements, state.snapshot)
        checks = replace(check(claims, citations, listed=listed), unverified=dropped)
    if not claims:
        return declined(state, torn=any(TORN_NUMBER.search(s) for s in checks.unverified))
    led = with_leads(claims, citations, script, places=_places(citations, state))
    led = (*_verdicts(state, claims, script), *led)
    led += tuple(_comparison(state, claims, script))
    notes = tuple(
        Claim(explain(part.reason or "not_in_documents", script, [part.question], part=True))
        for part in state.parts
        if not part.draft.statements and part.question.label
    )
    return Answer(
        id=_new_id(),
        question=state.text,
        script=script,
        reason="conflict" if against.found else None,
        notice=notice_of(citations, script, conflict=against.found),
        claims=led + notes,
        citations=citations,
        checks=checks,
        understood=understood(state.questions),
        paragraphs_found=state.paragraphs_found,
        seconds=state.seconds,
    )


def _verdicts(state: State, claims: Sequence[Claim], script: Script) -> list[Claim]:
    """Whether the one figure-stating question agrees with what is cited."""
    if len(state.parts) != 1 or state.parts[0].question.kind != "yes_no":
        return []
    found = premise(state.parts[0].question, " ".join(claim.text for claim in claims))
    return [Claim(verdict(found, script))] if found else []


def _comparison(state: State, claims: Sequence[Claim], script: Script) -> Iterator[Claim]:
    """Which of two places or years has more, where the question asks it."""
    cited = {claim.text: claim.citations for claim in claims}
    found: list[tuple[str, Figure | None]] = []
    sources: tuple[int, ...] = ()
    for part in state.parts:
        for statement in part.draft.statements[:1]:
            said = to_traditional(statement.text) if script == "hant" else statement.text
            if said in cited:
                found.append(
                    (part.question.label, figure_of(part.question, part.terms, statement.text))
                )
                sources += cited[said]
    text = compared(fold(state.text), found, script)
    if text:
        yield Claim(text, tuple(dict.fromkeys(sources)))


def _places(citations: Sequence[Citation], state: State) -> dict[str, str]:
    """The name of each cited document's place, by the document's id."""
    found = {c.document: state.snapshot.document(c.document).metadata.place for c in citations}
    return {document: place.name for document, place in found.items() if place}


TORN_FIGURE = Said(
    "这份抄本在这里有破损，数字缺了一位，所以不作回答；请看最接近的段落和发布原文。",
    "The published copy is damaged here and lost a digit of the figure, so it is not stated.",
)
TORN_QUOTE = Said(
    "引文所在的抄本有破损，标出的地方不能完全确定，请对照发布原文。",
    "The published copy of a quotation is damaged; compare the marked places with it.",
)


def notice_of(citations: Sequence[Citation], script: Script, *, conflict: bool = False) -> str:
    """What the reader should know of the documents that are cited."""
    said = [CONFLICT.said(script)] if conflict else []
    if any(citation.doubtful for citation in citations):
        said.append(TORN_QUOTE.said(script))
    return " ".join(said)


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Two parts of a question may be answered by one sentence: it is said once."""
    return list(dict.fromkeys(statements))


def unusable(text: str) -> Answer:
    """Decline a text that can't be taken as a question; what is too long is not kept."""
    script = script_of(text[:MAX_CHARACTERS])
    reason: Reason = "too_long" if len(text) > MAX_CHARACTERS else "off_topic"
    return Answer(
        id=_new_id(),
        question=text[:MAX_CHARACTERS],
        script=script,
        declined=True,
        reason=reason,
        message=explain(reason, script, []),
    )


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
