"""The year that a page was written in, from what its text takes for granted.

    stated_year(text)    -> a year that the text itself names as its own
    inferred_year(text)  -> a year that known dates leave as the only one, with the evidence
    meeting_year(text)   -> the year by which a meeting is numbered: 2018年第23次常务会议
    only_year(titles)    -> the year of a title that names just one

`stated_year` reads 2019年工作安排, 2018年工作回顾 (so: 2019), 今年(2020年), 2020年,我县将…;
years that are only aimed at (到2025年, 2035年远景目标) don't count.

`inferred_year` is for pages that name no year at all. It uses two tables of public facts,
each with its reason: DATED says since when (or until when) a phrase can stand in a text,
OWN_YEARS says in which years a sentence can be said of "this year". Every fact narrows the
years; the answer is given only if exactly one is left, else None: a range is not a year.

Worked example, an interview of one 16 June: 刚刚闭幕的市十四届人大一次会议 means a year in which
cities elect new congresses (by five-year terms 2006/07, 2011/12, 2016/17, 2021/22); 不忘初心
was coined in July 2016, so June is of 2017 or later; 坚决打赢脱贫攻坚战 is still ahead, and
was declared done in February 2021. Only 2017 is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.dates import find_dates
from ingest.numerals import chinese_number

_CN_NUMBER = r"[0-9]{1,3}|[一二三四五六七八九十百]{1,4}"
FIRST_YEAR, LAST_YEAR = 2000, 2035
"""Pages older than the web, and years that are only planned, are out of the question."""


class Dated(NamedTuple):
    """A phrase that can't stand in a text before or after a month."""

    regex: re.Pattern[str]
    since: tuple[int, int] | None
    """(year, month) from which it was in use."""
    until: tuple[int, int] | None
    """Last (year, month) in which it could still be spoken of as ahead."""
    reason: str


def _since(phrase: str, year: int, month: int, reason: str) -> Dated:
    return Dated(re.compile(phrase), (year, month), None, reason)


def _until(phrase: str, year: int, month: int, reason: str) -> Dated:
    return Dated(re.compile(phrase), None, (year, month), reason)


DATED: tuple[Dated, ...] = (
    _since("科学发展观", 2003, 7, "first used in 2003"),
    _since("和谐社会", 2004, 9, "decision of September 2004"),
    _since("党的十七大", 2005, 10, "called in the plan period before 2007"),
    _since("中国梦", 2012, 11, "first used on 29 November 2012"),
    _since("习近平总书记", 2012, 11, "elected in November 2012"),
    _since("八项规定", 2012, 12, "decided on 4 December 2012"),
    _since("一带一路", 2013, 9, "proposed in September and October 2013"),
    _since("精准扶贫", 2013, 11, "first used in November 2013"),
    _since("四个全面", 2014, 12, "first used in December 2014"),
    _since("放管服", 2015, 5, "telephone conference of May 2015"),
    _since("供给侧结构性改革", 2015, 11, "first used on 10 November 2015"),
    _since("两学一做", 2016, 2, "campaign of February 2016"),
    _since("全域旅游示范区", 2016, 2, "first list of February 2016"),
    _since("不忘初心", 2016, 7, "speech of 1 July 2016"),
    # Broadcast on the evening of 31 December 2016: in use from January.
    _since("撸起袖子加油干", 2017, 1, "New Year address for 2017"),
    _since("新时代中国特色社会主义思想", 2017, 10, "congress of October 2017"),
    _since("(?:党的)?十九大精神", 2017, 10, "congress of October 2017"),
    _since("乡村振兴", 2017, 10, "congress of October 2017"),
    _since("六稳", 2018, 7, "first used in July 2018"),
    _since("扫黑除恶专项斗争", 2018, 1, "notice of January 2018"),
    _since("新冠|新型冠状病毒", 2020, 1, "named in January 2020"),
    _since("六保", 2020, 4, "first used on 17 April 2020"),
    _since("碳达峰", 2020, 9, "announced in September 2020"),
    _since("两个确立", 2021, 11, "resolution of November 2021"),
    _since("(?:党的)?二十大精神", 2022, 10, "congress of October 2022"),
    _since("新质生产力", 2023, 9, "first used in September 2023"),
    _until(
        "(?:坚决|全力|决战|夺取|打好|打赢).{0,8}脱贫攻坚(?!战?(?:取得|已|圆满|如期))",
        2021,
        2,
        "declared done on 25 February 2021",
    ),
    _until("(?:迎接|喜迎)党的十八大", 2012, 11, "held in November 2012"),
    _until("(?:迎接|喜迎)党的十九大", 2017, 10, "held in October 2017"),
    _until("(?:迎接|喜迎)党的二十大", 2022, 10, "held in October 2022"),
)
"""Nationwide facts only. Phrases that had an earlier, local meaning are left out: 三大攻坚战
was said of air, water and soil before October 2017."""


