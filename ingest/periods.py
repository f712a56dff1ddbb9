"""Whether a head or a paragraph looks back or ahead, and at which year.

    period_of_head(head, year=…)  -> Span(period, year) | None
    period_of_text(text, year=…)  -> Span(period, year) | None

``year`` is the page's own: a report of 2019 reviews 2018 and plans 2019. A span of several
years (过去五年, 今后五年, “十四五”时期) has a period and no year. What is unclear is None.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.document import Period

_REVIEW_RE = re.compile(
    r"回顾|总结|完成情况|执行情况|落实情况|工作情况|主要(?:成绩|成效|工作成效)|取得的?(?:成绩|成效|成就|进展)|成效|过去|[一五]年来|"
    r"存在的?(?:主要|突出)?(?:困难|问题|不足)"
)
SPANNING = 60
"""Characters at a paragraph's start in which it says that it counts over several years."""
_PLAN_RE = re.compile(
    r"安排|任务|重点工作|工作重点|打算|计划|目标|部署|下一步|下一阶段|下阶段|今后|思路|总体要求|指导思想|展望|建议|自身建设|明年|"
    r"(?:新的?一|今)年.{0,6}工作"
)
_INNER_RE = re.compile(
    r"回顾|总结|工作安排|主要任务|下一步|今后|明年|过去[一五]年|存在的?(?:主要)?问题|20\d\d年"
)
_YEARS_RE = re.compile(r"(?<![到至—\-–~])(?P<year>20\d\d)年(?![—\-–~至到])")
_RANGE_RE = re.compile(
    r"20\d\d\s*年?\s*[—\-–~至到]{1,2}\s*20\d\d|过去[五三四]年|[五三四]年来|今后[五三]年|未来[五三]年|本届政府|"
    r"十[一二三四五六七]?五[”\"]?(?:时期|期间|规划|以来|工作)"
)
_AHEAD_RE = re.compile(
    r"将(?![军近来])|(?<![主重首必紧简概摘需只想不纪])要(?![求素点闻塞害员件么领约职])|下一步|下阶段|今后|力争|确保|接下来|明年|年底前|继续"
)
_BACK_RE = re.compile(
    r"[^为]了(?!解)|已(?:经)?|(?<![比较])(?:去年|上年)|以来|近年|取得|累计|荣获|被评为|同比|曾"
)
_PLAINLY_BACK_RE = re.compile(
    r"已(?:经)?(?![^。]{0,6}进入)|完成了|(?<![比较])(?:去年|上年)|以来|近年|取得|累计|荣获|截至|迈上|长足"
)
_LAST_YEAR_RE = re.compile(r"(?<![比较])(?:去年|上年)(?!同期)|过去一年|一年来")
_THIS_YEAR_RE = re.compile(r"今年|本年|全年|年内|上半年|下半年|[一二三四]季度|年底前")
_OPENS_REVIEW_RE = re.compile(
    r"过去的?(?:一|五)年|(?:一|五)年来|回[顾望首眸]|刚刚过去的|20\d\d年[,，][^。]{0,40}(?:面对|在.{2,12}领导下)|"
    r"(?:去|上)年[,，]|[“\"]?十[一二三四五六七]?五[”\"]?(?:时期|期间|以来)(?![^。]{0,30}(?:目标|将|力争))|本届政府"
)
_OPENS_PLAN_RE = re.compile(
    r"今年(?:是|政府|工作|全[市县区]|经济|的(?!成绩|成效)|我[们市县区]|[,，、]?(?:要|将|计划|重点|力争|安排|坚持|主要|预期|着重))|"
    r"(?:做好|对于|围绕)今年|(?:综合[^,，。]{0,12}[,，])?[^,，。;；]{0,12}主要(?:预期|奋斗)目标|(?:围绕|为实现)上述目标|新的一年|"
    r"20\d\d年(?:[,，]?是[^。]{0,60}之年|政府工作|工作的|全[市县区]|经济社会发展|[,，]?(?:我们)?(?:要|将))"
)
_OPENS_AIMS_RE = re.compile(
    r"(?:展望)?到20\d\d年|(?:今后|未来)[五三]年|[“\"]?十[一二三四五六七]?五[”\"]?时期[^。]{0,30}(?:目标|将|力争)"
)
_SEVERAL_RE = re.compile(r".{0,4}五年|[“\"]?十[一二三四五六七]?五|本届政府")
_ADDRESS_RE = re.compile(r"各位(?:代表|委员)[,，!！:：]\s*")
_SPANS_YEARS_RE = re.compile(
    r"[三四五]年(?:来|间|累计|全|共)?|年均|累计|本届政府|届期|届满|十[一二三四五六七]?五[”\"]?(?:时期|期间|以来)|今后|未来|到20\d\d年"
)
_ONE_YEAR_RE = re.compile(
    r"过去的?一年|去年|上年|一年来|刚刚过去的|(?<![到至—\-–~])20\d\d年(?![—\-–~至到])"
)


