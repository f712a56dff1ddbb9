"""An answer as Slack shows it: markdown, and below it the sources, the checks, two buttons.

Pure, and within Slack's limits: 12,000 characters of markdown, 50 blocks, 3,000 characters a
text, 10 texts a context block, 13,200 characters in all. (The first four are in slack_sdk's
validators; beyond about the last, Slack answers `msg_blocks_too_long`: slackapi/bolt-js#2509.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Citation, Claim
from assistant.page_strings import Strings
from assistant.permalink import permalink
from assistant.slack_text import fitted, markdown, mrkdwn
from assistant.slack_words import WORDS, Words, strings

Block = dict[str, Any]
MARKDOWN = 12_000
TOTAL = 13_200
BLOCKS = 50
TEXTS = 10
FOR_SOURCES = 4_000
"""Characters of the total that are kept for what stands below the answer."""
QUOTE = 400
"""Characters shown of a supporting sentence; its link leads to all of it."""
LINE = 1_000
"""Characters of one line of the checks, and of a notification."""
FEEDBACK = "wenzheng_feedback"
"""The action id of the two buttons."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent for one answer."""

    text: str
    """The answer as markdown."""
    below: tuple[Block, ...]
    """Blocks for what belongs to it."""
    notification: str
    """The answer as mrkdwn, for where blocks aren't shown."""

    @property
    def blocks(self) -> list[Block]:
        """All of it as blocks, for a message that wasn't streamed."""
        return [{"type": "markdown", "text": self.text}, *self.below]


def message(answer: Answer, *, address: str, limits: str = "") -> Message:
    """Lay out a whole answer.

    address: where the page is served, for the links. limits: what the channel is limited to.
    """
    words, said = WORDS[answer.script], strings(answer.script)
    text = answer_text(answer)
    left = TOTAL - len(text)
    checks = _context([_short(line) for line in _lines(answer, words, said, limits)])
    left -= _size(checks)
    buttons = _feedback(answer, said)
    sources = _sources(answer, words, said, address, left - 200)
    below = [*checks, *_context(sources)][: BLOCKS - 2]
    notification = fitted(answer.text, LINE, mrkdwn)
    return Message(text, (*below, buttons), notification)


def answer_text(answer: Answer, *, growing: bool = False) -> str:
    """The claims with their markers as markdown, list items on lines of their own.

    growing: only what won't change any more, so that the rest can be appended to it.
    """
    if answer.declined:
        return "" if growing else fitted(answer.message, MARKDOWN - FOR_SOURCES, markdown)
    said = strings(answer.script)
    note = markdown(WORDS[answer.script].shortened)
    most = MARKDOWN - (FOR_SOURCES if answer.citations else 0) - len(note) - 2
    text, item = "", False
    for claim in answer.claims:
        if growing and claim.status == "pending":
            break
        shown = _claim(claim, answer, said)
        gap = "" if not text else "\n" if claim.item and item else "\n\n"
        if text and not claim.item and not item:
            gap = ""
        if len(text) + len(gap) + len(shown) > most:
            # What stands is never shortened again, or it couldn't be streamed.
            return text if growing else f"{text}\n\n{note}" if text else shown[:0] + note
        text += gap + shown
        item = claim.item
    return text


def _claim(claim: Claim, answer: Answer, said: Strings) -> str:
    marks = "".join(f"[{n}]" for n in claim.citations)
    doubt = ""
    if claim.status == "unverified" or claim.text in answer.checks.unverified:
        doubt = f" ⚠ _({markdown(claim.doubt or said.unverified)})_"
    return ("- " if claim.item else "") + fitted(claim.text, 3_000, markdown) + marks + doubt


def _lines(answer: Answer, words: Words, said: Strings, limits: str) -> list[str]:
    """What is to be known about an answer, a line each."""
    checks = answer.checks
    lines = [answer.notice] if answer.notice else []
    if answer.understood:
        lines.append(said.understood.format(question=answer.understood))
    if checks.list is not None and not answer.declined:
        given, declared = checks.list.given, checks.list.declared
        shown = said.counted if declared is None else said.complete
        if declared is not None and given != declared:
            shown = said.uneven
        lines.append(shown.format(given=given, declared=declared))
    shown_claims = {claim.text for claim in answer.claims}
    dropped = sum(text not in shown_claims for text in checks.unverified)
    if dropped:
        lines.append(said.dropped.format(count=dropped))
    if limits:
        lines.append(words.limited.format(limits=limits))
    return lines


def _sources(answer: Answer, words: Words, said: Strings, address: str, left: int) -> list[str]:
    """The sources that fit, each with its number; the last line tells of those that don't."""
    if answer.declined:
        if answer.nearest is None:
            return []
        nearest = _source(answer.nearest, words, said, address, quote=QUOTE, number=False)
        return [f"{mrkdwn(said.nearest)}: {nearest}"]
    cited = answer.citations
    most = (BLOCKS - 10) * TEXTS
    for quote in (QUOTE, 120, 0):
        lines = [_source(c, words, said, address, quote=quote) for c in cited]
        if sum(map(len, lines)) <= left and len(lines) <= most:
            return lines
    kept: list[str] = []
    for line in lines[:most]:
        if sum(map(len, kept)) + len(line) > left - 100:
            break
        kept.append(line)
    return [*kept, mrkdwn(words.more_sources.format(count=len(cited) - len(kept)))]


def _source(
    citation: Citation,
    words: Words,
    said: Strings,
    address: str,
    *,
    quote: int,
    number: bool = True,
) -> str:
    about = [
        citation.place,
        said.year.format(year=citation.year) if citation.year is not None else None,
        said.periods.get(citation.period) if citation.period else None,
        citation.title or said.untitled,
    ]
    head = fitted(" · ".join(part for part in about if part), 300, mrkdwn)
    sentence = f"\n“{fitted(citation.quote, quote, mrkdwn)}”" if quote else ""
    link = permalink(citation.paragraph, address=address)
    return (
        f"*[{citation.n}]* " if number else ""
    ) + f"{head}{sentence} <{mrkdwn_url(link)}|{words.paragraph}>"


def mrkdwn_url(address: str) -> str:
    """An address as it may stand in `<address|label>`."""
    return address.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def _short(line: str) -> str:
    return fitted(line, LINE, mrkdwn)


def _context(lines: Sequence[str]) -> list[Block]:
    """Context blocks of up to ten texts; `verbatim` keeps Slack from finding links in them."""
    return [
        {
            "type": "context",
            "elements": [
                {"type": "mrkdwn", "text": line, "verbatim": True}
                for line in lines[start : start + TEXTS]
            ],
        }
        for start in range(0, len(lines), TEXTS)
    ]


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(element["text"]) for block in blocks for element in block["elements"])


def _feedback(answer: Answer, said: Strings) -> Block:
    def button(label: str, verdict: str) -> Block:
        """One of the two."""
        return {
            "text": {"type": "plain_text", "text": label},
            "accessibility_label": label,
            "value": f"{verdict}:{answer.id}",
        }

    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": button(said.good, "good"),
                "negative_button": button(said.bad, "bad"),
            }
        ],
    }
