"""Whose page it is, and who speaks on it, where the names are easily mistaken."""

import pytest

from ingest.headline import lone_name, office_name
from ingest.locality import place_of
from ingest.parse import parse_bytes
from ingest.people import is_byline, name_at, named_official
from ingest.places import find_places


def metadata(text):
    return parse_bytes(text.encode(), "page.txt").document.metadata


@pytest.mark.parametrize(
    "text",
    [
        "永平社区组织志愿者清理沟渠",
        "和平小区加装电梯",
        "南京路小学开学",
        "安居家园竣工",
        "长安大桥通车",
        "太平水库除险加固",
        "新华医院搬迁",
        "大厂招聘工人",
    ],
)
def test_a_neighbourhood_or_a_building_is_no_county(text):
    assert find_places(text) == []


@pytest.mark.parametrize("text", ["永平县组织志愿者", "在永平县的社区", "壶关县医院搬迁"])
def test_the_county_of_that_name_is_still_found(text):
    assert [m.place.name[-1] for m in find_places(text)] == ["县"]


def test_a_page_of_a_neighbourhood_has_no_place():
    found = metadata(
        "关于做好防汛工作的通知\n各村、各社区：\n"
        "近日，永平社区组织志愿者清理沟渠，永平社区居民踊跃参加，共出动120人次。\n"
        "下一步，社区将继续排查隐患，落实值班制度，确保安全度汛，让居民放心。\n"
    )
    assert found.place is None


def test_a_notice_whose_body_names_no_county_has_that_of_its_title():
    found = metadata(
        "壶关县人民政府办公室关于做好防汛工作的通知\n各乡镇、各单位：\n"
        "为做好今年防汛工作，县政府决定成立防汛指挥部，县长任指挥，全县各单位要落实责任。\n"
        "各单位要加强值班，县防汛办要每天通报雨情，确保全县安全度汛，不出现人员伤亡。\n"
    )
    assert found.place.parts == ("山西省", "长治市", "壶关县")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("壶关县、平顺县关于做好防汛工作的通知", "县政府决定成立防汛指挥部，全县要落实责任。"),
        ("壶关县关于做好防汛工作的通知", "市政府决定成立防汛指挥部，全市要落实责任。"),
        ("壶关县关于做好防汛工作的通知", "各单位要落实责任，不出现人员伤亡。"),
        ("关于做好防汛工作的通知", "县政府决定成立防汛指挥部，全县要落实责任。"),
    ],
)
def test_a_title_that_names_two_or_another_level_decides_nothing(title, body):
    assert place_of((), [body], title=[title]) is None


def test_the_body_decides_over_the_title():
    body = ["汾西县委书记说，汾西县今年要脱贫，全县上下要努力。"]
    assert place_of((), body, title=["壶关县关于做好防汛工作的通知"]).name == "汾西县"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("长治市人民政府代市长　王红", "王红"),
        ("济源市代市长 石 迎 军", "石迎军"),
        ("代县长 慕容林", "慕容林"),
        ("市人民政府市长 司徒文远", "司徒文远"),
        ("县长   呼延云霄", "呼延云霄"),
        ("县长  那春堂", "那春堂"),
    ],
)
def test_an_office_line_gives_its_name(line, name):
    assert office_name(line) == name


@pytest.mark.parametrize("line", ["县长那春堂", "市长 美好生活的明天", "市长热线", "——访县长王红"])
def test_a_line_that_only_begins_with_an_office_gives_none(line):
    assert office_name(line) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市长司徒文远说", "司徒文远"),
        ("市长呼延云说", "呼延云"),
        ("代市长闫明说", "闫明"),
        ("县长骆林说", "骆林"),
        ("县长肖建军指出", "肖建军"),
        ("书记南宫云天。", "南宫云天"),
        ("县长濮阳明,", "濮阳明"),
    ],
)
def test_rare_and_compound_surnames_are_names(text, name):
    assert named_official(text) == name


@pytest.mark.parametrize("text", ["市长热线接到电话", "书记处工作", "县长表示", "市长说"])
def test_what_follows_an_office_is_no_name_for_that(text):
    assert named_official(text) is None


@pytest.mark.parametrize(
    ("text", "at", "name"),
    [("市长 石 迎军", 3, "石迎军"), ("市长　司　徒", 3, "司徒"), ("王 红", 0, "王红")],
)
def test_a_name_set_apart_is_put_together(text, at, name):
    assert name_at(text, at) == name


def test_a_line_of_spaced_characters_is_a_name_only_with_a_surname():
    assert lone_name("王 红") == "王红"
    assert lone_name("目 录") is None


def test_an_acting_mayor_is_the_speaker_of_his_report():
    found = metadata(
        "2020年长治市政府工作报告\n——2020年1月9日在长治市第十四届人民代表大会第六次会议上\n"
        "长治市代市长　司徒文远\n\n各位代表：\n我代表市人民政府向大会报告工作，请予审议。\n"
        "过去一年，全市上下团结一心，各项任务较好完成，群众生活得到改善。\n"
    )
    assert found.speaker == "司徒文远"
    assert not is_byline("长治市代市长　司徒文远")
