"""Candidate questions for a library, from what its documents are.

Templates only; chain.py keeps those that the library answers. No document is looked into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.document import Document, Metadata
from ingest.gazetteer import short_name

_OF_A_REPORT = (
    "{year}年{place}承诺了哪些民生实事？",
    "{year}年{place}生产总值的增长目标是多少？",
    "{before}年{place}新增就业多少人？",
    "{year}年{place}重点抓好哪几个方面的工作？",
    "{before}年{place}一般公共预算收入是多少？",
)
_OF_SPEECH = (
    "{speaker}怎么谈项目建设？",
    "{speaker}怎么谈脱贫攻坚？",
    "{speaker}怎么谈生态环境？",
    "{speaker}强调了哪些工作？",
)


def candidates(documents: Iterable[Document]) -> Iterator[str]:
    """Questions worth trying: reports first, newest first, each document with another one.

    The first round never asks the same of two documents; the later ones fill up.
    """
    ordered = sorted(
        (d for d in documents if d.copy_of is None and d.metadata.place),
        key=lambda d: (d.metadata.kind != "work report", -(d.metadata.year or 0), d.source),
    )
    for turn in range(max(len(_OF_A_REPORT), len(_OF_SPEECH))):
        place_in: Counter[tuple[str, ...]] = Counter()
        for document in ordered:
            templates = _OF_A_REPORT if document.metadata.kind == "work report" else _OF_SPEECH
            at = place_in[templates]
            place_in[templates] += 1
            question = _filled(templates[(turn + at) % len(templates)], document.metadata)
            if question and (turn or at < len(templates)):
                yield question


def _filled(template: str, found: Metadata) -> str | None:
    """The template with a document's own words; None when it lacks one of them."""
    if found.place is None or (("{year}" in template or "{before}" in template) and not found.year):
        return None
    if "{speaker}" in template and not found.speaker:
        return None
    return template.format(
        year=found.year,
        before=(found.year or 0) - 1,
        place=short_name(found.place.name),
        speaker=found.speaker,
    )
