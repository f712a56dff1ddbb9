"""An answer or a whole conversation as Markdown: claims with footnotes, one for each source.

For notes and reports: what is copied keeps its sources. Marks of the text that Markdown would
take for its own are escaped, so a passage can bring no link and no picture along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.page_strings import Strings
from assistant.page_turns import Turn
from assistant.permalink import permalink

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|!~$&]|(?<=\d)\.(?=\s)|^[-+=](?=\s)|://", re.MULTILINE)


def plain(text: str) -> str:
    r"""Text that Markdown leaves as it is, on one line.

    >>> plain("[x](http://evil.test) *和* 2. ")
    '\\[x\\](http\\://evil.test) \\*和\\* 2\\.'
    """
    line = " ".join(text.split())
    return _MARKS.sub(_escaped, f"{line} ").strip()


def _escaped(match: re.Match[str]) -> str:
    return r"\:" + "//" if match.group() == "://" else f"\\{match.group()}"


def answer_markdown(
    answer: Answer, strings: Strings, *, address: str = "", prefix: str = ""
) -> str:
    """One answer with its footnotes.

    address: where the page is served, for the links. prefix: set before every footnote's
    number, so that several answers fit into one text.
    """
    if answer.declined:
        nearest = f"\n\n> {plain(answer.nearest.quote)}" if answer.nearest else ""
        return f"{plain(answer.message)}{nearest}\n"
    blocks: list[str] = []
    joined = False
    for claim in answer.claims:
        marks = "".join(f"[^{prefix}{n}]" for n in claim.citations)
        doubt = ""
        if claim.status == "unverified" or claim.text in answer.checks.unverified:
            doubt = f" *({plain(claim.doubt or strings.unverified)})*"
        text = f"{plain(claim.text)}{marks}{doubt}"
        if claim.item:
            blocks.append(f"- {text}")
        elif joined:
            blocks[-1] += text
        else:
            blocks.append(text)
        joined = not claim.item
    said = ""
    for k, block in enumerate(blocks):
        listed = k > 0 and block.startswith("- ") and blocks[k - 1].startswith("- ")
        said += ("" if k == 0 else "\n" if listed else "\n\n") + block
    notes = "\n".join(_footnote(c, strings, address, prefix) for c in answer.citations)
    return f"{said}\n\n{notes}\n" if notes else f"{said}\n"


def conversation_markdown(
    title: str, turns: Sequence[Turn], strings: Strings, *, address: str = ""
) -> str:
    """A conversation with a heading for each question."""
    parts = [f"# {plain(title)}\n"]
    for turn in turns:
        parts.append(f"## {plain(turn.question)}\n")
        if turn.answer is not None:
            parts.append(
                answer_markdown(turn.answer, strings, address=address, prefix=f"{turn.n}-")
            )
        if turn.state == "stopped":
            parts.append(f"*{strings.stopped if turn.answer else strings.stopped_empty}*\n")
        if turn.state == "failed":
            parts.append(f"*{plain(turn.notice)}*\n")
    return "\n".join(parts)


def _footnote(citation: Citation, strings: Strings, address: str, prefix: str) -> str:
    about = [
        citation.title or strings.untitled,
        citation.place,
        strings.year.format(year=citation.year) if citation.year is not None else None,
        strings.periods.get(citation.period) if citation.period else None,
        " › ".join(citation.section) or None,
    ]
    head = plain(" · ".join(part for part in about if part))
    link = permalink(citation.paragraph, address=address)
    return f"[^{prefix}{citation.n}]: {head}: “{plain(citation.quote)}” <{link}>"
