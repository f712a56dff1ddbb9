"""Whether the figure of a statement is what the documents say: it stands, differs, or neither."""

import re

import pytest

from assistant.figures import figures
from assistant.number_check import check_number
from assistant.quotations import bare
from assistant.sentences import sentences
from ingest.errors import UnusableQuestion


@pytest.fixture(scope="module")
def sample(sample_library):
    from assistant import Assistant

    return Assistant.open(sample_library)


def check(assistant, statement, **options):
    snapshot = assistant.snapshot()
    return check_number(statement, snapshot, assistant.retriever(snapshot), **options)


def statements(assistant):
    """(place and year, clause) for each clause of the documents that has one figure."""
    snapshot = assistant.snapshot()
    for document in snapshot.documents():
        place = document.metadata.place
        for paragraph in [] if document.copy_of else snapshot.paragraphs(document.id):
            year = paragraph.year or document.metadata.year
            for span in sentences(paragraph.text):
                for clause in paragraph.text[span.start : span.end].split("，"):
                    clause = re.sub(r"^[一二三四五六七八九十]是", "", clause.rstrip("。；"))
                    found = figures(clause)
                    if len(found) == 1 and not found[0].ordinal and place and year:
                        yield f"{place.name}{year}年", clause, found[0]


@pytest.mark.parametrize("library", ["sample", "reports"])
def test_an_altered_figure_never_stands_and_what_differs_is_right(request, library):
    assistant = request.getfixturevalue(library)
    said = list(statements(assistant))
    true = {place + clause for place, clause, _ in said}
    said = said[::2]
    stand = differ = 0
    for place, clause, figure in said:
        if "70%以上" in clause or "去年" in clause or "今年" in clause:
            continue
        try:
            stand += check(assistant, place + clause).verdict == "stands"
        except UnusableQuestion:
            continue  # 1133个: what it counts is not said
        digits = re.search(r"\d+(?:\.\d+)?", clause)
        if digits is None:
            continue
        other = str(int(float(digits[0])) + 7)
        altered = clause[: digits.start()] + other + clause[digits.end() :]
        if place + altered in true:
            continue
        found = check(assistant, place + altered)
        assert found.verdict != "stands", altered
        if found.verdict == "differs":
            differ += 1
            right = bare(clause[figure.start : figure.end])
            documents = [bare(one.document) for one in found.instead]
            assert any(right in said or said in bare(clause) for said in documents), altered
    assert stand > len(said) * 0.85 and differ > len(said) * 0.5


@pytest.mark.parametrize(
    ("statement", "verdict", "instead"),
    [
        ("济源2019年添置公交车180辆", "stands", []),
        ("濟源2019年添置公交車181輛", "differs", ["180辆"]),
        ("济源2018年建公厕98座", "differs", ["97座"]),
        ("济源2018年生产总值约642亿元", "stands", []),
        ("济源2018年新增就业1.5万人", "differs", ["1.5万余人"]),
        ("济源2018年城镇居民人均可支配收入18446元", "differs", ["33307元"]),
        ("济源2019年添置公交车181辆，新建68个游园", "differs", ["180辆", "67个"]),
        ("Jiyuan planned to add 180 buses in 2019.", "stands", []),
        ("Jiyuan's GDP grew by 9.3% in 2018", "differs", ["8.3%"]),
        ("济源2018年旅游收入1.2亿元", "differs", ["66亿元"]),
        ("济源2018年添置公交车180辆", "not found", []),
        ("济源2018年生产总值下降8.3%", "not found", []),
        ("济源2019年新增出租车180辆", "not found", []),
    ],
)
def test_a_statement_is_held_against_what_it_is_of(sample, statement, verdict, instead):
    found = check(sample, statement)
    assert found.verdict == verdict
    assert list(dict.fromkeys(one.document for one in found.instead)) == instead
    for one in found.instead:
        assert bare(one.document) in bare(one.citation.quote)


def test_why_nothing_is_found_is_said(sample):
    assert check(sample, "昆明2019年添置公交车180辆").why == "place_not_in_library"
    assert check(sample, "Jiyuan bred 180 dragons in 2019").why == "words_not_known"
    found = check(sample, "济源2019年新增出租车180辆")
    assert found.why == "not_said" and found.nearest is not None


def test_documents_may_be_chosen(sample):
    snapshot = sample.snapshot()
    (other,) = [d.id for d in snapshot.documents() if "fenxi" in d.source]
    found = check(sample, "济源2019年添置公交车180辆", within=frozenset({other}))
    assert found.verdict == "not found"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("济源添置公交车", "no figure"),
        ("济源比上年增长8.3%", "figure is of"),
        ("180", "figure"),
        ("", "empty"),
        ("1" * 3000, "characters"),
    ],
)
def test_a_statement_without_a_figure_or_a_topic_is_refused(sample, statement, told):
    with pytest.raises(UnusableQuestion, match=told):
        check(sample, statement)
