"""Questions after one measured number: the sentence says one figure, the question asks for it.

    numbers_of(paragraphs)        -> the clauses that a question can be made of
    ask_number(measured, place, year) -> 2018年济源建成公厕多少座？

Only a sentence with a single figure is taken, so that it can't be asked for by mistake for
its neighbour, and only a clause that names its own subject: 增长8.3% alone asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.document import Paragraph

UNITS = (
    "平方公里|平方米|立方米|公里|千米|公顷|万亩|个百分点|人次|台套|"
    "元|吨|亩|米|户|人|名|个|座|家|所|辆|套|处|项|次|条|件|台|张|眼|场|期|村|岁|天|%|％"
)
_FIGURE_RE = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?[万亿]?)(?P<about>[多余])?(?P<unit>{UNITS})(?P<more>以上|左右|以内)?"
)
_DIGITS_RE = re.compile(r"\d+(?:\.\d+)?")
_YEAR_RE = re.compile(r"(?:19|20)\d\d(?:年底?|年度)?")
_SENTENCE_RE = re.compile(r"[^。；;！？!?\n]+")
_CLAUSE_RE = re.compile(r"[^，,：:、（）()——]+")
_OPENING_RE = re.compile(
    r"^(?:这一年|全年|今年|去年|年内|目前|其中|截至目前|(?:19|20)\d\d年(?:底|度)?|"
    r"[（(]?[一二三四五六七八九十]{1,3}(?:是|要|[)）])|[^\w“《])+"
)
_NO_SUBJECT_RE = re.compile(
    r"^(?:比|同比|较|增长|增幅|下降|提高|降低|达到?|约|占|为|共|由|让|使|每|到|从|的|和|超过|第|再|又|已)"
)
SHORTEST, LONGEST = 4, 18
"""Characters of what stands before the number: fewer name nothing, more are half a story."""


class Measured(NamedTuple):
    """A clause with its one figure."""

    paragraph: Paragraph
    clause: str
    """As it stands in the paragraph."""
    before: str
    """What is measured, openings such as 全年 taken off."""
    unit: str
    after: str
    nugget: str
    """The figure, with its unit where nothing stands between them."""


def numbers_of(paragraphs: Sequence[Paragraph]) -> Iterator[Measured]:
    """Every clause that a question can be made of, in page order."""
    for paragraph in paragraphs:
        if paragraph.role != "body":
            continue
        for sentence in _SENTENCE_RE.findall(paragraph.text):
            if len(_DIGITS_RE.findall(_YEAR_RE.sub("", sentence))) == 1:
                for clause in _CLAUSE_RE.findall(sentence):
                    measured = _measured(paragraph, clause)
                    if measured:
                        yield measured


def ask_number(measured: Measured, place: str, year: int | None) -> str:
    """The question, with the place and the year it is asked of."""
    asked = "" if measured.unit in "%％" else measured.unit
    when = f"{year}年" if year else ""
    subject = measured.before.removeprefix(place)
    return f"{when}{place}{subject}多少{asked}{measured.after}？"


def _measured(paragraph: Paragraph, clause: str) -> Measured | None:
    found = _FIGURE_RE.search(_YEAR_RE.sub(lambda year: "年" * len(year[0]), clause))
    if not found:
        return None
    opening = _OPENING_RE.match(clause)
    before = clause[opening.end() if opening else 0 : found.start()].strip()
    after = clause[found.end() :].strip()
    if not SHORTEST <= len(before) <= LONGEST or len(after) > LONGEST // 2:
        return None
    if _NO_SUBJECT_RE.match(before) or _YEAR_RE.search(before):
        return None
    exact = "" if found["about"] else found["unit"]
    return Measured(
        paragraph, clause.strip(), before, found["unit"], after, found["number"] + exact
    )