class OwnYear(NamedTuple):
    """A sentence about the text's own year, and the years that it can be."""

    regex: re.Pattern[str]
    years: Callable[[re.Match[str], int | None], frozenset[int]]
    reason: str


def _anniversary(founded: int) -> Callable[[re.Match[str], int | None], frozenset[int]]:
    def years(match: re.Match[str], month: int | None) -> frozenset[int]:
        """The year of the anniversary that is counted."""
        count = chinese_number(match["count"])
        return frozenset({founded + count}) if count else frozenset()

    return years


def _plan_edge(match: re.Match[str], month: int | None) -> frozenset[int]:
    """十三五 runs from 2016 to 2020; the first plan began in 1953, the sixth in 1981."""
    plan = chinese_number(match["plan"].removesuffix("五"))
    if plan is None or not 10 <= plan <= 20:
        return frozenset()
    first = 1981 + 5 * (plan - 6)
    last = re.search("收官|最后|决胜|末", match["edge"]) is not None
    return frozenset({first + 4 if last else first})


def _election_years(match: re.Match[str], month: int | None) -> frozenset[int]:
    """Cities and counties: 2006/07, 2011/12, 2016/17, 2021/22, by five-year terms.

    A city's congress elects the province's deputies, so a late one still meets before the
    province's own, which opens in January of 2008, 2013, 2018, 2023.
    """
    years = range(2003, LAST_YEAR + 1)
    own = {3} if match["level"] in {"省", "自治区"} else {1, 2, 3}
    if month is not None and month > 2:
        own -= {3}
    return frozenset(year for year in years if year % 5 in own)


_THIS_YEAR = "(?:今年|本年|当年|这一年|又是|正值|适逢|喜迎|迎来|庆祝|献礼).{0,40}?"
OWN_YEARS: tuple[OwnYear, ...] = (
    OwnYear(
        re.compile(
            f"{_THIS_YEAR}(?:新中国|中华人民共和国|建国|祖国).{{0,6}}?(?P<count>{_CN_NUMBER})周年"
        ),
        _anniversary(1949),
        "anniversary of 1949",
    ),
    OwnYear(
        re.compile(f"{_THIS_YEAR}改革开放.{{0,4}}?(?P<count>{_CN_NUMBER})周年"),
        _anniversary(1978),
        "anniversary of 1978",
    ),
    OwnYear(
        re.compile(
            f"{_THIS_YEAR}(?:建党|中国共产党成立|党的?诞辰).{{0,4}}?(?P<count>{_CN_NUMBER})周?年"
        ),
        _anniversary(1921),
        "anniversary of 1921",
    ),
    OwnYear(
        re.compile(
            r"今年是.{0,40}?[“\"‘「]?(?P<plan>十[一二三四五六七]?五)[”\"’」]?(?:规划|计划)?的?"
            r"(?P<edge>开局|起步|第一年|首年|启动|收官|最后一年|决胜|末年)"
        ),
        _plan_edge,
        "edge of a five-year plan",
    ),
    OwnYear(
        re.compile(
            r"(?:刚刚|日前|近日|昨日|今天)(?:闭幕|结束|胜利闭幕|圆满闭幕|召开)的?(?:的)?"
            r"(?P<level>自治区|[省市县区州旗])?第?[一二三四五六七八九十]{1,3}届"
            r"(?:人大|人民代表大会)第?一次会议"
        ),
        _election_years,
        "first session of a newly elected congress",
    ),
)

