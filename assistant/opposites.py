"""Words that exclude one another: a claim that has one where its source has another is wrong.

Levels, parts of the country, ways to go, states of a project, how sure a promise is; and
没有, 未, 不 before a word that the source does not deny. Compared clause by clause, so that
城镇 in one clause of the source does not answer for 农村 in the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.aligned import Clause
from assistant.verdict import Flaw, Said
from ingest.words import bigrams

CLOSE = 0.25
"""Dice of character pairs from which two clauses say the same thing, as a rule. Set by hand
on the sample's sentences; see evals verify."""
BRIEF = 12
"""Characters of a clause that is one verb with one object."""
_CLASSES: tuple[tuple[Flaw, tuple[str, ...]], ...] = (
    ("direction", ("新增|增长|增加(?!值)|提高|提升|上升|上调|上涨|扩大|增强|加大|涨幅|增幅|升高|"
     "走高",
                   "下降|减少|降低|下调|下跌|缩小|减弱|削弱|减轻|压减|降幅|跌幅|回落|走低")),
    ("wording", ("加快|提速|加速", "放缓|减速|减慢|放慢")),
    ("wording", ("城镇(?!化)|市区|城区|城市(?!化)", "农村|乡村")),
    ("wording", ("(?<!进)出口", "进口(?!岸)")),
    ("wording", ("收入", "支出")),
    ("wording", ("世界级|国际级", "国家级", "省级", "市级", "县级", "区级")),
    ("wording", ("全国", "全省", "全市", "全县", "全区")),
    ("wording", ("小学", "初中|中学", "高中", "大学|高校", "幼儿园")),
    ("wording", ("新建|新增|建成", "拆除|关闭|取消|撤销|停办")),
    ("wording", ("免费|无偿", "收费|付费|有偿")),
    ("wording", ("支持|同意|赞成|鼓励", "反对|抵制|限制|禁止|严禁")),
    ("wording", ("开工|动工|启动", "竣工|完工|建成|投用|停工|叫停")),
    ("wording", ("公办|公立", "民办|私立|民营")),
    ("wording", ("最高|最大|最多|首位", "最低|最小|最少|末位|倒数")),
    ("wording", ("确保|保证|必须|务必", "力争|争取|努力|尽量|有望")),
    ("wording", ("全部|全面|所有|一律|全体|每[一个]|百分之百", "部分|个别|少数|一些")),
    ("wording", ("每月|月均|按月", "每年|年均|逐年", "每日|每天|日均", "每周", "每季")),
    ("wording", ("常住人口", "户籍人口")),
    ("wording", ("上级", "下级")),
    ("wording", ("放宽|放松|降低门槛", "收紧|从严|严格")),
    ("wording", ("男性|男子", "女性|女子|妇女")),
    ("wording", ("老年|老人", "儿童|孩子|未成年")),
    ("wording", ("规模以上", "规模以下")),
    ("wording", ("今年", "去年|上年", "明年|下年", "前年", "后年")),
    ("wording", ("上午", "下午", "晚上|晚间", "凌晨")),
    ("wording", ("年底前|年内|年底以前|年前", "年底后|年后")),
    ("wording", ("东部", "西部", "南部", "北部", "中部")),
    ("wording", ("向东", "向西", "向南", "向北")),
    ("wording", ("第一产业", "第二产业", "第三产业")),
    ("wording", ("优于|好于|快于", "差于|低于|慢于")),
    ("wording", ("开挖|挖掘", "填平|回填")),
    ("wording", ("高于", "低于")),
    ("wording", ("首次", "再次|又一次|第二次")),
    ("wording", ("提前", "推迟|延期|延后|如期|按期")),
    ("wording", ("正式", "临时|试行")),
    ("wording", ("直接", "间接")),
    ("wording", ("增收|盈余", "减收|亏损|赤字")),
    ("wording", ("脱贫", "返贫|致贫")),
    ("wording", ("严控|控制|压缩", "放开|扩张")),
)  # fmt: skip
_COMPILED = tuple(
    (flaw, tuple(re.compile(words) for words in members)) for flaw, members in _CLASSES
)
_NEGATED_RE = re.compile(
    r"(?:没有|没能|没(?!收)|尚未|并未|从未|未能|未曾|未(?!来|成年)|不再|不会|不能|不予|不得(?!不)|并非|不是|无法|拒绝|"
    r"不(?!断|仅|但|超过|低于|高于|少于|多于|足|到|满|动产|久|同|只|惜|锈|良|止|光|论|管|如|妨|小于|大于|等|可|敢|忘|懈|"
    r"够|负|变|见|及|利|安|大|少|多|力|平衡|漏|留|出|误|落|便|清|明|法|合理|必|甚|得不|得|会|能|再|是|予))"
    r"(?:得到|实现|完成|能够|有)?(?P<word>[㐀-鿿]{2})"
)
_ABSENT_RE = re.compile(
    r"(?:没有|未|并未|没)(?:提及|提到|写明|说明|涉及|给出|列出|公布|载明|明确说|直接|具体|记载|说|写|提供)"
)
_DENYING_RE = re.compile(
    r"没|未|不|无|非|停|取消|杜绝|消除|禁|严控|缺|零|空白|短板|清零|消灭|拒|摘帽|免"
)
_ENGLISH_NOT_RE = re.compile(
    r"\b(?:not|never|no longer|failed to|n't|without|neither|did not)\b|n't\b"
)
_ENGLISH_BOUND_RE = re.compile(
    r"not (?:exceed|above|below|more|less|only)\w*|no (?:more|less|fewer) than|not stated"
)


