"""A list that was asked for by its number: 哪四大行动 is answered by four, or by nothing."""

from __future__ import annotations

import re

from assistant.draft import Draft
from assistant.question import Question
from assistant.sentences import whole_sentence
from ingest.enumerations import enumerations
from ingest.members import counts_in
from ingest.normalise import fold

_DIVIDES_RE = re.compile(r"[、,，;；]")


def counts_as_asked(question: Question, draft: Draft) -> bool:
    """Whether 哪四种类型 is answered by four, or by text that speaks of four: other lists of
    the same words answer another question.
    """
    asked_for = question.kind in ("list", "overview")
    if not asked_for or not question.count or question.ordinal:
        return True
    if draft.listed and question.count in (draft.listed.given, draft.listed.declared):
        return True
    supports = [support for each in draft.statements for support in each.support]
    if any(
        quoted in fold(paragraph.text[slice(*whole_sentence(paragraph.text, span))])
        for paragraph, span in supports
        for quoted in question.quoted
    ):
        return True  # “三地一枢纽”: what it counts is four
    return any(
        _spells_out(question.count, paragraph.text[slice(*whole_sentence(paragraph.text, span))])
        or any(
            len(each.members) == question.count and each.start < span.end and span.start < each.end
            for each in enumerations(paragraph.text)
        )
        for paragraph, span in supports
    )


def _spells_out(count: int, sentence: str) -> bool:
    """Whether a sentence speaks of so many and goes on to say some of them.

    >>> _spells_out(8, "今年,要做好八个方面的工作。"), _spells_out(3, "建成三个平台:甲、乙、丙。")
    (False, True)
    """
    divided = len(_DIVIDES_RE.findall(sentence))
    return count in counts_in(fold(sentence)) and divided >= min(count - 1, 2)
