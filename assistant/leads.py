"""The words before a quotation: whose it is, of which year, plan or result.

A sentence lifted out of a report says 今年 and names no place; read alone it could be
anybody's. The lead is ours and carries no citation; what follows it is the document's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant import phrases
from assistant.answer import Citation, Claim
from ingest.document import Script
from ingest.gazetteer import short_name
from ingest.normalise import fold, to_traditional

_RELATIVE_RE = re.compile(r"去年|上年|前年|明年|上一年|下一年")


class _Of(NamedTuple):
    """What a lead says of a citation."""

    place: str
    year: str
    plan: bool


def with_leads(
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    script: Script,
    *,
    places: Mapping[str, str],
) -> tuple[Claim, ...]:
    """Put a lead before each claim that is of another place, year or period than the last.

    Entries of a list after its first get none: they belong together.

    ``places`` names the place of each cited document that has one, by the document's id.
    """
    cited = {citation.n: citation for citation in citations}
    led: list[Claim] = []
    last: _Of | None = None
    in_list = False
    for claim in claims:
        of = _of(claim, cited, places)
        inside, in_list = in_list and claim.item, claim.item
        if of and of != last and not inside and (lead := _said(of, script)):
            led.append(Claim(lead))
        last = of or last
        led.append(claim)
    return tuple(led)


def _of(claim: Claim, cited: Mapping[int, Citation], places: Mapping[str, str]) -> _Of | None:
    if not claim.citations:
        return None
    citation = cited[claim.citations[0]]
    folded = fold(claim.text)
    place = places.get(citation.document, "")
    if place and fold(short_name(place)) in folded:
        place = ""
    year = "" if citation.year is None else str(citation.year)
    if phrases.YEAR.search(folded):
        return _Of(place, "", False)
    if _RELATIVE_RE.search(folded) and citation.period is None:
        return _Of(place, f"{year}年的文件" if year else "", False)
    return _Of(place, f"{year}年" if year else "", citation.period == "plan")


def _said(of: _Of, script: Script) -> str:
    if script == "latin":
        parts = [of.place, of.year.removesuffix("年"), "plan" if of.plan else ""]
        named = ", ".join(part for part in parts if part)
        return f"The documents say ({named}): " if named else "The documents say: "
    text = f"{of.place}{of.year}{'计划' if of.plan else ''}"
    if not text:
        return ""
    return (to_traditional(text) if script == "hant" else text) + "："
