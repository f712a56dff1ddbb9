"""`python -m ingest show`: a document as restored and as published, torn places marked."""

import re
import shutil
import subprocess
import sys

import pytest
from rich.cells import cell_len
from rich.console import Console

from ingest.document import Paragraph
from ingest.offsets import Span
from ingest.repaired import Repair
from ingest.side_by_side import Sides, columns, lines, notes
from tests.damage import damage
from tests.ingest_cli import ingest

PAGE = damage(
    """\
济源市2019年政府工作报告
发布时间：2019-02-16
济源日报讯：现在，我代表济源市人民政府向大会报告工作，请予审议。会议要求压实责任。
一、2018年工作回顾
2018年，济源全市建成公园三处，新增公交车60辆，新闻记者7名获表彰。
"""
)
SIDES = Sides(
    Paragraph("ab12", 1, "济源日报讯,新闻记者�名", 0, 0, 31),
    "濟(jì)源日?qǐng)?bào)訊,新聞?dòng)浾?名",
    (
        Repair(3, 4, "?qǐng)?bào)", "repaired"),
        Repair(8, 11, "?dòng)浾?", "swallowed", ("记真�", "记正�")),
    ),
    (Span(7, 18), Span(22, 30)),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("torn")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "whole.txt").write_text("晋城市召开会议\n会议研究了工作安排。\n", encoding="utf-8")
    assert ingest("add", "page.txt", "whole.txt", cwd=folder).returncode == 0
    return folder


def test_without_options_the_text_has_no_marks_and_doubts_have_a_note(made):
    shown = ingest("show", "page.txt", cwd=made).stdout
    assert "济源日报讯:现在,我代表济源市人民政府向大会报告工作" in shown
    assert "【" not in shown
    assert "\n  记者�   swallowed: published as ?dòng)浾?; it could be " in shown
    assert "repaired" not in shown
    assert re.search(r"(?m)^undecided   1 place ", shown)


def test_both_texts_stand_in_a_pair_of_lines_with_each_torn_place_marked_and_noted(made):
    shown = ingest("show", "page.txt", "--both", cwd=made).stdout
    restored, published = re.findall(r"(?m)^(?:restored|as published) +(.*日【.*】.*)$", shown)
    assert "日【报】讯" in restored
    assert "日【?qǐng)?bào)】訊" in published
    assert (
        restored.replace("【", "").replace("】", "") in ingest("show", "page.txt", cwd=made).stdout
    )
    assert published.replace("【", "").replace("】", "") in PAGE
    assert "\n  报   repaired: published as ?qǐng)?bào)\n" in shown
    assert "\n  记者�   swallowed: published as ?dòng)浾?; it could be " in shown


def test_a_page_that_is_not_damaged_is_shown_once(made):
    shown = ingest("show", "whole.txt", "--both", cwd=made).stdout
    assert "as published  会议研究了工作安排。" in shown
    assert "restored " not in shown
    assert "undecided" not in shown


def test_both_and_raw_exclude_each_other(made):
    assert ingest("show", "page.txt", "--both", "--raw", cwd=made).returncode == 2


def test_marks_are_brackets_in_a_file():
    assert list(lines(SIDES)) == [
        "restored      济源日【报】讯,新闻【记者�】名",
        "as published  濟(jì)源日【?qǐng)?bào)】訊,新聞【?dòng)浾?】名",
    ]


def test_places_that_overlap_share_one_bracket():
    sides = SIDES._replace(torn=(Span(7, 18), Span(16, 20)))
    assert "【?qǐng)?bào)訊,】" in list(lines(sides))[1]


def test_on_a_terminal_both_columns_are_as_wide_and_places_underlined():
    terminal = Console(width=44, force_terminal=True, color_system="standard", legacy_windows=False)
    with terminal.capture() as captured:
        terminal.print(columns(SIDES))
    shown = captured.get()
    assert "\x1b[4m报\x1b[0m" in shown
    plain = re.sub(r"\x1b\[\d*m", "", shown).splitlines()
    assert len(plain) > 1
    assert {cell_len(line) for line in plain} == {44}


@pytest.mark.skipif(shutil.which("script") is None, reason="needs the command script")
def test_the_command_underlines_on_a_terminal(made):
    command = f"{sys.executable} -m ingest show page.txt --both"
    shown = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        cwd=made,
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    ).stdout.decode("utf-8")
    assert "\x1b[4m" in shown
    assert "【" not in shown


def test_a_note_says_what_another_copy_had_decided():
    (note,) = notes("7名", [Repair(0, 1, "?", "confirmed by a copy", ("�",))])
    assert note == "  7   confirmed by a copy: published as ?; other readings: �"


def test_a_place_without_alternatives_is_said_to_be_open():
    (note,) = notes("怎样?", [Repair(2, 3, "?", "question mark")])
    assert note.endswith("published as ?; the bytes don't decide")
