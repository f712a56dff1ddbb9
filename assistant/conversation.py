"""Turns -> a question that stands on its own.

Place, year and period carry over until a question names its own. A question that leans on
the one before (那……呢, 排第几, 第三件) takes its topic along at a lower weight, so that what
it says itself decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import phrases
from assistant.answer import Answer
from assistant.question import Question, understand
from assistant.scope import Directory, Scope, inherit

REMEMBERED = 10
"""Turns that are read again for what they carry over."""
SHORT = 6
"""A topic of at most so many characters can't stand on its own after another question."""


def standalone(text: str, turns: Sequence[Answer], directory: Directory) -> tuple[Question, ...]:
    """Read a question in the light of the turns before it.

    Raises UnusableQuestion as understand() does.
    """
    scope, topic, kind = Scope(), "", None
    for turn in turns[-REMEMBERED:]:
        if not turn.question.strip():
            continue  # was declined as no question, and carries nothing over
        for question in understand(turn.question, directory):
            question = _leaning(question, scope, topic) if topic else question
            scope, kind = question.scope, question.kind
            topic = f"{question.carried} {question.topic}".strip()
    parts = understand(text, directory)
    if not turns:
        return parts
    return tuple(
        replace(leaning, kind=kind)
        if (leaning := _leaning(part, scope, topic)).kind == "fact" and kind and leaning.carried
        else leaning
        for part in parts
    )


def _leaning(question: Question, scope: Scope, topic: str) -> Question:
    bare = re.sub(r"[\s?？,，。呢]", "", question.topic)
    leans = bool(phrases.FOLLOW_UP.search(question.text)) or len(bare) <= SHORT
    inherited = inherit(question.scope, scope)
    return replace(question, scope=inherited, carried=topic if leans else "")
