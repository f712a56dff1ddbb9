"""`evals new`: questions that their documents answer, drafted the same way each time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.drafting import draft, sources_in, to_json
from evals.drafts_lists import lists_of
from evals.drafts_numbers import ask_number, numbers_of
from evals.golden_set import read_golden
from ingest.document import Paragraph

ROOT = Path(__file__).parents[1]


def paragraph(text: str, *section: str) -> Paragraph:
    return Paragraph("d", 1, text, start=0, raw_start=0, raw_end=0, section=section, year=2019)


@pytest.mark.parametrize(
    ("text", "question", "nugget"),
    [
        ("全年建成公厕97座。", "2019年甲县建成公厕多少座？", "97座"),
        ("三是添置公交车180辆；", "2019年甲县添置公交车多少辆？", "180辆"),
        ("甲县电商交易额增长9.3%。", "2019年甲县电商交易额增长多少？", "9.3%"),
        ("新增幼儿学位2500余个。", "2019年甲县新增幼儿学位多少个？", "2500"),
        ("发放创业贷款1.2亿元以上。", "2019年甲县发放创业贷款多少元？", "1.2亿元"),
        ("“一网通办”率96.3%。", "2019年甲县“一网通办”率多少？", "96.3%"),
    ],
)
def test_a_sentence_with_one_figure_asks_for_it(text, question, nugget):
    (measured,) = numbers_of([paragraph(text)])
    assert ask_number(measured, "甲县", 2019) == question
    assert measured.nugget == nugget
    assert measured.clause in text


@pytest.mark.parametrize(
    "text",
    [
        "改造公厕128座，新建20座。",  # either could be meant
        "比上年增长8.3%。",  # of what
        "时间是2019年。",
        "第3次会议召开。",
        "一是抓好项目。",
        "桥长5米。",  # too short to be found by
    ],
)
def test_a_figure_that_asks_nothing_clear_is_left_out(text):
    assert list(numbers_of([paragraph(text)])) == []


def test_a_list_is_asked_for_by_what_its_lead_counts():
    text = "今年重点抓三项措施：一是修路；二是架桥；三是引水。"
    (found,) = lists_of([paragraph(text)])
    assert (found.topic, found.members) == ("三项措施", ("修路", "架桥", "引水"))
    assert found.quote in text


def test_a_marked_list_without_a_count_is_asked_for_by_its_heading():
    text = "今年这样做。一要守法；二要肯学；三要干净。"
    (found,) = lists_of([paragraph(text, "三、加强自身建设")])
    assert found.topic == "加强自身建设的要点"


@pytest.mark.parametrize("text", ["水、电、路都要修。", "抓三项措施：一是修路；二是架桥。"])
def test_a_list_without_a_name_or_a_member_is_left_out(text):
    assert list(lists_of([paragraph(text)])) == []


def test_the_sample_documents_give_every_kind_and_each_quote_stands_in_its_file():
    sources = sources_in(ROOT / "sample", refused=pytest.fail)
    items = draft(sources, count=20)
    assert [item.id for item in items] == [f"d{n:03}" for n in range(1, len(items) + 1)]
    assert {item.kind for item in items} == {"single_fact", "list", "unanswerable"}
    assert len({item.question for item in items}) == len(items) <= 20
    texts = {s.file: [p.text for p in s.paragraphs] for s in sources}
    for item in items:
        assert item.answerable == bool(item.nuggets) == bool(item.sources)
        for source in item.sources:
            assert any(source.quote in text for text in texts[source.file])
    assert items == draft(sources, count=20)


def test_a_near_miss_asks_of_a_year_or_a_place_that_does_not_have_it():
    sources = sources_in(ROOT / "sample", refused=pytest.fail)
    misses = [item.question for item in draft(sources, count=40) if not item.answerable]
    pages = "".join(p.text for source in sources for p in source.paragraphs)
    assert "2021" not in pages
    assert any(question.startswith("2021年") for question in misses)
    assert any(not question.startswith("2021年") for question in misses)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_small_draft_is_no_larger_than_asked_for(count):
    assert len(draft(sources_in(ROOT / "sample", refused=pytest.fail), count=count)) == count


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evals", "new", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_draft_of_a_library_is_a_golden_set_that_is_marked_and_never_overwritten(
    sample_library, tmp_path
):
    done = command(str(sample_library), "--questions", "8", "--out", "golden.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "golden.jsonl").read_text().splitlines()]
    assert all(row["draft"] is True for row in rows)
    assert [to_json(item) for item in read_golden(tmp_path / "golden.jsonl")] == rows
    again = command(str(sample_library), "--out", "golden.jsonl", cwd=tmp_path)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert len((tmp_path / "golden.jsonl").read_text().splitlines()) == len(rows)


def test_what_can_not_be_read_is_named_and_the_rest_drafted(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "empty.txt").write_bytes(b"")
    (pages / "good.txt").write_text("甲县通报\n全年建成公厕97座。\n", encoding="utf-8")
    done = command("pages", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "empty.txt" in done.stderr
    assert json.loads(done.stdout.splitlines()[0])["nuggets"] == [["97座"]]


def test_a_folder_without_a_page_is_an_error_that_says_so(tmp_path):
    done = command(str(tmp_path), cwd=tmp_path)
    assert done.returncode == 1
    assert "no page to draft from" in done.stderr
