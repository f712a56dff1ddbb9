"""Dates in Arabic and Chinese digits."""

import pytest

from ingest.dates import find_dates, month_days


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("二O一九年二月十六日", "2019-02-16"),
        ("二〇二〇年", "2020"),
        ("二○一八年元月", "2018-01"),
        ("二零二一年十二月三十一日", "2021-12-31"),
        ("一九九八年十月", "1998-10"),
        ("二0一九年二月廿六日", "2019-02-26"),
        ("2O19年1月15日", "2019-01-15"),
        ("２０１９年３月", "2019-03"),
        ("2020年5月7日", "2020-05-07"),
        ("2020 年 5 月 7 日", "2020-05-07"),
        ("2007年12月 日", "2007-12"),
        ("2020-03-25 15:15:22", "2020-03-25"),
        ("2020/3/5", "2020-03-05"),
        ("2020.3.25", "2020-03-25"),
        ("2018年2月30日", "2018-02"),
        ("2018年13月", "2018"),
    ],
)
def test_a_date_is_read_as_far_as_it_holds(text, iso):
    assert [date.iso for date in find_dates(f"，{text}。")] == [iso]


@pytest.mark.parametrize(
    "text",
    ["2016-2020", "电话0391-6633-2019", "1234年", "增长12.3.4%", "2019.13.40", "共2019个", "三年"],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert find_dates(text) == []


def test_dates_come_in_reading_order_with_their_spans():
    text = "发布时间:2020-05-07 19:13:00,二〇二〇年五月七日召开"
    found = find_dates(text)
    assert [text[date.start : date.end] for date in found] == ["2020-05-07", "二〇二〇年五月七日"]
    assert [date.year for date in found] == [2020, 2020]


def test_a_date_without_its_year_is_a_month_and_a_day():
    text = "6月16日下午；十二月三十一日；10月份；15月3日；2019年2月16日"
    assert [(day.month, day.day) for day in month_days(text)] == [(6, 16), (12, 31)]
