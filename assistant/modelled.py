"""The answer by a model: numbered passages in, judged sentences with citations out.

One call writes the answer; each sentence is judged the moment it is whole. Sentences that
don't hold, and members missing from a list, are sent back once with the reasons. What then
still doesn't hold is dropped, or shown as unverified where nothing contradicts it.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from langchain_core.messages import BaseMessage

from assistant.answer import ListCount
from assistant.budget import Budget
from assistant.conflicts import conflict
from assistant.draft import Statement, cite
from assistant.judging import Judge, Judged
from assistant.passages import Passages, fenced, without_orders
from assistant.prompt import load_prompt
from assistant.reply import Reply, Sentence, items
from assistant.steps import State, answerable
from assistant.verdict import Verification
from assistant.verify import verify
from assistant.written import Written
from ingest.enumerations import enumerations
from ingest.errors import ChatModelError, ModelFault
from ingest.normalise import script_of

SCRIPTS = {"hans": "简体中文", "hant": "繁體中文", "latin": "English"}
SHOWN_EVERY_S = 0.04
"""A reader sees no more than 25 changes a second; what comes faster is shown together."""
EARLIER = 3
"""Turns before a question that a model is told of."""
REPAIR_LEAST_S = 1.0
"""Less time left than this is not worth a second call."""
_LEFT_OUT = ("删去", "刪去")
_NOTHING = ("未写明", "未寫明", "not stated")

_log = logging.getLogger(__name__)


class ChatModel(Protocol):
    """What is needed of a model."""

    def stream(self, messages: Sequence[BaseMessage], budget: Budget) -> Iterator[str]:
        """The reply's text as it comes. Raises ChatModelError."""
        ...

    def reply(self, messages: Sequence[BaseMessage]) -> str:
        """The whole reply. Raises ChatModelError."""
        ...

    def error(self, fault: ModelFault) -> ChatModelError:
        """An error of this model's."""
        ...


class Writing:
    """An answer in the making, over numbered passages."""

    def __init__(self, passages: Passages, state: State, *, prompt: str = "") -> None:
        self.passages = passages
        self._state = state
        self.question = asked(state)
        self.script = script_of(state.text)
        self._judge = Judge(passages, question=self.question, script=self.script, prompt=prompt)
        self._reply = Reply()
        self._judged: list[Judged] = []
        self._said = ""
        self._claims = Written()
        self._checked: tuple[tuple[Statement, ...], Verification] | None = None

    def take(self, piece: str) -> bool:
        """Take in what has come; returns whether it made a sentence whole."""
        self._said += piece
        return self._add(self._reply.add(piece))

    def end(self) -> None:
        """Nothing more comes."""
        self._add(self._reply.end())

    @property
    def says_nothing(self) -> bool:
        """Whether the model says that the passages don't say it."""
        said = self._said.lower()
        return any(word in said for word in _NOTHING) and not any(
            one.sentence.markers for one in self._judged
        )

    def faults(self) -> list[str]:
        """What to send back: each sentence that doesn't hold with its reason, and a list's gaps."""
        told = [f"{one.sentence.text} ——{one.reason}" for one in self._judged if one.reason]
        gap = self._verified().incomplete
        return [*told, f"（清单不全）——{gap}"] if gap else told

    def mend(self, reply: str) -> None:
        """Put what the model says instead in the place of what didn't hold."""
        again = Reply()
        held = {one.statement for one in self._judged if one.holds}
        lines: dict[int, list[Judged]] = {}
        for sentence in [*again.add(reply), *again.end()]:
            judged = self._judge.judge(sentence)
            if sentence.text.startswith(_LEFT_OUT):
                lines.setdefault(sentence.line, [])
            elif judged and judged.holds and judged.statement not in held:
                lines.setdefault(sentence.line, []).append(judged)
        failed = [n for n, one in enumerate(self._judged) if one.reason]
        places = dict(zip(failed, range(1, len(failed) + 1), strict=True))
        mended: list[Judged] = []
        for n, one in enumerate(self._judged):
            instead = lines.pop(places[n], [one]) if n in places else [one]
            mended += instead or [one._replace(statement=None)]
        last = self._judged[-1].sentence.line if self._judged else 0
        for line, more in lines.items():
            mended += [j._replace(sentence=j.sentence._replace(line=last + line)) for j in more]
        self._judged = mended

    def growing(self) -> Written:
        """What is to be shown so far."""
        return replace(self._claims, pending=self._reply.pending)

    def whole(self) -> Written:
        """The whole answer with its checks."""
        statements = self._statements()
        evidence = [e for part in self._state.parts for e in part.evidence]
        snapshot = self.passages.snapshot
        against = conflict(statements, evidence, snapshot)
        claims, citations = cite([*statements, *against.others], snapshot)
        verified = self._verified()
        shown = {claim.text for claim in claims if claim.status == "verified"}
        failing = (one.sentence.text for one in self._judged if not one.holds)
        unverified = tuple(dict.fromkeys(text for text in failing if text not in shown))
        listed = verified.checks.list or counted(statements)
        checks = replace(verified.checks, list=listed, unverified=unverified)
        return Written(
            claims,
            citations,
            checks=checks,
            conflict=against.found,
            incomplete=verified.incomplete,
            whole=True,
        )

    def _verified(self) -> Verification:
        statements = tuple(s for s in self._statements() if s.status == "verified")
        if self._checked is None or self._checked[0] != statements:
            claims, citations = cite(statements, self.passages.snapshot)
            self._checked = statements, verify(claims, citations, question=self.question)
        return self._checked[1]

    def _add(self, sentences: Sequence[Sentence]) -> bool:
        judged = [self._judge.judge(sentence) for sentence in sentences]
        self._judged += [one for one in judged if one]
        if sentences:
            self._cite()
        return bool(sentences)

    def _statements(self) -> list[Statement]:
        kept = [one for one in self._judged if one.statement]
        listed = items([one.sentence for one in kept])
        statements = [
            replace(one.statement, item=item)
            for one, item in zip(kept, listed, strict=True)
            if one.statement
        ]
        return list(dict.fromkeys(statements))

    def _cite(self) -> None:
        claims, citations = cite(self._statements(), self.passages.snapshot)
        self._claims = Written(claims, citations)


