"""One turn of a conversation as HTML: how it was understood, the claims, what was checked.

Three kinds of claims look apart: verified ones are plain, pending ones muted, and one that
its citations don't carry is underlined and says why on hover and on focus.
"""

from __future__ import annotations

import re
from itertools import groupby

from assistant.answer import Answer, Claim
from assistant.page_escape import escape
from assistant.page_sources import file_name
from assistant.page_strings import Strings
from assistant.page_turns import Turn

_LANG = {"hans": "zh-Hans", "hant": "zh-Hant", "latin": "en"}
# Items that bring their own number (一是, （一）, 1.) get none from the list.
_NUMBERED = re.compile(
    r"\s*(第?[一二三四五六七八九十]+[是、件]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
)


def turn_html(turn: Turn, strings: Strings) -> str:
    """A question with what has become of it so far."""
    body = _declined(turn, strings) if _has_declined(turn) else _claims(turn, strings)
    lang = _LANG[turn.answer.script] if turn.answer else strings.language
    return (
        f'<article class="turn {turn.state}" id="a-{turn.n}" aria-labelledby="q-{turn.n}">'
        f'<h3 class="question" id="q-{turn.n}">{escape(turn.question)}</h3>'
        f'{_steps(turn, strings)}{_conflict(turn)}<div class="answer" lang="{lang}">{body}</div>'
        f"{_outcome(turn, strings)}{_tools(turn, strings)}</article>"
    )


def _conflict(turn: Turn) -> str:
    """That documents contradict each other is said before what they say."""
    answer = turn.answer
    if answer is None or answer.declined or answer.reason != "conflict" or not answer.notice:
        return ""
    return f'<p class="notice conflict" lang="{_LANG[answer.script]}">{escape(answer.notice)}</p>'


def _has_declined(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.declined


def _steps(turn: Turn, strings: Strings) -> str:
    """How the answer came about, folded away: understood, searched, found, what it took."""
    answer = turn.answer
    if answer is None:
        return ""
    rows = []
    if answer.understood and answer.understood != answer.question:
        rows.append(strings.understood.format(question=answer.understood))
    if turn.within is not None:
        rows.append(strings.within.format(count=turn.within))
    if answer.paragraphs_found:
        rows.append(strings.found.format(count=answer.paragraphs_found))
    usage = answer.usage
    if usage is not None:
        tokens = f"{usage.prompt_tokens + usage.completion_tokens:,}"
        used = strings.used.format(model=usage.model, calls=usage.calls, tokens=tokens)
        if usage.cost is not None:
            used += " · " + strings.cost.format(cost=f"{usage.cost:.4f}")
        rows.append(used)
    if rows and "total" in answer.seconds:
        rows.append(strings.took.format(seconds=f"{answer.seconds['total']:.1f}"))
    if not rows:
        return ""
    listed = "".join(f"<li>{escape(row)}</li>" for row in rows)
    return (
        f'<details class="steps" lang="{strings.language}">'
        f"<summary>{escape(strings.steps)} · {escape(rows[0])}</summary><ul>{listed}</ul></details>"
    )


def _claims(turn: Turn, strings: Strings) -> str:
    answer = turn.answer
    if answer is None:
        return ""
    unseen = {citation.n for citation in answer.citations}
    known = frozenset(unseen)
    whose = _whose(answer, strings)

    def marked(k: int, claim: Claim) -> str:
        """One claim with its markers, and its doubt where it has one."""
        links = ""
        for n in claim.citations:
            if n in known:
                # The way back from a source leads to the first marker that names it.
                links += _marker(turn.n, n, strings, first=n in unseen)
                unseen.discard(n)
        links += "".join(whose[n] for n in claim.citations[:1] if n in whose)
        if _is_doubted(claim, answer):
            return _doubted(claim, f"u-{turn.n}-{k}", strings) + links
        if claim.status == "pending":
            heard = f'<span class="unseen">{escape(strings.pending)}</span>'
            return f'<span class="claim unsure">{escape(claim.text)}</span>{heard}{links}'
        return escape(claim.text) + links

    blocks: list[str] = []
    for is_item, group in groupby(enumerate(answer.claims), key=lambda pair: pair[1].item):
        claims = list(group)
        if is_item:
            own = " own" if all(_NUMBERED.match(claim.text) for _, claim in claims) else ""
            items = "".join(f"<li>{marked(k, claim)}</li>" for k, claim in claims)
            blocks.append(f'<ol class="claims{own}">{items}</ol>')
        else:
            blocks.append(f"<p>{''.join(marked(k, claim) for k, claim in claims)}</p>")
    return "".join(blocks)


def _is_doubted(claim: Claim, answer: Answer) -> bool:
    return claim.status == "unverified" or claim.text in answer.checks.unverified


def _whose(answer: Answer, strings: Strings) -> dict[int, str]:
    """Where documents contradict each other: citation -> which of them says it."""
    if answer.reason != "conflict":
        return {}
    titles = [citation.title for citation in answer.citations]
    told = {}
    for cited in answer.citations:
        same = titles.count(cited.title) > 1 and len({c.document for c in answer.citations}) > 1
        name = cited.title or strings.untitled
        parts = [name, cited.date, file_name(cited.source) if same or not cited.title else None]
        told[cited.n] = (
            f'<span class="whose" lang="{strings.language}">'
            f"{escape(strings.says.format(name=' · '.join(part for part in parts if part)))}</span>"
        )
    return told


def _doubted(claim: Claim, id: str, strings: Strings) -> str:
    """A claim that nothing carries, with the reason as a note that opens like a torn place's."""
    why = escape(claim.doubt or strings.unverified)
    return (
        f'<span class="claim doubt" tabindex="0" role="note" aria-describedby="{id}">'
        f'{escape(claim.text)}<span class="tip" role="tooltip" id="{id}">{why}</span></span>'
    )


def _marker(turn: int, n: int, strings: Strings, *, first: bool) -> str:
    label = escape(strings.citation.format(n=n))
    anchor = f' id="c-{turn}-{n}"' if first else ""
    # The brackets are for what is copied; on the page the number alone is shown.
    return (
        f'<a class="cite"{anchor} href="#s-{turn}-{n}" aria-label="{label}">'
        f"<span>[</span>{n}<span>]</span></a>"
    )


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
    notice = "" if _conflict(turn) else turn.answer.notice
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
    doubted = sum(_is_doubted(claim, answer) for claim in answer.claims)
    if doubted:
        rows.append(("short", strings.doubts.format(count=doubted)))
    dropped = sum(claim not in shown for claim in checks.unverified)
    if dropped:
        rows.append(("short", strings.dropped.format(count=dropped)))
    listed = "".join(f'<li class="{kind}">{escape(words)}</li>' for kind, words in rows)
    return f'<ul class="checks" lang="{strings.language}">{listed}</ul>'


def _tools(turn: Turn, strings: Strings) -> str:
    """What can be done with a finished answer: copy it, and say what it was worth."""
    if turn.state != "done" or turn.answer is None:
        return ""
    verdicts = "".join(
        f'<button type="button" class="quiet verdict" data-verdict="{verdict}" '
        f'data-turn="{turn.n}" aria-pressed="{str(turn.verdict == verdict).lower()}">'
        f"{escape(label)}</button>"
        for verdict, label in (("good", strings.good), ("bad", strings.bad))
    )
    return (
        f'<div class="tools" lang="{strings.language}"><button type="button" class="quiet copy" '
        f'data-turn="{turn.n}">{escape(strings.copy_answer)}</button>{verdicts}</div>'
    )
