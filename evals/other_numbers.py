"""Other numbers: every figure in corpus and golden set is changed alike; answers must follow.

An assistant that knows the documents, or the golden set, by heart gives the old figures.

Each digit of a figure becomes another one, 0 stays 0: one to one, and 1.26万 and 12600 stay
the same amount. Left as they are: years, dates and times; numbers that are part of a name
(5G, PM2.5); small counts that may announce a list (4个方面). Figures in Chinese characters
aren't changed. Only questions are asked whose nuggets change, and still stand, with their
quotes, in the changed paragraphs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant import Assistant
from evals.asking import ask_all
from evals.golden_set import GoldSource, Item, Tempting
from evals.made import Open, changed
from evals.pages import Page, read_pages
from evals.run import Probe
from evals.scorers.matching import folded, states_any
from ingest.settings import Settings

_UNITS = (
    "%％‰个名户家亩万亿元米吨公里条座所处项件台辆套间张平顷余多千百株棵头只口立批例起宗份封人"
    "篇册种类度升斤"
)
_KEPT_RE = re.compile(
    rf"""
    [0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9])     # 2019-02-16
    | (?:19|20)[0-9]{{2}}\s*[-—–~至到]+\s*(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})(?=\s*年)
    | (?<![0-9.])(?:19|20)[0-9]{{2}}(?=\s*年)
    | (?<![0-9.])(?:19[5-9]|20[0-4])[0-9](?![0-9.,{_UNITS}])  # in 2018
    | (?<![0-9.])[0-9]{{1,2}}\s*[-—–~至到、]+\s*[0-9]{{1,2}}(?=\s*[月日号])
    | (?<![0-9.])[0-9]{{1,2}}(?=\s*[月日号时点])
    | (?<=[时点])\s*[0-9]{{1,2}}(?=分)
    | (?<![0-9.])[0-9]{{1,2}}:[0-9]{{2}}(?![0-9])
    | (?<=[A-Za-z])[0-9]+(?:\.[0-9]+)?
    | (?<![0-9.])[0-9]+(?:\.[0-9]+)?(?=[A-Za-z])
    | (?<![0-9.])[0-9](?=[个大项件条类种方])
    """,
    re.VERBOSE,
)
_WIDE = str.maketrans("０１２３４５６７８９．％：", "0123456789.%:")


class Figures:
    """Changes figures, always alike for one seed."""

    def __init__(self, seed: int = 0) -> None:
        digits = "123456789"
        order = random.Random(seed).sample(digits, len(digits))
        # Each digit becomes the next in a random order of all: none stays what it was.
        self._other = str.maketrans("".join(order), "".join(order[1:] + order[:1]))

    def changed(self, text: str) -> str:
        """The text with other figures, as long as before; full-width digits become narrow.

        >>> Figures().changed("2019年新建公厕128座,4个方面,5G") != "2019年新建公厕128座,4个方面,5G"
        True
        >>> Figures().changed("2019年2月16日，PM2.5，4个方面")
        '2019年2月16日，PM2.5，4个方面'
        """
        narrow = text.translate(_WIDE)
        pieces, end = [], 0
        for kept in _KEPT_RE.finditer(narrow):
            pieces += [narrow[end : kept.start()].translate(self._other), kept[0]]
            end = kept.end()
        return "".join([*pieces, narrow[end:].translate(self._other)])

    def of(self, item: Item) -> Item:
        """The item with other figures wherever it has some."""
        change = self.changed
        return replace(
            item,
            turns=tuple(map(change, item.turns)),
            nuggets=tuple(tuple(map(change, alternatives)) for alternatives in item.nuggets),
            sources=tuple(GoldSource(file, change(quote)) for file, quote in item.sources),
            forbidden=tuple(map(change, item.forbidden)),
            tempting=tuple(
                Tempting(change(text), tuple(map(change, owners))) for text, owners in item.tempting
            ),
        )


def ask_other_numbers(
    settings: Settings, items: Sequence[Item], opening: Open = Assistant.open, *, seed: int = 0
) -> Probe:
    """Ask the items whose figures change of a library whose figures have changed alike."""
    figures = Figures(seed)
    pages = [
        replace(page, text=figures.changed(page.text), paragraphs=())
        for page in read_pages(settings.library, chroma=settings.chroma)
    ]
    asked = turned(items, pages, figures)
    with changed(settings, pages, opening) as assistant:
        verdicts = ask_all(assistant, asked, title="asking with other numbers")
    answerable = sum(item.answerable for item in items)
    return Probe(
        "other_numbers",
        {verdict.item.id: verdict.correct for verdict in verdicts},
        f"{len(asked)} of {answerable} answerable questions ask for figures in digits",
    )


def turned(items: Iterable[Item], pages: Sequence[Page], figures: Figures) -> list[Item]:
    """The items whose nuggets change and still stand in the changed pages."""
    texts: dict[str, str] = {}
    for page in pages:
        texts[page.file] = texts.get(page.file, "") + folded(page.text)
    found = []
    for item in items:
        other = figures.of(item)
        gold = [texts.get(source.file, "") for source in other.sources]
        stands = all(
            folded(source.quote) in text for source, text in zip(other.sources, gold, strict=True)
        ) and all(any(states_any(text, nugget) for text in gold) for nugget in other.nuggets)
        if item.answerable and other.nuggets != item.nuggets and stands:
            found.append(other)
    return found
