"""What a model's sentence may say of its paragraph, and what it may not: figures, years, names.

Each row is (words of the cited paragraph, sentence). The paragraphs are the sample's own.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from assistant.answer import Citation, Claim, ListCount
from assistant.verify import verify
from ingest.parse import parse

SAMPLE = Path(__file__).parents[1] / "sample"


@cache
def _paragraphs():
    found = []
    for name in ("jiyuan-2019-report.txt", "jincheng-2020-meeting.txt", "fenxi-2020-interview.md"):
        parsed = parse(SAMPLE / name)
        found += [(parsed.document, p) for p in parsed.paragraphs if p.role == "body"]
    return found


def cited(words, n=1):
    document, paragraph = next((d, p) for d, p in _paragraphs() if words in p.text)
    told = document.metadata
    return Citation(
        n=n, document=document.id, title=told.title, source=document.source,
        paragraph=paragraph.id, section=paragraph.section, place=str(told.place),
        year=paragraph.year or told.year, period=paragraph.period, text=paragraph.text,
        quote=paragraph.text, raw="", raw_start=0, raw_end=0, raw_quote_start=0,
        raw_quote_end=0, speaker=told.speaker, date=told.date,
    )  # fmt: skip


TEN = "添置公交车"
GDP = "生产总值641.8"
TOWNS = "国家级生态镇"
GOALS = "城镇化率再提高"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (TEN, "济源2019年计划购置180辆公交车，城区公交全年免费乘坐。"),
        (TEN, "2019年，济源市将为18000多名农村小学在校生免费提供营养餐。"),
        (TEN, "報告提出，新建、改造公廁一百二十八座。"),
        (TEN, "十件民生实事中的第三件是添置180辆公交车。"),
        (TEN, "公交车数量比公厕多52。"),
        (GDP, "2018年济源生产总值为641.8亿元，同比增长百分之8.3，在全省排名第四。"),
        (GDP, "城镇居民人均可支配收入为3.3307万元，农村居民为18,446元。"),
        (GDP, "农村居民收入增长8.9%，比城镇居民高0.4个百分点。"),
        (GDP, "In 2018, Jiyuan's GDP reached 64.18 billion yuan, up 8.3%, ranking 4th."),
        (TOWNS, "Jiyuan created seven national-level ecological towns in 2018."),
        (GOALS, "居民消费价格涨幅控制在3%以内，固定资产投资增长9%左右。"),
        ("市长王震", "会议由常务副市长张利锋主持，市长王震出席并讲话。"),
        ("453个行政村", "行政村分为融入城镇、特色保护、改造提升、一般整治四类。"),
        ("人大代表议案", "办结人大代表议案和建议141件、政协提案204件，合计345件。"),
    ],
)
def test_what_the_paragraph_says_holds_however_it_is_put(words, sentence):
    (verdict,) = verify([Claim(sentence, (1,))], [cited(words)]).verdicts
    assert verdict.holds, verdict.reason


@pytest.mark.parametrize(
    ("words", "sentence", "flaw"),
    [
        (GDP, "2018年济源生产总值655.2亿元。", "number"),
        (GDP, "2018年济源生产总值641.8万元。", "number"),
        (GDP, "生产总值增长8.3个百分点。", "number"),
        (GDP, "生产总值比上年下降8.3%。", "direction"),
        (GDP, "农村居民人均可支配收入33307元。", "subject"),
        (GDP, "2019年济源生产总值641.8亿元。", "year"),
        (GDP, "In 2018, GDP reached 641.8 billion yuan.", "number"),
        (TEN, "改造提升农村道路80亩。", "unit"),
        (TEN, "为1.8万名小学生免费提供营养餐。", "comparator"),
        (TEN, "公交车数量比公厕多62。", "number"),
        (TEN, "添置出租车180辆。", "wording"),
        (TEN, "济源已经购置了180辆公交车。", "period"),
        (TEN, "晋城市计划新建公厕128座。", "place"),
        (TEN, "报告说：“三是购置公交车180辆”。", "quotation"),
        (TEN, "城区公交全年不再免费乘坐。", "negation"),
        (TOWNS, "创建省级生态镇7个。", "wording"),
        (GOALS, "居民消费价格涨幅超过3%。", "comparator"),
        (GOALS, "固定资产投资增长12%左右。", "subject"),
        ("市长王震", "会议由市长王震主持。", "name"),
        ("市长王震", "市长李建国到会讲话。", "name"),
        ("市长王震", "市委书记王震到会讲话。", "name"),
        ("市长王震", "2020年6月7日召开会议。", "date"),
        ("453个行政村", "行政村分成融入城镇、特色保护、一般整治等三类。", "number"),
        ("453个行政村", "行政村分成四类：融入城镇、特色保护、一般整治。", "incomplete"),
        ("抓好“十大工程”", "“十大工程”包括呼南高铁、环城路、中国白银城。", "incomplete"),
    ],
)
def test_what_the_paragraph_does_not_say_fails_and_says_why(words, sentence, flaw):
    (verdict,) = verify([Claim(sentence, (1,))], [cited(words)]).verdicts
    assert not verdict.holds
    assert verdict.flaw == flaw
    assert verdict.reason


def test_the_reason_names_the_marker_and_what_stands_there_instead():
    (verdict,) = verify([Claim("2018年济源生产总值655.2亿元。", (1,))], [cited(GDP)]).verdicts
    assert verdict.reason == "第[1]段写的是“641.8亿元”，不是“655.2亿元”"


def test_a_sentence_without_a_marker_fails_and_its_carrier_is_named():
    citations = [cited(GDP, 1), cited(TEN, 2)]
    claims = [Claim("生产总值641.8亿元。", (1,)), Claim("添置公交车180辆。")]
    verdicts = verify(claims, citations).verdicts
    assert verdicts[0].holds
    assert (verdicts[1].flaw, verdicts[1].carried_by) == ("uncited", (2,))


def test_a_marker_of_another_paragraph_fails_and_the_right_one_is_named():
    (verdict,) = verify([Claim("添置公交车180辆。", (1,))], [cited(GDP, 1), cited(TEN, 2)]).verdicts
    assert not verdict.holds
    assert verdict.carried_by == (2,)


def test_a_marker_that_names_nothing_fails():
    (verdict,) = verify([Claim("添置公交车180辆。", (1, 99))], [cited(TEN)]).verdicts
    assert verdict.flaw == "unknown_citation"


def test_a_list_with_an_item_dropped_is_said_to_be_cut_short():
    text = cited(TEN).text
    items = [piece.rstrip("。") for piece in text.split("。") if "是" in piece][1:-1]
    claims = [Claim(item, (1,), item=True) for item in items]
    found = verify(claims, [cited(TEN)])
    assert found.incomplete
    assert found.checks.list == ListCount(10, len(items))
    assert not found.holds


def test_a_lead_without_a_marker_leans_on_its_items():
    claims = [Claim("会议提出要回答好三个问题："), *(
        Claim(f"“{name}”", (1,), item=True) for name in ("往哪转", "如何转", "保证转")
    )]  # fmt: skip
    found = verify(claims, [cited("往哪转")])
    assert found.holds, (found.verdicts, found.incomplete)


def test_a_figure_of_the_question_may_be_denied_but_not_stated():
    citation = cited(TEN)
    question = "公交车是添置280辆吗？"
    denied = Claim("不是280辆，而是添置180辆公交车。", (1,))
    stated = Claim("添置公交车280辆。", (1,))
    assert verify([denied], [citation], question=question).holds
    assert not verify([stated], [citation], question=question).holds


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("城镇化率从38%提升到50.2%。", True),
        ("城镇化率由38%上升至50.2%。", True),
        ("城镇化率从50.2%下降到38%。", False),
        ("城镇化率从38%下降到50.2%。", False),
    ],
)
def test_what_a_rate_rose_from_is_not_what_it_rose_by(sentence, holds):
    text = "城镇化率从38%提高到50.2%。"
    source = replace(cited(GDP), text=text, quote=text)
    assert verify([Claim(sentence, (1,))], [source]).holds is holds
