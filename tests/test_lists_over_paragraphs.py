"""Lists whose members are paragraphs of their own, numbered or called by a name."""

import pytest

from ingest.document import Paragraph
from ingest.enumerations import enumeration_over
from ingest.parse import parse_bytes

EIGHT = (
    "脱贫攻坚 城市建设 污染防治 项目建设 产业发展 改革创新 风险防控 民生改善".split()
)  # fmt: skip
OPENING = (
    "重点工作推进会召开\n"
    "2020年5月7日，长治市委召开会议，安排下一步工作。会议指出，长治市要把工作往前赶。\n"
)
ABOUT = "要压实责任、倒排工期，完成投资12亿元，把每一项任务都办到群众心坎上。"


def named():
    return "今年要做好以下八个方面的工作。\n" + "".join(f"{n}。全市{ABOUT}\n" for n in EIGHT)


def lists(body):
    return enumeration_over(parse_bytes((OPENING + body).encode(), "page.txt").paragraphs)


def test_named_paragraphs_below_the_sentence_that_counts_them_are_a_list():
    found, *_ = [found for found in lists(named()) if found.declared]
    assert found.lead.text == "今年要做好以下八个方面的工作。"
    assert found.declared == len(found.members) == 8
    for name, member, head in zip(EIGHT, found.members, found.heads, strict=True):
        assert member.text.startswith(name)
        assert head.startswith(name)


@pytest.mark.xfail(
    strict=True, reason="some of the names are run-in heads, and are given as a list once more"
)
def test_named_paragraphs_are_one_list():
    assert len(lists(named())) == 1


def test_a_colon_after_the_count_and_short_lines_are_enough():
    (found,) = lists(
        "今年要办好三件实事：\n新建社区食堂20个，让老人吃上热饭\n改造农村公路150公里，村村通车\n"
        "新增停车位6000个，老旧小区优先\n"
    )
    assert (found.declared, len(found.members)) == (3, 3)


@pytest.mark.parametrize(
    "members",
    [
        # one too few, and what follows has no name
        [f"{name}。全市{ABOUT}" for name in EIGHT[:7]] + [ABOUT],
        [f"全市上下把{name}放在心上，不放松、不懈怠，{ABOUT}" for name in EIGHT],
        [f"{name}。全市{ABOUT}" for name in EIGHT[:5]],
    ],
)
def test_paragraphs_without_names_or_too_few_of_them_are_no_list(members):
    assert all(
        found.declared != 8 or len(found.members) != 8
        for found in lists("今年要做好以下八个方面的工作。\n" + "\n".join(members) + "\n")
    )


@pytest.mark.parametrize("measure", ["件", "条", "项", ""])
def test_first_and_second_are_members_whatever_they_count(measure):
    ends = "，" if measure else "、"
    body = "".join(
        f"第{n}{measure}{ends}新建社区食堂{k}0个，让老人吃上热饭，运营补贴列入预算。\n"
        for k, n in enumerate("一二三", 1)
    )
    (found,) = lists("长治市要办好三件实事。\n" + body)
    assert [member.text[:2] for member in found.members] == ["第一", "第二", "第三"]
    assert found.declared == 3


def test_a_number_out_of_turn_is_no_member():
    (found,) = lists(
        "长治市要办好三件实事。\n第一件，新建社区食堂20个，让老人吃上热饭。\n"
        "第四件，改造农村公路150公里，村村通上硬化路。\n第二件，新增停车位6000个，方便群众。\n"
    )
    assert [member.text[:3] for member in found.members] == ["第一件", "第二件"]


def test_a_list_that_does_not_begin_at_one_is_none():
    assert not lists("第二件，新建社区食堂20个，让老人吃。\n第三件，新增停车位6000个，方便群众。\n")


def paragraphs(*rows):
    return [
        Paragraph("ab12", n, text, 0, 0, 0, role=role, section=tuple(section))
        for n, (role, section, text) in enumerate(rows, 1)
    ]


def test_numbered_heads_below_a_declaring_sentence_are_a_list():
    page = paragraphs(
        ("heading", [], "二、2019年工作安排"),
        ("body", ["二、"], "形势很好。重点抓好两个方面工作:"),
        ("body", ["二、", "(一)扩投资"], "(一)扩投资。上项目。"),
        ("body", ["二、", "(一)扩投资", "优化环境"], "优化环境。少跑腿。"),
        ("body", ["二、", "(二)促改革"], "(二)促改革。放权。"),
        ("heading", [], "三、自身建设"),
    )
    (found,) = enumeration_over(page)
    assert (found.lead.n, found.declared, found.heads) == (2, 2, ("(一)扩投资", "(二)促改革"))
    assert [member.n for member in found.members] == [3, 5]


def test_paragraphs_with_heads_of_their_own_are_a_list():
    page = paragraphs(
        ("body", [], "今年要全力抓好三个方面的工作。"),
        ("body", ["聚焦脱贫"], "聚焦脱贫。守成果。"),
        ("body", ["聚焦转型"], "聚焦转型。做产业。"),
        ("body", [], "多年来大家很辛苦。"),
        ("body", ["聚焦民生"], "聚焦民生。补短板。"),
        ("byline", [], "记者 王某"),
    )
    (found,) = enumeration_over(page)
    assert (found.declared, found.heads) == (3, ("聚焦脱贫", "聚焦转型", "聚焦民生"))


def test_items_on_lines_of_their_own_are_a_list():
    page = paragraphs(
        ("body", [], "办好三件实事:"),
        ("body", [], "一是修路80公里,"),
        ("body", [], "二是架桥3座,"),
        ("body", [], "三是植树。"),
    )
    (found,) = enumeration_over(page)
    assert (found.declared, len(found.members)) == (3, 3)
    assert found.heads == ("一是修路80公里", "二是架桥3座", "三是植树")


def test_a_count_of_something_else_is_not_declared():
    page = paragraphs(
        ("body", [], "十件民生实事关系着千家万户。"),
        ("body", ["提高就业"], "提高就业。培训。"),
        ("body", ["加强社保"], "加强社保。扩面。"),
    )
    (found,) = enumeration_over(page)
    assert found.declared is None


def test_a_list_without_its_beginning_is_none():
    page = paragraphs(
        ("body", ["(二)"], "(二)促改革。放权。"), ("body", ["(三)"], "(三)惠民生。修路。")
    )
    assert enumeration_over(page) == []
