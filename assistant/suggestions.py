"""Follow-up questions that the library can answer, made of what the last answer cited.

Candidates come from the cited documents' own lists and sections, and from the same question
put to a neighbouring year or place; each is put to the library before it is offered, by the
documents' own sentences, so that no model is paid for a suggestion.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Protocol

from assistant import examples
from assistant.answer import Answer, Citation
from ingest.document import Document, Paragraph
from ingest.gazetteer import short_name
from ingest.normalise import fold, to_traditional

MOST = 3
BUDGET_S = 4.0
"""How long a reader's next question may be looked for; each try takes 10 to 100 ms."""

_NUMBER = re.compile(
    r"^(第?[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])\s*"
)
_LISTED = re.compile(r"[一二三四五六七八九十\d]+(件|项|个|大|方面).{0,8}(实事|工程|任务|行动|工作)")
_HEADING = (3, 16)
"""Characters of a heading that can stand in a question: longer ones are whole sentences."""


class Shelf(Protocol):
    """What suggestions need of a library."""

    def documents(self) -> list[Document]:
        """All documents."""

    def document(self, id: str) -> Document:
        """One document."""

    def paragraphs(self, document: str) -> list[Paragraph]:
        """A document's paragraphs in page order."""


def suggest(
    answer: Answer,
    shelf: Shelf,
    answers: Callable[[str], bool],
    *,
    asked: Sequence[str] = (),
    budget_s: float = BUDGET_S,
    clock: Callable[[], float] = time.monotonic,
) -> list[str]:
    """Up to three questions that ``answers`` says yes to, found before the time is up.

    asked: questions of this conversation, which are not offered again. Raises what the
    library raises.
    """
    until = clock() + budget_s
    known = {_bare(question) for question in (answer.question, *asked)}
    found: list[str] = []
    for question in candidates(answer, shelf):
        if len(found) == MOST or clock() > until:
            break
        if _bare(question) not in known:
            known.add(_bare(question))
            if answers(question):
                found.append(to_traditional(question) if answer.script == "hant" else question)
    return found


def candidates(answer: Answer, shelf: Shelf) -> Iterator[str]:
    """Questions worth trying, one of each kind in turn.

    The kinds: the document's lists, other years, its sections, other places, and what may be
    asked of any document of its kind.
    """
    cited = list(answer.citations) or ([answer.nearest] if answer.nearest else [])
    held = {document.id for document in shelf.documents()}
    for citation in {c.document: c for c in reversed(cited) if c.document in held}.values():
        document = shelf.document(citation.document)
        lists, sections = _of_outline(document, shelf.paragraphs(document.id), citation)
        years, places = _neighbours(answer.question, document, shelf.documents())
        for turn in zip_longest(lists, years, sections, places, examples.candidates([document])):
            yield from (question for question in turn if question)


def _of_outline(
    document: Document, paragraphs: Sequence[Paragraph], citation: Citation
) -> tuple[list[str], list[str]]:
    """(questions for the document's lists, questions for its sections), other than the cited."""
    about = document.metadata
    place = short_name(about.place.name) if about.place else ""
    lists: dict[str, None] = {}
    sections: dict[str, None] = {}
    for paragraph in paragraphs:
        if paragraph.id == citation.paragraph or not paragraph.section:
            continue
        heading = _NUMBER.sub("", paragraph.section[-1]).rstrip("。：:，,；; ")
        heading = heading.replace("“", "‘").replace("”", "’")  # it is quoted itself
        year = paragraph.year or about.year
        whose = f"{year}年{place}" if year else place
        if _LISTED.search(heading):
            lists[f"{whose}“{heading}”具体有哪些？"] = None
        elif _HEADING[0] <= len(heading) <= _HEADING[1] and not re.search(r"\d{4}年", heading):
            what = "做了哪些工作" if paragraph.period == "review" else "有哪些安排"
            sections[f"{whose}在“{heading}”方面{what}？"] = None
    return list(lists), list(sections)


def _neighbours(
    question: str, document: Document, documents: Sequence[Document]
) -> tuple[list[str], list[str]]:
    """The same question of another year of this place, and of other places."""
    about = document.metadata
    if about.place is None:
        return [], []
    year = next((y for y in re.findall(r"(?<!\d)(\d{4})年", question)), None)
    others = [d for d in documents if d.copy_of is None and d.id != document.id]
    years: dict[str, None] = {}
    if year:
        same = [d.metadata.year for d in documents if d.metadata.place == about.place]
        # A report of one year plans it and reviews the one before.
        near = {y - before for y in same if y for before in (0, 1)}
        for other in sorted(near - {int(year)}, key=lambda y: (abs(y - int(year)), -y)):
            years[question.replace(f"{year}年", f"{other}年")] = None
    places: dict[str, None] = {}
    for name in (about.place.name, short_name(about.place.name)):
        if name in question:
            for other_document in others:
                place = other_document.metadata.place
                if place is None or place == about.place:
                    continue
                moved = question.replace(name, short_name(place.name))
                if year and other_document.metadata.year:
                    moved = moved.replace(f"{year}年", f"{other_document.metadata.year}年")
                places[moved] = None
            break
    return list(years), list(places)


def _bare(question: str) -> str:
    """Its characters whatever their order: 2019年济源… asks what 济源市2019年… asks."""
    return "".join(sorted(re.sub(r"[\W_省市县区的]+", "", fold(question))))
