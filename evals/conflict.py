"""Conflict: another document states a fact with another figure; both must be shown.

For each item whose nugget is a figure in digits, a page of the same place is added that
states the very sentence with that figure changed. It is as good a source as the other, so an
honest answer gives both figures and cites a paragraph of each document. Which of them is
"true" is not for the assistant to choose in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant import Assistant
from assistant.sentences import sentences, whole_sentence
from evals.asking import ask, shown
from evals.given import Given
from evals.golden_set import Item
from evals.made import Open, batches, changed
from evals.other_numbers import Figures
from evals.pages import Page, holding, read_pages
from evals.run import Probe
from evals.scorers.matching import folded, states
from ingest.settings import Settings

_YEAR_RE = re.compile(r"[0-9]{4}年")

Outcome = Literal["both", "only the library's", "only the false", "declined", "neither"]

_ABOVE = (
    "近日，{name}有关部门把群众来信中问得最多的几件事汇总起来，逐一作了回复，并要求{name}各单位妥善保存"
    "往来函件，方便日后查阅。现将其中一件的回复摘登如下，供大家了解。"
)
_BELOW = "以上回复由{name}值班人员抄录，来信人如有疑问，可在工作时间前往{name}接待窗口当面询问。"


class Contradiction(NamedTuple):
    """A fact, what contradicts it, and the page that does."""

    item: Item
    true: str
    false: str
    page: Page


def contradict(settings: Settings, items: Sequence[Item], opening: Open = Assistant.open) -> Probe:
    """Ask each item whose fact can be contradicted of a library that contradicts itself."""
    pages = read_pages(settings.library, chroma=settings.chroma)
    found = [c for item in items if item.answerable and (c := contradiction(item, pages))]
    paragraphs = sum(len(page.paragraphs) for page in pages)
    outcomes: dict[str, Outcome] = {}
    for batch in shown(list(batches([(c, 3) for c in found], paragraphs)), "contradicting"):
        with changed(settings, [c.page for c in batch], opening) as assistant:
            for c in batch:
                outcomes[c.item.id] = outcome(ask(assistant, c.item), c)
    counted = Counter(outcomes.values())
    note = ", ".join(f"{name}: {count}" for name, count in counted.most_common())
    return Probe(
        "conflict",
        {id: outcome == "both" for id, outcome in outcomes.items()},
        f"{len(found)} figures contradicted by a second document; shown were {note or 'none'}",
    )


def contradiction(item: Item, pages: Sequence[Page]) -> Contradiction | None:
    """The first nugget of an item that stands as a figure in its gold paragraph, contradicted."""
    figures = Figures()
    for source in item.sources:
        for page in pages:
            if page.file != source.file or page.is_copy:
                continue
            for paragraph in holding(page, [folded(source.quote)]):
                for true in (nugget[0] for nugget in item.nuggets):
                    false = figures.changed(true)
                    sentence = _sentence(paragraph.text, true) if false != true else ""
                    if sentence:
                        dated = not paragraph.year or _YEAR_RE.search(sentence)
                        year = "" if dated else f"{paragraph.year}年，"
                        made = _page(item, page, year + sentence.replace(true, false))
                        # A page that is read as another place's contradicts nothing.
                        if made.parsed().document.metadata.place == page.metadata.place:
                            return Contradiction(item, true, false, made)
    return None


def outcome(given: Given, c: Contradiction) -> Outcome:
    """What an answer shows; a figure counts when it is said and a cited paragraph holds it."""
    if given.declined:
        return "declined"
    answer = folded(given.text)
    cited = {folded(citation.text) for citation in given.citations}
    shows_true, shows_false = (
        states(answer, folded(figure)) and any(states(text, folded(figure)) for text in cited)
        for figure in (c.true, c.false)
    )
    if shows_true and shows_false:
        return "both"
    if shows_true:
        return "only the library's"
    return "only the false" if shows_false else "neither"


def _sentence(text: str, figure: str) -> str:
    for span in sentences(text):
        part = text[span.start : span.end]
        if figure in part and states(folded(part), folded(figure)):
            whole = whole_sentence(text, span)
            sentence = text[whole.start : whole.end]
            # Of a long list a part is enough: the whole would make it a copy of the page.
            return sentence if len(sentence) <= 120 else part
    return ""


def _page(item: Item, page: Page, sentence: str) -> Page:
    about = page.metadata
    place = str(about.place) if about.place else ""
    date = about.date or (str(about.year) if about.year else "")
    head = [f"{place}{about.year or ''}{'年' * bool(about.year)}群众来信回复摘登", date]
    name = about.place.name if about.place else ""
    told = sentence if name in sentence else f"{name}{sentence}"
    body = [_ABOVE.format(name=name), told, _BELOW.format(name=name)]
    return Page(f"/conflict/{item.id}.txt", "\n".join([*filter(None, head), *body]))
