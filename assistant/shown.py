"""From the chain's last state to the Answers that a reader sees: growing, then whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant import notices
from assistant.answer import Answer, Checks
from assistant.finish import declined, nothing_said, notice_of, verified
from assistant.steps import State
from assistant.understood import understood
from ingest.normalise import script_of


def answers(state: State) -> Iterator[Answer]:
    """The answer that a state makes, as often as there is more of it to show."""
    if state.written is not None:
        yield _by_model(state)
        return
    whole = declined(state) if nothing_said(state) else verified(state)
    if whole.declined:
        whole = replace(whole, mode=state.mode)
    if state.fault:
        told = notices.of_fault(state.fault, whole.script, declined=whole.declined)
        whole = replace(whole, notice=" ".join(filter(None, (told, whole.notice))))
    yield from _growing(whole)
    yield whole


def _growing(whole: Answer) -> Iterator[Answer]:
    """Claim by claim, each with its citations."""
    for upto in range(1, len(whole.claims)):
        shown = whole.claims[:upto]
        named = {n for claim in shown for n in claim.citations}
        cited = tuple(citation for citation in whole.citations if citation.n in named)
        yield replace(whole, claims=shown, citations=cited, checks=Checks(), notice="")


def _by_model(state: State) -> Answer:
    written = state.written
    assert written is not None
    script = script_of(state.text)
    told = ""
    if written.whole:
        told = notice_of(written.citations, script, conflict=written.conflict)
        if written.incomplete:
            told = f"{told} {written.incomplete}".strip()
    return Answer(
        id="",
        question=state.text,
        script=script,
        mode="model",
        reason="conflict" if written.conflict else None,
        claims=written.shown,
        citations=written.citations,
        checks=written.checks,
        notice=told,
        understood=understood(state.questions),
        paragraphs_found=state.paragraphs_found,
        seconds=state.seconds,
    )
