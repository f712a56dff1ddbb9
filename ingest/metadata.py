"""What a page says about itself: title, publisher, date, kind, place, speaker, year.

    read_page(lines, reasons) -> PageReading(metadata, roles)

Everything comes from the page's own text; what it doesn't say is None, never a guess. Place
and year come from the body, as a mirror's title may name another city; of a title A|B
the part that agrees with the body is kept. Dates are taken in this order: the delivery
line under the title, the date under a notice, the publication stamp (furniture by then,
but read here), a full date in the opening, the day of the event with the year that the
text determines, that year alone, the only year in the title.

The rules for the lines over the text, for places, years and speakers are in headline.py,
locality.py, chronology.py and speaker.py. File names, addresses of pages and copyright
years are no evidence for anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.chronology import inferred_year, meeting_year, only_year, stated_year
from ingest.dates import find_dates, month_days
from ingest.document import Kind, Metadata, Role
from ingest.furniture import plain_punctuation
from ingest.headline import (
    DOCUMENT_NUMBER_RE,
    Parts,
    delivery,
    is_date_line,
    part,
    title_of,
)
from ingest.lines import Line
from ingest.locality import place_of
from ingest.people import DATED_BYLINE_RE, is_byline
from ingest.speaker import speaker_of

_HAN = "\u4e00-\u9fff"
_SOURCE_RE = re.compile(
    rf"(?:信息|文章|稿件|新闻|内容)?(?:来源|稿源)\s*:\s*(?P<name>[^\s:|\]】)“”\",,。;]{{2,24}})(?=[\s|\]】)“”\",,。;]|$)"
    rf"|(?:发布|发文)(?:机构|单位|机关)\s*:\s*(?P<office>[{_HAN}]{{2,24}})(?=\s|$)"
)
_DATELINE_RE = re.compile(
    rf"(?P<name>[{_HAN}]{{2,12}}(?:网|日报|晚报|晨报|在线|电视台|报社|融媒|客户端))"
    r"(?:[·•][^\s讯]{1,8})?讯[\s(,:]"
)
_PROVIDER_RE = re.compile(
    rf"[》\s-](?P<name>[{_HAN}]{{2,12}}网)提供|版权所有\s*:?\s*(?P<owner>[{_HAN}]{{2,16}})"
)
_CRUMB_RE = re.compile(rf"(?:位置\s*[:]\s*)?(?P<name>[{_HAN}]{{2,12}}(?:网|在线|日报))\s*>")
_BANNER_RE = re.compile(rf"(?P<name>[{_HAN}]{{2,12}}(?:网|在线|日报社?))(?:\s.*)?")
_DATE_LABEL_RE = re.compile(
    r"(?:发布|发表|发稿|成文|生成|发文|更新|录入|添加|公开)?(?:时间|日期)\s*:"
)
_NOBODY = frozenset("中国 本站 本网 本报 网络 互联网 原创 转载 未知 佚名 admin 管理员 其他".split())
"""What stands behind 来源: when it isn't said."""
_PUBLISHER_LINES = {
    "labels": {"labels", "stamp"},
    "path": {"breadcrumb"},
    "names": {"banner", "site name"},
    "rights": {"copyright"},
}
"""The furniture that names a publisher, by the rule that dropped it."""
_LISTED_TITLE_RE = re.compile(r"(?:名\s*称|标\s*题)\s*:\s*(?P<title>[^:。]{4,60})")
_EVENT_RE = re.compile(r"采访|召开|举行|会议|主持|出席|座谈|调研|闭幕|开幕")


_START = 8
"""Paragraphs in which a page shows what kind it is."""


class PageReading(NamedTuple):
    """The metadata, and the role of each line; None for furniture."""

    metadata: Metadata
    roles: tuple[Role | None, ...]


