"""Words that look alike to a score and mean different things: 农村 is not 城镇, PM10 not PM2.5.

    contrary(question, said, beside) -> whether what is said is of the other kind

A figure stands beside one modifier; one that stands beside its opposite answers another
question, however many words they share.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

CONTRASTS: tuple[tuple[str, ...], ...] = (
    ("农村|乡村|乡下|村里|农民|乡镇", "城镇|城市|城里|县城|城区|市区|市民"),
    ("进口(?!替代)", "出口"),
    ("公办", "民办"),
    ("学前|幼儿|幼儿园|入园", "小学", "初中", "高中", "大学|高校|高等教育", "职业教育|职校"),
    ("国家级", "省级", "市级", "县级"),
    ("(?<!副)(?:市长|县长|区长|州长|省长)", "副(?:市长|县长|区长|州长|省长)"),
    ("增加值", "总产值"),
    (
        "(?<!人均)(?<!均地区)(?<!生态系统)(?<!生态)(?<!海洋)生产总值|(?<!人均)gdp",
        "人均(?:地区)?生产总值|人均gdp",
        "生态(?:系统)?生产总值|生态产品总值|gep",
        "海洋生产总值",
    ),
    ("工业", "农业", "服务业|第三产业|三产"),
    ("内资|省外资金|市外资金|县外资金", "外资(?!金)"),
    ("流入|迁入", "流出|迁出"),
    ("新增就业", "再就业", "失业"),
    ("登记失业率", "调查失业率"),
    ("常住人口", "户籍人口"),
    ("城镇职工|职工(?=医保|养老|基本)", "城乡居民(?=医保|养老|基本)"),
    ("养老", "托育|托幼", "医院|卫生院|医疗机构"),
    ("生活污水", "工业废水"),
    ("生活垃圾", "建筑垃圾|医疗废物"),
    ("棚户区|棚改", "老旧小区", "危房"),
    ("高速公路|高速", "农村公路|乡村公路|通村路", "铁路|高铁"),
    ("总投资", "完成投资"),
    ("厕所|公厕|卫生间", "停车"),
    ("公厕|公共厕所|公共卫生间", "农村厕所|户厕|改厕"),
    ("优良天数", "平均浓度"),
    ("书记", "市长|县长|区长|州长|主任"),
)
"""Groups of kinds that exclude each other. General to reports; none is of a document."""
_CODE_RE = re.compile(r"[a-z]+-?[0-9]+(?:\.[0-9]+)?|[0-9]+[a-z]+")
"""A name with letters and digits names one thing: pm10, 5g, g55, 4a."""


def contrary(question: str, said: str, beside: str) -> bool:
    """Whether a folded sentence is of another kind than a folded question asks for.

    ``beside`` is what stands over and around it; the asked kind may be named there.

    >>> contrary("农村污水处理率是多少", "城市污水处理率达到95.4%", "")
    True
    >>> contrary("城镇和农村收入差多少", "城镇居民收入33307元", "")
    False
    """
    for code in _CODE_RE.findall(question):
        if code not in said and code not in beside:
            return True
    return any(
        not asked.search(said)
        and any(other.search(said) for other in others)
        and not asked.search(beside)
        for asked, others in _asked(question)
    )


@lru_cache(maxsize=256)
def _asked(question: str) -> list[tuple[re.Pattern[str], list[re.Pattern[str]]]]:
    """The kinds that a question asks for, each with those it is not.

    Kept for a while: a question is held against hundreds of sentences.
    """
    found = []
    for kinds in _compiled():
        asked = [kind for kind in kinds if kind.search(question)]
        if len(asked) == 1:
            found.append((asked[0], [kind for kind in kinds if kind is not asked[0]]))
    return found


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(kind) for kind in kinds) for kinds in CONTRASTS)
