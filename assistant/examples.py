"""Candidate questions for a library, from what its documents are.

Templates only; chain.py keeps those that the library answers. No document is looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.document import Document
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
    "{speaker}强调了哪些工作？",
)


def candidates(documents: Iterable[Document]) -> Iterator[str]:
    """Questions worth trying: of each report first, newest first, one document after another."""
    ordered = sorted(
        (d for d in documents if d.copy_of is None and d.metadata.place),
        key=lambda d: (d.metadata.kind != "work report", -(d.metadata.year or 0), d.source),
    )
    for k in range(max(len(_OF_A_REPORT), len(_OF_SPEECH))):
        for document in ordered:
            found = document.metadata
            if found.place is None:
                continue
            templates = _OF_A_REPORT if found.kind == "work report" else _OF_SPEECH
            wanted = found.year if found.kind == "work report" else found.speaker
            if k < len(templates) and wanted:
                yield templates[k].format(
                    year=found.year,
                    before=(found.year or 0) - 1,
                    place=short_name(found.place.name),
                    speaker=found.speaker,
                )