class Span(NamedTuple):
    """What a stretch of text speaks about."""

    period: Period
    year: int | None


def period_of_head(head: str, *, year: int | None, outer: bool = True) -> Span | None:
    """What a head announces; None when it only names a subject.

    ``outer`` heads (一、) are read freely; of inner ones only those that plainly speak of
    time, as 任务 or 目标 may stand in the head of any subject.

    >>> period_of_head("一、2018年工作回顾", year=2019)
    Span(period='review', year=2018)
    >>> period_of_head("一、过去五年的工作", year=2022)
    Span(period='review', year=None)
    >>> period_of_head("(一)强化目标考核", year=2022, outer=False) is None
    True
    """
    if not outer and not _INNER_RE.search(head):
        return None
    back, ahead = _REVIEW_RE.search(head), _PLAN_RE.search(head)
    years = {int(m["year"]) for m in _YEARS_RE.finditer(head)}
    if back and ahead:
        # 过去一年工作任务完成情况 looks back; 2018年回顾和2019年安排 does both.
        if len(years) > 1 or "和" in head or "及" in head:
            return None
        ahead = None
    if _RANGE_RE.search(head):
        if back or re.search(r"过去|[三四五]年来|以来", head):
            return Span("review", None)
        return Span("plan", None) if ahead else None
    named = years.pop() if len(years) == 1 else None
    if back:
        return Span("review", named or (year - 1 if year else None))
    if ahead or (named and year and named >= year):
        return Span("plan", named or (year + 1 if year and "明年" in head else year))
    if named and year and named < year:
        return Span("review", named)
    return None


def year_under(head: str, text: str, *, year: int | None) -> int | None:
    """The year of a paragraph under a head that spans several (过去五年和2021年工作回顾).

    Where the head names the last year too, a paragraph is of that year unless it counts over
    several; under 过去五年工作回顾 alone only one that opens with the year is. ``year`` is the
    page's own.

    >>> year_under("本届政府和过去一年工作回顾", "新增床位48张。", year=2022)
    2021
    >>> year_under("过去五年工作回顾", "新增床位48张。", year=2022) is None
    True
    """
    if year is None or _SPANS_YEARS_RE.search(text[:SPANNING]):
        return None
    opening = re.match(
        r"(?:各位代表[,，])?(?:刚刚)?过去的?(?:一年|20\d\d年)|20\d\d年[,，]|去年", text
    )
    if opening or _ONE_YEAR_RE.search(_RANGE_RE.sub("", head)):
        return year - 1
    return None


def period_of_text(text: str, *, year: int | None, opening: bool = False) -> Span | None:
    """What a paragraph without such a head looks at, by its verbs.

    ``opening`` reads only the first words: in a report without heads 今年是… and 过去一年,
    turn the page from one period to the other.

    >>> period_of_text("下一步,我们将办好十件实事。", year=2017)
    Span(period='plan', year=2017)
    >>> period_of_text("去年,全县建成道路80公里,完成了任务。", year=2020)
    Span(period='review', year=2019)
    """
    if opening:
        address = _ADDRESS_RE.match(text)
        text = text[address.end() :] if address else text
        start = text[:40]
        named = _YEARS_RE.search(start)
        if _OPENS_PLAN_RE.match(start):
            return Span("plan", int(named["year"]) if named else year)
        if _OPENS_REVIEW_RE.match(start):
            if _SEVERAL_RE.match(start):
                return Span("review", None)
            return Span("review", int(named["year"]) if named else year - 1 if year else None)
        if _OPENS_AIMS_RE.match(start):
            return Span("plan", None)
        if year and named and named.start() == 0 and int(named["year"]) == year - 1:
            return Span("review", year - 1)
        return None
    ahead, back = len(_AHEAD_RE.findall(text)), len(_BACK_RE.findall(text))
    if ahead >= 1 and ahead > back:
        later = "明年" in text and "今年" not in text
        return Span("plan", year + 1 if later and year else year)
    if back >= 2 and back > 2 * ahead and _PLAINLY_BACK_RE.search(text):
        if _LAST_YEAR_RE.search(text):
            return Span("review", year - 1 if year else None)
        return Span("review", year if _THIS_YEAR_RE.search(text) else None)
    return None
