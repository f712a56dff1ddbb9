"""What kind of source a document is, as far as the page itself tells.

By the publisher's name, or by the address if the library has one; a name that fits no row is
said to be unknown, not guessed.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from ingest.document import Document

Standing = Literal["official", "newspaper", "mirror"]

_OFFICIAL = re.compile(r"政府|人大|政协|党委|市委|县委|区委|统计局|发改委|政务网|办公室$")
_NEWSPAPER = re.compile(
    r"日报|晚报|晨报|时报|早报|新报|报社|新闻|广播|电视|传媒|时讯|资讯|在线|观察|网$"
)


def standing(document: Document) -> Standing | None:
    """Who published a document; None where nothing tells.

    A copy that was damaged on its way, or that the library holds in a better form, is a mirror
    whoever it names: its text isn't the publisher's any more.
    """
    if document.damaged or document.copy_of:
        return "mirror"
    host = urlsplit(document.source).hostname or "" if "://" in document.source else ""
    publisher = document.metadata.publisher or ""
    if host.endswith(".gov.cn") or host == "gov.cn" or _OFFICIAL.search(publisher):
        return "official"
    return "newspaper" if _NEWSPAPER.search(publisher) else None
