"""Which place a page is about, weighed over its whole body.

    place_of(opening, body, title=…, site=…) -> Place | None

A page names many places; its own is the one that holds the office that speaks (济源市人民政府
市长, 汾西县委书记, 在济源市第十四届人民代表大会), that is named most, and that fits 我县 or 全市.
A title alone has no say, as a mirror's may name another city; it only
counts for places that the body names as well. The site's own city only
settles which of several namesakes is meant, what an unlisted district lies in, and, when a
page says 市政府 throughout without ever naming the city, which one it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.document import Place
from ingest.ordinary_names import ORDINARY
from ingest.people import named_official
from ingest.places import PlaceMention, aliases, contains, find_places, resolve
from ingest.unlisted import local_areas

_OFFICE_AFTER_RE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}届|人民政府|人民代表大会|人大常委会|市?政府(?![工服采])|委(?:书记|副书记|常委|、)|市委|县委|区委|"
    r"党工委|工委|管委会|(?:代|副)?(?:市长|县长|区长|州长|省长|旗长|盟长))"
)
_DEIXIS_RE = re.compile(
    r"[我全本](?P<level>[省市县区州旗盟])(?!外|局|国|体[^市县区])"
    r"|(?<![\u4e00-\u9fff])(?P<office>[省市县区州旗])(?:政府|委(?!员|托)|人大|[长](?=[\u4e00-\u9fff]))"
)
_LEVEL_ENDINGS = {
    "省": ("省",),
    "市": ("市",),
    "县": ("县",),
    "区": ("区",),
    "州": ("州",),
    "旗": ("旗",),
    "盟": ("盟",),
}
_OFFICE_WEIGHT = 4.0
_FULL_WEIGHT = 1.5
"""Of a name in full: a short one may be somebody's street."""
_DELIVERY_WEIGHT = 12.0
_FITS_WEIGHT = 3.0
_TITLE_WEIGHT = 2.0
_ENOUGH = 2.0
"""Scores, set by hand on the real and the sample pages: one mention counts 1; the office of
the place after its name 4; on the lines above 各位代表, where a report says whose it is, 12;
all times 3 if the place is of the level that 我县 or 全市 says, and times 2 if the title
names it too. A site of the same city counts as one mention more. Below 2 there is no place."""
_NATIONAL_RE = re.compile(r"国务院|中央")


def place_of(
    opening: Sequence[str],
    body: Sequence[str],
    *,
    title: Sequence[str] = (),
    site: Sequence[str] = (),
) -> Place | None:
    """The place a page is about, or None.

    ``opening`` are the lines between title and text (a report's delivery line, its
    speaker's office), ``body`` the paragraphs. The ``title`` also shows how an unlisted
    district is spelt (访峡山区党工委书记); it counts as often as the body names it. ``site``
    is how the page's site calls itself.

    >>> place_of((), ["汾西县委书记说,汾西今年要脱贫,全县上下要努力。"]).name
    '汾西县'
    >>> place_of((), ["各地要深化合作。"]) is None
    True
    """
    known = _sites_places(site)
    people = _people((*title, *opening, *body[:3]))
    title, opening, body = (
        [_nameless(line, people) for line in lines] for lines in (title, opening, body)
    )
    text = "\n".join(body)
    scores: dict[Place, float] = defaultdict(float)
    for line in opening:
        for mention in find_places(line, within=known):
            scores[_certain(mention)] += _DELIVERY_WEIGHT if _has_office(line, mention) else 1.0
    for mention in find_places(text, within=known):
        place = _certain(mention)
        in_full = text[mention.start : mention.end].endswith(place.name)
        plain = _FULL_WEIGHT if in_full else 1.0
        scores[place] += _OFFICE_WEIGHT if _has_office(text, mention) else plain
    for place in set(known) & set(scores):
        scores[place] += 1.0
    _add_unlisted(scores, "\n".join((*opening, text)), "\n".join(title), known)
    _fold_same(scores)
    levels = Counter(m["level"] or m["office"] for m in _DEIXIS_RE.finditer(text))
    level = levels.most_common(1)[0][0] if levels else None
    above = "\n".join(title)
    weighed = {
        place: score * _fit(place, level) * (_TITLE_WEIGHT if named_in(place, above) else 1.0)
        for place, score in scores.items()
    }
    local = {place for place in known if _fit(place, level) > 1}
    if len(local) == 1 and not any(_fit(place, level) > 1 for place in weighed):
        # 市政府, 我市, and never a name: the local paper's city.
        weighed[local.pop()] = _ENOUGH
    best = max(weighed, key=lambda place: (weighed[place], len(place.parts)), default=None)
    # 市政府召开全体会议 under a title that says whose: the towns it names are none of them.
    speaks = any(_has_office(text, mention) for mention in find_places(text, within=known))
    ranked = sorted(weighed.values(), reverse=True)
    one_of_many = len(ranked) > 1 and ranked[1] * 2 > ranked[0] and not (speaks or opening)
    if best is None or scores.get(best, 0.0) < _ENOUGH or one_of_many:
        # Named once, a county may be somebody's street.
        titled = _only_in_title(above, level)
        if titled:
            return titled
    return best if best is not None and weighed[best] >= _ENOUGH else None


