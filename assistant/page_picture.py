"""What the library holds as a picture: places down, years across, kinds as colours. SVG, inline.

Each cell is a link that a keyboard reaches and a screen reader reads as "place, year: count".
Cells are drawn to scale by area, with the count in figures, so that colour carries nothing alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.page_escape import escape
from assistant.page_strings import Strings
from ingest.document import Document, Kind

KINDS: tuple[Kind | None, ...] = ("work report", "interview", "meeting", "notice", None)
"""In the order of the legend; None is a document of no known kind."""
MOST_PLACES = 24
"""Rows: more would be taller than any screen, and the list below has them all."""
MOST_YEARS = 16
CELL, ROW, HEAD = 52, 38, 26
"""Width and height of a cell and height of the head, in pixels."""
LABEL = 132


def picture_html(documents: Sequence[Document], strings: Strings) -> str:
    """The picture with its legend; nothing for an empty library."""
    cells: dict[tuple[str, int | None], Counter[Kind | None]] = {}
    for document in documents:
        key = (place_of(document), document.metadata.year)
        cells.setdefault(key, Counter())[document.metadata.kind] += 1
    if not cells:
        return ""
    weight: Counter[str] = Counter()
    for (place, _), kinds in cells.items():
        weight[place] += kinds.total()
    # The places with most documents, then by name: the unknown one last.
    places = sorted(weight, key=lambda place: (place == "", -weight[place], place))
    shown = places[:MOST_PLACES]
    years = _years(year for _, year in cells)
    most = max(kinds.total() for kinds in cells.values())
    width, height = LABEL + CELL * len(years) + 8, HEAD + ROW * len(shown) + 6
    drawn = _head(years, strings)
    for row, place in enumerate(shown):
        y = HEAD + row * ROW
        drawn += (
            f'<line class="rule" x1="0" x2="{width}" y1="{y}" y2="{y}"></line>'
            f'<text class="place" x="{LABEL - 10}" y="{y + ROW / 2 + 5}">'
            f"{escape(_short(place or strings.no_place))}</text>"
        )
        for column, year in enumerate(years):
            there = cells.get((place, year))
            if there:
                drawn += _cell(place, year, there, LABEL + column * CELL, y, most, strings)
    left_out = len(places) - len(shown)
    more = f"<p>{escape(strings.more_places.format(count=left_out))}</p>" if left_out else ""
    return (
        f'<figure class="picture"><figcaption>{escape(strings.picture)}</figcaption>'
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(strings.picture)}">'
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="{escape(strings.picture_more)}">{drawn}</svg></div>'
        f"{_legend(documents, strings)}{more}</figure>"
    )


def place_of(document: Document) -> str:
    """The place as filters name it; empty when it isn't known."""
    return str(document.metadata.place) if document.metadata.place else ""


def kind_class(kind: Kind | None) -> str:
    """The class that gives a kind its colour."""
    return f"kind-{(kind or 'other').replace(' ', '-')}"


def _years(found: Iterable[int | None]) -> list[int | None]:
    all_years = set(found)
    known = sorted(year for year in all_years if year is not None)[-MOST_YEARS:]
    return [*known, None] if None in all_years else [*known]


def _short(place: str) -> str:
    """The end of a long name: the place itself rather than its province."""
    return place if len(place) <= 9 else "…" + place[-8:]


def _head(years: Sequence[int | None], strings: Strings) -> str:
    return "".join(
        f'<text class="year" x="{LABEL + column * CELL + CELL / 2}" y="{HEAD - 9}">'
        f"{escape('—' if year is None else str(year))}</text>"
        for column, year in enumerate(years)
    )


def _cell(
    place: str,
    year: int | None,
    kinds: Counter[Kind | None],
    x: float,
    y: float,
    most: int,
    strings: Strings,
) -> str:
    """A square cut into its kinds, its area by the count, the count in figures on it."""
    count = kinds.total()
    side = 20 + 14 * (count / most) ** 0.5
    left, top = x + (CELL - side) / 2, y + (ROW - side) / 2
    bars, at = "", left
    for kind in KINDS:
        if kinds[kind]:
            wide = side * kinds[kind] / count
            bars += (
                f'<rect class="{kind_class(kind)}" x="{at:.1f}" y="{top:.1f}" '
                f'width="{wide:.1f}" height="{side:.1f}"></rect>'
            )
            at += wide
    when = strings.no_year if year is None else strings.year.format(year=year)
    label = strings.cell.format(place=place or strings.no_place, year=when, count=count)
    return (
        f'<a href="#library" class="cell" data-place="{escape(place)}" '
        f'data-year="{"" if year is None else year}" aria-label="{escape(label)}">'
        f'<title>{escape(label)}</title>{bars}<text x="{x + CELL / 2}" '
        f'y="{y + ROW / 2 + 5}">{count}</text></a>'
    )


def _legend(documents: Sequence[Document], strings: Strings) -> str:
    there = {document.metadata.kind for document in documents}
    listed = "".join(
        f'<li><span class="swatch {kind_class(kind)}"></span>'
        f"{escape(strings.kinds[kind] if kind else strings.other_kind)}</li>"
        for kind in KINDS
        if kind in there
    )
    return f'<ul class="legend">{listed}</ul>'
