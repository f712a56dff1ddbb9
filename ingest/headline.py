"""The lines over the text: title, delivery line, office and name, by-lines.

    part(texts, kept)         -> Parts(title, opening, body), as indexes of lines
    title_of(lines, …)        -> the title as one line, without what a mirror added to it
    office_name(text)         -> 济源市人民政府市长 石迎军 -> 石迎军
    is_date_line(text)        -> (2019年3月2日)

A title may go over three lines and have a second one after a dash (——访…). A line over the
text that is no title and none of the known kinds is a caption or a head: it stays body.
What the lines say is read in metadata.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.dates import find_dates
from ingest.document import Place
from ingest.furniture import is_sentence, plain_punctuation
from ingest.locality import named_in
from ingest.people import SURNAMES, is_byline, name_at
from ingest.places import find_places

_HAN = "\u4e00-\u9fff"
_LONGEST_TITLE = 70
"""Characters; the longest of the real documents, of three lines, has 42."""
_MAX_OPENING = 8
"""Lines between the first line and the text: title, delivery, office, name, by-lines."""

_SALUTATION_RE = re.compile(
    rf"(?:各位|尊敬的|同志们|女士们)[{_HAN}、]{{0,16}}\s*[:!,]|同志们\s*[:!,]"
)
_NUMBERED_RE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}[章部节条])"
)
DELIVERY_RE = re.compile(
    r"[―—–\-(\s]*(?:.{0,20}年.{0,12}[日月]\s*)?在.{4,60}(?:会议|大会|全会|人代会)(?:第?.{1,4}次)?"
    r"(?:.{0,4}会议)?(?:上|上的?(?:报告|讲话))?(?:[\s,]+.{0,8}[市县区州]长\s*\S{2,4})?[)\s]*"
    r"|[(\s]*.{0,4}\d\d年.{1,8}[日号][,\s]+.{2,30}(?:会议|大会)(?:[,\s]+.{2,20})?[)\s]*"
    r"|[―—–\-(\s]*.{0,12}年.{1,8}[日号]\s*.{2,24}第.{1,4}届.{2,30}(?:会议|大会|全会)[)\s]*"
    r"|[―—–\-(\s]*.{2,40}(?:会议|大会|全会)(?:审议)?通过[)\s]*"
    r"|[(].{0,12}(?:征求意见稿|讨论稿|送审稿|摘要|审议稿|草案).{0,4}[)]"
)
_OFFICE_LINE_RE = re.compile(
    rf"[―—(\s]*(?:[{_HAN}]{{0,24}}?(?:代)?(?:市|县|区|州|省|盟|旗|镇|乡)长|[{_HAN}]{{0,20}}?(?:书记|主任|主席))"
    rf"\s*[:]?\s*(?P<name>[{_HAN}](?:\s?[{_HAN}]){{1,3}})[)\s]*"
)
_VISIT_RE = re.compile(r"[―—–\-\s]*(?:访|专访|对话)")
_NAME_LINE_RE = re.compile(rf"[(\s]*(?P<name>[{_HAN}](?:\s{{0,4}}[{_HAN}]){{1,3}})[)\s]*")
DOCUMENT_NUMBER_RE = re.compile(
    rf"[{_HAN}]{{2,12}}[〔\[(【]\s*(?P<year>(?:19|20)\d\d)\s*[〕\])】]\s*第?\d+号"
)
_TITLE_LABEL_RE = re.compile(r"^(?:名\s*称|标\s*题)\s*[:：]\s*")
_NUMBERED_TITLE_RE = re.compile(rf"{DOCUMENT_NUMBER_RE.pattern}\s*[:：]?\s*《(?P<title>.+)》")
"""鲁政发〔2014〕20号《…意见》: a notice under its number."""
_SITE_RE = re.compile(
    r".*(?:网|门户网站|在线|日报|晚报|频道|新闻|要闻|官网|人民政府|平台)$|[A-Za-z0-9.]+$"
)


_SITE_NAME_RE = re.compile(rf"[{_HAN}]{{2,12}}(?:网|在线|日报|晚报|门户网站)")
_TITLED_RE = re.compile(rf"[{_HAN}0-9]{{0,20}}(?:报告|讲话)(?=\s*[―—–-])")
_GENRE_RE = re.compile(r"报告|通知|公告|通告|意见|方案|办法|决定")


class Parts(NamedTuple):
    """Indexes of lines: what stands over the text, and the text."""

    title: list[int]
    opening: list[int]
    """Delivery line, office, by-lines: over the text, but no title."""
    body: list[int]


def part(texts: Sequence[str], kept: Sequence[int]) -> Parts:
    """Divide the kept lines into title, what else stands over the text, and the text."""
    end = 0
    while end < min(len(kept), _MAX_OPENING) and not _begins_text(texts[kept[end]]):
        end += 1
    above = kept[:end]
    if end == len(kept) or (end == _MAX_OPENING and end < len(kept)):
        above = kept[:1]  # no prose at all, or a list: only the first line can be a title
    candidates = [i for i in above if not _is_opening(texts[i]) or _titled(texts[i])]
    if not candidates:
        # 在县十六届人大五次会议上的报告: all the title there is.
        candidates = [i for i in above if re.search("(?:报告|讲话)$", texts[i])][:1]
    if len(candidates) > 1 and _is_heading_of_a_site(texts[candidates[0]], texts[candidates[1]]):
        candidates = candidates[1:]
    title: list[int] = []
    for i in candidates:
        if not title or _continues(texts, title, i) or _repeats(texts, title, i):
            title.append(i)
    # Lines over the text that belong to neither are heads or captions: they are text.
    opening = [i for i in above if i not in title and _is_opening(texts[i])]
    body = [i for i in kept if i not in title and i not in opening]
    return Parts(title, opening, body)


def delivery(text: str) -> str | None:
    """The delivery line, also behind the title on one line (政府工作报告——2021年1月12日在…上)."""
    titled = _titled(text)
    bracket = max(text.find("("), 0)
    line = text[len(titled) :] if titled else text
    return next((t for t in (line, text[bracket:]) if DELIVERY_RE.fullmatch(t)), None)


def _titled(text: str) -> str | None:
    """What stands before a delivery on the same line: 政府工作报告; else None."""
    match = _TITLED_RE.match(text)
    return match[0] if match and DELIVERY_RE.fullmatch(text[match.end() :]) else None


def _begins_text(text: str) -> bool:
    return (
        (len(text) >= 20 and is_sentence(text) and not _is_opening(text))
        or len(text) > _LONGEST_TITLE
        or _SALUTATION_RE.match(text) is not None
        or _NUMBERED_RE.match(text) is not None
        or text.endswith(":")
    )


def _is_opening(text: str) -> bool:
    """A delivery line, an office with a name, a name, a by-line, a document's number, a date."""
    if len(text) > 90:
        return False
    return bool(
        DELIVERY_RE.fullmatch(text)
        or office_name(text)
        or lone_name(text)
        or is_byline(text)
        or DOCUMENT_NUMBER_RE.fullmatch(text)
        or is_date_line(text)
    )


