"""Page furniture: the lines of a web page that are not part of what was published.

    furniture(lines) -> for each line the name of the rule that drops it, or None

Two kinds of rules. PATTERNS in furniture_patterns.py are named patterns for single lines,
each with its reason; a line that reads as a sentence is safe from most of them. Then come
the rules that need the whole page: a summary that only repeats the text, lines that recur,
what stands around the text (site names, menus), and everything after the end of the article
when nothing but short lines and disclaimers follow.

Dropped lines stay in the raw page, and metadata.py reads dates and sources from them. By-lines
(记者, 通讯员, 撰稿) are not furniture: who wrote a page can be asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.furniture_patterns import LABEL_RE, PATTERNS
from ingest.lines import Line
from ingest.people import is_byline

_TO_ASCII = str.maketrans("：，；！？（）｜／＞［］\u3000\xa0", ":,;!?()|/>[]  ")
_SENTENCE_END = '。!?;！？；…”’".'

_MENU_WORDS = frozenset(
    """首页 网站首页 新闻 要闻 时政 政务 公开 专题 视频 图片 社会 财经 经济 体育 娱乐 论坛
    博客 房产 汽车 教育 健康 旅游 文化 互动 服务 机构 领导 政策 法规 国内 国际 县区 评论
    数字报 电子报 政务公开 信息公开 政民互动 办事服务 新闻中心 新闻动态 走进 政府信息公开
    专题专栏 政策解读 领导之窗 网上办事 公告公示 互动交流 数据开放 关于我们 联系我们
    网站声明 帮助 登录 注册 搜索 导航""".split()
)
_SITE_NAME_RE = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:网|在线|日报|晚报|晨报|都市报|门户网站|政府网站?|新闻中心|频道|融媒体?中心|之窗)(?:网站)?"
    r"(?:\s*[·•]\s*[\u4e00-\u9fff]{2,8})?"
)
_AROUND_RE = re.compile(
    r"(?:主办|承办|主管|协办|技术支持|运维|网站支持|联系(?:电话|我们|方式)|电话|地址|邮编|邮箱|传真|热线|投稿|举报|版权)"
    r"(?:单位)?\s*:.*|(?:关于我们|联系我们|网站声明|隐私保护|使用帮助|法律声明|广告服务|友情链接)[\s|].*"
)
_END_RE = re.compile(
    r"[\[【(]?(?:责任编辑|责编|编辑|审核|校对)\s*:.*|.{0,12}(?:版权与免责声明|版权声明|免责声明|特别声明).{0,4}"
    r"|(?:网友|最新|发表|我要|全部)评论.*|文章评论.*|阅读原文|扫一扫.*|分享(?:到|至).*"
)
_SUMMARY_RE = re.compile(
    r"[\[【]?(?:内容)?(?:摘要|提要|导读|核心提示|简介|导语|编者按)[\]】]?\s*[:\s]?|[\[【]"
)
_SIGNATURE_RE = re.compile(r".*(?:人民政府|办公室|办公厅|委员会|[局厅院])")
"""Who issued a notice stands over it and again under it."""
_VALUE_RE = re.compile(
    r"[A-Za-z0-9/._\-: ]+|(?:19|20)\d\d年\d{1,2}月\d{1,2}日[\d: ]*|有效|失效|废止|无|主动公开"
)
_CUT_RE = re.compile(r"(?:\.{2,}|…+)(?:\[?(?:详细|全文|更多)\]?)?>*$")
_DISCLAIMER = 240
"""Longest disclaimer that doesn't begin as one; a longer paragraph may only speak of rights."""
_CLAIMS_RE = re.compile(r"[^。]{0,16}(?:声明|版权|免责|Copyright|©|侵权)", re.IGNORECASE)
_SHORT = 40
"""Longest line, in characters, that may follow the end of an article as a link's text."""
_PROSE = 25
"""Shortest sentence that certainly belongs to the text; calls to share a page are shorter."""


def furniture(lines: Sequence[Line]) -> list[str | None]:
    """The name of the rule that drops each line; None for what was published.

    >>> furniture([Line(0, "首页 > 新闻 > 要闻"), Line(14, "各位代表!")])
    ['breadcrumb', None]
    """
    plain = [_squeezed(line.text) for line in lines]
    reasons: list[str | None] = [_single(text) for text in plain]
    _drop_values_of_labels(plain, reasons)
    _drop_repeats(plain, reasons)
    _drop_summaries(plain, reasons)
    _drop_surroundings(plain, reasons)
    _drop_after_the_end(plain, reasons)
    return reasons


def is_sentence(text: str) -> bool:
    """Whether a line reads as prose: it ends like a sentence, or holds the end of one."""
    bare = text.rstrip(" )]】）」』")
    return "。" in bare[:-1] or (len(bare) > 8 and bare.endswith(tuple(_SENTENCE_END)))


def plain_punctuation(text: str) -> str:
    """Full-width punctuation as ASCII, the length unchanged: one pattern fits both."""
    return text.translate(_TO_ASCII)


def _squeezed(text: str) -> str:
    return " ".join(plain_punctuation(text).split())


def _single(text: str) -> str | None:
    prose = is_sentence(text)
    for pattern in PATTERNS:
        if len(text) > _DISCLAIMER and pattern.even_sentences and not _CLAIMS_RE.match(text):
            continue
        if (pattern.even_sentences or not prose) and pattern.regex.fullmatch(text):
            return pattern.name
    if not prose and _is_labelled(text):
        return "labels"
    return None


