"""Lists: their members, where each ends, and how many the text declares."""

import pytest

from ingest.enumerations import enumerations
from ingest.members import declared_count

TEN = (
    "办好十件民生实事。一是连通城区水系，实现清水常流。二是为农村小学生提供营养餐。三是新增公交车20辆。四是建成小学2所。"
    "五是修路80公里。六是新增游园7个。七是实现看病“一卡（码）通用”。八是新增供热面积27万平方米。九是新建公厕12座。"
    "十是建成电梯应急中心。"
)


def members(text, style=None):
    return [
        [text[member.start : member.end] for member in found.members]
        for found in enumerations(text)
        if style in {None, found.style}
    ]


def heads(text, style="marked"):
    (found,) = [found for found in enumerations(text) if found.style == style]
    return [text[member.start : member.head_end] for member in found.members]


def test_ten_projects_are_ten_members_with_their_lead_and_count():
    found = enumerations(TEN)[0]
    assert found.lead(TEN) == "办好十件民生实事。"
    assert (found.declared, len(found.members)) == (10, 10)
    assert (found.start, found.end) == (0, len(TEN))
    assert TEN[slice(*found.members[6][:2])] == "七是实现看病“一卡（码）通用”。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要做到：一要真抓；二要实干；三要快办。", ["一要真抓；", "二要实干；", "三要快办。"]),
        ("一则修路，二则架桥。", ["一则修路，", "二则架桥。"]),
        ("首先，修路。其次，架桥。最后，植树。", ["首先，修路。", "其次，架桥。", "最后，植树。"]),
        ("第一，修路。第二，架桥。", ["第一，修路。", "第二，架桥。"]),
        ("包括(1)修路；(2)架桥。", ["(1)修路；", "(2)架桥。"]),
        ("任务：1.修路；2.架桥；3.植树。", ["1.修路；", "2.架桥；", "3.植树。"]),
        ("①修路②架桥③植树。", ["①修路", "②架桥", "③植树。"]),
        ("（一）修路。（二）架桥。", ["（一）修路。", "（二）架桥。"]),
        ("一方面改造老产业，另一方面培育新产业。", ["一方面改造老产业，", "另一方面培育新产业。"]),
    ],
)
def test_every_kind_of_mark_makes_a_list(text, expected):
    assert members(text, "marked") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "二是架桥。三是植树。",
        "一是一，二是二",
        "新增公交车180辆，投资1.2亿元，增长2.3%。",
        "第一、第二产业都增长。",
        "第一季度开工，第二季度完工。",
        "他是第一个到的。",
        "（详见附件1）要抓紧。",
    ],
)
def test_what_only_looks_like_marks_is_no_list(text):
    assert members(text, "marked") == []


def test_the_text_after_a_list_is_not_swallowed():
    text = (
        "存在问题：一是任务重。产业偏旧。二是功能弱。道路拥堵。三是短板多。资源不匀。"
        "对此，我们一定解决。还要努力。"
    )
    (found,) = members(text, "marked")
    assert found[-1] == "三是短板多。资源不匀。"
    short = "一是修路。二是架桥。三是植树。都要办好。"
    assert members(short, "marked")[0][-1] == "三是植树。"


def test_two_lists_in_one_paragraph_are_two():
    text = "优点：一是快。二是好。缺点：一是贵。二是慢。三是少。"
    assert [len(found) for found in members(text, "marked")] == [2, 3]


def test_a_members_head_is_its_first_sentence_or_clause():
    assert heads("一是突出精准。要摸清底子，做到精准。二是突出产业。要结合资源，发展产业。") == [
        "一是突出精准",
        "二是突出产业",
    ]
    assert heads("一是新增公交车20辆，全年免费。二是建成小学2所，招生一千人。") == [
        "一是新增公交车20辆",
        "二是建成小学2所",
    ]


@pytest.mark.parametrize(
    ("lead", "count"),
    [
        ("办好十件民生实事", 10),
        ("采取3项措施", 3),
        ("处理好“六个关系”：", 6),
        ("今年抓好八个方面的工作", 8),
        ("按照四种类型规划", 4),
        ("打好10个标志性战役", 10),
        ("办好十二件实事", 12),
        ("两个方面", 2),
        ("第三届会议", None),
        ("一个也不能少", None),
        ("今年5月", None),
        ("做好以下工作", None),
    ],
)
def test_the_declared_count_is_the_last_that_counts_something(lead, count):
    assert declared_count(lead) == count


@pytest.mark.parametrize(
    ("text", "expected", "declared"),
    [
        (
            "全力抓好高铁通道、北岸灌区、水系连通、环城路改造“四大工程”。",
            ["高铁通道", "北岸灌区", "水系连通", "环城路改造"],
            4,
        ),
        (
            "按照融入城镇、改造提升、特色保护、一般整治等四种类型规划。",
            ["融入城镇", "改造提升", "特色保护", "一般整治"],
            4,
        ),
        (
            "要强化政治意识、民本意识、法治意识和廉政意识。",
            ["政治意识", "民本意识", "法治意识", "廉政意识"],
            None,
        ),
        ("打好煤炭减量、布局优化、绿色升级等10个战役。", ["煤炭减量", "布局优化", "绿色升级"], 10),
        (
            "引导洪昌养殖、晋西核桃、高寒农牧等龙头企业拓宽市场、完善链条。",
            ["洪昌养殖", "晋西核桃", "高寒农牧"],
            None,
        ),
        ("全面提升城市的承载力、竞争力、辐射力。", ["城市的承载力", "竞争力", "辐射力"], None),
        ("按照“巩固、增强、提升、畅通”八字方针推进。", ["巩固", "增强", "提升", "畅通"], None),
        (
            "树立五大理念：创新、协调、绿色、开放、共享。",
            ["创新", "协调", "绿色", "开放", "共享"],
            5,
        ),
    ],
)
def test_a_run_gives_its_members_without_verb_and_tail(text, expected, declared):
    (found,) = [each for each in enumerations(text) if each.style == "run"]
    assert [text[m.start : m.end] for m in found.members] == expected
    assert found.declared == declared


