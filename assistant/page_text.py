"""A conversation as HTML: pure functions, no server and no Gradio.

Text of documents, questions, titles, file names and models passes through `escape`, here
and in page_sources; the only links are our own, from a marker to its source and back.
Anchors carry the turn's number (`#s-3-1` is source 1 of the third answer), so an earlier
answer keeps leading to its own sources. What it all looks like is looks/.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.page_answer import turn_html
from assistant.page_escape import escape
from assistant.page_strings import Strings
from assistant.page_turns import MAX_QUESTION_CHARS, Turn


def rules_html(strings: Strings, *, length: int = 0) -> str:
    """The line under the question box: how to send, or that ``length`` characters are too many."""
    limit = f"{MAX_QUESTION_CHARS:,}"
    if length <= MAX_QUESTION_CHARS:
        rules = strings.question_rules.format(limit=limit)
        return f'<p lang="{strings.language}">{escape(rules)}</p>'
    words = strings.too_long.format(length=f"{length:,}", limit=limit)
    return f'<p class="notice" role="alert" lang="{strings.language}">{escape(words)}</p>'


def offered_html(strings: Strings, *, first: bool) -> str:
    """What stands over the questions on offer: examples at first, follow-ups later."""
    words = strings.examples if first else strings.follow_ups
    return f'<p lang="{strings.language}">{escape(words)}</p>'


def conversation_html(
    turns: Sequence[Turn], strings: Strings, *, notice: str = "", conversation: str = ""
) -> str:
    """The left side: questions and answers in order, or the welcome before the first.

    conversation: its id, for the script of the page.
    """
    if turns:
        said = "".join(turn_html(turn, strings) for turn in turns)
    else:
        warning = f'<p class="notice">{escape(notice)}</p>' if notice else ""
        said = (
            f'<div class="welcome"><p class="lead">{escape(strings.welcome)}</p>'
            f"<p>{escape(strings.welcome_more)}</p>{warning}</div>"
        )
    return (
        f'<h2 class="unseen">{escape(strings.conversation)}</h2>'
        f'<div class="turns" role="log" lang="{strings.language}" '
        f'aria-label="{escape(strings.conversation)}" '
        f'data-conversation="{escape(conversation)}">{said}</div>'
    )
