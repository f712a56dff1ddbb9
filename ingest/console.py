"""What `python -m ingest` shows: progress, tables, a document.

Progress goes to standard error and only to a terminal, or as JSON lines to a program that
watches; everything else is returned as text or as something rich can print. Nothing here
reads a library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ingest.document import Document, Paragraph
from ingest.publish import Progress as Reporting
from ingest.rows import page_row

if TYPE_CHECKING:
    from ingest.pipeline import Summary

WIDE = 240
"""Columns where nobody watches: a table in a file must not be cut to fit a window."""


@contextmanager
def progress_bar() -> Iterator[Reporting]:
    """A bar a step, on standard error; silent when that isn't a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks = {"": bars.add_task("", visible=False)}

        def report(step: str, done: int, total: int) -> None:
            """Move the bar of one step, or begin it."""
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total or None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield report


@contextmanager
def progress_lines() -> Iterator[Reporting]:
    """A JSON line on standard output for every step forward, for a program that watches."""

    def report(step: str, done: int, total: int) -> None:
        """Print one step."""
        print(json.dumps({"step": step, "done": done, "total": total}), flush=True)  # noqa: T201

    yield report


def console() -> Console:
    """Standard output; wide when it is a file."""
    output = Console(highlight=False, markup=False, emoji=False)
    if not output.is_terminal:
        output = Console(highlight=False, markup=False, emoji=False, width=WIDE)
    return output


def summary_table(summary: Summary) -> Table:
    """The counts of what was done and of what is now in the library."""
    counts = {
        "documents": summary.documents,
        "paragraphs": summary.paragraphs,
        "added": summary.added,
        "unchanged": summary.unchanged,
        "replaced": summary.replaced,
        "refused": len(summary.refused),
    }
    if summary.removed:
        counts["removed"] = summary.removed
    if summary.copies:
        counts["mirror copies"] = summary.copies
    table = Table()
    for name in counts:
        table.add_column(name, justify="right")
    table.add_row(*(f"{count:,}" for count in counts.values()))
    return table


def pages_table(pages: Sequence[Document], paragraphs: dict[str, int]) -> Table:
    """One row a page."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "date", "kind", "place", "title", "paragraphs", "source"):
        table.add_column(name, overflow="fold", justify="right" if name == "paragraphs" else "left")
    for page in pages:
        found = page.metadata
        title = found.title or ""
        if page.copy_of:
            title += f" (a copy of {page.copy_of})"
        table.add_row(
            page.id,
            found.date or "",
            found.kind or "",
            str(found.place or ""),
            title,
            str(paragraphs[page.id]),
            page.source,
        )
    return table


def document_head(
    document: Document, sources: Sequence[str], paragraphs: Sequence[Paragraph], undecided: int
) -> Iterator[str]:
    """What is known about a document, and its outline."""
    for name, value in page_row(document, len(paragraphs)).items():
        if name == "source":
            yield from (f"{'source':<12}{source}" for source in sources)
        elif value is not None:
            yield f"{name:<12}{str(value).lower() if isinstance(value, bool) else value}"
    yield f"{'encoding':<12}{document.encoding}"
    if document.copy_of:
        yield f"{'copy of':<12}{document.copy_of}"
    if undecided:
        places = "place" if undecided == 1 else "places"
        yield f"{'undecided':<12}{undecided} {places} of a torn copy (--both shows all)"
    headings = [p for p in paragraphs if p.role == "heading"]
    if headings:
        yield ""
        yield from (f"{'  ' * len(p.section)}{p.text}" for p in headings)


def paragraph_head(paragraph: Paragraph) -> str:
    """The line above a paragraph: its id, role, year, period and section."""
    about = [str(paragraph.year)] if paragraph.year else []
    about += [paragraph.period] if paragraph.period else []
    section = " › ".join(paragraph.section)
    return " ".join([paragraph.id, paragraph.role, *about, section]).strip()
