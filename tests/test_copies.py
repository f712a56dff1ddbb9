"""Copies of one text repair each other, and only where one of them is whole."""

import pytest

from ingest.copies import CONFIRMED, repair_from
from ingest.restore import restore

AUTHOR = "经济建设简报:本市新闻记者7名获表彰,会议要求再接再厉。"
TORN = "經(jīng)濟(jì)建設(shè)簡報:本市新聞?dòng)浾?名獲(huò)表彰,會議要求再接再厲。"


def test_a_whole_copy_decides_a_lost_digit_and_the_report_says_so():
    repaired = repair_from(restore(TORN), restore(AUTHOR))
    assert repaired.text == AUTHOR
    (report,) = repaired.reports
    assert report.kind == CONFIRMED
    assert report.chosen == "记者7"
    assert "记者�" in report.alternatives


def test_the_map_still_leads_to_the_page_as_published():
    repaired = repair_from(restore(TORN), restore(AUTHOR))
    at = repaired.text.index("7名")
    assert "?" in TORN[slice(*repaired.offsets.span(at, at + 1))]
    at = repaired.text.index("会议")
    assert TORN[slice(*repaired.offsets.span(at, at + 2))] == "會議"


def test_a_copy_with_the_same_loss_decides_nothing():
    torn = restore(TORN)
    assert repair_from(torn, torn) == torn


@pytest.mark.parametrize(
    "other",
    ["", "另一篇文章,与此无关。", "本市新闻记者7名获表彰。" * 2],
    ids=["empty", "another text", "neighbours that stand there twice"],
)
def test_what_is_no_copy_changes_nothing(other):
    torn = restore(TORN)
    assert repair_from(torn, restore(other)) == torn


def test_wide_punctuation_in_the_other_copy_does_not_matter():
    wide = AUTHOR.translate(str.maketrans(",:", "，："))
    assert repair_from(restore(TORN), restore(wide)).text == AUTHOR
