"""Canned answers for the page, of every kind that it shows.

The place and every sentence are invented.
"""

from dataclasses import replace

from assistant.answer import Answer, Checks, Citation, Claim, Count, ListCount, Usage
from ingest.repaired import Repair
from tests.page.payloads import PAYLOADS as MARKUPS

LIST = "2019年青石县承诺了哪些民生实事？"
FACT = "2018年青石县新修了多少公里农村公路？"
DECLINED = "2031年青石县的财政收入是多少？"
HOSTILE = "恶意内容会怎样？"
TORN = "破损的段落怎么显示？"
DISPUTED = "几份文件说的一样吗？"
DOUBTED = "哪些说法没有依据？"
MARKUP = "模型写了什么标记？"

ITEMS = (
    "新建改建农村公路60公里",
    "改造老旧小区24个",
    "新增公交车辆35辆",
    "建成城区停车位1200个",
    "新建社区养老服务站18所",
    "为2.6万名妇女免费筛查两癌",
    "新增公办幼儿园学位900个",
    "改造农村户厕5000座",
    "新打和维修机井120眼",
    "建成街头游园8处",
)
ORDINALS = "一二三四五六七八九十"
TEXT = (
    "办好十件民生实事。今年继续把群众盼的事列成清单，年底逐项交账。"
    + "；".join(f"{n}是{item}" for n, item in zip(ORDINALS, ITEMS, strict=True))
    + "。"
)
# The published copy: glosses in brackets and doubled commas, as mirror sites leave them.
RAW = TEXT.replace("公路", "公(gōng)路(lù)").replace("，", "，，").replace("改造", "改(gǎi)造")

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=http://evil.test/a.png onerror=window.hit=2>",
    "![x](http://evil.test/b.png)",
    "[x](javascript:window.hit=3)",
    "http://evil.test/c",
    "${window.hit=4}{{value}}{{#if 1}}<b>5</b>{{/if}}",
    '"><svg onload=window.hit=6>',
    "</mark></p></details><iframe srcdoc='<script>parent.hit=7</script>'></iframe>",
    "a\n\n# b\n\n<style>body{display:none}</style>",
    "\x00\x1b[31m\ud800",
)


def quote_in(text: str, raw: str, quote: str, raw_quote: str, **fields: object) -> Citation:
    """A citation whose published text begins 1,000 characters into its page."""
    at = raw.index(raw_quote)
    made = Citation(
        n=1,
        document="00ff",
        title="青石县2019年政府工作报告",
        source="/srv/private/reports/qingshi-2019.txt",
        paragraph="00ff#p12",
        section=("二、2019年工作安排", "（七）着力保障和改善民生"),
        place="云西省青石县",
        year=2019,
        period="plan",
        text=text,
        quote=quote,
        raw=raw,
        raw_start=1000,
        raw_end=1000 + len(raw),
        raw_quote_start=1000 + at,
        raw_quote_end=1000 + at + len(raw_quote),
    )
    return replace(made, **fields)


def ten() -> Answer:
    """Ten items out of one damaged paragraph."""
    parts = [f"{n}是{item}" for n, item in zip(ORDINALS, ITEMS, strict=True)]
    raws = RAW.split("。")[2].split("；")
    citations = tuple(
        quote_in(TEXT, RAW, part, raw, n=n)
        for n, (part, raw) in enumerate(zip(parts, raws, strict=True), 1)
    )
    claims = tuple(Claim(f"{item}。", (n,), item=True) for n, item in enumerate(ITEMS, 1))
    return Answer(
        id="ten",
        question=LIST,
        script="hans",
        claims=claims,
        citations=citations,
        checks=Checks(numbers=Count(10, 10), quotes=Count(10, 10), list=ListCount(10, 10)),
    )


def fact() -> Answer:
    """One sentence out of an undamaged paragraph."""
    quote = "全年新修农村公路48.5公里，超额完成年初确定的40公里任务。"
    text = f"基础设施继续改善。{quote}城区三条断头路同时打通。"
    citation = quote_in(
        text,
        text,
        quote,
        quote,
        period="review",
        year=2018,
        paragraph="00ff#p3",
        section=("一、2018年工作回顾",),
    )
    return Answer(
        id="fact",
        question=FACT,
        script="hans",
        claims=(Claim(quote, (1,)),),
        citations=(citation,),
        checks=Checks(numbers=Count(2, 2), quotes=Count(1, 1)),
    )


