"""Text that can only be text in Slack: no mention, no link, no formatting of its own.

Slack reads two languages: *markdown* (the text of an answer) and its own *mrkdwn* (the sources
below it, notifications). In both, `<`, `>` and `&` as references take mentions (`<!here>`,
`<@U1>`) and links away, which is what Slack asks for. A mark that mrkdwn has no escape for gets
a space of no width beside it: what is read stays as it was published.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NO_WIDTH = "\u200b"
_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Controls, halves of a surrogate pair, and marks that turn the direction of what follows."""
_AT_OR_ADDRESS = re.compile(r"(?<=@)(?=\w)|(?<=:)(?=//)|(?<=:)(?=[a-z0-9_+'-]+:)")
"""Where `@here`, an address or the name of an emoji would begin."""
_MARKDOWN_MARKS = re.compile(
    r"([\\`*_{}\[\]#|~$]|!(?=\[)|(?<=\d)\.(?=\s)|^[-+=](?=\s))", re.MULTILINE
)
_MRKDWN_MARKS = re.compile(r"[*_~`]|^>")


def mrkdwn(text: str) -> str:
    r"""One line of text for a mrkdwn field.

    >>> mrkdwn("<!here> R&D")
    '&lt;!here&gt; R&amp;D'
    """
    line = _MRKDWN_MARKS.sub(lambda mark: f"{mark[0]}{_NO_WIDTH}", _line(text))
    return line.translate(_REFERENCES)


def markdown(text: str) -> str:
    r"""One line of text for a markdown field.

    >>> markdown("*<@U1>* [x](y)")
    '\\*&lt;@\u200bU1&gt;\\* \\[x\\](y)'
    """
    return _MARKDOWN_MARKS.sub(r"\\\1", f"{_line(text)} ").strip().translate(_REFERENCES)


def fitted(text: str, most: int, escape: Callable[[str], str]) -> str:
    """The text escaped, shortened until it has at most ``most`` characters.

    >>> fitted("a < b < c", 9, mrkdwn)
    'a &lt; b…'
    """
    whole = escape(text)
    if len(whole) <= most:
        return whole
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if len(escape(text[:middle])) < most:
            fits = middle
        else:
            too_long = middle
    return escape(text[:fits]) + "…" if most else ""


def asked(text: str) -> str:
    """What somebody typed, out of a message's text: mentions gone, links as they were read.

    >>> asked("<@U0BOT> 2019年<http://a.test|济源> R&amp;D <#C1|general>")
    '2019年济源 R&D general'
    """
    read = re.sub(r"<([^<>]*)>", _read, text)
    for reference, mark in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        read = read.replace(reference, mark)
    return " ".join(read.split())


def _read(match: re.Match[str]) -> str:
    target, _, label = match[1].partition("|")
    if target.startswith(("@", "!")):
        return " "
    return label or target.lstrip("#")


def _line(text: str) -> str:
    line = " ".join(_HARMFUL.sub("\ufffd", text).split())
    return _AT_OR_ADDRESS.sub(_NO_WIDTH, line)
