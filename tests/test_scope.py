"""Which documents may answer: the newest where 今年 is said, and nobody for another place."""

import pytest

from assistant.question import understand
from assistant.scope import Directory, Scope, inherit, speaks_for
from ingest.document import Document, Metadata, Place

CHANGZHI = Place(("山西省", "长治市"))
FENXI = Place(("山西省", "临汾市", "汾西县"))
LINFEN = Place(("山西省", "临汾市"))


def document(id, place, year, *, title=None, kind="work report", speaker=None):
    about = Metadata(title=title, place=place, year=year, kind=kind, speaker=speaker)
    return Document(id, f"/{id}", "hans", False, "utf-8", about)


DIRECTORY = Directory(
    [
        document("2018", CHANGZHI, 2018),
        document("2019", CHANGZHI, 2019),
        document("2020", CHANGZHI, 2020),
        document("undated", CHANGZHI, None, kind="notice"),
        document("county", FENXI, 2020, kind="interview"),
    ]
)


def scope(text, directory=DIRECTORY):
    (question,) = understand(text, directory)
    return question.scope


@pytest.mark.parametrize("word", ["今年", "去年", "明年"])
def test_with_reports_of_many_years_this_year_is_the_newest_ones(word):
    assert scope(f"长治{word}新建公厕多少座?").documents == {"2020", "undated"}


def test_each_place_has_its_own_newest_year():
    directory = Directory(
        [document("old", CHANGZHI, 2018), document("new", FENXI, 2020), document("older", FENXI, 9)]
    )
    assert directory.newest(frozenset({"old", "new", "older"})) == {"old", "new"}
    assert directory.newest(None) is None


def test_a_year_in_figures_leaves_all_documents_of_the_place():
    assert scope("长治2018年新建公厕多少座?").documents == {"2018", "2019", "2020", "undated"}


def test_this_year_beside_a_reports_name_is_that_reports():
    found = scope("长治2019年政府工作报告说今年新建公厕多少座?")
    assert found.documents == {"2019"}
    assert found.relative_years == (0,)


def test_a_report_given_in_december_belongs_to_the_year_in_its_name():
    directory = Directory([document("next", CHANGZHI, 2018, title="2019年长治市政府工作报告")])
    assert directory.of_year(2019) == {"next"}
    assert directory.of_year(2018) == frozenset()


@pytest.mark.parametrize("text", ["长治60岁以上年老的人多少?", "比去年增长多少?", "今年轻人多少?"])
def test_what_only_looks_like_a_year_is_none(text):
    assert scope(text).relative_years == ()


def test_a_county_speaks_for_its_city_only_where_it_names_it():
    found = scope("临汾今年的重点项目多少个?")
    assert (found.place, found.documents, found.inner_only) == (LINFEN, {"county"}, True)
    assert speaks_for(found, "临汾市确定重点项目120个")
    assert not speaks_for(found, "全县确定重点项目29个")


def test_a_place_with_documents_of_its_own_speaks_for_itself():
    found = scope("汾西县今年的重点项目多少个?")
    assert not found.inner_only
    assert speaks_for(found, "确定重点项目29个")
    assert speaks_for(Scope(), "确定重点项目29个")


def test_a_citys_own_report_comes_before_its_counties():
    both = Directory([*DIRECTORY.documents, document("city", LINFEN, 2020)])
    found = scope("临汾2020年的重点项目多少个?", both)
    assert found.documents == {"city"}
    assert not found.inner_only


@pytest.mark.parametrize(
    "question",
    ["临汾2020年新建公厕多少座?", "临汾市2020年硬化村道多少公里?", "临汾今年重点抓什么?"],
)
def test_a_countys_figure_is_never_given_for_the_city(reports, question):
    answer = reports.ask(question)
    assert answer.declined
    assert answer.reason == "place_not_in_library"
    assert "临汾" in answer.text


def test_the_countys_own_figure_is_given_for_the_county(reports):
    answer = reports.ask("汾西县2020年硬化村道多少公里?")
    assert "46公里" in answer.text


def test_this_year_is_answered_from_the_newest_report_and_last_year_from_its_review(reports):
    this, last = (reports.ask(f"长治{word}新增就业多少?") for word in ("今年", "去年"))
    assert "4.2万人" in this.text
    assert [(c.year, c.period) for c in this.citations] == [(2020, "plan")]
    assert "4.6万人" in last.text
    assert [(c.year, c.period) for c in last.citations] == [(2019, "review")]


def test_a_year_of_the_question_itself_comes_before_the_one_inherited():
    earlier = Scope(place=CHANGZHI, documents=frozenset({"2019"}), years=(2018,), period="review")
    assert inherit(Scope(), earlier) == earlier
    assert inherit(Scope(years=(2020,)), earlier).years == (2020,)
    assert inherit(Scope(years=(2020,)), earlier).period is None
    assert inherit(Scope(relative_years=(0,)), earlier).years == ()


def test_a_place_that_is_not_there_inherits_no_documents():
    earlier = Scope(place=CHANGZHI, documents=frozenset({"2019"}))
    assert inherit(Scope(unknown_places=("太原",)), earlier).documents is None
