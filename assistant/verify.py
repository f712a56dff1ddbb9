"""Hold an answer against its cited paragraphs: numbers, quotations, lists.

Nothing here repairs. A claim whose numbers or words its citations don't carry is named in
``checks.unverified``; finish.py decides what becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Checks, Citation, Claim, Count, ListCount
from assistant.verdict import Verdict, Verification
from ingest.normalise import fold
from ingest.words import bigrams

_NUMBER_RE = re.compile(r"(?<![\d.])(\d+(?:,\d{3})*(?:\.\d+)?)(个百分点|%|‰|万亿|亿|万|千)?")
TORN_NUMBER = re.compile(r"\d[.,]?�|�[.,]?\d")
"""A figure that the published copy lost a digit of: it is never stated."""
_HAN_RE = re.compile(r"[㐀-鿿]")
RELATED = 0.3
"""Set by hand; to be measured on altered and paraphrased answers."""
_BARE_RE = re.compile(r"[^\w%.]|(?<!\d)\.|\.(?!\d)")


class Number(NamedTuple):
    """A figure with what scales it: 1.26万 is not 1.26."""

    digits: str
    scale: str


def numbers(text: str) -> list[Number]:
    """The figures of a text, in order.

    >>> [tuple(n) for n in numbers("增长８.3%,达1,350万人次")]
    [('8.3', '%'), ('1350', '万')]
    """
    found = _NUMBER_RE.findall(fold(text))
    return [Number(digits.replace(",", ""), scale) for digits, scale in found]


def supported(number: Number, texts: Sequence[str]) -> bool:
    """Whether one of the texts states this figure with this scale."""
    return any(number in numbers(text) for text in texts)


def quoted(claim: str, text: str) -> bool:
    """Whether a claim stands in a text word for word, but for script, width and punctuation.

    >>> quoted("濟源:新增１８０辆。", "济源新增180辆公交车")
    True
    """
    return bare(claim) in bare(text)


def bare(text: str) -> str:
    """Folded letters, digits and signs inside numbers: what a quotation is compared by."""
    return _BARE_RE.sub("", fold(text))


def check(
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    *,
    listed: ListCount | None = None,
    verbatim: bool = True,
) -> Checks:
    """Check each claim against the paragraphs it cites.

    ``verbatim`` asks for every claim to stand in its paragraph word for word, as an
    extractive answer must.
    """
    texts = {citation.n: citation.text for citation in citations}
    labelled = {citation.n: f"{_labels(citation)} {citation.text}" for citation in citations}
    found = good = quotes = true_quotes = 0
    unverified: list[str] = []
    for claim in claims:
        cited = [texts[n] for n in claim.citations if n in texts]
        figures = numbers(claim.text)
        known = [labelled[n] for n in claim.citations if n in labelled]
        holding = [number for number in figures if supported(number, known)]
        found += len(figures)
        good += len(holding)
        whole = not TORN_NUMBER.search(claim.text)
        holds = whole and bool(cited) and len(holding) == len(figures)
        if verbatim:
            quotes += 1
            stands = any(quoted(claim.text, text) for text in cited)
            true_quotes += stands
            holds = holds and stands
        elif _HAN_RE.search(claim.text):
            holds = holds and any(_speaks_of(claim.text, text) for text in known)
        if not holds:
            unverified.append(claim.text)
    return Checks(
        numbers=Count(found, good),
        quotes=Count(quotes, true_quotes),
        list=listed,
        unverified=tuple(unverified),
    )


def verify(
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    *,
    question: str = "",
    listed: ListCount | None = None,
    verbatim: bool = False,
) -> Verification:
    """Hold every claim, cited or not, against the paragraphs it cites.

    ``question`` is what was asked: its words may be repeated, its figures only where the
    sentence denies them. ``listed`` is what the answerer counted, None for free text.
    ``verbatim`` asks for word-for-word claims, as an extractive answer must give. Pure and
    fast: no model, no library, about a millisecond a claim. Never raises for a text.
    """
    checks = check(claims, citations, listed=listed, verbatim=verbatim)
    verdicts = tuple(
        Verdict(False, "wording", "未核实") if claim.text in checks.unverified else Verdict(True)
        for claim in claims
    )
    return Verification(verdicts, checks)


def _speaks_of(claim: str, text: str) -> bool:
    """Whether a reworded claim has enough in common with a text to be about it.

    RELATED of its character pairs: a paraphrase keeps its names and nouns, while a sentence
    from a model's memory shares little more than function words.
    """
    pairs = set(bigrams(fold(claim)))
    folded = fold(text)
    return sum(pair in folded for pair in pairs) >= RELATED * len(pairs)


def _labels(citation: Citation) -> str:
    """What a sentence may name of its source: 2019年 is said by the section, not the sentence."""
    return f"{citation.title or ''} {citation.year or ''}年 {' '.join(citation.section)}"
