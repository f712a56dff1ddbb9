"""Quotations: what stands in quotation marks is verbatim, or it is no quotation.

Compared folded, so script, width, spaces and punctuation don't count; every word does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.sources import Source
from assistant.verdict import Said
from ingest.normalise import fold

# A quotation ends at its own closing mark and never runs on into the next paragraph.
_QUOTED_RE = re.compile(
    r"“([^“”\n]*)”|「([^「」\n]*)」|『([^『』\n]*)』|《([^《》\n]*)》|(?<![a-z\d])\"([^\"\n]*)\"|‘([^‘’\n]{2,})’(?![a-z])"
)
_ELLIPSIS_RE = re.compile(r"…+|\.{3,}|。{3,}|\[\.\.\.\]")
_BARE_RE = re.compile(r"[^\w%.]|(?<!\d)\.|\.(?!\d)")
_GROUPED_RE = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN_RE = re.compile(r"(?<=\d)(?!\.\d)[^\w%]+(?=\d)")
_DENIED_RE = re.compile(r"没有|未|并非|不是|no |not ")


class Quoted(NamedTuple):
    """How many quotations a claim has, and how many of them stand in a source."""

    found: int
    stand: int
    reason: Said | None
    """Of the first that doesn't stand."""


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Folded letters, digits and signs inside numbers: what a quotation is compared by."""
    folded = _GROUPED_RE.sub("", fold(text))
    # 18446;8.9% stays two numbers.
    return _BARE_RE.sub("", _BETWEEN_RE.sub("_", folded))


class Placed(NamedTuple):
    """The same as bare(), and where each of its characters stands in the text."""

    text: str
    at: tuple[int, ...]


@lru_cache(maxsize=512)
def placed(text: str) -> Placed:
    """bare() with positions.

    >>> placed("新增1,800辆。") == ("新增1800辆", (0, 1, 2, 4, 5, 6, 7))
    True
    """
    kept, at = fold(text), list(range(len(text)))
    for pattern, by in ((_GROUPED_RE, ""), (_BETWEEN_RE, "_"), (_BARE_RE, "")):
        left: list[int] = []
        end = 0
        for match in pattern.finditer(kept):
            left += at[end : match.start()] + at[match.start() : match.start() + len(by)]
            end = match.end()
        kept, at = pattern.sub(by, kept), left + at[end:]
    return Placed(kept, tuple(at))


def parts_of(quotation: str) -> list[str]:
    """What stands between the omissions (……) of a quotation, those without a letter left out."""
    return [part for part in _ELLIPSIS_RE.split(quotation) if bare(part)]


def stands(quotation: str, text: str) -> bool:
    """Whether a quotation is in a text word for word, its omissions (……) in order.

    A figure is taken whole: 80辆 is not in 180辆.

    >>> stands("濟源:新增１８０辆。", "济源新增180辆公交车"), stands("80辆", "新增180辆")
    (True, False)
    >>> stands("新增……公交车", "新增180辆公交车")
    True
    """
    whole = bare(text)
    at = 0
    for part in parts_of(quotation):
        wanted = bare(part)
        at = find_bare(wanted, whole, at)
        if at < 0:
            return False
        at += len(wanted)
    return True


def find_bare(wanted: str, whole: str, at: int = 0) -> int:
    """Where bare text next stands in bare text, no figure of it cut; -1 when it doesn't."""
    at = whole.find(wanted, at)
    while at >= 0:
        before, after = (
            whole[at - 1 : at] if at else "",
            whole[at + len(wanted) : at + len(wanted) + 1],
        )
        cut = wanted[0].isdecimal() and (before.isdecimal() or before == ".")
        cut = cut or (
            wanted[-1].isdecimal()
            and (after.isdecimal() or after in (".", "%", "万", "亿"))
            and after != ""
        )
        if not cut:
            return at
        at = whole.find(wanted, at + 1)
    return -1


def quotations(text: str) -> list[str]:
    """What a text has in quotation marks, without the marks."""
    found = (next((g for g in m.groups() if g), "") for m in _QUOTED_RE.finditer(text))
    return [quotation for quotation in found if bare(quotation)]


def check_quotations(text: str, sources: Sequence[Source], *, question: str = "") -> Quoted:
    """Hold every quotation of a claim against the sources and their titles."""
    stand, reason = 0, None
    found = quotations(text)
    for quotation in found:
        if any(
            stands(quotation, s.citation.text) or bare(quotation) in bare(s.labels) for s in sources
        ):
            stand += 1
        elif stands(quotation, question) and _DENIED_RE.search(fold(text)):
            stand += 1  # 文件没有提到“棚户区”: the asker's own word
        elif reason is None:
            shown = "、".join(f"[{s.n}]" for s in sources)
            reason = Said(
                f"“{quotation}”不是引用的段落{shown}里的原话",
                f'"{quotation}" does not stand word for word in {shown}',
            )
    return Quoted(len(found), stand, reason)
