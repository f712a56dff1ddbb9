"""Mirror copies are one witness; two reports of one city are two."""

import random

import pytest

from ingest.mirrors import LEAST_LENGTH, Witness, group, sketch
from tests.library_standins import sentence

SECTORS = ["农业", "工业", "教育", "卫生", "交通", "环保", "旅游", "住房", "养老", "水利"]


def text_of(*numbers: int) -> str:
    return "".join(sentence(number) for number in numbers)


def witness(name: str, text: str, *, damaged: bool = False, dated: bool = False) -> Witness:
    return Witness(name, sketch(text), damaged, dated)


def yearly_report(year: int) -> str:
    """A report of one made-up city: the same set phrases every year, other figures and works."""
    rng = random.Random(year)
    lines = [f"各位代表,现在我代表市人民政府向大会报告{year}年工作,请予审议,并请列席人员提出意见。"]
    for sector in SECTORS:
        works = "、".join(
            f"{rng.choice('东西南北中')}{rng.choice('山河湖城乡')}{rng.choice('新老大小')}"
            f"{rng.choice('路桥园校院站')}{rng.randint(2, 99)}处"
            for _ in range(6)
        )
        lines.append(
            f"{sector}工作取得新进展。全年完成投资{rng.randint(100, 999)}亿元,"
            f"增长{rng.randint(2, 19)}.{rng.randint(1, 9)}%,建成{works}。"
        )
    lines.append("让我们更加紧密地团结起来,不忘初心,牢记使命,为建设美好家园而努力奋斗!")
    return "".join(lines)


def test_a_copy_with_characters_lost_is_grouped_with_the_undamaged_page():
    whole = text_of(*range(40))
    damaged = "".join(c for k, c in enumerate(whole) if k % 20)
    pages = [witness("a", damaged, damaged=True), witness("b", whole), witness("c", text_of(99))]
    assert group(pages) == {"a": "b"}


@pytest.mark.parametrize("length", [1, 4, 40, 400])
def test_equal_pages_of_any_length_are_grouped(length):
    text = text_of(*range(length))
    assert group([witness("b", text), witness("a", text)]) == {"b": "a"}


def test_punctuation_and_blanks_make_no_difference():
    text = text_of(*range(10))
    spaced = text.replace("。", " , \n")
    assert group([witness("a", text), witness("b", spaced)]) == {"b": "a"}


def test_reports_of_two_years_of_one_city_are_not_copies():
    reports = {str(year): yearly_report(year) for year in range(2012, 2020)}
    shingles = {year: sketch(text).hashes for year, text in reports.items()}
    assert shingles["2018"] & shingles["2019"], "they must share phrases, or this shows nothing"
    assert group([witness(year, text) for year, text in reports.items()]) == {}


def test_the_best_copy_is_undamaged_then_dated_then_longer_then_first_by_id():
    text = text_of(*range(30))
    longer = text + sentence(1000)
    pages = [
        witness("damaged", longer, damaged=True, dated=True),
        witness("undated", longer),
        witness("shorter", text, dated=True),
        witness("z", longer, dated=True),
        witness("y", longer, dated=True),
    ]
    for order in (pages, pages[::-1]):
        assert group(order) == dict.fromkeys(["damaged", "undated", "shorter", "z"], "y")


def test_an_undamaged_excerpt_does_not_take_the_place_of_a_damaged_whole():
    whole = text_of(*range(60))
    excerpt = text_of(*range(20))
    assert sketch(excerpt).length < LEAST_LENGTH * sketch(whole).length
    assert group([witness("whole", whole, damaged=True), witness("excerpt", excerpt)]) == {}


def test_an_excerpt_is_a_copy_of_a_whole_that_is_no_worse():
    whole, excerpt = text_of(*range(60)), text_of(*range(20))
    assert group([witness("whole", whole), witness("excerpt", excerpt)]) == {"excerpt": "whole"}


def test_a_few_words_in_common_with_a_long_page_are_no_evidence():
    whole = text_of(*range(600))
    assert group([witness("whole", whole), witness("slogan", sentence(3)[:12])]) == {}


def test_a_sentence_in_common_with_a_long_page_is_no_evidence():
    whole = text_of(*range(600))
    short = [witness(str(k), text_of(k, *range(9000 + 4 * k, 9004 + 4 * k))) for k in range(60)]
    assert group([witness("whole", whole), *short]) == {}


def test_likeness_does_not_travel_along_a_chain():
    pages = [
        witness("a", text_of(*range(0, 40))),
        witness("b", text_of(*range(10, 50))),
        witness("c", text_of(*range(20, 60))),
    ]
    # b shares 3/4 with both, c shares half with a.
    assert group(pages) == {"b": "a"}


def test_a_copy_is_never_the_copy_of_a_copy():
    pages = [witness(str(k), text_of(*range(k, 40 + k))) for k in range(30)]
    copy_of = group(pages)
    assert copy_of
    assert not set(copy_of) & set(copy_of.values())


def test_a_licence_line_on_hundreds_of_pages_groups_none_of_them():
    licence = text_of(5000, 5001)
    pages = [witness(str(k), text_of(3 * k, 3 * k + 1, 3 * k + 2) + licence) for k in range(300)]
    assert group(pages) == {}


def test_hundreds_of_copies_of_one_notice_have_one_best():
    pages = [witness(f"{k:03}", text_of(*range(5))) for k in range(300)]
    assert group(pages) == {f"{k:03}": "000" for k in range(1, 300)}


def test_pages_too_short_for_a_shingle_are_never_grouped():
    assert group([witness("a", "通知。"), witness("b", "通知。")]) == {}


def test_a_sketch_stays_small_and_the_same_on_every_run():
    long = sketch(text_of(*range(2000)))
    assert len(long.hashes) <= 256 < long.length
    assert sketch("全市新增公交车一百八十辆") == sketch("全市新增公交车一百八十辆")
    assert min(sketch("一二三四五六七八").hashes) == 5007961833055099806
