"""Does a sentence stand in the documents, word for word? Where, and if not, what is different.

    check_quote(snapshot, "添置公交车180辆") -> verbatim, with every paragraph that has it

Compared as quotations of answers are (quotations.py): script, width, spaces and punctuation
don't count, every word and every figure does. A sentence copied with the damage of a mirror
copy counts as well: that is how the page was published. Pure but for reading the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, NamedTuple

from assistant.answer import Citation
from assistant.draft import Support, citation
from assistant.quotations import Placed, bare, find_bare, parts_of, placed
from assistant.retriever import keyword_query
from assistant.sentences import sentences
from ingest.document import Paragraph
from ingest.errors import UnusableQuestion
from ingest.library import Snapshot
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.words import HAN

QuoteVerdict = Literal["verbatim", "differs", "not found"]

MAX_CHARS = 2000
"""Of a quotation; a longer one is checked in parts."""
MOST_PLACES = 50
MOST_READ = 2000
"""Paragraphs read for one quotation, 0.2 ms each: what all documents say ends in half a second."""
MOST_SEARCHED = 40
"""Characters of a quotation's longest run that paragraphs are searched by."""
COMPARED = 20
"""Paragraphs that a quotation found nowhere is compared with, the best by keywords."""
ALIKE = 0.7
"""Share of the words in common from which a sentence is the one that was meant. Of the 261
sentences of sample/ and tests/data/reports all 135 with one figure altered reach it, and 259 of
261 with two characters exchanged; of the same sentences held against the other library 22 do, each
a set phrase of such reports (6 of them word for word)."""
_RUN_RE = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_TOKEN_RE = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+|.", re.S)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation and the document part."""

    quotation: str
    """What the quotation has; empty where it leaves something out."""
    document: str
    """What the document has instead; empty where the quotation adds something."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quotation."""

    quotation: str
    verdict: QuoteVerdict
    places: tuple[Citation, ...] = ()
    """Where it stands, in the library's order; a quotation over several paragraphs has one each."""
    more: bool = False
    """Whether it stands in still more places than were looked for."""
    closest: Citation | None = None
    """When it differs: the sentence that was probably meant."""
    differences: tuple[Difference, ...] = ()
    as_published: bool = False
    """Whether it is word for word only what a damaged page shows, not its restored text."""


class _Close(NamedTuple):
    share: float
    support: Support
    differences: tuple[Difference, ...]


def check_quote(snapshot: Snapshot, quotation: str, *, document: str | None = None) -> QuoteCheck:
    """Look a quotation up, in one document or in all.

    Raises UnusableQuestion for one without a letter or too long, NotInLibrary for a document
    that isn't there.
    """
    if not bare(quotation):
        raise UnusableQuestion(
            f"the quotation {quotation[:40]!r} has no letter or digit: give the sentence itself"
        )
    if len(quotation) > MAX_CHARS:
        raise UnusableQuestion(
            f"the quotation has {len(quotation)} characters, at most {MAX_CHARS} can be checked at "
            "once: check it sentence by sentence"
        )
    within = None if document is None else snapshot.document(document).id
    found = list(islice(_standing(snapshot, quotation, within), MOST_PLACES + 1))
    as_published = False
    if not found:
        found = list(islice(_in_raw(snapshot, quotation, within), MOST_PLACES + 1))
        as_published = bool(found)
    if found:
        cited = [citation(one, snapshot, n=n) for n, one in enumerate(found[:MOST_PLACES], 1)]
        return QuoteCheck(
            quotation,
            "verbatim",
            tuple(cited),
            more=len(found) > MOST_PLACES,
            as_published=as_published,
        )
    close = max(
        (one for p in _similar(snapshot, quotation, within) for one in _compared(quotation, p)),
        key=lambda one: one.share,
        default=None,
    )
    if close is None or close.share < ALIKE:
        return QuoteCheck(quotation, "not found")
    return QuoteCheck(
        quotation,
        "differs",
        closest=citation(close.support, snapshot, n=1),
        differences=close.differences,
    )


def spans_of(quotation: str, text: str) -> list[Span]:
    """Where a quotation stands in a text, from its first word to its last; figures are whole.

    >>> spans_of("新增180輛", "新增180辆，又新增 180 辆。")
    [Span(start=0, end=6), Span(start=8, end=16)]
    >>> spans_of("新增……公交车", "新增180辆公交车"), spans_of("80辆", "180辆")
    ([Span(start=0, end=9)], [])
    """
    whole, wanted = placed(text), [bare(part) for part in parts_of(quotation)]
    tail = quotation[placed(quotation).at[-1] + 1 :]
    found: list[Span] = []
    at = 0
    while True:
        first = None
        for part in wanted:
            at = find_bare(part, whole.text, at)
            if at < 0:
                return found
            first = at if first is None else first
            at += len(part)
        assert first is not None
        end = whole.at[at - 1] + 1
        for mark in tail:  # its full stop, where the text has it too
            end += fold(text[end : end + 1]) == fold(mark)
        found.append(Span(whole.at[first], end))


def _standing(snapshot: Snapshot, quotation: str, document: str | None) -> Iterator[Support]:
    """Every paragraph with the quotation; where none has it, the paragraphs it runs through."""
    read = list(_paragraphs(snapshot, quotation, document))
    alone = [Support(p, span) for p in read for span in spans_of(quotation, p.text)]
    if alone:
        yield from alone
        return
    if len(parts_of(quotation)) == 1:
        for id in dict.fromkeys(paragraph.document for paragraph in read):
            yield from _through(placed(quotation), snapshot.paragraphs(id))