def _only_in_title(title: str, level: str | None) -> Place | None:
    """A notice may name its county in the title alone: one place in full, as 县政府 says."""
    named = {mention.place for mention in find_places(title) if not mention.others}
    if len(named) != 1:
        return None
    place = named.pop()
    # 某县教育局关于…的通知: it is that county's office that speaks.
    speaks = re.search(f"{place.name}[^关]{{0,12}}(?:政府|局|委|办公室)[^关]{{0,6}}关于", title)
    return place if place.name in title and (speaks or _fit(place, level) > 1) else None


def _people(lines: Sequence[str]) -> set[str]:
    """Names after an office: in 县长郁北川 there is no 北川."""
    found = {named_official(line) for line in lines}
    return {name for name in found if name and len(name) > 2}


def _nameless(text: str, people: set[str]) -> str:
    for name in people:
        text = text.replace(name, "□" * len(name))
    return text


def _sites_places(site: Sequence[str]) -> tuple[Place, ...]:
    """Places that the site's own names hold; 南京日报 is one word, and still Nanjing's."""
    found = [m.place for line in site for m in find_places(line) if not m.others]
    for line in site:
        for name in re.findall(r"[\u4e00-\u9fff]{4,}", line):
            place = next((p for n in (4, 3, 2) if (p := _of_name(name[:n]))), None)
            if place:
                found.append(place)
    return tuple(dict.fromkeys(found))


def _of_name(name: str) -> Place | None:
    return None if name in ORDINARY else resolve(name)


def _certain(mention: PlaceMention) -> Place:
    """The place; of unsettled namesakes (永定区 of two cities) only the name is certain."""
    return Place((mention.place.name,)) if mention.others else mention.place


def _has_office(text: str, mention: PlaceMention) -> bool:
    cited = text.rfind("《", 0, mention.start) > text.rfind("》", 0, mention.start)
    return not cited and _OFFICE_AFTER_RE.match(text, mention.end) is not None


def _add_unlisted(
    scores: dict[Place, float], text: str, title: str, known: Sequence[Place]
) -> None:
    """Districts without a code: they lie in the city that the page or its site names."""
    cities = {place: score for place, score in scores.items() if place.name.endswith(("市", "州"))}
    for place in known:
        cities[place] = cities.get(place, 0.0) + 1.0
    within = max(cities, key=cities.__getitem__, default=None)
    for area in local_areas(f"{title}\n{text}", within=within):
        count = text.count(area.name)
        if count:
            scores[area] += count + _OFFICE_WEIGHT


def _fold_same(scores: dict[Place, float]) -> None:
    """密云县 and 密云区 are one place: the name that is used more takes both scores."""
    for place in sorted(scores, key=scores.__getitem__):
        for other in scores:
            same = contains(place, other) and contains(other, place)
            if other != place and same and scores[other] >= scores[place]:
                scores[other] += scores.pop(place)
                break


def _fit(place: Place, level: str | None) -> float:
    if level is None:
        return 1.0
    return _FITS_WEIGHT if place.name.endswith(_LEVEL_ENDINGS[level]) else 1.0


def named_in(place: Place, text: str) -> bool:
    """Whether a text calls the place by any of its names."""
    return any(name in text for name in aliases(place) if len(name) > 1)