def lone_name(text: str) -> str | None:
    """The name on a line that is nothing but a name (栗 俊 昌); else None."""
    match = _NAME_LINE_RE.fullmatch(text)
    if match is None or len(match["name"]) > 8:
        return None
    name = "".join(match["name"].split())
    return name if len(name) <= 4 and name_at(name, 0) == name else None


def office_name(text: str) -> str | None:
    """The name on a line that is an office and a name, spaces taken out; else None.

    >>> office_name("济源市人民政府市长 石 迎 军"), office_name("——访县委书记任天顺")
    ('石迎军', None)
    """
    match = _OFFICE_LINE_RE.fullmatch(text)
    if match is None or is_byline(text) or _VISIT_RE.match(text):
        return None
    name = "".join(match["name"].split())
    # 县长  那春堂: set apart like this it is a name, whatever its surname.
    apart = re.search(r"[长记任席]\s{2,}\S", text) and len(name) <= 4
    apart = apart or (re.search(r"[长记任席]\s\S{3}$", text) and name[0] in SURNAMES)
    return name if apart or name_at(name, 0) == name else None


def is_date_line(text: str) -> bool:
    """Whether a line is one date and next to nothing else: (2019年3月2日)."""
    dates = find_dates(text)
    bare = text.strip(" ()―—-")
    whole = len(dates) == 1 and len(dates[0].iso) >= 7
    return whole and len(bare) <= dates[0].end - dates[0].start + 12 and "年" in bare


