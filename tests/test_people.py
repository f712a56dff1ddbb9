"""Names of people and the lines that they stand on."""

import pytest

from ingest.people import SURNAME_TABLE, SURNAMES, is_byline, name_at, named_official


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市长张宇松接受了采访", "张宇松"),
        ("市长王震出席会议并讲话", "王震"),
        ("县委书记任天顺。", "任天顺"),
        ("党工委书记 宋 晓", "宋晓"),
        ("县长欧阳修说", "欧阳修"),
        ("市长说，要落实", None),
        ("副市长分管书记处", None),
        ("书记高度重视", None),
    ],
)
def test_a_name_stands_after_an_office_or_there_is_none(text, name):
    assert named_official(text) == name


def test_where_a_name_ends_is_seen_elsewhere_in_the_text():
    assert name_at("张宇松新任市长。张宇松说", 0) == "张宇松"
    assert name_at("张宇松新任市长", 0) is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("□记者 窦浩智", True),
        ("通讯员 宋 晓", True),
        ("本报记者 段绍飞 通讯员 李祖贤", True),
        ("□郭某 本报记者 阮某 魏某", True),
        ("（撰稿：程某某）", True),
        ("文/王某 图/李某", True),
        ("记者：今年有什么打算？", False),
        ("记者从会上获悉，今年要修路。", False),
        ("记者节前夕，市领导看望新闻工作者。", False),
    ],
)
def test_a_byline_is_told_from_a_sentence(line, byline):
    assert is_byline(line) is byline


def test_no_surname_stands_twice_in_the_table():
    assert sorted(SURNAME_TABLE) == sorted(SURNAMES)
