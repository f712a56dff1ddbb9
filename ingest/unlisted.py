"""Districts that no gazetteer lists (峡山区, 临港开发区): they show by the offices they have.

    local_areas(text, within=…) -> each with how often the text names it

Development zones and new districts report like counties but have no code. Where their names
begin is settled by the text, as nothing marks it: of 访峡山区 and 峡山区 the one that recurs.
"""

from __future__ import annotations

import re

from ingest.document import Place
from ingest.gazetteer import NEW_AREAS
from ingest.places import candidates

_LOCAL_AREA_RE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,12}?区)(?=(?:党工委|党政办|工委|管委会|管理委员会|党委书记))"
)
_AREA_KIND = (
    "高新技术产业开发区|经济技术开发区|经济开发区|高新技术开发区|产业集聚区|工业园区|产业园区|旅游度假区|"
    "综合保税区|保税区|示范区|度假区|管理区|实验区|开发区|高新区|经开区|新区|园区|景区|区"
)
_BARE_AREA_RE = re.compile(rf"(?:国家级?|省级|市|县|本|各|该|我|全)?(?:{_AREA_KIND})")


def local_areas(text: str, *, within: Place | None = None) -> dict[Place, int]:
    """Districts without a code of their own, and how often the text names each.

    They show by their offices: 峡山区党工委, 临港开发区管委会. Where a name begins is settled
    by the text: of 访峡山区 and 峡山区 the one that recurs. An area without a name of its
    own (开发区, 我市高新区) is none.

    >>> local_areas("访峡山区党工委书记。峡山区将推进改革。", within=Place(("山东省", "潍坊市")))
    {Place(parts=('山东省', '潍坊市', '峡山区')): 2}
    """
    found: dict[Place, int] = {}
    outer = within.parts if within else ()
    for written in dict.fromkeys(match["name"] for match in _LOCAL_AREA_RE.finditer(text)):
        name = _recurring(written, text)
        if name is None or candidates(name):
            continue
        own = NEW_AREAS.get(name, outer)
        found[Place((*own, name))] = text.count(name)
    for name, above in NEW_AREAS.items():
        if name in text:
            found[Place((*above, name))] = text.count(name)
    return found


def _recurring(name: str, text: str) -> str | None:
    """The longest ending of ``name`` that stands as often as the shorter ones, nearly."""
    best = None
    kind = re.search(rf"(?:{_AREA_KIND})$", name)
    shortest = len(kind[0]) + 2 if kind else 3
    total = text.count(name[-shortest:])
    for length in range(shortest, min(len(name), shortest + 6) + 1):
        ending = name[-length:]
        if text.count(ending) < max(1, 0.6 * total):
            break
        best = ending
    if best is None or _BARE_AREA_RE.fullmatch(best):
        return None
    return best
