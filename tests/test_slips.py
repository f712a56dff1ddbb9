"""What is typed or said by a slip is read as meant; what is right is left alone."""

import pytest

from assistant.slips import as_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("那个棚护区改造了多少户?", "那个棚户区改造了多少户?"),
        ("新增多小个停车位?", "新增多少个停车位?"),
        ("古城2018年来了多少人玩", "古城2018年接待游客多少人次"),
        ("农民人均挣多少", "农村居民人均可支配收入多少"),
        ("的张局长……不是,高龄津贴每月发多少", "高龄津贴每月发多少"),
    ],
)
def test_a_slip_is_mended(typed, meant):
    assert as_meant(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "棚户区改造了多少户?",
        "盖了几间厕所?",
        "建成公厕多少座?",
        "城镇登记失业率是多少?",
        "第一书记是不是都到村里了?",
        "生活污水处理率多高?",
    ],
)
def test_what_is_right_stays(typed):
    assert as_meant(typed) == typed
