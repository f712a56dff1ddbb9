"""Names of people: who speaks on a page, who wrote it.

    is_byline(text)          -> 记者 王德政, (撰稿:程立胜), 通讯员 宋 晓
    name_at(text, at)        -> the personal name that begins here, or None
    named_official(text)     -> the name after an office: 市长王震 -> 王震

A name is a surname of SURNAMES and one or two characters more. Chinese text doesn't show where
a name ends; what follows it does (说, 在, a comma), or else another place in the text
where the same name stands. Where neither decides there is no name: a wrong speaker is worse
than none. Which office the page's speaker holds is decided in metadata.py.
"""

from __future__ import annotations

import re
from itertools import islice

SURNAME_TABLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿"
    "梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景"
    "薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符"
    "奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼"
    "原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺惠桓权奎占修胜逄尚冶智撒麦仝郗靖信卿"
    "宓洛尼昝狄但茹逯皮相闻支宿仉税邝鹿库火寇粟幸宣展粘才淡雍拜农达宝格昂扎次旦嘎骆肖闫付缪佘晁"
    "禹邰郦隗庹阚荀酆茅麻裘贲杭诸钮嵇荣芮羿储汲邴乌伊厉戎祖束韶蓟蒲鄂索阴莘贡劳宰璩濮寿扈郏浦慕"
    "宦容戈庾暨阙殳夔厍訾巢蒯危湛贝羌怀"
)
"""Each stands once, the commonest first."""
SURNAMES = frozenset(SURNAME_TABLE)
_DOUBLE_SURNAMES = tuple(
    """
    欧阳 司马 上官 诸葛 东方 皇甫 尉迟 令狐 慕容 夏侯 端木 公孙 鲜于 呼延 南宫 独孤
    闻人 淳于 申屠 钟离 宇文 长孙 司徒 赫连 澹台 濮阳
    """.split()
)
_AFTER_NAME = frozenset(
    "说称在向和与等的就对从到将主作出参讲同表指强提介接告一当受为任要带深率会代是也还又曾答谈分"
    ',，、。；;：:!！?？()（）《"“”」—…'
)
"""What commonly follows a name: a verb of speaking, a preposition, punctuation."""
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_NEVER_GIVEN = frozenset("说称在向和与的就对从将是也还曾了、，。市县区省州委府长记者员们会政")
_TITLES = (
    "(?:代)?(?:市长|县长|区长|州长|省长|盟长|旗长|镇长|乡长|局长|厅长|院长)"
    "|(?:(?:市|县|区|州|省|盟|旗|镇|乡|工|党工)委)?书记"
    "|(?:主任|主席|部长|行长|董事长|总经理|秘书长|巡视员|常委|检察长)"
)
_OFFICE_RE = re.compile(rf"(?:{_TITLES})(?:[、兼]|\s)*(?=[\u4e00-\u9fff])")
_BYLINE_RE = re.compile(
    r"""
    [\s□■◎●○◇◆△▲☆★(（\[【—-]*
    (?:
        (?:本(?:报|网|台|刊|社)|[\u4e00-\u9fff]{0,8}
            (?:日报|晚报|新闻网|电视台|广播电台|融媒体?(?:中心)?|全媒体?))?
        (?:实习|见习|首席|特约|全媒体|融媒体?)?(?:记\s*者|通\s*讯\s*员)
        | 撰\s*稿 | 作\s*者 | 供\s*稿 | 摄\s*影(?:报道)? | 文\s*[/／] | 图\s*[/／]
        | 整\s*理 | 采\s*写
    )
    \s*[:：/／]?\s*
    # 记者从会上获悉: a sentence, or a question in an interview
    (?![\u4e00-\u9fff]{0,4}(?:问|在|从|获悉|了解|来到|走进|采访|看到)|[^。]*[?？])
    [^。！!,，]{1,40}
    """,
    re.VERBOSE,
)
DATED_BYLINE_RE = re.compile(
    r"(?:(?:来\s*源|稿\s*源)\s*[:：]\s*)?《?(?P<paper>[\u4e00-\u9fff]{2,14})》?[\s|·•]+"
    r"(?P<date>(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?)"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:[\s|·•]+第?\s?[A-Z]?\d{1,3}版)?[\s|·•]+(?P<who>\S.*)"
)
"""某某晚报 2020年9月3日 记者 栗某: the paper and the day before the names."""
_SOURCED_RE = re.compile(
    r"(?:来\s*源|稿\s*源)\s*[:：]\s*《?[\u4e00-\u9fff]{2,14}》?[\s|·•]+(?=记\s*者|通\s*讯\s*员)"
)
"""来源:某某日报 记者 沈某: the paper before the names, without a day."""
_BOXED_RE = re.compile(
    r"[□■◎◇◆△▲☆★]\s*(?=.*(?:记者|通讯员|文|图)|[\u4e00-\u9fff\s]{2,12}$)[^。！？!?,，]{2,44}"
)
"""□郭某 本报记者 阮某: a by-line that opens with a box."""
_SPACED_RE = re.compile(
    r"([\u4e00-\u9fff])[ \u3000]{1,3}([\u4e00-\u9fff]{1,2})"
    r"(?:[ \u3000]{1,3}([\u4e00-\u9fff]))?(?![\u4e00-\u9fff])"
)
_MAX_BYLINE = 48
_LOOKED_AT = 30
"""Places of a name that are looked at to see where it ends."""


