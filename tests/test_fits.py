"""What a sentence must hold to be what is asked for: a figure, a unit, a day."""

import pytest

from assistant.fits import MEASURED, in_unit


@pytest.mark.parametrize(
    "text",
    [
        "失业率百分之三点八",
        "改造八千一百余户",
        "投资八十二亿四千万元",
        "养老床位一千六百七十三张",
        "建成3所",
    ],
)
def test_a_figure_in_chinese_numerals_is_a_figure(text):
    assert MEASURED.search(text)


@pytest.mark.parametrize("text", ["一心一意抓落实", "“十三五”规划顺利收官", "三产融合发展"])
def test_numerals_in_set_phrases_are_none(text):
    assert not MEASURED.search(text)


@pytest.mark.parametrize(
    ("unit", "text", "holds"),
    [
        ("%", "登记失业率百分之三点八", True),
        ("%", "优良天数比例98.5%", True),
        ("亿", "投资八十二亿四千万元", True),
        ("公里", "改造农村公路二百公里", True),
        ("公里", "改造农村公路35条", False),
        ("%", "新增就业4.5万人", False),
    ],
)
def test_the_figure_must_be_in_the_unit_that_is_asked_for(unit, text, holds):
    assert in_unit(unit, text) is holds
