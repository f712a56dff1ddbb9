"""Noise: reports of other cities beside the library, with the same phrases and other numbers.

Each is made of a page of the library: its place and its speaker become others, every figure
too, and the clauses of each sentence change their order, so that it is no mirror copy of the
page it came from. The answers must stay what they were. Only questions are asked that say
whose report they mean: any other has become ambiguous. After the noise robustness of J. Chen
and others, "Benchmarking Large Language Models in Retrieval-Augmented Generation" (arXiv
2309.01431).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from assistant import Assistant
from evals.asking import ask_all
from evals.golden_set import Item
from evals.made import Open, changed
from evals.other_numbers import Figures
from evals.pages import Page, read_pages
from evals.run import Probe
from ingest.document import Place
from ingest.gazetteer import PREFECTURE, entries, short_name
from ingest.normalise import fold
from ingest.places import aliases, resolve
from ingest.settings import Settings

SEED = 20190216
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = ("志远", "海峰", "文清", "国梁", "立新", "永康", "春林", "思齐", "广田", "伯年")
_CLAUSES_RE = re.compile(r"([^，,；;。！!？?\n]+)([，,；;。！!？?\n]*)")


def ask_beside_noise(
    settings: Settings, items: Sequence[Item], opening: Open = Assistant.open, *, reports: int
) -> Probe:
    """Ask the answerable items of the library with so many reports of other cities in it."""
    pages = read_pages(settings.library, chroma=settings.chroma)
    asked = [item for item in items if item.answerable and names_its_page(item, pages)]
    with changed(settings, noise(pages, reports), opening) as assistant:
        verdicts = ask_all(assistant, asked, title="asking beside noise")
    answerable = sum(item.answerable for item in items)
    return Probe(
        "noise",
        {verdict.item.id: verdict.correct for verdict in verdicts},
        f"{reports} reports of other cities beside the library; "
        f"{len(asked)} of {answerable} answerable questions name their place or speaker",
    )


def names_its_page(item: Item, pages: Sequence[Page]) -> bool:
    """Whether a conversation names the place or the speaker of a page that it is about."""
    said = fold(" ".join(item.turns))
    files = {source.file for source in item.sources}
    about = [page.metadata for page in pages if page.file in files]
    names = {name for m in about if m.place for name in aliases(m.place)}
    names |= {m.speaker for m in about if m.speaker}
    return any(fold(name) in said for name in names)


def noise(pages: Sequence[Page], reports: int) -> list[Page]:
    """So many reports, each of a city that the library doesn't name; always the same ones."""
    chosen = [page for page in pages if page.metadata.place and not page.is_copy]
    if not chosen:
        return []
    choice = random.Random(SEED)
    cities = _cities(pages, choice)
    made = []
    for n in range(reports):
        page, city = chosen[n % len(chosen)], next(cities)
        text = _other_names(page, city, choice)
        text = Figures(seed=n + 1).changed(text)
        # The title and the byline, above the body, say whose report it is: they stay in order.
        head, body = text[: _head(text)], text[_head(text) :]
        body = "\n".join(_reordered(line, choice) for line in body.split("\n"))
        suffix = PurePath(page.source).suffix
        made.append(Page(f"/noise/{n:04d}-{page.file.removesuffix(suffix)}.txt", head + body))
    return made


def _cities(pages: Sequence[Page], choice: random.Random) -> Iterator[Place]:
    text = "".join(page.text for page in pages)
    cities = [
        division.place
        for division in entries()
        if division.level == PREFECTURE
        and division.until is None
        and division.place.name.endswith("市")
        and short_name(division.place.name) not in text
        and resolve(short_name(division.place.name)) == division.place
    ]
    while True:
        yield from choice.sample(cities, len(cities))


def _other_names(page: Page, city: Place, choice: random.Random) -> str:
    """The page's text with its place, what that lies in, and its speaker replaced."""
    place, speaker = page.metadata.place, page.metadata.speaker
    assert place, "only pages of a place are chosen"
    names = {
        name: city.name if name.endswith(place.name[-1]) else short_name(city.name)
        for name in aliases(place)
    }
    for part in place.parts[:-1]:
        names.setdefault(part, city.parts[0])
        names.setdefault(short_name(part), short_name(city.parts[0]))
    if speaker:
        names[speaker] = choice.choice(_SURNAMES) + choice.choice(_GIVEN)
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.sub("|".join(map(re.escape, longest_first)), lambda m: names[m[0]], page.text)


def _head(text: str) -> int:
    """Where the first line ends that is long enough to belong to a body."""
    end = 0
    for line in text.splitlines(keepends=True):
        if len(line) > 60:
            break
        end += len(line)
    return end


def _reordered(line: str, choice: random.Random) -> str:
    """A line with the clauses between its punctuation in another order, all there still.

    Short lines are headings, and stay.
    """
    found = _CLAUSES_RE.findall(line)
    if len(line) <= 40 or len(found) < 3:
        return line
    clauses = [clause for clause, _ in found]
    # What opens it says what it is about: (一)坚持依法行政。
    rest = choice.sample(clauses[1:], len(clauses) - 1)
    return "".join(c + mark for c, (_, mark) in zip([clauses[0], *rest], found, strict=True))