def _is_labelled(text: str) -> bool:
    """来源:… 责任编辑:… and nothing else; a label inside a sentence doesn't count."""
    label, colon, value = text.partition(":")
    if len(label) <= 10:
        text = label.replace(" ", "") + colon + value  # 索 引 号:
    if len(text) > 160 or not LABEL_RE.match(text.lstrip("[【( ")):
        return False
    if is_byline(text):
        return False  # 来源:某某晚报 2020-06-18 记者 沈某: who wrote it is asked for
    # A list or a sentence after the label is text: 时间:2019年3月5日上午,地点:…
    return "、" not in text and "," not in text


def _drop_values_of_labels(plain: Sequence[str], reasons: list[str | None]) -> None:
    """The value under a label that stands on a line of its own (索引号: / 6107280000/…).

    The last label of a table may be empty, and the title below it: so a value is a code, a
    date, or has another label below.
    """
    for i, text in enumerate(plain[1:], 1):
        if reasons[i - 1] != "labels" or not plain[i - 1].endswith(":") or reasons[i]:
            continue
        another = i + 1 < len(plain) and reasons[i + 1] == "labels"
        if _VALUE_RE.fullmatch(text) or (another and len(text) <= _SHORT and not is_sentence(text)):
            reasons[i] = "labels"


def _drop_repeats(plain: Sequence[str], reasons: list[str | None]) -> None:
    """The title once more, and buttons that come in pairs; never 各位代表!, said twice."""
    first, last = _prose_bounds(plain, reasons)
    counts = Counter(text for text in plain if len(text) <= _SHORT)
    above = set(plain[:first])
    seen: set[str] = set()
    for i, text in enumerate(plain):
        if counts[text] < 2 or reasons[i] or text[-1] in "!:。;?,":
            continue
        # Inside the text two sections may share a head; only the title isn't said again.
        outside = i < first or i > last or (text in above and len(text) >= 8)
        if i > last and _SIGNATURE_RE.fullmatch(text):
            continue
        if text in seen and outside:
            reasons[i] = "repeated"
        seen.add(text)


def _drop_summaries(plain: Sequence[str], reasons: list[str | None]) -> None:
    """[摘要]…, or an opening cut off with dots, when all of it stands in the text below."""
    for i, text in enumerate(plain):
        label = _SUMMARY_RE.match(text)
        cut = _CUT_RE.search(text)
        if reasons[i] or len(text) < 30 or not (cut or (label and label[0].strip("[【"))):
            continue
        body = text[label.end() if label else 0 : cut.start() if cut else None].strip()
        # A summary can be sentences picked from the text; the last may be cut anywhere.
        pieces = [piece for piece in re.split("[。!?]", body) if len(piece) >= 6]
        below = "\n".join(plain[i + 1 :])
        if pieces and all(piece.strip(" :")[:-1] in below for piece in pieces):
            reasons[i] = "summary"


def _drop_surroundings(plain: Sequence[str], reasons: list[str | None]) -> None:
    """Menus and site names before and after the text; inside it they could be heads."""
    first, last = _prose_bounds(plain, reasons)
    for i, text in enumerate(plain):
        if reasons[i]:
            continue
        prose = is_sentence(text)
        if not prose and _is_menu(text, above=i < first, around=i < first or i > last):
            reasons[i] = "menu"
        elif i < first and _SITE_NAME_RE.fullmatch(text):
            reasons[i] = "site name"
        elif i > last and not prose and _AROUND_RE.fullmatch(text):
            reasons[i] = "imprint"


def _is_menu(text: str, *, above: bool, around: bool) -> bool:
    """Words of a menu; over the text also five short words of any kind."""
    words = [word for word in re.split(r"[\s|·/]+", text) if word]
    known = sum(word in _MENU_WORDS for word in words)
    if known >= 2 and known >= len(words) / 3:
        return True
    if around and known == len(words):
        return True
    # 政 府 工 作 报 告 is a letter-spaced title.
    return above and len(words) >= 5 and 1 < max(map(len, words)) <= 7


def _drop_after_the_end(plain: Sequence[str], reasons: list[str | None]) -> None:
    """Everything after the article when only links and disclaimers follow.

    The end shows by an editor's name, a disclaimer, "related" or "next". A single real
    sentence after it keeps all that follows: some pages print the editor above the text.
    """
    _, last = _prose_bounds(plain, reasons)
    for i in range(last + 1, len(plain)):
        ends = reasons[i] in {"copyright", "previous or next", "related", "share", "labels"}
        if ends or _END_RE.fullmatch(plain[i]):
            for j in range(i, len(plain)):
                link = len(plain[j]) <= _SHORT and not plain[j].endswith("。")
                if (
                    reasons[j] is None
                    and not is_byline(plain[j])
                    and (link or _disclaims(plain[j]))
                ):
                    reasons[j] = "after the end"
            return


def _prose_bounds(plain: Sequence[str], reasons: Sequence[str | None]) -> tuple[int, int]:
    """The first and the last line that is certainly text: a sentence of some length."""
    prose = [
        i
        for i, text in enumerate(plain)
        if reasons[i] is None and len(text) >= _PROSE and is_sentence(text)
    ]
    return (prose[0], prose[-1]) if prose else (len(plain), len(plain))


def _disclaims(text: str) -> bool:
    return re.search(r"本网|本站|转载|版权|侵权|投稿|来信|邮箱|客户端", text) is not None