def _continues(texts: Sequence[str], title: Sequence[int], i: int) -> bool:
    """Whether a line goes on with the title: it is next, and long enough to be a part of it."""
    so_far = sum(len(texts[t]) for t in title)
    if i != title[-1] + 1 or len(title) >= 3 or so_far + len(texts[i]) > _LONGEST_TITLE:
        return False
    return texts[i][0] in "―—–-" or (len(texts[i]) >= 10 and not is_sentence(texts[i]))


def _is_heading_of_a_site(first: str, second: str) -> bool:
    """密云年鉴 over 政府工作报告: where it was printed, not what it is called."""
    printed = len(first) <= 8 and not _GENRE_RE.search(first)
    return printed and second[0] not in "―—–-" and bool(_GENRE_RE.search(second))


def _repeats(texts: Sequence[str], title: Sequence[int], i: int) -> bool:
    """The title once more, shorter or longer: with the site's name, or its number before it."""
    again = "".join(texts[i].split())
    olds = ["".join(texts[t].split()) for t in title]
    return len(again) >= 6 and any(again in old or old in again for old in olds if len(old) >= 6)


def title_of(parts: Sequence[str], place: Place | None, body: Sequence[str]) -> str | None:
    """One title of its lines; ``place`` and ``body`` decide between the parts of A|B."""
    title = ""
    for part in _distinct([_alone(part) for part in parts]):
        joint = "" if not title or part[0] in "―—–-" or part.startswith("关于") else " "
        title += joint + part
    title = _agreeing(title, place, body)
    title = _TITLE_LABEL_RE.sub("", title)
    numbered = _NUMBERED_TITLE_RE.fullmatch(title)
    title = numbered["title"] if numbered else title
    return title or None


def _alone(part: str) -> str:
    """A title without the delivery behind it, and without the site's name before or after it."""
    plain = plain_punctuation(part)
    titled = _titled(plain)
    bracket = plain.find("(")
    dated = bracket > 0 and "年" in plain[bracket:]  # (摘要) is a part of the title
    if not titled and dated and DELIVERY_RE.fullmatch(plain[bracket:]):
        titled = plain[:bracket].rstrip()
    part = part[: len(titled)] if titled else part
    pieces = re.split(r"\s*[-—_|｜丨]\s*", part.strip())
    if len(pieces) == 2:
        own = [piece for piece in pieces if not _SITE_RE.fullmatch(piece)]
        sites = [piece for piece in pieces if _SITE_NAME_RE.fullmatch(piece)]
        if len(own) == len(sites) == 1:
            return own[0]
    return part


def _distinct(parts: Sequence[str]) -> list[str]:
    """Of a line and one that contains it the longer, unless the rest is hardly a title."""
    kept: list[str] = []
    for part in (_unspaced(part.strip()) for part in parts):
        same = next((old for old in kept if part in old or old in part), None)
        if same is None:
            kept.append(part)
        else:
            short, long = sorted((same, part), key=len)
            kept[kept.index(same)] = short if len(short) >= 0.7 * len(long) else long
    return kept


def _unspaced(text: str) -> str:
    """政 府 工 作 报 告: a letter-spaced head is one word."""
    return "".join(text.split()) if re.fullmatch(r"(?:\S\s+){3,}\S", text) else text


def _agreeing(title: str, place: Place | None, body: Sequence[str]) -> str:
    """Of a mirror's A|B the part that the body bears out; a site's name is no part."""
    parts = [part.strip() for part in re.split(r"\s*[|｜丨_]\s*|\s+-\s+", title) if part.strip()]
    if len(parts) < 2:
        return title
    named = [part for part in parts if not _SITE_RE.fullmatch(part)] or parts[:1]
    text = "\n".join(body)

    def agreement(part: str) -> tuple[int, float]:
        """Whose place a part names, and how much of it stands in the body."""
        own = place is not None and named_in(place, part)
        foreign = any(m.place != place for m in find_places(part)) and not own
        pairs = {part[i : i + 2] for i in range(len(part) - 1)}
        return own - foreign, sum(pair in text for pair in pairs) / max(1, len(pairs))

    return max(named, key=agreement)
