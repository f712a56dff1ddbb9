"""Questions after a list: its heading or the words that count it say what is listed.

    lists_of(paragraphs) -> topic, members and a quotation of each list that has a name

The name is what the lead counts (抓三项措施： -> 三项措施), with its section's heading before it
(健全保障的三项措施); without a count, a marked list is named by the heading (…的要点). A list that
nothing names is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.document import Paragraph
from ingest.enumerations import enumerations
from ingest.members import Enumeration

LEAST = 3
"""Members: fewer are answered by chance."""
LONGEST_NAME = 20
"""Characters of a member that an answer has to hold."""

_COUNTED_RE = re.compile(
    r"(?<![\d一二三四五六七八九十百])(?:[二三四五六七八九十两]{1,3}|\d{1,2})(?:大|个|项|件|条|种)"
    r"[^\W\d一二三四五六七八九十]{2,8}"
)
_NUMBERING_RE = re.compile(r"^\W*[一二三四五六七八九十\d]+\W+|^\W+")
_MARKER_RE = re.compile(
    r"^\W*(?:[一二三四五六七八九十]{1,3}[是要则]|第[一二三四五六七八九十]{1,3}\W|"
    r"\d{1,2}\W|[一二三四五六七八九十]{1,3}\W|[①-⑳])\W*"
)


class Listed(NamedTuple):
    """A list with a name."""

    paragraph: Paragraph
    topic: str
    members: tuple[str, ...]
    quote: str


def lists_of(paragraphs: Sequence[Paragraph]) -> Iterator[Listed]:
    """Every list that has a name, in page order."""
    for paragraph in paragraphs:
        if paragraph.role != "body":
            continue
        for found in enumerations(paragraph.text):
            topic = _topic(paragraph, found)
            members = [_name(paragraph.text[m.start : m.head_end]) for m in found.members]
            whole = found.declared in (None, len(members)) and len(members) >= LEAST
            if topic and whole and all(len(name) >= 2 for name in members):
                yield Listed(paragraph, topic, tuple(members), _quote(paragraph.text, found))


def _topic(paragraph: Paragraph, found: Enumeration) -> str:
    heading = _NUMBERING_RE.sub("", paragraph.section[-1]) if paragraph.section else ""
    counted = list(_COUNTED_RE.finditer(found.lead(paragraph.text)))
    if not counted or found.declared is None:
        named = found.style == "marked" and heading and not re.search(r"\d", heading)
        return f"{heading}的要点" if named else ""
    name = counted[-1][0]
    if not heading or name in heading or re.search(r"\d", heading):
        return name
    return f"{heading}的{name}"


def _name(member: str) -> str:
    return _MARKER_RE.sub("", member).strip('“”"。；;，, ')[:LONGEST_NAME]


def _quote(text: str, found: Enumeration) -> str:
    lead = found.lead(text).strip()
    first = found.members[0]
    return lead[-2 * LONGEST_NAME :] or text[first.start : first.head_end]
