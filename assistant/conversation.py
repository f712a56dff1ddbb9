"""Turns -> a question that stands on its own.

Place, year and period carry over until a question names its own. A question that leans on
the one before (那……呢, 排第几, 第三件) takes its topic along at a lower weight, so that what
it says itself decides; one that names only another place or year (那2018年呢) asks the same
again, and 和晋城比呢 asks it of both.
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
    last: Question | None = None
    for turn in turns[-REMEMBERED:]:
        if not turn.question.strip():
            continue  # was declined as no question, and carries nothing over
        for question in understand(turn.question, directory):
            last = _leaning(question, last, directory) if last else question
    parts = understand(text, directory)
    if last is None:
        return parts
    leaning = tuple(_leaning(part, last, directory) for part in parts)
    if phrases.COMPARED_WITH.search(text) and len(leaning) == 1 and _elliptic(parts[0]):
        return _side_by_side(last, leaning[0])
    return leaning


def _leaning(question: Question, last: Question, directory: Directory) -> Question:
    for words, offset in phrases.NEXT_YEARS:
        if last.scope.years and words.search(question.text):
            years = question.scope.years or tuple(y + offset for y in last.scope.years)
            topic = words.sub(" ", question.topic)
            scope = replace(question.scope, years=years, relative_years=())
            question = replace(question, topic=topic, scope=scope)
    inherited = inherit(question.scope, last.scope)
    if question.scope.relative_years and question.scope.documents is None:
        inherited = replace(inherited, documents=directory.newest(inherited.documents))
    if phrases.LATER.search(question.text) and not question.scope.years:
        inherited = replace(inherited, years=(), relative_years=())
    if _elliptic(question) and not question.ordinal and last.topic:
        return _again(question, last, inherited)
    bare = re.sub(r"[\s?？,，。呢]", "", question.topic)
    leans = bool(phrases.FOLLOW_UP.search(question.text)) or len(bare) <= SHORT
    carried = f"{last.carried} {last.topic}".strip() if leans else ""
    kind = last.kind if question.kind == "fact" and carried else question.kind
    leaned = bool(carried) or inherited != question.scope
    return replace(question, scope=inherited, carried=carried, kind=kind, leaned=leaned)


def _elliptic(question: Question) -> bool:
    """Whether a question names nothing but its scope: 那2018年呢, 和晋城比呢."""
    scope = question.scope
    named = bool(scope.place or scope.years or scope.relative_years)
    named = named or bool(scope.unknown_places or scope.period)
    left = phrases.TARGET_WORDS.sub("", phrases.ELLIPTIC_WORDS.sub("", question.topic))
    return named and not left.strip("是实际")


def _again(question: Question, last: Question, scope: Scope) -> Question:
    """The last question of another place or year."""
    topic = last.topic
    if question.scope.years or question.scope.relative_years:
        # 目标 was said of the other year; of this one there may be only what came of it.
        topic = phrases.TARGET_WORDS.sub(" ", topic).strip() or topic
        scope = replace(scope, period=question.scope.period, period_certain=False)
    elif question.scope.period:
        scope = replace(scope, period=question.scope.period)
    return replace(
        last,
        text=f"{question.text} {phrases.YEAR.sub('', last.text)}",
        topic=topic,
        scope=scope,
        script=question.script,
        leaned=True,
        label="",
    )


def _side_by_side(last: Question, other: Question) -> tuple[Question, ...]:
    """The last question beside the same one of another place or year, each with its label."""
    by_place = other.scope.place != last.scope.place

    def labelled(question: Question) -> Question:
        """The question with the name of what sets it apart from the other."""
        place, years = question.scope.place, question.scope.years
        label = place.name if by_place and place else f"{years[0]}年" if years else ""
        return replace(question, label=label, leaned=True)

    return labelled(last), labelled(other)
