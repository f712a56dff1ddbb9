"""A question that states a figure: does the sentence found say the same?

对吗 wants a yes or a no. Only figures with a unit are compared, and only where the sentence
has one of the same unit: what can't be compared is left to the reader. The asker's figure is never
repeated.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from assistant import phrases
from assistant.question import Question
from ingest.document import Script
from ingest.normalise import fold, to_traditional
from ingest.numerals import chinese_number

Premise = Literal["agrees", "differs"]

_SCALES = "万亿|亿|万"
_FIGURE_RE = re.compile(
    rf"(?<![第\d.])(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?|[一二三四五六七八九十百千两]{{1,6}})"
    rf"(?P<scale>{_SCALES})?(?:多|余|左右)?(?P<unit>个?百分点|%|[㐀-鿿])?"
)
_NO_UNIT = re.compile(r"[年月日号时点分期届次级线体是的]|以|左")


class Measured(NamedTuple):
    """A figure with what it counts."""

    value: float
    unit: str


def measured(folded: str) -> list[Measured]:
    """Figures with their units, years and dates left out.

    >>> measured("生产总值641.8亿元,59个贫困村,2018年")
    [Measured(value=64180000000.0, unit='元'), Measured(value=59.0, unit='个')]
    """
    found = []
    for match in _FIGURE_RE.finditer(phrases.YEAR.sub(" ", folded)):
        unit = "百分点" if (match["unit"] or "").endswith("百分点") else match["unit"] or ""
        spelled = match["digits"].replace(",", "")
        value = float(spelled) if spelled[0].isdigit() else chinese_number(spelled)
        if value is None or not unit or _NO_UNIT.match(unit):
            continue
        scale = {"万": 1e4, "亿": 1e8, "万亿": 1e12}.get(match["scale"] or "", 1.0)
        found.append(Measured(round(float(value) * scale, 4), unit))
    return found


def premise(question: Question, said: str) -> Premise | None:
    """Whether the question's own figures stand in what was found; None without any to compare.

    ``said`` is the text of the sentence or sentences that answer.
    """
    asked = measured(question.text)
    known = measured(fold(said))
    comparable = [figure for figure in asked if any(figure.unit == k.unit for k in known)]
    if not comparable:
        return None
    return "agrees" if all(figure in known for figure in comparable) else "differs"


def verdict(found: Premise, script: Script) -> str:
    """The premise's verdict as a sentence in the asker's script."""
    if script == "latin":
        return "The documents agree. " if found == "agrees" else "The documents say otherwise. "
    text = "与文件相符。" if found == "agrees" else "与文件不符。"
    return to_traditional(text) if script == "hant" else text
