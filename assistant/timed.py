"""Whether the years, dates and tenses of a claim are those of its sources.

A sentence that says 2019年 of a paragraph about 2018 is wrong even if every word of it stands
there; so is one that makes a plan into a result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.aligned import around
from assistant.dated import Dated, dates_in
from assistant.sources import Source
from assistant.verdict import Flaw, Said
from ingest.normalise import fold

_NAMED_RE = re.compile(
    r"[^,。;:、\d]{0,12}?(?:报告|会议|讲话|座谈会|两会|采访|专访|公报|通告|公告|通知|新闻|"
    r"work report|meeting|interview)"
)
_COMPARED_RE = re.compile(
    r"(?:比|较|与|对比|相比|compared (?:with|to)|than|from|over|above)\s?(?:in )?$"
)
_LAST_YEAR_RE = re.compile(r"去年|上年|上一年|同比|前一年|过去一年")
_DOCUMENT_RE = re.compile(
    r"报告于|发表|发布|刊登|召开|开幕|作报告|会上|消息|报道|published|reported on|delivered"
)
_PLAN_RE = re.compile(
    r"计划|打算|拟(?!定了)|将(?!军|来)|力争|争取|预计|预期|目标(?:是|为|定)|要(?=[新建办做完实达修改])|准备(?!金)|"
    r"明年|下一步|承诺|确保|\bwill\b|\bplan(?:s|ned)?\b|\baim(?:s|ed)?\b|\btarget|\bgoal|"
    r"\bintend|\bpromis|\bexpect|\bto be\b|\bpledge"
)
_PLAN_LOOSE_RE = re.compile(rf"{_PLAN_RE.pattern}|要|须")
_DONE_RE = re.compile(
    r"已(?!知)|实际(?:上)?(?:完成|达|新增|增长|为|是|建)?|"
    r"(?:完成|建成|实现|新增|增长|达到|取得|改造|添置|购置|发放|创建|解决|修复|提高|下降|减少|办结|兑现|落实|投入|开通|修建|增加|获得|培育|举办|召开|新建)了|"
    r"\b(?:has|have|had|was|were|did|completed|achieved|added|built|reached|grew|rose|fell|created|finished|renovated|delivered)\b"
)
_DONE_LOOSE_RE = re.compile(r"已|了(?!解)|累计|实际|过去|去年|上年|现有|目前|截至")
_SPLIT_RE = re.compile(r"[。;；!！?？\n]")


def misdated(text: str, sources: Sequence[Source]) -> tuple[Flaw, Said] | None:
    """The first year or date of a claim that its sources don't bear out."""
    folded = fold(text)
    for date in dates_in(folded):
        if date.month is not None or date.when:
            if not any(_has_date(date, source, folded) for source in sources):
                return "date", _said(text, date, sources)
        elif date.year is not None and not any(
            _has_year(date, source, folded, text) for source in sources
        ):
            return "year", _said(text, date, sources)
    return None


def wrong_period(text: str, sources: Sequence[Source]) -> tuple[Flaw, Said] | None:
    """Whether a claim makes a result of a plan, or a plan of a result."""
    periods = {source.citation.period for source in sources}
    if len(periods) != 1 or None in periods:
        return None
    (period,) = periods
    n = sources[0].n
    near = " ".join(around(text, source.citation.text) for source in sources)
    folded = fold(text)
    # 报告2018年的工作、计划: what a sentence quotes or names is not its own tense.
    folded = re.sub(r"“[^”]*”|《[^》]*》|\"[^\"]*\"", "", folded)
    plan, done = _PLAN_RE.search(folded), _DONE_RE.search(folded)
    if period == "plan" and done and not plan and not _DONE_LOOSE_RE.search(near):
        return "period", Said(
            f"第[{n}]段是计划，没有说“{done[0]}”", f'[{n}] is a plan: it does not say "{done[0]}"'
        )
    if period == "review" and plan and not done and not _PLAN_LOOSE_RE.search(near):
        return "period", Said(
            f"第[{n}]段是已有的结果，不是计划（“{plan[0]}”）",
            f'[{n}] reports what was done: it is no plan ("{plan[0]}")',
        )
    return None


def _has_year(date: Dated, source: Source, folded: str, text: str) -> bool:
    cited = source.citation
    assert date.year is not None
    if date.year == cited.year:
        return True
    named = _NAMED_RE.match(folded, date.end) or _DOCUMENT_RE.search(folded)
    if date.year in source.label_years and (named or cited.year is None):
        return True
    near = around(text, cited.text)
    if any(d.year == date.year for d in dates_in(near)):
        return True
    if named and any(d.year == date.year for d in dates_in(source.text)):
        return True
    compared = _COMPARED_RE.search(folded[: date.start])
    last = bool(_LAST_YEAR_RE.search(source.text))
    if cited.year is not None and compared and date.year == cited.year - 1:
        return last or "增长" in near or "提高" in near or "下降" in near
    document = max(source.label_years, default=None)
    if document is None:
        return False
    relative = {"今年": 0, "本年": 0, "明年": 1, "去年": -1, "后年": 2, "前年": -2}
    return any(word in near and date.year == document + by for word, by in relative.items())


def _has_date(date: Dated, source: Source, folded: str) -> bool:
    for said in dates_in(source.all):
        if date.when:
            if said.when == date.when:
                return True
            continue
        if (said.month, said.day) != (date.month, date.day) and not (
            date.day is None and said.month == date.month
        ):
            continue
        years = {said.year, source.citation.year, *source.label_years}
        if (
            date.year is None
            or date.year == said.year
            or (said.year is None and date.year in years)
        ):
            return True
    return _iso_date(date, source)


def _iso_date(date: Dated, source: Source) -> bool:
    """The document's own date, of which a claim may say a part."""
    iso = source.citation.date or ""
    parts = [int(part) for part in iso.split("-") if part.isdecimal()]
    said = [date.year, date.month, date.day]
    return (
        len(parts) == 3
        and all(s is None or s == p for s, p in zip(said, parts, strict=True))
        and not date.when
    )


def _said(text: str, date: Dated, sources: Sequence[Source]) -> Said:
    written = text[date.start : date.end].strip()
    shown = "、".join(
        f"[{s.n}]" + (f"（{s.citation.year}年）" if s.citation.year else "") for s in sources
    )
    english = ", ".join(
        f"[{s.n}]" + (f" ({s.citation.year})" if s.citation.year else "") for s in sources
    )
    return Said(f"第{shown}段说的不是“{written}”", f'{english} does not speak of "{written}"')