def read_page(lines: Sequence[Line], reasons: Sequence[str | None]) -> PageReading:
    """Metadata and roles of a page's lines; ``reasons`` as furniture() gives them."""
    texts = [plain_punctuation(line.text) for line in lines]
    kept = [i for i, reason in enumerate(reasons) if reason is None]
    dropped = [(reason, texts[i]) for i, reason in enumerate(reasons) if reason is not None]
    parts = part(texts, kept)
    opening = [texts[i] for i in parts.opening]
    body = [texts[i] for i in parts.body]
    publisher = _publisher(dropped, [texts[i] for i in kept])
    above = [texts[i] for i in parts.title]
    place = place_of(opening, body, title=above, site=_site(publisher, dropped))
    title = title_of([lines[i].text for i in parts.title], place, body) or _listed_title(texts)
    kind = _kind(title or "", opening, body)
    date, year = _date_and_year(kind, above, opening, body, dropped)
    metadata = Metadata(
        title=title,
        publisher=publisher,
        date=date,
        kind=kind,
        place=place,
        speaker=speaker_of(kind, title=title or "", opening=opening, body=body),
        year=year,
    )
    return PageReading(metadata, _roles(texts, reasons, parts))


def _publisher(dropped: Sequence[tuple[str, str]], kept: Sequence[str]) -> str | None:
    """Who put it out: a source label, a dateline, the site's own lines, in this order."""
    of = {
        kind: [text for reason, text in dropped if reason in reasons]
        for kind, reasons in _PUBLISHER_LINES.items()
    }
    searches = (
        # Joined, as a label's value can stand on the line below it.
        (_SOURCE_RE, ["\n".join(of["labels"])]),
        (_DATELINE_RE, kept[:4]),
        (_CRUMB_RE, of["path"]),
        (_BANNER_RE, of["names"]),
        (_PROVIDER_RE, of["rights"]),
        (_SOURCE_RE, kept[:6]),
        (DATED_BYLINE_RE, kept[:4]),
    )
    for regex, texts in searches:
        for text in texts:
            for match in regex.finditer(text):
                name = next(value for value in match.groupdict().values() if value)
                # 日?qǐng)?bào): the name lost a character in this copy.
                if name not in _NOBODY and not re.search(
                    r"[?()�]|[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{2}\)", name
                ):
                    return name.strip("《》[]【】")
    return None


def _listed_title(texts: Sequence[str]) -> str | None:
    """The title as the page's table of properties has it, 名称:…"""
    found = (_LISTED_TITLE_RE.fullmatch(text) for text in texts[: _START * 2])
    return next((match["title"] for match in found if match), None)


def _site(publisher: str | None, dropped: Sequence[tuple[str, str]]) -> list[str]:
    """The lines in which the site names itself: its city helps to tell namesakes apart."""
    names = {"banner", "site name", "breadcrumb", "copyright", "imprint"}
    return [publisher or "", *(text for reason, text in dropped if reason in names)]


def _kind(title: str, opening: Sequence[str], body: Sequence[str]) -> Kind | None:
    start = "\n".join(body[:_START])
    whole_start = "\n".join((*opening, start))
    reports = re.search(
        r"(?:报告|作)[^。]{0,16}工作[^。]{0,30}请(?:连同[^。]{0,40})?[^。]{0,6}(?:审议|提出)|政府工作报告[^。]{0,12}请予?审议",
        start,
    )
    headed = re.search("政府(?:20..年)?工作报告", title) and any(
        re.match("[一二]、", text) for text in body
    )
    if reports or headed:
        return "work report"
    if re.search(
        r"(?:通知|公告|通告|公示|公报|意见|方案|办法|规定|规则|决定|批复|细则|规划|要点)(?:[(《].*)?$",
        title,
    ) or DOCUMENT_NUMBER_RE.search(whole_start):
        return "notice"
    if re.search(
        r"特此(?:通知|公告|通告|公示)|现(?:将|予以?)[^。]{0,40}(?:如下|公示|公告|印发|公布|发布)",
        "\n".join(body),
    ):
        return "notice"
    asked = sum(re.match(r"(?:记者|问|主持人)\s*[:?]", text) is not None for text in body)
    if (
        asked >= 2
        or re.search(r"[―—–-]访|专访|对话|访谈|答(?:本[报刊网])?记者问", title)
        or re.search(r"接受[^。]{0,24}(?:采访|专访)|记者[^。]{0,24}(?:专访|采访)了?", start)
    ):
        return "interview"
    meets = re.search(
        r"(?:召开|举行|主持)[^。]{0,40}(?:会|会议|大会)|(?:会议|大会|全会)[^。]{0,10}(?:召开|举行)",
        start,
    )
    if meets and re.search(
        r"会议(?:指出|强调|要求|认为|听取|审议|研究|传达|通报)|主持|讲话|出席", "\n".join(body)
    ):
        return "meeting"
    return None


