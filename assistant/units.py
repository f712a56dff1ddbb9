"""Units and measure words: which of them name the same, and which never do.

A measure (元, 亩, 公里, %) is part of the fact: a figure without it, or with another one, is
another fact; nothing is converted, as a reader of 亩 is not helped by 公顷. A measure word
(个, 辆, 座) only counts: 97座公厕 are 97个公厕, but 4万户 are not 4万人.
"""

from __future__ import annotations

import re

SHARE = "share"
POINTS = "points"
TIMES = "倍"

_MEASURES: dict[str, str] = {
    SHARE: "% ‰",
    POINTS: "个百分点 百分点 个点 percentagepoints percentagepoint",
    "元": "元人民币 人民币 元 块钱 块 yuan rmb cny",
    "美元": "美元 美金 dollars dollar usd",
    "港元": "港元 港币",
    "欧元": "欧元 euros euro",
    "日元": "日元",
    "亩": "亩 mu",
    "公顷": "公顷 hectares hectare ha",
    "平方公里": "平方公里 平方千米 squarekilometres squarekilometers km²",
    "平方米": "平方米 平米 ㎡ squaremetres squaremeters m²",
    "立方米": "立方米 立方 方水 cubicmetres cubicmeters",
    "公里": "公里 千米 kilometres kilometers kilometre kilometer km",
    "里": "华里 里地",
    "米": "米 metres meters metre meter",
    "厘米": "厘米",
    "毫米": "毫米",
    "微克": "微克 微克/立方米",
    "吨": "吨 tonnes tonne tons ton",
    "吨标准煤": "吨标准煤 吨标煤",
    "公斤": "公斤 千克 kilograms kg",
    "克": "克",
    "斤": "斤",
    "千瓦时": "千瓦时 度电 kwh",
    "千瓦": "千瓦 kw kilowatts",
    "兆瓦": "兆瓦 mw megawatts",
    "升": "升",
    "小时": "个小时 小时 个钟头 hours hour",
    "分钟": "分钟 minutes minute",
    "秒": "秒",
    "天": "天 日 个工作日 工作日 days day",
    "周": "周 个星期 星期 weeks week",
    "月": "个月 月 months month",
    "年": "周年 年 years year",
    "岁": "周岁 岁",
    TIMES: "倍 番",
    "户": "户 农户 householdss households household",
    "人次": "人次 visits visitors tourists visitor",
    "人": "口人 人 名 位 余人 people persons person residents",
    "届": "届",
    "级": "级",
    "分": "分",
    "度": "度 摄氏度",
    "车次": "车次 班次",
    "床": "张床位 床",
}
_COUNTS: dict[str, str] = {
    # Each line may stand for the other words of the line, and 个 for all of them.
    "个": "个",
    "辆": "辆 台 部 列 艘 架",
    "座": "座 处 所 家 间 栋 幢 口",
    "家": "家 所",
    "项": "项 件 条 大 桩 宗 点 样",
    "种": "种 类 门",
    "次": "次 回 场 趟 轮 times",
    "套": "套",
    "块": "片",
    "张": "张 份 本 册 篇 部",
    "株": "株 棵",
    "头": "头 只 匹",
    "批": "批",
    "支": "支 名队",
    "方面": "个方面 方面",
    "对": "对 双",
    "段": "段",
    "镇": "个乡镇",
    "级": "星",
}
_COUNTED = frozenset({"人", "户", "人次"})
"""Measures that a bare count may stand for: 12,600 market entities are 12600户."""

_CANON: dict[str, str] = {}
for _table in (_COUNTS, _MEASURES):
    for _name, _forms in _table.items():
        for _form in _forms.split():
            _CANON.setdefault(_form, _name)
_CANON["次"] = "次"
_CANON |= {"级": "级", "个": "个"}
_GROUPS = [frozenset(forms.split()) for forms in _COUNTS.values()]
_MEASURE_NAMES = frozenset(_MEASURES)

_CHINESE = sorted((u for u in _CANON if not u.isascii()), key=len, reverse=True)
_LATIN = sorted((u for u in _CANON if u.isascii() and u.isalpha()), key=len, reverse=True)
UNIT_RE = re.compile(
    r"\s?(?:" + "|".join(map(re.escape, [*_CHINESE, "%", "‰"])) + r")"
    r"|[\s-]?(?:percentage[ -]points?|square (?:kilo)?met(?:re|er)s?|cubic met(?:re|er)s?"
    r"|per ?cent|percent|" + "|".join(map(re.escape, _LATIN)) + r")(?![a-z])"
)
"""A unit right after a figure, in folded text."""
# 日 and 分 and 度 begin other words (日常, 分别, 度假); 大 and 点 count only small numbers.
_NOT_UNIT_RE = re.compile(
    r"日[常均益前]|分[别类级批期之步散为成]|度假|级别|人[均民大才工]|年[均度级]|户[籍外均]"
    r"|位[于列居]|名[为列单称]|件套|头企业|条件|点[多半钟]|元[宝旦]|周边|天[然气]|米[字粉]|家[庭园长]"
    r"|口岸|星[级期]|本[市级科]|处[理置]|所[有需在]|部[门分署]|套[餐]|批[次准发复]|支[持出付]|对[于接]"
    r"|面[积]|场[所地]|段[时]|间[接断]|张[家]|台[账]|项目|条例|类型|种[植子]|回[收应]|度[过]|样[本]"
    r"|方水平|里[程]|里地区|床单|级[联]|大[力量于型棚学专队厅道幅会数赛米众宗]|倍增|月[份度]"
)


def unit_at(text: str, at: int) -> tuple[str, int]:
    """The unit that begins at a place of folded text: (its canonical name, where it ends).

    ('', at) where none does.

    >>> unit_at("180辆公交车", 3), unit_at("5 percent of", 1), unit_at("3项目", 1)
    (('辆', 4), ('share', 9), ('', 1))
    """
    match = UNIT_RE.match(text, at)
    if not match:
        return "", at
    written = match[0].strip(" -")
    if _NOT_UNIT_RE.match(text, match.end() - len(written)) and len(written) == 1:
        return "", at
    compact = written.replace(" ", "").replace("-", "")
    if compact in ("percent", "%"):
        return SHARE, match.end()
    if compact == "‰":
        return "‰", match.end()
    for name in (compact, compact.replace("meter", "metre")):
        if name in _CANON:
            return (_written(name), match.end())
    return "", at


def _written(form: str) -> str:
    """Measures by their name; measure words as they are, for groups overlap."""
    name = _CANON[form]
    return name if name in _MEASURE_NAMES else form


def is_measure(unit: str) -> bool:
    """Whether a unit is part of the fact, not only a way to count."""
    return unit in _MEASURE_NAMES


def agree(one: str, other: str) -> bool:
    """Whether two canonical units may stand for one another.

    >>> agree("个", "座"), agree("", "辆"), agree("亩", "公顷"), agree("", "share")
    (True, True, False, False)
    """
    if one == other:
        return True
    if is_measure(one) or is_measure(other):
        # 两名, 三位 and a bare count may count people; a bare figure is no percentage.
        return ({one, other} <= _COUNTED | {""} and "" in (one, other)) or {one, other} == {
            "级",
            "星",
        }
    if "" in (one, other) or "个" in (one, other):
        return True
    return any(one in group and other in group for group in _GROUPS)
