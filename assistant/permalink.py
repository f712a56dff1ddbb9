"""The address of a paragraph: `/?p=<id>` opens the reader at it, wherever the page is served.

The browser, the API and bots all take it from here.
"""

from __future__ import annotations

from urllib.parse import quote


def permalink(paragraph: str, *, address: str = "") -> str:
    """The link to a paragraph; ``address`` is where the page is served, empty for the page itself.

    >>> permalink("ab12#p3", address="https://wenzheng.example/")
    'https://wenzheng.example/?p=ab12%23p3'
    """
    return f"{address.rstrip('/')}/?p={quote(paragraph, safe='')}"