def test_two_joined_words_are_no_list():
    assert members("发展种植、养殖。", "run") == []


def test_clauses_that_open_alike_are_a_list():
    text = (
        "以活动为抓手，突出抓好组织振兴，选好人；突出抓好产业振兴，增收入；"
        "突出抓好乡村治理，美环境。李某说，还要努力。"
    )
    assert members(text, "parallel") == [
        ["突出抓好组织振兴，选好人；", "突出抓好产业振兴，增收入；", "突出抓好乡村治理，美环境。"]
    ]


def test_sentences_that_open_alike_are_a_list_from_the_first_that_has_a_subject():
    text = "会议要求落实。各级干部要强化学习，钻进去。要强化责任，扛起来。要强化规矩，守得住。"
    assert members(text, "parallel") == [
        ["要强化学习，钻进去。", "要强化责任，扛起来。", "要强化规矩，守得住。"]
    ]


def test_short_tasks_are_a_list_with_what_follows_each():
    text = "下一步，我们要调结构。改造老产业。要上项目。引进大企业。要强保障。给足政策。"
    assert members(text, "parallel") == [
        ["要调结构。改造老产业。", "要上项目。引进大企业。", "要强保障。给足政策。"]
    ]


def test_quoted_terms_in_one_frame_are_a_list():
    text = (
        "科学规划，解决“往哪转”的问题。搭好平台，解决“如何转”的问题。组建专班，解决“保证转”的问题。"
    )
    assert members(text, "frame") == [["“往哪转”", "“如何转”", "“保证转”"]]


def test_clauses_that_a_lead_counts_or_announces_are_a_list():
    text = "这三件实事分别是：修路8公里；建成公租房34套，改造棚户区；解决饮水问题。请群众监督。"
    (found,) = [each for each in enumerations(text) if each.style == "parallel"]
    assert [text[m.start : m.end] for m in found.members] == [
        "修路8公里；",
        "建成公租房34套，改造棚户区；",
        "解决饮水问题。",
    ]
    assert found.declared == 3


def test_clauses_after_any_other_colon_are_no_list():
    assert members("会议要求：要修路；要架桥；要植树。", "parallel") == []


def test_a_bare_lead_takes_its_count_from_the_sentence_before():
    text = "重点抓好2件实事。分别是: (1)修路8公里。 (2)架桥2座。"
    (found,) = [each for each in enumerations(text) if each.style == "marked"]
    assert (found.declared, len(found.members)) == (2, 2)
    assert found.lead(text).startswith("重点抓好2件实事")


def test_a_run_counts_what_its_first_piece_announces():
    text = "这3项实事分别是医院迁建工程、幼儿园工程、停车场工程。"
    (found,) = [each for each in enumerations(text) if each.style == "run"]
    assert [text[m.start : m.end] for m in found.members] == [
        "医院迁建工程",
        "幼儿园工程",
        "停车场工程",
    ]
    assert found.declared == 3


@pytest.mark.parametrize("text", ["", "。", "、、、", "一是", "(1)(2)", "“”"])
def test_odd_text_is_survived(text):
    enumerations(text)


def test_clauses_after_a_colon_are_a_list_where_the_lead_says_so():
    text = "今年要办的实事有：改造街巷28条，建设青少年宫，新装路灯560盏。说了就办。"
    (found,) = enumerations(text)
    assert [text[m.start : m.end] for m in found.members] == [
        "改造街巷28条",
        "建设青少年宫",
        "新装路灯560盏",
    ]


def test_clauses_after_a_colon_that_nothing_announces_are_no_list():
    assert not enumerations("局长说：路修好了，水也通了，大家都很高兴。")


def test_items_that_a_noun_numbers_are_a_list():
    text = "打好三场硬仗。第一场硬仗：脱贫摘帽。第二场硬仗：全域旅游。第三场硬仗：产业升级。"
    (found,) = [each for each in enumerations(text) if each.style == "marked"]
    assert len(found.members) == 3


def test_numerals_with_a_pause_mark_a_list_within_a_line():
    text = "办好三件实事：一、修路2条；二、架桥1座；三、植树60亩。十一、二月间完工。"
    found = [e for e in enumerations(text) if e.style == "marked"]
    assert [(e.declared, len(e.members)) for e in found] == [(3, 3)]


def test_numerals_of_months_and_ranges_are_no_marks():
    assert not [
        e for e in enumerations("一、二月份抓春耕，二、三月份抓植树。") if e.style == "marked"
    ]
