"""The end of the chain: what was drafted becomes an Answer, checked; or it is declined."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Claim, ListCount, Reason
from assistant.decline import explain
from assistant.draft import Statement, Support, citation, cite
from assistant.question import MAX_CHARACTERS
from assistant.steps import State
from assistant.verify import check
from ingest.library import Snapshot
from ingest.normalise import script_of, to_traditional


def nothing_said(state: State) -> bool:
    """Whether no part of the question has an answer."""
    return not any(part.draft.statements for part in state.parts)


def declined(state: State) -> Answer:
    """Say why there is no answer, and show the nearest paragraph for reading."""
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
        message=explain(reason, script, [part.question for part in state.parts]),
        nearest=nearest,
        seconds=state.seconds,
    )


def verified(state: State) -> Answer:
    """Cite, check, and leave out what its own paragraphs don't carry."""
    script = script_of(state.text)
    extractive = state.mode == "extractive"
    statements = _once([s for part in state.parts for s in part.draft.statements])
    if script == "hant" and extractive:
        statements = [replace(s, text=to_traditional(s.text)) for s in statements]
    listed = next((part.draft.listed for part in state.parts if part.draft.listed), None)
    claims, citations = cite(statements, state.snapshot)
    checks = check(claims, citations, listed=listed, verbatim=extractive)
    if checks.unverified:
        dropped = checks.unverified
        lost = sum(s.item and s.text in dropped for s in statements)
        listed = listed and ListCount(listed.declared, listed.given - lost)
        statements = [s for s in statements if s.text not in dropped]
        claims, citations = cite(statements, state.snapshot)
        checks = replace(
            check(claims, citations, listed=listed, verbatim=extractive), unverified=dropped
        )
    if not claims:
        return declined(state)
    notes = tuple(
        Claim(explain(part.reason or "not_in_documents", script, [part.question], part=True))
        for part in state.parts
        if not part.draft.statements and part.question.label
    )
    return Answer(
        id=_new_id(),
        question=state.text,
        script=script,
        mode=state.mode,
        notice=to_traditional(state.notice) if script == "hant" else state.notice,
        claims=claims + notes,
        citations=citations,
        checks=checks,
        seconds=state.seconds,
    )


def verified_statements(statements: Sequence[Statement], snapshot: Snapshot) -> list[Statement]:
    """Those of a model's statements whose figures all stand in the paragraphs they cite."""
    claims, citations = cite(statements, snapshot)
    unverified = check(claims, citations, verbatim=False).unverified
    return [statement for statement in statements if statement.text not in unverified]


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
