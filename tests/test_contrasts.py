"""What looks alike and is another thing gets no answer; what is the same thing keeps its own."""

import pytest

from assistant.contrasts import CONTRASTS, contrary

OTHER = [
    ("农村公路修了多少公里", "改造高速公路80公里"),
    ("农村污水处理率是多少", "城市污水处理率95.4%"),
    ("进口总额是多少", "出口总额5亿元"),
    ("城镇登记失业率是多少", "调查失业率5%"),
    ("pm2.5平均浓度是多少", "pm10平均浓度80微克"),
    ("副市长是谁", "市长张某"),
    ("市长是谁", "副市长李某"),
    ("县委书记是谁", "县长李某"),
    ("省级示范园几个", "国家级示范园3个"),
    ("到位外资多少", "到位省外资金36亿元"),
    ("新增就业多少人", "失业人员再就业500人"),
    ("公办幼儿园几所", "民办幼儿园3所"),
    ("工业增加值增长多少", "农业增加值增长3%"),
    ("棚户区改造多少户", "改造老旧小区3个"),
    ("4a级景区几个", "创建5a级景区1个"),
    ("g55高速多少公里", "g59高速建成80公里"),
    ("常住人口多少", "户籍人口40万人"),
    ("建公厕几座", "改造农村厕所户厕4万户"),
    ("生产总值是多少", "生态系统生产总值达到284亿元"),
    ("生产总值是多少", "人均地区生产总值6.2万元"),
    ("人均生产总值多少", "地区生产总值57亿元"),
]
SAME = [
    ("农村污水处理率是多少", "农村和城市污水处理率都有提高"),
    ("城镇和农村收入差多少", "城镇居民收入33307元"),
    ("农民收入多少", "农村居民收入18446元"),
    ("城里人收入多少", "城镇居民人均可支配收入33307元"),
    ("厕所革命进展如何", "改造农村厕所4万户"),
    ("建公厕几座", "新建公共厕所36座"),
    ("新增多少医院床位", "医院和养老院新增床位300张"),
    ("工业技改项目几个", "工业和服务业项目80个"),
    ("省外资金到位多少", "到位省外资金36亿元,外资3亿美元"),
    ("5g基站几个", "建成5g基站300个"),
    ("生产总值是多少", "工业增加值增长8%"),
    ("生产总值是多少", "生产总值57亿元,人均生产总值6.2万元"),
    ("进口替代怎么推进", "出口增长3%"),
    ("停车位几个", "新增停车位6000个"),
    ("高速公路修了多少", "高速公路通车80公里"),
    ("小学学位增加多少", "新增学位500个"),
]


@pytest.mark.parametrize(("question", "said"), OTHER)
def test_a_figure_of_another_kind_is_ruled_out(question, said):
    assert contrary(question, said, "")


@pytest.mark.parametrize(("question", "said"), SAME)
def test_what_is_of_the_kind_asked_for_or_of_none_is_not_ruled_out(question, said):
    assert not contrary(question, said, "")


def test_the_kind_may_be_named_by_what_stands_over_the_sentence():
    assert contrary("农村公路修了多少", "高速公路修了80公里", "")
    assert not contrary("农村公路修了多少", "高速公路修了80公里", "农村公路")


def test_every_kind_is_told_from_the_others_of_its_group():
    assert all(len(kinds) >= 2 and len(set(kinds)) == len(kinds) for kinds in CONTRASTS)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("长治2019年出口总额是多少?", None),
        ("长治2018年农村居民收入是多少?", "13860元"),
        ("长治2018年城镇居民收入是多少?", "31200元"),
        ("长治2018年改造棚户区多少户?", None),
        ("长治2018年改造老旧小区多少个?", "52个"),
    ],
)
def test_an_answer_is_of_the_kind_that_was_asked_for(reports, question, figure):
    answer = reports.ask(question)
    assert answer.declined if figure is None else figure in answer.text
