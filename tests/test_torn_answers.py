"""What a copy lost is never stated: a torn figure is declined, a doubtful quotation says so."""

import json

import pytest

from assistant.verify import TORN_NUMBER

# A damaged mirror copy of our own making: the 3 of 39 was used up by the bytes before it.
PAGE = """鶴鳴縣(xiàn)2021年政府工作報(bào)告
——2021年1月20日在鶴鳴縣(xiàn)第十七屆(jiè)人民代表大會(huì)第五次會(huì)議(yì)上
鶴鳴縣(xiàn)人民政府縣(xiàn)長(zhǎng)
一、2020年工作回顧(gù)
過(guò)去一年,全縣(xiàn)經(jīng)濟(jì)發(fā)展穩(wěn)中有進(jìn),新增就業(yè)4200人,建成學(xué)校6所。
文化事業(yè)取得進(jìn)展,全縣(xiàn)登記(jì)館(guǎn)藏文物�9件,辦(bàn)好各類(lèi)展覽(lǎn)。
"""


@pytest.fixture(scope="module")
def assistant(assistant_over):
    return assistant_over(PAGE)


def test_a_figure_that_lost_a_digit_is_never_stated(assistant):
    answer = assistant.ask("鹤鸣县2020年登记馆藏文物多少件?")
    assert answer.declined
    assert "破损" in answer.text
    assert not TORN_NUMBER.search(json.dumps(answer.to_json()["answer"], ensure_ascii=False))
    assert answer.nearest is not None


def test_an_undamaged_figure_of_the_same_page_is_stated(assistant):
    answer = assistant.ask("鹤鸣县2020年新增就业多少人?")
    assert "4200人" in answer.text and not answer.declined
