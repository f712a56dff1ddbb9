"""Assistants that cheat, each in one way, and answers made by hand to score."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim
from assistant.chain import Assistant
from evals.golden_set import Item
from evals.scorers.matching import folded
from ingest.document import Document, Paragraph
from ingest.library import Library, Snapshot
from ingest.settings import Settings


def citation(document: Document, paragraph: Paragraph, n: int) -> Citation:
    about = document.metadata
    return Citation(
        n=n,
        document=document.id,
        title=about.title,
        source=document.source,
        paragraph=paragraph.id,
        section=paragraph.section,
        place=str(about.place) if about.place else None,
        year=paragraph.year or about.year,
        period=paragraph.period,
        text=paragraph.text,
        quote=paragraph.text,
        raw=paragraph.text,
        raw_start=0,
        raw_end=1,
        raw_quote_start=0,
        raw_quote_end=1,
    )


def answer(question: str, text: str, citations: Sequence[Citation] = ()) -> Answer:
    claim = Claim(text, tuple(c.n for c in citations))
    return Answer("a", question, "hans", claims=(claim,), citations=tuple(citations))


def snapshot_of(settings: Settings) -> Snapshot:
    return Library.open(settings.library).snapshot()


def paragraphs(snapshot: Snapshot) -> list[tuple[Document, Paragraph]]:
    return [(d, p) for d in snapshot.documents() for p in snapshot.paragraphs(d.id)]


class ReturnsEverything:
    """Every paragraph of the library, whatever is asked."""

    def __init__(self, settings: Settings) -> None:
        found = paragraphs(snapshot_of(settings))
        self.citations = [citation(*pair, n) for n, pair in enumerate(found, 1)]

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        return answer(question, "\n".join(c.text for c in self.citations), self.citations)


class AlwaysDeclines:
    def __init__(self, settings: Settings) -> None:
        pass

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        return Answer("a", question, "hans", declined=True, message="文件里没有写到。")


class CitesAtRandom:
    """What the real one says, with paragraphs drawn from a hat."""

    def __init__(self, settings: Settings) -> None:
        self.real = Assistant.open(settings)
        self.paragraphs = paragraphs(snapshot_of(settings))
        self.choice = random.Random(1)

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        said = self.real.ask(question, turns=turns)
        drawn = [citation(*self.choice.choice(self.paragraphs), c.n) for c in said.citations]
        return replace(said, citations=tuple(drawn))


class ShiftsADigit:
    """What the real one says, the last digit of the first figure one higher."""

    def __init__(self, settings: Settings) -> None:
        self.real = Assistant.open(settings)

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        said = self.real.ask(question, turns=turns)
        claims = tuple(replace(c, text=self.shifted(c.text)) for c in said.claims)
        return replace(said, claims=claims)

    @staticmethod
    def shifted(text: str) -> str:
        years_off = r"(?<!\d)(?!(?:19|20)\d\d年)(\d[\d.]*)"
        return re.sub(years_off, lambda m: m[1][:-1] + str((int(m[1][-1]) + 1) % 10), text, count=1)


class KnowsByHeart:
    """The golden answers from memory, each with the paragraphs that golden quotes stand in."""

    def __init__(self, settings: Settings, items: Sequence[Item]) -> None:
        self.items = {"".join(re.findall(r"\D", item.question)): item for item in items}
        self.paragraphs = paragraphs(snapshot_of(settings))

    def ask(self, question: str, *, turns: Sequence[Answer] = ()) -> Answer:
        item = self.items.get("".join(re.findall(r"\D", question)))
        if item is None or not item.answerable:
            return Answer("a", question, "hans", declined=True, message="不知道。")
        quotes = [re.sub(r"\d", "", folded(source.quote)) for source in item.sources]
        held = [
            pair
            for pair in self.paragraphs
            if any(quote in re.sub(r"\d", "", folded(pair[1].text)) for quote in quotes)
        ]
        cited = [citation(*pair, n) for n, pair in enumerate(held, 1)]
        return answer(question, "，".join(nugget[0] for nugget in item.nuggets), cited)
