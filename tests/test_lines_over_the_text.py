"""What the lines over a text say, in the many ways in which sites print them."""

import pytest

from ingest.furniture import furniture
from ingest.lines import split_lines
from ingest.metadata import read_page
from ingest.people import is_byline

CONGRESS = "在怀集县第十五届人民代表大会第三次会议上"
REPORT = "我代表县人民政府作工作报告，请予审议，并请列席人员提意见。怀集县政府全年办成了十件实事。"


def metadata(*texts):
    lines = split_lines("\n".join(texts))
    return read_page(lines, furniture(lines)).metadata


@pytest.mark.parametrize(
    "line",
    [
        f"2018年1月24日{CONGRESS}",
        "2018年1月24日　怀集县第十五届人民代表大会第三次会议",
        f"（2018年1月24日{CONGRESS} 县长 简伯庸）",
        "（2018年1月24日，县十五届人大三次会议，县长简伯庸）",
    ],
)
def test_the_line_of_the_delivery_gives_the_day_and_is_no_part_of_the_title(line):
    found = metadata("怀集县政府工作报告", line, "县长　简伯庸", "各位代表：", REPORT)
    assert (found.title, found.date, found.year) == ("怀集县政府工作报告", "2018-01-24", 2018)
    assert found.speaker == "简伯庸"


def test_title_and_delivery_may_stand_on_one_line():
    found = metadata(f"政府工作报告——2018年1月24日{CONGRESS}", "县长　简伯庸", "各位代表：", REPORT)
    assert (found.title, found.date) == ("政府工作报告", "2018-01-24")


def test_a_report_without_a_title_of_its_own_is_called_by_its_delivery():
    found = metadata("在县十五届人大三次会议上的报告", "县长　简伯庸", "各位代表：", REPORT)
    assert found.title == "在县十五届人大三次会议上的报告"


@pytest.mark.parametrize(
    "line",
    [
        "赣东晚报　2020年9月3日　记者 栗子安　通讯员 程知夏",
        "来源：湘江观察　2020-06-18　记者　沈未央",
        "珠江周刊 · 2021年4月2日 · 文/施若涵 图/殷磊",
        "三峡周末 2017年06月15日 第A07版 记者 费小舟",
    ],
)
def test_paper_day_and_reporter_on_one_line_are_a_byline(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "9月1日，记者在修复现场见到了县长，他蹲在地头。",
        "2020年9月3日　全县新增就业三千人，比上年多一成。",
        "来源：县统计局　2020-06-18",
    ],
)
def test_what_only_looks_like_one_is_none(line):
    assert not is_byline(line)


def test_the_day_on_the_byline_comes_before_the_day_on_which_a_mirror_was_made():
    found = metadata(
        "时间：2021-03-19 来源：川北时讯网 编辑：admin",
        "市长主持召开市政府常务会议 研究防汛工作",
        "广元时讯 2020-05-21 记者 卞青禾",
        "5月20日，广元市长荀牧之主持召开市政府第86次常务会议，研究防汛减灾工作，并作了讲话。",
    )
    assert (found.date, found.kind) == ("2020-05-21", "meeting")


def test_a_persons_name_is_no_place():
    found = metadata(
        "“桥一定会修好”——访婺源县县长郁北川",
        "7月8日，洪水冲毁了婺源的部分桥面，记者见到了县长郁北川，请他谈修复的事。",
        "记者：桥什么时候能修好？",
        "郁北川：方案已经报上去了。",
        "记者：钱从哪里来？",
        "郁北川：社会捐款每一笔都公示。",
    )
    assert found.place and found.place.name == "婺源县"
    assert (found.kind, found.speaker) == ("interview", "郁北川")


def test_a_meeting_under_its_citys_title_is_the_citys_and_not_a_towns():
    found = metadata(
        "宣城市政府召开第四次全体会议部署二季度工作",
        "4月12日，市政府召开第四次全体会议。市长汪绍庭主持会议并讲话，安排部署下一阶段工作。",
        "会议指出，广德市、宁国市、绩溪县、旌德县要做好防汛准备，广德市、宁国市要再排查一遍。",
    )
    assert found.place and found.place.name == "宣城市"


def test_the_office_in_a_notices_title_says_whose_it_is():
    found = metadata(
        "怀集县教育局关于今年秋季招生工作的通知",
        "怀教〔2020〕31号",
        "各中小学：",
        "今年招生工作现通知如下，请各校遵照执行，不得组织入学考试。",
        "打印本页 关闭窗口 主办：绥江新闻网 联系：ed@sj.example.invalid",
    )
    assert found.place and found.place.name == "怀集县"


def test_a_long_paragraph_that_speaks_of_rights_is_text():
    text = "全县加强知识产权保护，未经许可转载报道的案件全部查处。" * 10
    lines = split_lines(f"怀集县政府工作报告\n{text}\n本文仅供学习参考，版权归原作者所有。")
    assert furniture(lines) == [None, None, "copyright"]
