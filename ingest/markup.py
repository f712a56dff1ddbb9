"""HTML -> its visible lines: a block element (p, div, li, tr, h1 …) or <br> is a line.

    lines_of(html)   -> the lines, white space squeezed, empty ones left out
    title_of(html)   -> the first h1, else the title element; "" when there is neither

Scripts, styles and templates show nothing. Which of the lines are the page's main text is
read.py's question. Only the standard library's parser is used, which takes any input.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody "
    "thead tfoot tr title ul".split()
)
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "select"})


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.first: dict[str, str] = {}
        self._pieces: list[str] = []
        self._silent = 0
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line at a block, a silence at a script."""
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._end_line()
        if tag in {"h1", "title"}:
            self._inside.append(tag)
        if tag in {"td", "th"}:
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what the tag began."""
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self._end_line()
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text that a reader sees."""
        if not self._silent:
            self._pieces.append(data)

    def _end_line(self) -> None:
        line = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if not line:
            return
        if self._inside:
            self.first.setdefault(self._inside[-1], line)
        if "title" not in self._inside:
            self.lines.append(line)

    def close(self) -> None:
        """End the last line too."""
        super().close()
        self._end_line()


def lines_of(html: str) -> list[str]:
    """The lines a reader sees, in order.

    >>> lines_of("<h1>题</h1><p>一&amp;二<br>三</p><script>x()</script>")
    ['题', '一&二', '三']
    """
    return _parsed(html).lines


def title_of(html: str) -> str:
    """The page's title, without the site's name after it.

    >>> title_of("<title>市政府开会_某市政府网</title><p>全文</p>")
    '市政府开会'
    """
    first = _parsed(html).first
    title = first.get("h1") or first.get("title", "")
    return re.split(r"\s*[_|｜]\s*|\s+-+\s+", title)[0]


def _parsed(html: str) -> _Lines:
    parser = _Lines()
    parser.feed(html)
    parser.close()
    return parser