def _paragraphs(snapshot: Snapshot, quotation: str, document: str | None) -> Iterator[Paragraph]:
    """The paragraphs that may hold a quotation, mirror copies' too, in the library's order."""
    if document is not None:
        yield from snapshot.paragraphs(document)
        return
    runs = _RUN_RE.findall(fold(" ".join(parts_of(quotation))))
    # So much says enough, and a pattern of 2,000 letters is more than the index takes.
    longest = max(runs, key=len, default="")[:MOST_SEARCHED]
    ids = islice(snapshot.may_contain(longest), MOST_READ)
    found = {id: snapshot.paragraph(id) for id in ids}
    found |= {p.id: p for p in _similar(snapshot, quotation, None)}
    holding = {p.document for p in found.values() if spans_of(quotation, p.text)}
    copies = [d.id for d in snapshot.documents() if d.copy_of in holding]
    found |= {p.id: p for copy in copies for p in snapshot.paragraphs(copy)}
    order = {d.id: n for n, d in enumerate(snapshot.documents())}
    yield from sorted(found.values(), key=lambda p: (order[p.document], p.n))


def _through(wanted: Placed, paragraphs: list[Paragraph]) -> Iterator[Support]:
    """A quotation that runs from one paragraph into the next, with a break in itself there."""
    whole, starts, texts = "", [], []
    for paragraph in paragraphs:
        text = placed(paragraph.text)
        if whole[-1:].isdecimal() and text.text[:1].isdecimal():
            whole += "_"
        starts.append(len(whole))
        texts.append(text)
        whole += text.text
    at = find_bare(wanted.text, whole)
    while at >= 0:
        end = at + len(wanted.text)
        inside = [
            k for k, start in enumerate(starts) if start < end and at < start + len(texts[k].text)
        ]
        breaks = [starts[k] - at for k in inside[1:]]
        if all(wanted.at[b] - wanted.at[b - 1] > 1 for b in breaks):
            for k in inside:
                first, last = max(at - starts[k], 0), min(end - starts[k], len(texts[k].text))
                yield Support(paragraphs[k], Span(texts[k].at[first], texts[k].at[last - 1] + 1))
        at = find_bare(wanted.text, whole, at + 1)


def _in_raw(snapshot: Snapshot, quotation: str, document: str | None) -> Iterator[Support]:
    """Where a damaged page shows the quotation, damage and all."""
    for paragraph in _similar(snapshot, quotation, document):
        if not snapshot.document(paragraph.document).damaged:
            continue
        start, end = paragraph.raw_start, paragraph.raw_end
        raw = snapshot.raw(start, end, document=paragraph.document)
        for span in spans_of(quotation, raw):
            covered = [
                k
                for k in range(len(paragraph.text))
                if (own := snapshot.raw_span(paragraph, k, k + 1)).start < start + span.end
                and start + span.start < own.end
            ]
            if covered:
                yield Support(paragraph, Span(covered[0], covered[-1] + 1))


def _similar(snapshot: Snapshot, quotation: str, document: str | None) -> list[Paragraph]:
    """The best by keywords, then what isn't indexed: titles and headings of their documents, and
    of these documents' mirror copies.
    """
    if document is not None:
        return snapshot.paragraphs(document)
    # Readings that a damaged copy puts between characters are no words to search by.
    words = " ".join(re.findall(rf"[{HAN}]+|[\d.]+", fold(quotation))) or fold(quotation)
    hits = snapshot.search_keywords(keyword_query(words), limit=COMPARED)
    passages = snapshot.passages([hit.passage for hit in hits])
    ids = dict.fromkeys(passages[hit.passage].paragraph_id for hit in hits)
    found = [snapshot.paragraph(id) for id in ids]
    own = {paragraph.document for paragraph in found}
    documents = [d.id for d in snapshot.documents() if d.id in own or d.copy_of in own]
    heads = (p for id in documents for p in snapshot.paragraphs(id) if p.role != "body")
    return [*found, *heads]


def _compared(quotation: str, paragraph: Paragraph) -> Iterable[_Close]:
    """The part of a paragraph, as long as the quotation, that has most of its words."""
    wanted, whole = placed(quotation), placed(paragraph.text)
    ours = list(_TOKEN_RE.finditer(wanted.text))
    theirs = list(_TOKEN_RE.finditer(whole.text))
    matcher = SequenceMatcher(None, [m[0] for m in ours], [m[0] for m in theirs], autojunk=False)
    longest = matcher.find_longest_match()
    if not longest.size:
        return
    first = max(longest.b - longest.a, 0)
    last = min(longest.b + len(ours) - longest.a, len(theirs)) - 1
    # Whole sentences of which the better half is meant.
    window = Span(whole.at[theirs[first].start()], whole.at[theirs[last].end() - 1] + 1)
    meant = [s for s in sentences(paragraph.text) if 2 * _common(s, window) > s.end - s.start]
    spans = {window, Span(meant[0].start, meant[-1].end) if meant else window}
    for span in spans:
        kept = [m for m in theirs if span.start <= whole.at[m.start()] < span.end]
        matcher.set_seq2([m[0] for m in kept])
        differences = tuple(
            Difference(
                _written(quotation, wanted, ours[a:b]), _written(paragraph.text, whole, kept[c:d])
            )
            for tag, a, b, c, d in matcher.get_opcodes()
            if tag != "equal"
        )
        yield _Close(matcher.ratio(), Support(paragraph, span), differences)


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _written(text: str, of: Placed, tokens: list[re.Match[str]]) -> str:
    if not tokens:
        return ""
    return text[of.at[tokens[0].start()] : of.at[tokens[-1].end() - 1] + 1]
