"""What the reader is told of how a question was read, where it leaned on earlier turns."""

from __future__ import annotations

import re

from assistant.phrases import PLANNED
from assistant.question import Question

_BETWEEN_RE = re.compile(r"[\s?？,，。;；!！]+")
_EDGES_RE = re.compile(r"^(?:那|它的?|其|的|是|有|呢)+|(?:的|是|有|为|呢|吗)+$")
_PERIODS = {"review": "完成情况", "plan": "计划"}


def understood(questions: tuple[Question, ...]) -> str:
    """The questions as they were asked of the library; empty when nothing was carried over.

    >>> from assistant.scope import Scope
    >>> understood((Question("那2018年呢", "hans", "number", "财政收入", Scope(years=(2018,)),
    ...                      leaned=True),))
    '2018年 财政收入'
    """
    if not any(question.leaned for question in questions):
        return ""
    return "；".join(dict.fromkeys(_one(question) for question in questions))


def _one(question: Question) -> str:
    scope = question.scope
    words = [scope.place.name if scope.place else "", *scope.unknown_places]
    words += [f"{year}年" for year in scope.years]
    if scope.period and not PLANNED.search(question.topic):
        words.append(_PERIODS[scope.period])
    words += _BETWEEN_RE.split(f"{question.carried} {question.topic}")
    if question.ordinal:
        words.append(f"第{question.ordinal}项")
    bare = (_EDGES_RE.sub("", word) for word in words)
    return " ".join(dict.fromkeys(word for word in bare if word))