def torn() -> Answer:
    """A paragraph with one torn place before its quotation and two in it, one in doubt."""
    quote = "全年新建燃气管网12公里，为3个社区通上暖气。"
    raw_quote = "全年新建燃?xì)夤芫W12公里，為3個(gè)社區(qū)通上暖?"
    text = f"市政设施更加完备。污水处理厂扩建后投入使用。{quote}城区供水水质全部达标。"
    raw = (
        f"市政設(shè)施更加完備。污?幚韽S擴(kuò)建后投入使用。{raw_quote}"
        "城區(qū)供水水質(zhì)全部達(dá)標(biāo)。"
    )
    places = (
        ("处理", "?幚", "repaired", ()),
        ("气管", "?xì)夤芫", "confirmed by a copy", ()),
        ("气。", "?", "torn", ("器。", "房。")),
    )
    repairs = tuple(
        Repair(text.index(one), text.index(one) + len(one), was, kind, others)
        for one, was, kind, others in places
    )
    citation = quote_in(text, raw, quote, raw_quote, period="review", repairs=repairs)
    return Answer(
        id="torn",
        question=TORN,
        script="hans",
        claims=(Claim(quote, (1,)),),
        citations=(citation,),
        checks=Checks(numbers=Count(2, 2), quotes=Count(1, 1)),
    )


def doubted() -> Answer:
    """A model's answer: one claim checked, one that its citation doesn't carry; with its steps."""
    plain = fact()
    wrong = Claim(
        "全年新修农村公路84.5公里。", (1,), status="unverified", doubt="原文的数字是48.5公里。"
    )
    return replace(
        plain,
        id="doubted",
        question=DOUBTED,
        mode="model",
        claims=(*plain.claims, wrong),
        checks=Checks(numbers=Count(3, 2), unverified=(wrong.text,)),
        understood="2018年青石县新修农村公路的哪些说法没有依据？",
        paragraphs_found=12,
        usage=Usage("openai:small", 1, 900, 100),
        seconds={"total": 1.2},
    )


def disputed() -> Answer:
    """Two documents that say otherwise of one thing."""
    report = replace(fact().citations[0], date="2019-02-16")
    quote = "全年新修农村公路45.8公里。"
    copied = quote_in(quote, quote, quote, quote)
    other = replace(copied, n=2, document="11ff", source="/srv/pages/qingshi-copy.txt")
    claims = (Claim(report.quote, (1,)), Claim(quote, (2,)))
    return replace(
        fact(),
        id="disputed",
        question=DISPUTED,
        reason="conflict",
        claims=claims,
        citations=(report, other),
        notice="几份文件的说法不一致，已分别列出。",
    )


def declined() -> Answer:
    """No answer, and the paragraph that came nearest."""
    quote = "一般公共预算收入预期增长6%。"
    return Answer(
        id="declined",
        question=DECLINED,
        script="hans",
        declined=True,
        reason="year_not_in_library",
        message="资料库里没有说到2031年的文件，所以无法回答。",
        nearest=quote_in(f"主要预期目标：{quote}", f"主要预期目标：{quote}", quote, quote),
    )


def hostile() -> Answer:
    """Markup in every field that a document or a model can fill."""
    text = " ".join(PAYLOADS)
    citation = quote_in(
        text,
        text + "!",
        PAYLOADS[1],
        PAYLOADS[1],
        title=text,
        source="/srv/" + PAYLOADS[4].replace("/", "") + "<b>.txt",
        section=PAYLOADS,
        place=PAYLOADS[6],
        repairs=(
            Repair(0, 3, PAYLOADS[1], PAYLOADS[6], PAYLOADS),
            Repair(40, 60, PAYLOADS[7], "torn", (PAYLOADS[0],)),
        ),
    )
    return Answer(
        id='"><b id=1>',
        question=HOSTILE,
        script="hans",
        mode="model",
        claims=tuple(Claim(payload, (1,), item=k > 3) for k, payload in enumerate(PAYLOADS)),
        citations=(citation,),
        checks=Checks(list=ListCount(7, 6), unverified=(PAYLOADS[0], PAYLOADS[1] * 2)),
    )


def markup() -> Answer:
    """A model's hundred claims, each of them markup, as are its doubts and what it cites."""
    quote = quote_in(" ".join(MARKUPS), " ".join(MARKUPS), MARKUPS[0], MARKUPS[0])
    citations = tuple(
        replace(quote, n=n, quote=one, title=one, section=(one,), place=one, source=f"/{one}")
        for n, one in enumerate(MARKUPS, 1)
    )
    claims = tuple(
        Claim(
            one, (n % 20 + 1,), item=True, status="unverified" if n % 2 else "verified", doubt=one
        )
        for n, one in enumerate(MARKUPS)
    )
    return Answer("markup", MARKUP, "hans", "model", claims, citations, notice=MARKUPS[3])
