"""Who gave a report, or wrote a page: it stands on the lines over the text.

Such a line has no word in common with 这份报告是谁作的, so it is not searched for but read off
the document that the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant import phrases
from assistant.draft import Draft, Statement, Support
from assistant.overview import chosen_document
from assistant.question import Question
from ingest.document import Document, Paragraph
from ingest.normalise import fold
from ingest.offsets import Span

OPENING = 10
"""Paragraphs in which a by-line stands, from the start and from the end of a page."""
LONGEST = 40
"""Characters of a by-line; a longer line is a sentence that names somebody."""
_ROLES = ("记者", "通讯员", "主持人", "实习生", "摄影", "编辑")
_WROTE_RE = re.compile("|".join((*_ROLES, "撰稿", "作者")))
_ASKS_RE = re.compile(r"[?？。]|记者问|记者(?:专访|采访|就)")
_WHEN_RE = re.compile(dict(phrases.ASKS)["when"])


def asks_for_byline(question: Question) -> bool:
    """Whether a question asks who gave the report or who wrote the page, and nothing else."""
    return question.kind == "who" and bool(
        phrases.DELIVERS.search(question.text) or phrases.REPORTER.search(question.text)
    )


def byline_draft(
    question: Question,
    documents: Sequence[Document],
    paragraphs_of: Callable[[str], Sequence[Paragraph]],
    *,
    cited: Collection[str] = (),
) -> Draft:
    """The line with the name; an empty draft when the document has none.

    ``documents`` are those in scope, ``cited`` the ids of those that the answer before cited:
    这份报告 is one of them. With a title in 《》 only the document of that title counts.
    """
    named = re.search(r"《([^》]{4,})》", question.text)
    chosen = [d for d in documents if d.id in cited] if question.leaned else []
    if named:
        chosen = [d for d in documents if named[1][:8] in fold(d.metadata.title or "")]
    wrote = phrases.REPORTER.search(question.text)
    if wrote and not chosen:
        # A report has no reporter: of the pages that have one, the one that the question names.
        chosen = [d for d in documents if _signed(paragraphs_of(d.id))]
        named_by = [_in_title(question, d) for d in chosen]
        chosen = [d for d, by in zip(chosen, named_by, strict=True) if by == max(named_by)]
    if wrote and "访" in question.text:
        chosen = [d for d in chosen if d.metadata.kind == "interview"] or chosen
    document = chosen_document(question, chosen) or chosen_document(question, documents)
    if document is None:
        return Draft()
    lines = [
        paragraph
        for paragraph in _around(paragraphs_of(document.id))
        if len(fold(paragraph.text)) <= LONGEST
    ]
    found = _written_by(question, lines) if wrote else _given_by(question, document, lines)
    return Draft(tuple(_statement(line) for line in dict.fromkeys(found)))


def _written_by(question: Question, lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The line of each role that is asked for (记者, 通讯员); the first line, if none is named."""
    signed = [line for line in lines if _signs(line)]
    asked = [role for role in _ROLES if role in question.text]
    of_role = (next((line for line in signed if role in line.text), None) for role in asked)
    # The 通讯员 doesn't answer for the 记者 that a page doesn't name.
    return [line for line in of_role if line] if asked else signed[:1]


def _given_by(
    question: Question, document: Document, lines: Sequence[Paragraph]
) -> list[Paragraph]:
    """The line with the speaker, and the one that says when and where if that is asked too."""
    speaker = fold(document.metadata.speaker or "")
    named = (p for p in lines if speaker and speaker in fold(p.text).replace(" ", ""))
    first = next(named, None)
    if first is None:
        return []
    dated = (p for p in lines if p.role == "byline" and re.search(r"\d月", fold(p.text)))
    when = next(dated, None) if _WHEN_RE.search(question.text) else None
    return [first] if when is None else [first, when]


def _statement(line: Paragraph) -> Statement:
    whole = Support(line, Span(0, len(line.text)))
    return Statement(line.text.strip(" ―—-()（）"), (whole,))


def _around(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs over and under a page's text, where a by-line can stand."""
    return [*paragraphs[:OPENING], *paragraphs[-2:]]


def _signed(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a page says who wrote it."""
    return any(len(p.text) <= LONGEST and _signs(p) for p in _around(paragraphs))


def _signs(line: Paragraph) -> bool:
    """Whether a line names who wrote the page; 局长答记者问 and what a reporter asks don't."""
    return bool(_WROTE_RE.search(fold(line.text))) and not _ASKS_RE.search(line.text)


def _in_title(question: Question, document: Document) -> int:
    """Characters of the question's topic that stand in a document's title."""
    return len(
        set(re.findall(r"[㐀-鿿]", question.topic)) & set(fold(document.metadata.title or ""))
    )
