"""Text that can only be text: the one way by which anything foreign gets into the page."""

from __future__ import annotations

import re


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