def opposed(found: Sequence[Clause], texts: Sequence[str]) -> tuple[Flaw, Said] | None:
    """The first clause of a claim that has an opposite of what its source's clause has."""
    whole = "".join(texts)
    for clause in found:
        if clause.shared < CLOSE:
            continue
        for flaw, members in _COMPILED:
            # Counted: of 国家级…、国家级… one made 市级 leaves the other.
            more = [
                len(word.findall(clause.said)) - len(word.findall(clause.source))
                for word in members
            ]
            if max(more) <= 0 or min(more) >= 0:
                continue
            said = members[more.index(max(more))].search(clause.said)
            stood = members[more.index(min(more))].search(clause.source)
            if said and stood:
                return flaw, Said(
                    f"原文写的是“{stood[0]}”（{clause.source.strip()}），不是“{said[0]}”",
                    f'the source says "{stood[0]}", not "{said[0]}"',
                )
    return _crossed(found) or _negation(found, whole)


def _crossed(found: Sequence[Clause]) -> tuple[Flaw, Said] | None:
    """开挖玉阳湖，改造东湖 of 开挖东湖，改造玉阳湖: each clause is half of either."""
    pieces = [
        p for c in found for p in re.split("、|并(?!且)|同时", c.said) if 4 <= len(p) <= BRIEF
    ]
    sources = {p for c in found for p in c.source.split("、") if len(p) <= BRIEF}
    pieces = [piece for piece in pieces if not any(piece in source for source in sources)]
    for i, one in enumerate(pieces):
        for other in pieces[i + 1 :]:
            for first in sources:
                for second in sources - {first}:
                    halves = [
                        set(bigrams(piece)) & set(bigrams(source))
                        for piece in (one, other) for source in (first, second)
                    ]  # fmt: skip
                    a, b, c, d = halves
                    if a and b and c and d and not (a & b or c & d or a & c or b & d):
                        return "subject", Said(
                            f"原文分开说的是“{first.strip()}”和“{second.strip()}”",
                            "the source says these of each other",
                        )
    return None


def _negation(found: Sequence[Clause], whole: str) -> tuple[Flaw, Said] | None:
    for clause in found:
        if _ABSENT_RE.search(clause.said):
            continue
        for match in _NEGATED_RE.finditer(clause.said):
            word = match["word"]
            denied = any(m["word"] == word for m in _NEGATED_RE.finditer(whole))
            if denied or (word not in whole and _DENYING_RE.search(clause.source)):
                continue
            if word in whole or (clause.shared >= CLOSE and not _DENYING_RE.search(clause.source)):
                return "negation", Said(
                    f"原文没有说“{match[0]}”", f'the source does not deny "{word}"'
                )
        for match in _NEGATED_RE.finditer(clause.source):
            plain = match["word"]
            if (
                clause.shared >= CLOSE
                and plain in clause.said
                and not _DENYING_RE.search(clause.said)
            ):
                return "negation", Said(
                    f"原文写的是“{match[0]}”，这句话去掉了否定",
                    f'the source says "{match[0]}": the claim drops the negation',
                )
    return None


def denied_in_english(claim: str, texts: Sequence[str]) -> bool:
    """Whether an English claim denies what its Chinese source nowhere denies."""
    plain = _ENGLISH_BOUND_RE.sub("", claim.lower())
    return bool(_ENGLISH_NOT_RE.search(plain)) and not any(_DENYING_RE.search(t) for t in texts)
