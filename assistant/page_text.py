"""A conversation as HTML: pure functions, no server and no Gradio.

Text of documents, questions, titles, file names and models passes through `escape`, here
and in page_sources; the only links are our own, from a marker to its source and back.
Anchors carry the turn's number (`#s-3-1` is source 1 of the third answer), so an earlier
answer keeps leading to its own sources. What it all looks like is page.css.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Answer, Claim
from assistant.page_strings import Strings
from assistant.page_turns import MAX_QUESTION_CHARS, Turn

_LANG = {"hans": "zh-Hans", "hant": "zh-Hant", "latin": "en"}
# Items that bring their own number (一是, （一）, 1.) get none from the list.
_NUMBERED = re.compile(
    r"\s*(第?[一二三四五六七八九十]+[是、件]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
)


def escape(text: str) -> str:
    """Text that can only be text: every ASCII mark that means something becomes a reference.

    Not only ``<>&"'``: Gradio runs templates (``${…}``, ``{{…}}``) and Markdown over some
    of what it shows, and a mark that isn't there can't be taken for one of theirs.
    Control characters are shown as their pictures, lone surrogates as U+FFFD.

    >>> escape("<b>${1}")
    '&#60;b&#62;&#36;&#123;1&#125;'
    """
    return _MARKS.sub(_reference, text.replace("\r\n", "\n"))


_MARKS = re.compile(r"[^\w\s]|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff_]")


def _reference(match: re.Match[str]) -> str:
    mark = match.group()
    code = ord(mark)
    if 0xD800 <= code <= 0xDFFF:
        return "�"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"&#{code};" if code < 0x80 else mark


def heading_html(strings: Strings) -> str:
    """The name of the page and what it is for."""
    return (
        f'<h1 lang="{strings.language}">{escape(strings.name)}</h1>'
        f'<p lang="{strings.language}">{escape(strings.tagline)}</p>'
    )


def rules_html(strings: Strings, *, length: int = 0) -> str:
    """The line under the question box: how to send, or that ``length`` characters are too many."""
    limit = f"{MAX_QUESTION_CHARS:,}"
    if length <= MAX_QUESTION_CHARS:
        rules = strings.question_rules.format(limit=limit)
        return f'<p lang="{strings.language}">{escape(rules)}</p>'
    words = strings.too_long.format(length=f"{length:,}", limit=limit)
    return f'<p class="notice" role="alert" lang="{strings.language}">{escape(words)}</p>'


def conversation_html(turns: Sequence[Turn], strings: Strings, *, notice: str = "") -> str:
    """The left side: questions and answers in order, or the welcome before the first."""
    if turns:
        said = "".join(_turn(turn, strings) for turn in turns)
    else:
        warning = f'<p class="notice">{escape(notice)}</p>' if notice else ""
        said = (
            f'<div class="welcome"><p class="lead">{escape(strings.welcome)}</p>'
            f"<p>{escape(strings.welcome_more)}</p>{warning}</div>"
        )
    return (
        f'<h2 class="unseen">{escape(strings.conversation)}</h2>'
        f'<div class="turns" role="log" lang="{strings.language}" '
        f'aria-label="{escape(strings.conversation)}">{said}</div>'
    )


def _turn(turn: Turn, strings: Strings) -> str:
    body = _declined(turn, strings) if _has_declined(turn) else _claims(turn, strings)
    lang = _LANG[turn.answer.script] if turn.answer else strings.language
    return (
        f'<article class="turn {turn.state}" id="a-{turn.n}" aria-labelledby="q-{turn.n}">'
        f'<h3 class="question" id="q-{turn.n}">{escape(turn.question)}</h3>'
        f'<div class="answer" lang="{lang}">{body}</div>{_outcome(turn, strings)}</article>'
    )


def _has_declined(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.declined


def _claims(turn: Turn, strings: Strings) -> str:
    answer = turn.answer
    if answer is None:
        return ""
    unseen = {citation.n for citation in answer.citations}
    known = frozenset(unseen)

    def marked(claim: Claim) -> str:
        links = ""
        for n in claim.citations:
            if n in known:
                # The way back from a source leads to the first marker that names it.
                links += _marker(turn.n, n, strings, first=n in unseen)
                unseen.discard(n)
        doubted = claim.text in answer.checks.unverified
        doubt = f'<span class="doubt">{escape(strings.unverified)}</span>' if doubted else ""
        return escape(claim.text) + links + doubt

    blocks: list[str] = []
    for is_item, group in groupby(answer.claims, key=lambda claim: claim.item):
        claims = list(group)
        if is_item:
            own = " own" if all(_NUMBERED.match(claim.text) for claim in claims) else ""
            items = "".join(f"<li>{marked(claim)}</li>" for claim in claims)
            blocks.append(f'<ol class="claims{own}">{items}</ol>')
        else:
            blocks.append(f"<p>{''.join(marked(claim) for claim in claims)}</p>")
    return "".join(blocks)


def _marker(turn: int, n: int, strings: Strings, *, first: bool) -> str:
    label = escape(strings.citation.format(n=n))
    anchor = f' id="c-{turn}-{n}"' if first else ""
    return f'<a class="cite"{anchor} href="#s-{turn}-{n}" aria-label="{label}">[{n}]</a>'


def _declined(turn: Turn, strings: Strings) -> str:
    answer = turn.answer
    assert answer is not None
    reason = strings.reasons.get(answer.reason) if answer.reason else None
    label = f'<p class="reason">{escape(reason)}</p>' if reason else ""
    message = f"<p>{escape(answer.message)}</p>" if answer.message else ""
    nearest = ""
    if answer.nearest is not None:
        nearest = (
            f'<div class="nearest"><p class="label">{escape(strings.nearest)}</p>'
            f"<blockquote>{escape(answer.nearest.quote or answer.nearest.text)}</blockquote>"
            f'<p><a id="c-{turn.n}-nearest" href="#s-{turn.n}-nearest">'
            f"{escape(strings.nearest_source)}</a></p></div>"
        )
    return f'<div class="declined">{label}{message}{nearest}</div>'


def _outcome(turn: Turn, strings: Strings) -> str:
    """The line under an answer: what was checked, or why there is no more."""
    if turn.state == "answering":
        words = strings.writing if turn.answer else strings.searching
        return f'<p class="pending" lang="{strings.language}">{escape(words)}</p>'
    if turn.state == "failed":
        return f'<p class="notice" role="alert">{escape(turn.notice)}</p>'
    if turn.state == "stopped":
        words = strings.stopped if turn.answer else strings.stopped_empty
        return f'<p class="notice">{escape(words)}</p>'
    if turn.answer is None:
        return ""
    notice = turn.answer.notice
    told = f'<p class="notice">{escape(notice)}</p>' if notice else ""
    return told if turn.answer.declined else told + _checks(turn.answer, strings)


def _checks(answer: Answer, strings: Strings) -> str:
    checks, rows = answer.checks, []
    if checks.list is not None:
        declared, given = checks.list.declared, checks.list.given
        if declared is None:
            rows.append(("", strings.counted.format(given=given)))
        else:
            words, kind = (
                (strings.complete, "good") if given == declared else (strings.uneven, "short")
            )
            rows.append((kind, words.format(given=given, declared=declared)))
    if checks.numbers.found:
        found, supported = checks.numbers.found, checks.numbers.supported
        kind = "good" if found == supported else "short"
        rows.append((kind, strings.numbers.format(found=found, supported=supported)))
    rows.append(("", strings.extractive if answer.mode == "extractive" else strings.model))
    shown = {claim.text for claim in answer.claims}
    dropped = sum(claim not in shown for claim in checks.unverified)
    if dropped:
        rows.append(("short", strings.dropped.format(count=dropped)))
    listed = "".join(f'<li class="{kind}">{escape(words)}</li>' for kind, words in rows)
    return f'<ul class="checks" lang="{strings.language}">{listed}</ul>'