def _date_and_year(
    kind: Kind | None,
    titles: Sequence[str],
    opening: Sequence[str],
    body: Sequence[str],
    dropped: Sequence[tuple[str, str]],
) -> tuple[str | None, int | None]:
    text = "\n".join((*opening, *body))
    stated = stated_year(text)
    over = (*titles, *opening, *body[:2])
    delivered = _first_date([line for t in over if (line := delivery(t))])
    signed = _first_date([t for t in body if is_date_line(t)]) if kind == "notice" else None
    written = delivered or _first_date(opening) or signed
    if written:
        return written, int(written[:4])
    stamp = _first_date([t for _, t in dropped if _DATE_LABEL_RE.search(t)]) or _first_date(
        [t for reason, t in dropped if reason != "copyright"]
    )
    numbered = _number_year(opening) if kind == "notice" else None
    own = numbered or stated
    if stamp:
        # A page can be put up again years later; what it says of its own year then counts.
        late = int(stamp[:4]) - own if own else 0
        if own and (late < 0 or late > (0 if numbered else 1)):
            return str(own), own
        return stamp, own if own and kind == "work report" else int(stamp[:4])
    lead = _first_date(body[:2], day=True)
    if lead and kind != "work report":
        return lead, int(lead[:4])
    event = next((day for t in body[:3] for day in _event_days(t)), None)
    inferred = None
    if own is None and event:
        own = meeting_year("\n".join(body[:2]))
    if own is None:
        inferred = inferred_year(text, month=event[0] if event else None)
    year = own or (inferred.year if inferred else None)
    if year is None:
        named = only_year(titles)
        return (str(named), named) if named else (None, None)
    if event and kind in {"interview", "meeting"}:
        return f"{year}-{event[0]:02}-{event[1]:02}", year
    return str(year), year


def _first_date(texts: Sequence[str], *, day: bool = False) -> str | None:
    """The first date with a month, or with ``day`` the first whole one."""
    for text in texts:
        for date in find_dates(text):
            if len(date.iso) >= (10 if day else 7):
                return date.iso
    return None


def _number_year(opening: Sequence[str]) -> int | None:
    """The year in a document's own number: 鲁政发〔2014〕20号."""
    numbers = [match for text in opening if (match := DOCUMENT_NUMBER_RE.search(text))]
    return int(numbers[0]["year"]) if numbers else None


def _event_days(text: str) -> list[tuple[int, int]]:
    """Month and day of sentences that tell of an interview or a meeting."""
    return [
        (day.month, day.day)
        for sentence in re.split(r"(?<=[。!?])", text)
        if _EVENT_RE.search(sentence)
        for day in month_days(sentence)
    ]


def _roles(
    texts: Sequence[str], reasons: Sequence[str | None], parts: Parts
) -> tuple[Role | None, ...]:
    title, opening = set(parts.title), set(parts.opening)

    def role(i: int) -> Role | None:
        """The role of one line; None for furniture."""
        if reasons[i] is not None:
            return None
        if i in title:
            return "title"
        return "byline" if i in opening or is_byline(texts[i]) else "body"

    return tuple(role(i) for i in range(len(texts)))