_PLAN_TOPIC = (
    "工作安排|工作任务|主要任务|重点任务|重点工作|目标任务|工作重点|工作部署|工作打算|工作计划|工作思路|工作要点|"
    "主要目标|预期目标|政府工作|民生实事|经济社会发展"
)
_REVIEW_TOPIC = "工作回顾|工作总结|工作情况|工作完成情况|主要成绩|主要成效|工作成效"
_NOT_AN_AIM = r"(?<![到至底前后年—-])"
_STATED: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"今年[(（](?P<year>20\d\d)年?[)）]"), 0),
    (re.compile(r"刚刚过去的(?P<year>20\d\d)年"), 1),
    (
        re.compile(
            rf"{_NOT_AN_AIM}(?P<year>20\d\d)年度?的?(?:十件|十大|\d+[件项])?(?:{_PLAN_TOPIC})"
        ),
        0,
    ),
    (re.compile(rf"{_NOT_AN_AIM}(?P<year>20\d\d)年度?的?(?:政府)?(?:{_REVIEW_TOPIC})"), 1),
    (
        re.compile(
            r"(?:^|[。;；\n”])(?P<year>20\d\d)年[,，]?是[^。]{0,60}?(?:之年|一年|周年|开局|收官|关键)"
        ),
        0,
    ),
    (
        re.compile(
            rf"{_NOT_AN_AIM}(?P<year>20\d\d)年[,，][^。；;]{{0,120}}?"
            r"(?:将(?![军近])|力争|(?<![主重首必紧简概摘需只想不纪])要(?![求素点]))"
        ),
        0,
    ),
    (re.compile(rf"预计{_NOT_AN_AIM}(?P<year>20\d\d)年[^。]{{0,4}}(?:实现|完成|全)"), 1),
)
"""Patterns in order of trust, and how many years later than the named year the text is."""

_MEETING_RE = re.compile(
    rf"(?P<year>20\d\d)年(?:\w{{0,8}}?第(?:{_CN_NUMBER})届\w{{0,16}}?)?第(?:{_CN_NUMBER})次"
    r"(?:(?!召开|举[办行])\w){0,12}?(?:会议|全会|常委会|党组会|办公会)"
)
"""A meeting numbered by its year; 2019年首次获评, 2019年第一次召开会议 tell of the past."""
_BESIDE_RE = re.compile(r"(?:20\d\d|二[〇零○]\w\w)\s*年?\s*[-—–―~～/、至到和与及]{1,2}\s*$")
"""What stands before the last year of 2016-2020年, 2019、2020年."""
_ON_FROM_RE = re.compile(r"\s*(?:至今|到现在|以[来后]|起)")


class Inferred(NamedTuple):
    """A year and the facts that leave no other."""

    year: int
    evidence: tuple[str, ...]


def stated_year(text: str) -> int | None:
    """The year that a text names as its own; None when it names none.

    >>> stated_year("一、2018年工作回顾"), stated_year("2020年,我县将办好十件事。到2025年,")
    (2019, 2020)
    """
    for regex, later in _STATED:
        years = [int(match["year"]) for match in regex.finditer(text)]
        if years:
            # A plan for 2020 also looks further ahead; its own year is the nearest.
            return max(years) + later if later else min(years)
    return None


def meeting_year(text: str) -> int | None:
    """The year of the first meeting in a text that is numbered within its year.

    >>> meeting_year("8月14日,市长主持召开2018年第23次常务会议"), meeting_year("2019年首次开会")
    (2018, None)
    """
    match = _MEETING_RE.search(text)
    return int(match["year"]) if match else None


def only_year(titles: Sequence[str]) -> int | None:
    """The year that a title's lines name; None when they name several, or a span of years.

    >>> only_year(["2019年民生实事完成情况年终总结"]), only_year(["2019—2021年行动计划"])
    (2019, None)
    """
    years: set[int] = set()
    for line in titles:
        for date in find_dates(line):
            if _BESIDE_RE.search(line[: date.start]) or _ON_FROM_RE.match(line, date.end):
                return None
            years.add(date.year)
    return years.pop() if len(years) == 1 else None


def inferred_year(text: str, *, month: int | None = None) -> Inferred | None:
    """The only year that the tables leave, or None. ``month`` is when the events happened.

    >>> inferred_year("今年是新中国成立70周年").year
    2019
    >>> inferred_year("刚刚闭幕的市十四届人大一次会议,撸起袖子加油干") is None
    True
    """
    years = set(range(FIRST_YEAR, LAST_YEAR + 1))
    evidence: list[str] = []
    own = False
    for sentence in OWN_YEARS:
        match = sentence.regex.search(text)
        possible = sentence.years(match, month) if match else frozenset()
        if match and possible:
            own = True
            years &= possible
            evidence.append(f"{match[0]}: {sentence.reason}")
    if not own:
        return None  # bounds alone can only meet by accident
    for fact in DATED:
        match = fact.regex.search(text)
        if match is None:
            continue
        narrowed = {year for year in years if _possible(year, month, fact)}
        if narrowed != years:
            years = narrowed
            evidence.append(f"{match[0]}: {fact.reason}")
    return Inferred(years.pop(), tuple(evidence)) if len(years) == 1 else None


def _possible(year: int, month: int | None, fact: Dated) -> bool:
    if fact.since and (year, month or 12) < fact.since:
        return False
    return not (fact.until and (year, month or 1) > fact.until)
