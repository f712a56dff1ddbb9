"""Which pages a name on the command line means: an id, the beginning of one, a path, a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import NotInLibrary

SHORTEST = 4
"""Digits of an id that may stand for it, as with commits."""

Page = tuple[str, str]
"""A page's source and its document's id."""


def source_of(path: Path) -> str:
    """The name under which a file's page is kept: absolute, its folder's links followed.

    A file that is a link keeps its own name: what it points to may change.
    """
    return (
        str(path.parent.resolve() / path.name)
        if path.name not in ("", "..")
        else str(path.resolve())
    )


def sources_named(name: str, pages: Sequence[Page]) -> list[str]:
    """The sources of the pages that ``name`` means, at least one.

    A path means its page, a folder all pages under it, an id (or its beginning, if no other
    begins so) all pages with that content. Raises NotInLibrary, saying what is near.

    >>> pages = [("/reports/a.txt", "12ab34"), ("/reports/b.txt", "12cd56")]
    >>> sources_named("12cd", pages), sources_named("/reports", pages)
    (['/reports/b.txt'], ['/reports/a.txt', '/reports/b.txt'])
    """
    path = Path(source_of(Path(name)))
    by_path = [
        source for source, _ in pages if Path(source) == path or path in Path(source).parents
    ]
    if by_path:
        return by_path
    ids = {id for _, id in pages if len(name) >= SHORTEST and id.startswith(name.lower())}
    if len(ids) > 1:
        raise NotInLibrary(
            f"{name!r} is the beginning of {len(ids)} ids ({', '.join(sorted(ids)[:3])}…): "
            "give more of it"
        )
    if not ids:
        raise NotInLibrary(
            f"no document {name!r} in the library: see `python -m ingest list` for ids and paths"
        )
    return [source for source, id in pages if id in ids]
