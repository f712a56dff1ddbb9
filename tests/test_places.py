"""Place names in text and in questions; which ordinary words are not places."""

import pytest

from ingest.document import Place
from ingest.gazetteer import entries, short_name
from ingest.normalise import fold
from ingest.places import aliases, candidates, contains, find_places, resolve
from ingest.unlisted import local_areas

JIYUAN = Place(("河南省", "济源市"))
FENXI = Place(("山西省", "临汾市", "汾西县"))


def named(text, **options):
    return [str(mention.place) for mention in find_places(text, **options)]


@pytest.mark.parametrize("name", ["济源", "济源市", "河南济源", "河南省济源市", "河南济源市"])
def test_a_city_is_found_by_every_name_it_goes_by(name):
    assert named(f"{name}2019年承诺了什么？") == ["河南省济源市"]
    assert named(f"请问{name}的民生实事") == ["河南省济源市"]


def test_a_mention_covers_the_whole_of_the_name():
    text = "去河南省济源市看看"
    (mention,) = find_places(text)
    assert text[mention.start : mention.end] == "河南省济源市"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("山西省临汾市汾西县的脱贫", ["山西省临汾市汾西县"]),
        ("汾西和晋城哪个高", ["山西省临汾市汾西县", "山西省晋城市"]),
        ("北京市朝阳区", ["北京市朝阳区"]),
        ("楚雄州与大理", ["云南省楚雄彝族自治州", "云南省大理白族自治州"]),
        ("琼中县的水渠", ["海南省琼中黎族苗族自治县"]),
        ("内蒙古的草原", ["内蒙古自治区"]),
        ("杭州市临平区", ["浙江省杭州市临平区"]),
        ("甘肃合作、福建平和", ["甘肃省甘南藏族自治州合作市", "福建省漳州市平和县"]),
        ("雄安新区", ["河北省雄安新区"]),
        ("吉林省吉林市", ["吉林省吉林市"]),
        ("闽侯乡音报", ["福建省福州市闽侯县"]),
        ("汾西县城和济源市区", ["山西省临汾市汾西县", "河南省济源市"]),
    ],
)
def test_places_are_found_with_what_they_lie_in(text, places):
    assert named(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "促进社会长治久安，确保人民平安",
        "坚持五大理念和创新发展",
        "提高平均水平，保障资金安全",
        "深化合作市场，推进和平区域建设",
        "各地南部县（市、区）",
        "全市和县区都要行动",
        "改造老城区、新城区和城中村，扩大主城区",
        "利用资源，安定民心，振兴东方",
        "南京路步行街，北京时间八点，南京大学",
        "前往济源镇、汾西村",
        "玉泉的村民和九里的花海",
        "黄河南岸、太湖北面",
        "开发区和高新区要带头",
        "推进东湖、西湖、南山绿化",
        "公安机关、解放思想、友好往来",
        "重大关切、社会理念、投资中心",
        "以产兴业，富民惠民",
        "剩余干部和新干部",
    ],
)
def test_ordinary_words_are_no_places(text):
    assert named(text) == []


def test_an_ordinary_name_counts_where_the_place_is_expected():
    yongan = resolve("永安市")
    assert named("干部不得离开永安") == []
    assert named("干部不得离开永安", within=[yongan]) == ["福建省三明市永安市"]


def test_namesakes_are_settled_by_the_other_places_in_the_text():
    assert named("南京市今年很忙。鼓楼区拆了三处。")[1] == "江苏省南京市鼓楼区"
    assert named("鼓楼区拆了三处", within=[resolve("福州")]) == ["福建省福州市鼓楼区"]


def test_unsettled_namesakes_are_all_named():
    (mention,) = find_places("鼓楼区拆了三处")
    assert {place.parts[1] for place in (mention.place, *mention.others)} >= {"南京市", "福州市"}


def test_a_prefecture_goes_before_the_county_of_its_name():
    assert str(resolve("邵阳")) == "湖南省邵阳市"
    assert str(resolve("邵阳县")) == "湖南省邵阳市邵阳县"
    assert named("邵阳今年", within=[resolve("邵阳市")]) == ["湖南省邵阳市"]


def test_a_name_is_resolved_within_a_place():
    assert resolve("鼓楼区") is None
    assert resolve("鼓楼区", within=resolve("南京")) == Place(("江苏省", "南京市", "鼓楼区"))
    assert resolve("潍坊市坊子区") == Place(("山东省", "潍坊市", "坊子区"))
    assert resolve("不存在的地方") is None
    assert candidates("朝阳")[0] == Place(("辽宁省", "朝阳市"))


def test_a_city_is_known_by_its_past_names():
    assert resolve("襄樊") == Place(("湖北省", "襄樊市"))
    assert {"襄樊", "襄阳"} <= aliases(Place(("湖北省", "襄阳市")))
    assert contains(Place(("湖北省", "襄阳市")), Place(("湖北省", "襄樊市")))
    assert contains(Place(("北京市", "密云区")), Place(("北京市", "密云县")))


def test_a_county_lies_in_its_city_and_province():
    assert contains(Place(("山西省",)), FENXI)
    assert contains(Place(("山西省", "临汾市")), FENXI)
    assert contains(FENXI, FENXI)
    assert not contains(FENXI, Place(("山西省", "临汾市")))
    assert not contains(JIYUAN, FENXI)


def test_aliases_are_what_a_text_may_say():
    assert aliases(FENXI) >= {"汾西", "汾西县", "临汾汾西", "山西省临汾市汾西县", "山西汾西县"}
    assert "琼中县" in aliases(Place(("海南省", "琼中黎族苗族自治县")))
    assert aliases(Place(("山东省", "潍坊市", "峡山区"))) >= {"峡山", "峡山区", "潍坊峡山区"}


def test_an_unlisted_district_shows_by_its_offices():
    text = "访峡山区党工委书记。峡山区今年要办三件事。峡山区干部说，峡山区山区面积大。"
    found = local_areas(text, within=Place(("山东省", "潍坊市")))
    assert list(found) == [Place(("山东省", "潍坊市", "峡山区"))]
    assert local_areas("开发区管委会、高新区党工委开会") == {}


def test_the_gazetteer_is_whole():
    current = [division for division in entries() if division.until is None]
    by_level = [sum(division.level == level for division in current) for level in (1, 2, 3)]
    assert by_level == [34, 333, 2846]
    assert all(len(division.place.parts) <= 3 for division in entries())
    assert all(short_name(division.place.name) for division in entries())


@pytest.mark.parametrize("name", ["乾安县", "乾县", "济源市", "闽侯县"])
def test_a_folded_name_is_found(name):
    assert named(fold(name)) == [str(candidates(name)[0])]


def test_folding_changes_no_other_name():
    changed = {
        division.place.name
        for division in entries()
        if fold(division.place.name) != division.place.name
    }
    assert changed == {"乾安县", "乾县"}


def test_nothing_is_found_in_nothing():
    assert find_places("") == []
    assert find_places("Jiyuan 2019?") == []
