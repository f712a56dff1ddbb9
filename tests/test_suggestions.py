"""Follow-ups: made of what was cited, offered only if the library answers them, in time."""

from dataclasses import replace

import pytest

from assistant.suggestions import MOST, candidates, suggest
from ingest.document import Document, Metadata, Paragraph, Place
from tests import canned_answers as canned


class Shelf:
    """Two reports of one county and one of another, each with a list and a section."""

    def __init__(self) -> None:
        self._documents = [
            self._report("00ff", "青石县", 2019),
            self._report("00fe", "青石县", 2018),
            self._report("00fd", "白水县", 2019),
        ]

    def _report(self, id: str, place: str, year: int) -> Document:
        about = Metadata(kind="work report", place=Place(("云西省", place)), year=year)
        return Document(id, f"/{id}.txt", "hans", False, "utf-8", about)

    def documents(self) -> list[Document]:
        return self._documents

    def document(self, id: str) -> Document:
        return next(one for one in self._documents if one.id == id)

    def paragraphs(self, document: str) -> list[Paragraph]:
        sections = (("二、安排", "（一）实施“十大”工程"), ("二、安排", "（二）改善农村环境"))
        return [
            Paragraph(document, n, "文", 0, 0, 1, section=section, year=2019, period="plan")
            for n, section in enumerate(sections)
        ]


def yes(question: str) -> bool:
    return True


def test_each_kind_has_its_turn():
    first = list(candidates(canned.ten(), Shelf()))[:4]
    assert first == [
        "2019年青石“实施‘十大’工程”具体有哪些？",
        "2018年青石县承诺了哪些民生实事？",
        "2019年青石在“改善农村环境”方面有哪些安排？",
        "2019年白水承诺了哪些民生实事？",
    ]


def test_three_are_offered_and_each_was_answered():
    asked: list[str] = []

    def answers(question: str) -> bool:
        asked.append(question)
        return "农村环境" in question or "白水" in question

    found = suggest(canned.ten(), Shelf(), answers)
    assert found
    assert len(found) <= MOST
    assert set(found) < set(asked)
    assert all("农村环境" in one or "白水" in one for one in found)


def test_what_was_asked_is_not_offered_again():
    known = "2018年青石县承诺了哪些民生实事"
    assert f"{known}？" in suggest(canned.ten(), Shelf(), yes)
    assert f"{known}？" not in suggest(canned.ten(), Shelf(), yes, asked=[known])


@pytest.mark.parametrize(
    "same",
    [
        "青石2018年承诺了哪些民生实事",
        "2018年青石的承诺了哪些民生实事?",
        "青石縣2018年承諾了哪些民生實事？",
    ],
)
def test_a_question_in_another_order_or_script_is_no_other_question(same):
    assert "2018年青石县承诺了哪些民生实事？" not in suggest(
        canned.ten(), Shelf(), yes, asked=[same]
    )


def test_the_search_ends_when_its_time_is_up():
    hours = iter(range(100))
    found = suggest(canned.ten(), Shelf(), yes, budget_s=1.5, clock=lambda: next(hours))
    assert len(found) == 1


def test_they_are_written_in_the_askers_script():
    found = suggest(replace(canned.ten(), script="hant"), Shelf(), yes)
    assert any("農村環境" in one for one in found)


@pytest.mark.parametrize("changes", [{"citations": ()}, {"citations": (), "declined": True}])
def test_an_answer_without_a_source_offers_nothing(changes):
    assert suggest(replace(canned.ten(), **changes), Shelf(), yes) == []


def test_a_document_that_has_left_the_library_offers_nothing():
    gone = tuple(replace(c, document="gone") for c in canned.ten().citations)
    assert suggest(replace(canned.ten(), citations=gone), Shelf(), yes) == []