def is_byline(text: str) -> bool:
    """A line that names who wrote the page, and nothing else.

    >>> [is_byline(t) for t in ("□记者 窦浩智", "(撰稿:程立胜)", "记者从会上获悉,今年要办十件事")]
    [True, True, False]
    >>> is_byline("某某晚报 2020年9月3日 记者 栗子安 通讯员 程知夏")
    True
    >>> is_byline("来源:某某日报 记者 栗子安 实习生 程知夏")
    True
    """
    dated = DATED_BYLINE_RE.fullmatch(text)
    text = dated["who"] if dated else _SOURCED_RE.sub("", text, count=1)
    if len(text) > _MAX_BYLINE:
        return False
    return bool(_BYLINE_RE.fullmatch(text) or _BOXED_RE.fullmatch(text))


def name_at(text: str, at: int) -> str | None:
    """The personal name that begins at a place in the text.

    >>> name_at("市长张宇松接受了采访", 2), name_at("书记任天順。", 2), name_at("市长说", 2)
    ('张宇松', '任天順', None)
    >>> name_at("市长 石 迎军", 3)
    '石迎军'
    """
    spaced = _SPACED_RE.match(text, at)
    if spaced and spaced[1] in SURNAMES:
        return "".join(part for part in spaced.groups() if part)
    for surname in _DOUBLE_SURNAMES:
        if text.startswith(surname, at):
            return _longest(text, at, shortest=len(surname) + 1)
    if at < len(text) and text[at] in SURNAMES:
        return _longest(text, at, shortest=2)
    return None


def _longest(text: str, at: int, *, shortest: int) -> str | None:
    short, long = (_candidate(text, at, length) for length in (shortest, shortest + 1))
    if long and (
        _recurs(text, long) or (_ends(text, at + len(long)) and not _ends(text, at + shortest))
    ):
        return long
    if short and (_ends(text, at + shortest) or _recurs(text, short)):
        return short
    return None


def _candidate(text: str, at: int, length: int) -> str | None:
    name = text[at : at + length]
    given = name[1:]
    fits = len(name) == length and all(_HAN_RE.match(c) for c in given)
    return name if fits and not _NEVER_GIVEN.intersection(given) else None


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace() or text[at] in _AFTER_NAME


def _recurs(text: str, name: str) -> bool:
    """Whether the name stands elsewhere too, followed by something else."""
    found = islice(re.finditer(re.escape(name), text), _LOOKED_AT)
    return len({text[match.end() : match.end() + 1] for match in found}) > 1


def named_official(text: str, *, start: int = 0, end: int | None = None) -> str | None:
    """The first name that stands right after an office, searched from ``start`` to ``end``.

    The rest of the text helps to see where a name ends.

    >>> named_official("访峡山区党工委书记李华刚"), named_official("副市长分管书记处工作")
    ('李华刚', None)
    """
    for match in _OFFICE_RE.finditer(text, start, len(text) if end is None else end):
        name = name_at(text, match.end())
        if name:
            return name
    return None