def counted(statements: Sequence[Statement]) -> ListCount | None:
    """A list that is given whole: as many items as the paragraph it comes from enumerates."""
    items = [s for s in statements if s.item and s.support]
    paragraphs = Counter(s.support[0].paragraph.text for s in items)
    for text, given in paragraphs.most_common(1):
        for listed in enumerations(text):
            if listed.style != "run" and len(listed.members) == given > 1:
                return ListCount(listed.declared or given, given)
    return None


def asked(state: State) -> str:
    """The question as a model is asked it: folded, without orders, all parts of it."""
    text = " ".join(dict.fromkeys(part.question.text for part in state.parts))
    return without_orders(text) or text


def write(state: State, model: ChatModel, passages: Passages | None = None) -> Iterator[State]:
    """Write the answer to a question whose evidence has been found, or over given passages.

    Yields states that grow; the last one is whole, or has nothing written where the model
    says that the passages don't say it. Raises ChatModelError.
    """
    assert state.budget is not None
    started = time.perf_counter()
    evidence = sorted(
        (e for part in state.parts if answerable(part, state) for e in part.evidence),
        key=lambda e: -e.rank,
    )
    if passages is None or not passages.paragraphs:
        passages = Passages.of(evidence, state.snapshot)
    prompt = load_prompt("answer")
    writing = Writing(passages, state, prompt=instructions("answer"))
    messages = prompt.format_messages(
        passages=passages.text(),
        earlier=earlier_questions(state),
        question=fenced(writing.question),
        script=SCRIPTS[writing.script],
    )
    shown_at = 0.0
    for piece in model.stream(messages, state.budget):
        whole = writing.take(piece)
        if whole or time.perf_counter() - shown_at > SHOWN_EVERY_S:
            shown_at = time.perf_counter()
            yield replace(state, mode="model", written=writing.growing())
    if state.budget.abandoned:
        return
    writing.end()
    yield finished(writing, state, model, since=started)


def finished(writing: Writing, state: State, model: ChatModel, *, since: float) -> State:
    """The whole answer: repaired once if need be. Raises ChatModelError if nothing holds."""
    seconds = {"answer": round(time.perf_counter() - since, 4)}
    if writing.says_nothing:
        parts = tuple(
            replace(part, reason=part.reason or "not_in_documents") for part in state.parts
        )
        return replace(state, mode="model", parts=parts, seconds=state.seconds | seconds)
    _repair(writing, state, model)
    written = writing.whole()
    if not written.claims:
        raise model.error("unverified")
    seconds = {"answer": round(time.perf_counter() - since, 4)}
    return replace(state, mode="model", written=written, seconds=state.seconds | seconds)


def _repair(writing: Writing, state: State, model: ChatModel) -> None:
    """Send back what doesn't hold; a model that fails at it changes nothing."""
    assert state.budget is not None
    faults = writing.faults()
    if not faults or state.budget.left_s < REPAIR_LEAST_S:
        return
    messages = load_prompt("repair").format_messages(
        passages=writing.passages.text(),
        question=fenced(writing.question),
        faults=fenced("\n".join(f"{n}. {fault}" for n, fault in enumerate(faults, 1))),
        script=SCRIPTS[writing.script],
    )
    try:
        writing.mend("".join(model.stream(messages, state.budget)))
    except ChatModelError as exc:
        _log.warning("not repaired: %s", exc)


def instructions(name: str) -> str:
    """What a prompt tells a model, for recognising it in a reply."""
    return "\n".join(
        str(message.prompt.template)  # type: ignore[union-attr]
        for message in load_prompt(name).messages
    )


def earlier_questions(state: State) -> str:
    """The questions before this one, fenced, as a prompt tells them; empty without any."""
    questions = [fenced(turn.question) for turn in state.turns[-EARLIER:] if turn.question.strip()]
    return "前面问过：\n" + "\n".join(questions) + "\n\n" if questions else ""
