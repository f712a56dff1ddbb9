"""The outline of a page: heads, the section path of each paragraph, its year and period.

    run_in_of(text)    -> the unnumbered sentence that heads a paragraph (改善农村人居环境。)
    outline(texts, …)  -> role, section, year and period of each paragraph

Numbered heads are read by heads.py; others stand on a line of their own without a full stop.
A head may run in with its paragraph (坚持依法行政。全面贯彻…): then the line stays body. A
paragraph's own numbered head belongs to its section and to that of what follows; its own
unnumbered run-in head only to its own.

Year and period come from heads (2018年工作回顾, 下一步), else from the paragraph's verbs.
A sentence inside may speak of another year: that is the assistant's business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.document import Kind, Period, Role
from ingest.furniture import is_sentence
from ingest.heads import FIGURE_RE, STOP_RE, TOPIC_RE, Head, cleaned, head_of
from ingest.periods import Span, period_of_head, period_of_text, year_under

MAX_RUN_IN = 24
MIN_RUN_IN = 4
_UNNUMBERED = 6
_DASH_RE = re.compile(r"[—―–-]{2,}\s*|[—―]\s*")
_VERBS = (
    "坚持|坚决|坚定|坚守|持续|加快|加大|加强|推进|推动|推行|深入|深化|着力|全力|全面|大力|努力|奋力|积极|主动|扎实|"
    "切实|统筹|聚焦|聚力|突出|紧扣|围绕|立足|瞄准|提升|提高|提质|打造|打好|打赢|构建|建设|建立|健全|完善|优化|改善|"
    "改革|培育|培植|发展|壮大|做大|做强|做优|做实|做好|抓好|抓实|抓住|狠抓|强化|夯实|巩固|拓展|拓宽|扩大|激发|增强|"
    "增进|创新|引进|实施|实现|落实|保障|保护|维护|促进|繁荣|振兴|解决|化解|防范|治理|整治|严守|严格|规范|规划|弘扬|"
    "牢记|牢固|树立|勇于|勤于|敢于|善于|办好|办实|支持|鼓励|引导|服务|稳定|稳步|稳住|守住|守牢|补齐|拉长|延伸|理顺|"
    "更加|更大|更高|更好|高标准|高质量|高水平|有序|有效|精准|科学|妥善|不断|进一步|逐步|力促|倾力|倾情|用心|兜牢|织密|"
    "筑牢|厚植|释放|挖掘|争创|创建|开展|组织|注重|重视|关注|破解|攻坚|决战|决胜|推广|调整|转变|履行|践行|顺应|把握"
)
_VERB_FIRST_RE = re.compile(rf"(?:{_VERBS})")
_VERB_INSIDE_RE = re.compile(rf".{{2,6}}(?:{_VERBS})")
_NO_HEAD_RE = re.compile(
    r"[是了已过曾]|我们|我市|我县|我区|今年|去年|明年|上年|说|表示|指出|强调|认为|要求|要.{0,3}[把将]|"
    r"[“\"].*[？?]|如何|怎样|什么|也|还|但|而且|因此|所以|这|那|据(?:悉|统计|了解|介绍)|会议|记者|同比|达到|位居|成绩|[:：;；]"
)
_ABOVE_SECTIONS_RE = re.compile(
    r"各位代表|(?:[一五]年来|过去的?[一五]年|回顾过去|在看到成绩|在肯定成绩|同时,我们也)"
)
"""Begins a paragraph that speaks for the whole part, not for the last (五) above it."""
_ITEMISES_RE = re.compile(r"(?:这|以上|其中|具体)[^。]{0,20}?(?:分别|包括|是|为|如下)[:：是为]?")
_DATE_LINE_RE = re.compile(r"[(（]?[\d〇○二一三四五六七八九零十年月日\s]{6,16}[)）]?")
_SIGNATURE_RE = re.compile(r".*(?:人民政府|办公室|办公厅|委员会|委员会办公室|管委会|[局厅处院])")


class Outlined(NamedTuple):
    """Where one paragraph stands in its page."""

    role: Role
    section: tuple[str, ...]
    year: int | None
    period: Period | None


def run_in_of(text: str, *, supported: bool = False) -> str | None:
    """The sentence that heads an unnumbered paragraph, without its stop; None if it has none.

    It is short, gives no figures and no news, and begins like a task. ``supported`` means
    that neighbouring paragraphs have such heads: then a verb anywhere in it is enough
    (规划引领争创特色。 between 做优做强精品农业。 and others).

    >>> run_in_of("改善农村人居环境。把整治作为第一场硬仗。")
    '改善农村人居环境'
    >>> run_in_of("战鼓声声,催人奋进。任天顺说,今年") is None
    True
    """
    dash = _DASH_RE.match(text)
    body = text[dash.end() :] if dash else text
    stop = STOP_RE.search(body)
    if stop is None or stop.end() >= len(body.rstrip()) or body[stop.start()] not in "。！!":
        return None
    first = body[: stop.start()]
    longest = MAX_RUN_IN + 8 if dash else MAX_RUN_IN
    if not MIN_RUN_IN <= len(first) <= longest or FIGURE_RE.search(first):
        return None
    if dash:
        return first
    if _NO_HEAD_RE.search(first):
        return None
    verb = _VERB_FIRST_RE.match(first) or (supported and _VERB_INSIDE_RE.match(first))
    return first if verb else None


def outline(
    texts: Sequence[str], roles: Sequence[Role], *, year: int | None, kind: Kind | None
) -> list[Outlined]:
    """Role, section, year and period of each paragraph, in page order.

    ``year`` is the page's own (Metadata.year), the anchor of 过去一年 and 今年.
    """
    heads = _heads(texts, roles)
    run_ins = _run_ins(texts, roles, heads)
    spans = _spans(texts, roles, heads, year=year, kind=kind)
    stack: list[Head] = []
    outlined: list[Outlined] = []
    for i, (text, role) in enumerate(zip(texts, roles, strict=True)):
        head = heads[i]
        above = stack
        if head is not None:
            above = [other for other in stack if other.rank < head.rank]
            stack = [*above, head] if head.title else above
        elif role == "body" and _ABOVE_SECTIONS_RE.match(text):
            above = stack = [other for other in stack if other.rank <= 1]
        whole = head is not None and head.whole
        section = [other.title for other in (above if whole else stack)]
        run_in = run_ins[i]
        if run_in:
            section.append(run_in)
        if role in {"title", "byline"}:
            outlined.append(Outlined(role, (), None, None))
            continue
        span = spans[i]
        if span is None and not whole and kind != "work report":
            span = period_of_text(text, year=year)
            follows = run_in or _ITEMISES_RE.match(text)
            if span is None and follows and outlined and outlined[-1].period == "plan":
                # One of 八个方面, or the list, of which the paragraph before says when.
                span = Span("plan", outlined[-1].year)
        outlined.append(
            Outlined(
                "heading" if whole else "body",
                tuple(section),
                span.year if span else None,
                span.period if span else None,
            )
        )
    return outlined


def _heads(texts: Sequence[str], roles: Sequence[Role]) -> list[Head | None]:
    heads: list[Head | None] = []
    begun = False  # lines before the first sentence are captions, unless they name a topic
    for i, (text, role) in enumerate(zip(texts, roles, strict=True)):
        head = None
        if role == "body":
            head = head_of(text) or _unnumbered(texts, i, begun=begun)
            begun = begun or is_sentence(text)
        heads.append(head)
    return heads


def _unnumbered(texts: Sequence[str], i: int, *, begun: bool) -> Head | None:
    """A short line without a stop, over a paragraph."""
    text = texts[i]
    dash = _DASH_RE.match(text)
    bare = text[dash.end() :] if dash else text
    if not MIN_RUN_IN <= len(bare) <= 30 or re.search(r"[。！？!?；;：:，,、…]$|[”\"》]$", bare):
        return None
    if FIGURE_RE.search(bare):
        return None  # a member of a list that has lost its bullet
    if i + 1 >= len(texts) or _DATE_LINE_RE.fullmatch(bare) or _SIGNATURE_RE.fullmatch(bare):
        return None
    below = texts[i + 1]
    if not (is_sentence(below) or head_of(below)):
        return None
    if TOPIC_RE.fullmatch(bare):
        return Head(1, cleaned(bare), whole=True)
    return Head(_UNNUMBERED, cleaned(bare), whole=True) if begun else None


def _run_ins(
    texts: Sequence[str], roles: Sequence[Role], heads: Sequence[Head | None]
) -> list[str | None]:
    candidates = [
        run_in_of(text) if role == "body" and head is None else None
        for text, role, head in zip(texts, roles, heads, strict=True)
    ]
    found = list(candidates)
    for i, (text, role) in enumerate(zip(texts, roles, strict=True)):
        near = any(candidates[max(0, i - 3) : i]) or any(candidates[i + 1 : i + 4])
        if role == "body" and heads[i] is None and found[i] is None and near:
            found[i] = run_in_of(text, supported=True)
    return found


def _spans(
    texts: Sequence[str],
    roles: Sequence[Role],
    heads: Sequence[Head | None],
    *,
    year: int | None,
    kind: Kind | None,
) -> list[Span | None]:
    """What each paragraph's heads say of its year and period; the innermost that says it."""
    stack: list[tuple[int, Span | None]] = []
    outer = ""  # the head that last told a period
    running: Span | None = None  # a report without such heads turns at its sentences
    spans: list[Span | None] = []
    for text, role, head in zip(texts, roles, heads, strict=True):
        if head is not None:
            stack = [pair for pair in stack if pair[0] < head.rank]
            own = period_of_head(head.title, year=year, outer=head.rank <= 1)
            if own is None and head.rank <= 1 and kind == "work report":
                # 三、加强政府自身建设 after the plan goes on planning.
                own = running if running and running.period == "plan" else None
            stack.append((head.rank, own))
            if own:
                running, outer = own, head.title
        elif kind == "work report" and role == "body" and not any(s for _, s in stack):
            running = period_of_text(text, year=year, opening=True) or running
        said = next((span for _, span in reversed(stack) if span), None)
        if said and said.period == "review" and said.year is None and role == "body":
            said = Span("review", year_under(outer, text, year=year))
        spans.append(said or (running if kind == "work report" else None))
    return spans
