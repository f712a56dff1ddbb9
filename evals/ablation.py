"""Ablation: the gold paragraph is taken out of the library, and the answer must be declined.

Taken out are the paragraphs that hold the item's quotes, and every other that states all its
nuggets, in every document: nothing of the library sees them any more, neither retrieval nor
term frequencies nor a neighbour. What is answered all the same comes from elsewhere: another
year, another place, a model's memory. After the negative rejection of J. Chen and others,
"Benchmarking Large Language Models in Retrieval-Augmented Generation" (arXiv 2309.01431).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import Assistant
from evals.asking import Asked, ask, shown
from evals.golden_set import Item
from evals.made import Open, batches, changed
from evals.pages import Cut, Page, holding, read_pages, stating_all
from evals.run import Probe
from evals.scorers.matching import folded
from ingest.settings import Settings

Cuts = dict[str, set[Cut]]
"""Source of a page -> what is taken out of it."""


def ablate(settings: Settings, items: Sequence[Item], opening: Open = Assistant.open) -> Probe:
    """Ask every answerable item of a library that no longer says it."""
    answerable = [item for item in items if item.answerable]
    passed: dict[str, bool] = {}
    for item, assistant in without_answers(settings, answerable, opening):
        passed[item.id] = ask(assistant, item).declined
    absent = len(answerable) - len(passed)
    note = f"{len(passed)} answerable questions asked of the library without their paragraphs"
    note += f"; {absent} whose paragraphs aren't in it left out" if absent else ""
    return Probe("ablation", passed, note)


def without_answers(
    settings: Settings, items: Sequence[Item], opening: Open = Assistant.open
) -> Iterator[tuple[Item, Asked]]:
    """Each item whose paragraphs are in the library, and an assistant over it without them."""
    pages = read_pages(settings.library, chroma=settings.chroma)
    work = [(item, cuts_of(item, pages)) for item in items]
    sized = [((item, cuts), sum(map(len, cuts.values()))) for item, cuts in work if cuts]
    total = sum(len(page.paragraphs) for page in pages)
    for batch in shown(list(batches(sized, total)), "taking gold paragraphs out"):
        with changed(settings, _without(pages, [cuts for _, cuts in batch]), opening) as assistant:
            for item, _ in batch:
                yield item, assistant


def cuts_of(item: Item, pages: Sequence[Page]) -> Cuts:
    """What says the item's answer; empty when the library doesn't hold its quotes."""
    quotes = [folded(source.quote) for source in item.sources]
    cuts: Cuts = {}
    found = False
    for page in pages:
        quoted = holding(page, quotes)
        found = found or bool(quoted)
        for paragraph in [*quoted, *stating_all(page, item.nuggets)]:
            cuts.setdefault(page.source, set()).add(Cut(paragraph.start, paragraph.end))
    return cuts if found else {}


def _without(pages: Sequence[Page], wanted: Sequence[Cuts]) -> list[Page]:
    together: Cuts = {}
    for cuts in wanted:
        for source, some in cuts.items():
            together.setdefault(source, set()).update(some)
    return [page.cut(together[page.source]) for page in pages if page.source in together]
