"""What a page says about itself; and None for what it doesn't."""

import json
from pathlib import Path

import pytest

from ingest.document import Place
from ingest.furniture import furniture
from ingest.lines import split_lines
from ingest.locality import place_of
from ingest.metadata import read_page
from ingest.parse import parse, parse_bytes
from ingest.speaker import speaker_of
from tests.damage import damage

PAGES = Path(__file__).parent / "data" / "pages"
EXPECTED = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
BODY = "济源市今年要办十件实事，济源全市上下都要动起来，把每一件都办好、办实、办到群众心上。"


def read(*texts):
    lines = split_lines("\n".join(texts))
    return read_page(lines, furniture(lines))


def metadata(*texts):
    return read(*texts).metadata


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_is_read_as_expected(name):
    found = parse(PAGES / name).document.metadata
    assert {
        "title": found.title,
        "publisher": found.publisher,
        "date": found.date,
        "kind": found.kind,
        "place": list(found.place.parts) if found.place else None,
        "speaker": found.speaker,
        "year": found.year,
    } == EXPECTED[name]


def test_every_sample_page_is_expected_something_of():
    pages = {path.name for path in PAGES.iterdir()} - {"expected.json", "README.md"}
    assert pages - {"furniture_only.txt"} == set(EXPECTED)


@pytest.mark.parametrize(
    "title",
    [
        "2019湘潭市政府工作报告|2019年济源市政府工作报告",
        "2019年济源市政府工作报告_湖畔网",
        "2019年济源市政府工作报告 - 政府门户网站",
    ],
)
def test_of_a_mirrors_title_the_part_that_the_body_bears_out_is_kept(title):
    assert metadata(title, "各位代表：", BODY).title == "2019年济源市政府工作报告"


def test_a_title_alone_gives_no_place():
    vague = "各级各部门要把群众的事当成自己的事，年内办结率达到95%，办不成的要说明原因。"
    assert metadata("湘潭市办好十件实事", vague).place is None


def test_another_city_in_the_title_does_not_change_the_place():
    assert str(metadata("湘潭市政府工作报告", BODY).place) == "河南省济源市"


def test_a_title_goes_over_several_lines():
    found = read("聚焦攻坚重点任务", "为现代化城市建设贡献力量", "——访县委书记任天顺", BODY)
    assert found.metadata.title == "聚焦攻坚重点任务 为现代化城市建设贡献力量——访县委书记任天顺"
    assert found.roles == ("title", "title", "title", "body")


def test_a_letter_spaced_title_is_one_word():
    assert metadata("政 府 工 作 报 告", "各位代表：", BODY).title == "政府工作报告"


def test_the_title_is_found_behind_a_gazettes_number_and_properties():
    found = metadata(
        "2011年第10期(总第734期)",
        "索 引 号:043000-10-2011-005234",
        "文 号:",
        "主 题 词:",
        "政府工作报告",
        "——2011年1月16日在深圳市第五届人民代表大会第二次会议上",
        "各位代表:",
        BODY,
    )
    assert (found.title, found.date) == ("政府工作报告", "2011-01-16")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["湖政发〔2014〕20号《关于深化改革的实施意见》", "关于深化改革的实施意见"],
            "关于深化改革的实施意见",
        ),
        (
            ["湖畔市人民政府2010年政府工作报告", "政  府  工  作  报  告"],
            "湖畔市人民政府2010年政府工作报告",
        ),
        (["湖畔年鉴", "政府工作报告"], "政府工作报告"),
        (["2011年政府工作报告(征求意见稿)"], "2011年政府工作报告(征求意见稿)"),
    ],
)
def test_of_a_title_said_twice_the_better_is_kept(lines, title):
    assert metadata(*lines, "各位代表:", BODY).title == title


def test_a_page_that_begins_with_its_text_has_no_title():
    assert metadata(BODY, BODY + "还有。").title is None


def test_a_salutation_is_no_title():
    assert metadata("各县（市、区）人民政府：", BODY).title is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("来源：中国 湖畔 更新时间：2012-04-14", None),
        ("内容更新时间:2023-09-01 16:15:25来源:湖畔乡音报", "湖畔乡音报"),
        ("来源：湖畔日报 2020-03-25 责任编辑：桃子", "湖畔日报"),
        ("发布时间: 2020-05-07 19:13:00 信息来源: 湖畔在线", "湖畔在线"),
        ("湖畔网 > 时政新闻 > 正文", "湖畔网"),
        ("湖畔新闻网 湖畔日报社主办", "湖畔新闻网"),
        ("版权所有:湖畔网 ICP备00000000号", "湖畔网"),
    ],
)
def test_the_publisher_is_read_from_the_lines_around_the_text(line, publisher):
    assert metadata("市里开会", line, BODY).publisher == publisher


def test_a_source_named_in_a_disclaimer_is_not_the_publisher():
    disclaimer = "凡未经本网授权不得转载，使用时必须注明“来源：别家晚报”，违者必究。"
    assert metadata("市里开会", disclaimer, "湖畔新闻网讯 " + BODY).publisher == "湖畔新闻网"


def test_a_damaged_publisher_is_none():
    assert metadata("市里开会", "来源:湖畔日?qǐng)?bào) 2020-03-25", BODY).publisher is None


