"""Mirror copies repair each other: what one has lost, another may have whole.

    repair_from(copy, other)   -> the copy, its uncertain places decided by the other
    repair_among(copy, others) -> the same by several, undamaged ones first

Every report of the copy is looked up in the other one by the text around it. Where the other
copy has that place without a report of its own, it decides, and the report says so. Nothing
else is taken over: two copies of a page can differ, and each is cited as it is. Which pages
are copies of each other is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.offsets import Edit, Span, apply
from ingest.restore import Report, Restored

CONFIRMED = "confirmed by a copy"
ANCHORS = (16, 10, 6)
"""Characters on either side that must stand in the other copy, and only once; tried in order."""
SLACK = 8
"""Characters by which the other copy's text may be longer than what was chosen."""

MOST_ASKED = 8
"""Copies that one page asks: of hundreds of mirrors of a notice, most have the same damage."""

# One copy has its punctuation narrow, another wide; the lengths agree.
_NARROW = str.maketrans("，；：！？（）％", ",;:!?()%")


def repair_from(copy: Restored, other: Restored) -> Restored:
    """The copy with each place that the other has undamaged decided by it.

    >>> from ingest.restore import restore
    >>> torn = restore("經(jīng)濟(jì)建設(shè):本市新聞?dòng)浾?名獲(huò)表彰。")
    >>> whole = restore("经济建设:本市新闻记者7名获表彰。")
    >>> torn.text, repair_from(torn, whole).text
    ('经济建设:本市新闻记者�名获表彰。', '经济建设:本市新闻记者7名获表彰。')
    """
    text = copy.text.translate(_NARROW)
    haystack = other.text.translate(_NARROW)
    taken = [other.offsets.out_span(r.raw_start, r.raw_end) for r in undecided(other)]
    edits: list[Edit] = []
    reports: list[Report] = []
    for report in copy.reports:
        if report.kind == CONFIRMED:
            reports.append(report)
            continue
        place = copy.offsets.out_span(report.raw_start, report.raw_end)
        if edits and place.start < edits[-1].end:  # two reports of one stretch: one is enough
            reports.append(report)
            continue
        found = _find(text, place, haystack)
        if found is None or any(t.start < found.end and found.start < t.end for t in taken):
            reports.append(report)
            continue
        ours, theirs = copy.text[slice(*place)], other.text[slice(*found)]
        # Only an end of line that was used up comes back: each site breaks lines as it likes,
        # and paragraphs are numbered by them.
        broken = ours.count("\n") != theirs.count("\n") and report.kind != "swallowed"
        if broken or "\ufffd" in theirs:
            reports.append(report)
            continue
        if ours.translate(_NARROW) != theirs.translate(_NARROW):
            edits.append(Edit(place.start, place.end, theirs))
            rest = tuple(dict.fromkeys((report.chosen, *report.alternatives)))
            reports.append(report._replace(kind=CONFIRMED, chosen=theirs, alternatives=rest))
        else:
            reports.append(report._replace(kind=CONFIRMED))
    repaired, step = apply(copy.text, edits)
    return copy._replace(text=repaired, offsets=step.compose(copy.offsets), reports=tuple(reports))


def repair_among(copy: Restored, others: Sequence[Restored]) -> Restored:
    """The copy as the others decide it, the undamaged first; the first that can decides.

    Of equally damaged ones the earlier is asked first, and of all no more than MOST_ASKED.
    """
    different: dict[tuple[str, tuple[Report, ...]], Restored] = {}
    for other in sorted(others, key=lambda other: other.damaged):
        different.setdefault((other.text, undecided(other)), other)
    different.pop((copy.text, undecided(copy)), None)  # the same losses decide nothing
    for other in [*different.values()][:MOST_ASKED]:
        if not undecided(copy):
            break
        copy = repair_from(copy, other)
    return copy


def undecided(copy: Restored) -> tuple[Report, ...]:
    """The reports of places that no other copy has decided."""
    return tuple(report for report in copy.reports if report.kind != CONFIRMED)


def _find(text: str, place: Span, haystack: str) -> Span | None:
    """The span of the haystack between the same neighbours, if they stand there only once."""
    for reach in ANCHORS:
        left = text[max(0, place.start - reach) : place.start]
        right = text[place.end : place.end + reach]
        if len(left) < ANCHORS[-1] and place.start > len(left):
            continue
        start = 0 if not left else haystack.find(left)
        if start < 0 or (left and haystack.find(left, start + 1) >= 0):
            continue
        start += len(left)
        limit = start + place.end - place.start + SLACK + len(right)
        end = haystack.find(right, start, limit) if right else len(haystack)
        if end >= 0 and end - start <= place.end - place.start + SLACK and (left or right):
            return Span(start, end)
    return None
