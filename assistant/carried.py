"""Whether one paragraph carries a statement; if not, the statement with the paragraph's figures.

Stricter than the checks of an answer (verify.py), which has chosen its paragraph because it
speaks of the matter: here any paragraph may be tried, so the sentence that has the figure must
itself speak of what the statement's figure is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Citation, Claim
from assistant.bounds import with_bound
from assistant.counted import counted
from assistant.sources import Source
from assistant.stated import Stated, pairs_of, stated
from assistant.units import agree
from assistant.verify import verify
from ingest.normalise import fold

SHARED = 0.5
"""Share of what a figure is said of that the document's sentence must speak of as well. Without
it 旅游收入1.2亿元 stood by 创业担保贷款发放1.2亿元; set by hand, 0.4 and 0.6 were not tried."""


class Put(NamedTuple):
    """A statement with the document's figures in it."""

    text: str
    changed: tuple[tuple[str, str, Stated], ...]
    """(as stated, as the document has it, the document's figure)."""


class Ambiguous(Exception):
    """Several figures of one paragraph would do."""


def carries(cited: Citation, text: str) -> bool:
    """Whether a paragraph carries a whole statement, and has its figures of what it speaks of."""
    found = verify([Claim(text, (cited.n,))], [cited])
    if not found.holds or not found.checks.numbers.found:
        return False
    theirs = stated(cited.text)
    return not any(_outdone(s, theirs) or _elsewhere(s, cited) for s in stated(text))


def _elsewhere(said: Stated, cited: Citation) -> bool:
    """Whether the paragraph has the figure only in sentences that speak of something else."""
    own = said.subject - pairs_of(fold(cited.place or "")) or said.subject
    sentences = {
        theirs.sentence
        for theirs in stated(cited.text)
        if (theirs.figure.low, theirs.figure.high) == (said.figure.low, said.figure.high)
    }
    folded = fold(cited.text)
    return bool(sentences) and all(
        len(own & pairs_of(folded[slice(*one)])) < SHARED * len(own) for one in sentences
    )


def _outdone(said: Stated, theirs: Sequence[Stated]) -> bool:
    """Whether the paragraph says another figure of more of what the statement's figure is of."""
    figure = said.figure
    mine = [s for s in theirs if (s.figure.low, s.figure.high) == (figure.low, figure.high)]
    touch = max((len(said.subject & s.subject) for s in mine), default=None)
    return touch is not None and any(
        len(said.subject & other.subject) > touch
        for other in theirs
        if other not in mine
        and agree(figure.unit, other.figure.unit)
        and figure.ordinal == other.figure.ordinal
        and (said.year is None or other.year in (None, said.year))
    )


def corrected(text: str, cited: Citation) -> Put | None:
    """The statement with the paragraph's figures instead of those that don't stand in it.

    None when that isn't carried either. Raises Ambiguous.
    """
    theirs = stated(cited.text)
    outdone = {s.figure.start for s in stated(text) if _outdone(s, theirs)}
    said = counted(text, [Source(cited)])
    wrong = [one.figure for one in said if one.flaw or one.figure.start in outdone]
    if not wrong:
        return None
    changed: list[tuple[str, str, Stated]] = []
    for figure in reversed(wrong):  # from the end, so that the spans before stay right
        mine = next((s for s in stated(text) if s.figure.start == figure.start), None)
        best = _best(text, mine, cited, alone=len(wrong) == 1) if mine else None
        if best is None:
            return None
        text, one = best
        changed.insert(0, one)
    return Put(text, tuple(changed)) if carries(cited, text) else None


def _best(
    text: str, mine: Stated, cited: Citation, *, alone: bool
) -> tuple[str, tuple[str, str, Stated]] | None:
    """The paragraph's figure that is said of the same, put into the statement."""
    start, end = with_bound(fold(text), mine.figure.start, mine.figure.end)
    wanted = len(mine.subject) * SHARED
    found: dict[str, tuple[int, str, Stated]] = {}
    for theirs in stated(cited.text):
        shared = len(mine.subject & theirs.subject)
        if shared < max(1.0, wanted) or theirs.figure.ordinal != mine.figure.ordinal:
            continue
        if not agree(mine.figure.unit, theirs.figure.unit):
            continue
        first, last = with_bound(fold(cited.text), theirs.figure.start, theirs.figure.end)
        written = cited.text[first:last]
        put = text[:start] + written + text[end:]
        if not alone or carries(cited, put):
            known = found.get(written)
            if known is None or known[0] < shared:
                found[written] = (shared, put, theirs)
    if not found:
        return None
    most = max(shared for shared, _, _ in found.values())
    top = {written: one for written, one in found.items() if one[0] == most}
    if len(top) > 1:
        raise Ambiguous
    ((written, (_, put, theirs)),) = top.items()
    return put, (text[start:end].strip(), written.strip(), theirs)