def test_the_delivery_date_goes_before_the_stamp():
    found = metadata(
        "政府工作报告",
        "——二O一九年二月十六日在济源市第十四届人民代表大会第四次会议上",
        "发布时间：2021-01-02 09:20",
        "各位代表：",
        BODY,
    )
    assert (found.date, found.year) == ("2019-02-16", 2019)


def test_a_page_put_up_again_years_later_keeps_its_own_year():
    found = metadata("济源十件实事", "2021-01-02 09:20", "一、2016年工作回顾", BODY)
    assert (found.date, found.year) == ("2017", 2017)


def test_a_notice_is_dated_by_its_signature():
    found = metadata(
        "关于办好实事的通知", "发布时间：2019-03-09 10:00", BODY, "湖畔县人民政府", "2019年3月1日"
    )
    assert (found.kind, found.date) == ("notice", "2019-03-01")


def test_a_documents_number_tells_its_year():
    found = metadata(
        "湖政发〔2014〕20号", "关于预算改革的意见", "时间：2016-01-17 23:45", "一、总体要求", BODY
    )
    assert (found.date, found.year) == ("2014", 2014)


def test_copyright_years_and_addresses_are_no_dates():
    found = metadata(
        "市里开会",
        BODY,
        "Copyright 2010-2015 湖畔网 All Rights Reserved",
        "http://a.cn/2016/1/2.html",
    )
    assert (found.date, found.year) == (None, None)


@pytest.mark.parametrize(
    ("body", "site", "place"),
    [
        (
            ["我县要抓好落实，县政府每月调度。"],
            ["汾西县人民政府网"],
            "山西省临汾市汾西县",
        ),
        (["全市要抓好落实，市政府每月调度。"], ["晋城在线"], "山西省晋城市"),
        (["与洛阳、晋城加强合作，济源市要走在前列，济源今年很忙。"], [], "河南省济源市"),
        (
            ["汾西县委书记说，全县要学习临汾、晋城、大同的做法，临汾市里也支持，临汾市满意。"],
            [],
            "山西省临汾市汾西县",
        ),
        (
            ["根据《汉中市人民政府工作规则》，县政府讨论，全县执行，镇巴要带头，镇巴会做好。"],
            [],
            "陕西省汉中市镇巴县",
        ),
        (["全县要抓好落实，县政府每月调度。"], ["叶县之窗", "汾西县人民政府网"], None),
        (["各地要抓好落实。"], ["某某网"], None),
        (["岳阳是主要出口。"], [], None),
        (["岳阳是主要出口。"], ["岳阳晚报"], "湖南省岳阳市"),
    ],
)
def test_a_pages_own_place_outweighs_the_others_it_names(body, site, place):
    found = place_of((), body, site=site)
    assert (str(found) if found else None) == place


def test_of_namesakes_that_nothing_settles_only_the_name_is_certain():
    body = ["鼓楼区今年要办十件事，鼓楼区委书记说，全区上下要动起来。"]
    assert place_of((), body) == Place(("鼓楼区",))
    assert place_of((), body, site=["南京日报"]) == Place(("江苏省", "南京市", "鼓楼区"))


def test_an_unlisted_district_is_spelt_as_the_title_spells_it():
    body = ["潍坊市支持峡山区。峡山区今年修路，峡山区植树。"]
    title = ["——访峡山区党工委书记李华刚"]
    assert place_of((), body, title=title) == Place(("山东省", "潍坊市", "峡山区"))
    assert place_of((), ["潍坊市今年修路，潍坊植树。"], title=title).name == "潍坊市"


def test_the_most_quoted_head_is_the_speaker_of_a_meeting():
    body = [
        "市长王震出席会议并讲话，副市长张利锋主持。",
        "王震要求，抓好落实。王震强调，马上就办。",
    ]
    assert speaker_of("meeting", title="开会", opening=(), body=body) == "王震"
    assert speaker_of("meeting", title="开会", opening=(), body=["会议要求抓好落实。"]) is None


def test_who_says_most_goes_before_who_opens_the_meeting():
    body = [
        "市委书记孙正东主持大会。",
        "唐佑文在报告中说，去年很难。唐佑文说，今年更难。唐佑文强调实干。",
    ]
    assert speaker_of("meeting", title="大会开幕", opening=(), body=body) == "唐佑文"


def test_delivery_and_office_lines_are_bylines():
    found = read(
        "政府工作报告",
        "——2019年2月16日在济源市第十四届人民代表大会第四次会议上",
        "市长 石迎军",
        "各位代表：",
        BODY,
    )
    assert found.roles == ("title", "byline", "byline", "body", "body")


@pytest.mark.parametrize(
    "name", sorted(n for n in EXPECTED if n.endswith(".txt") and "hant" not in n)
)
def test_a_damaged_copy_tells_the_same_place_year_and_kind(name):
    text = (PAGES / name).read_text(encoding="utf-8")
    copy = damage(text, commas=0.6, listed="濟報縣開會議書記長區業這個農產發對總黨員")
    found = parse_bytes(copy.encode("utf-8"), name).document.metadata
    expected = EXPECTED[name]
    assert (list(found.place.parts) if found.place else None, found.year, found.kind) == (
        expected["place"],
        expected["year"],
        expected["kind"],
    )
