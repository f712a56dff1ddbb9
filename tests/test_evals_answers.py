"""`evals answers` as a user runs it: the table, the object, the sets made by machine, the page."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.conflict import contradiction
from evals.golden_set import read_golden
from evals.noise import noise
from evals.other_numbers import Figures
from evals.pages import read_pages
from ingest import mirrors
from ingest.again import sketch_of
from tests.browser import chromium

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "evals" / "golden" / "sample.jsonl"
FIGURES = ("answerable", "refused", "harmonic", "nugget_recall", "supported_recall", "stability")


def evals(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "evals", "answers", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )


@pytest.fixture(scope="module")
def pages(sample_library):
    return read_pages(sample_library)


@pytest.fixture(scope="module")
def run(sample_library, tmp_path_factory):
    """One run with everything on some questions, its object and its page."""
    folder = tmp_path_factory.mktemp("run")
    plain = evals(GOLDEN, "--library", sample_library, "--limit", 4, "--json").stdout
    (folder / "before.json").write_text(plain, encoding="utf-8")
    done = evals(
        *(GOLDEN, "--library", sample_library, "--limit", 6, "--json"),
        *("--ablation", "--other-numbers", "--noise", 6, "--conflict"),
        *("--compare", folder / "before.json", "--report", folder / "report.html"),
    )
    return json.loads(done.stdout), folder / "report.html"


def test_the_object_has_figures_items_and_a_row_for_each_set_made_by_machine(run):
    found, _ = run
    assert set(FIGURES) <= set(found["figures"])
    assert [set(row) >= {"id", "kind", "correct"} for row in found["items"]] == [True] * 6
    assert set(found["probes"]) == {"ablation", "other_numbers", "noise", "conflict"}
    for name in found["probes"]:
        assert found["probes"][name], f"{name} asked nothing"
        assert 0 <= found["figures"][name] <= 1
    low, high, n = found["intervals"]["answerable"]
    assert low <= found["figures"]["answerable"] <= high and n <= 6


def test_two_runs_are_paired_on_the_questions_that_both_have(run):
    found, _ = run
    assert (found["comparison"]["items"], found["comparison"]["unpaired"]) == (4, 2)
    assert found["comparison"]["p"] == 1.0 and not found["comparison"]["real"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_asks_nothing_of_other_sites_and_fits_every_screen(run, scheme):
    _, report = run
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(report.as_uri())
        assert asked == [report.as_uri()]
        assert not said
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.locator("svg.whisker").count() >= 15
        body = page.inner_text("body")
        for heading in ("Figures", "By kind of question", "Made by machine", "Compared with"):
            assert heading in body
        red, green, blue = page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
        )
        assert (red + green + blue > 384) == (scheme == "light")


def test_nothing_that_was_asked_or_answered_becomes_part_of_the_report(tmp_path, capsys):
    hostile = "<img src=x onerror=alert(1)>\"'&"
    golden, answers = tmp_path / "golden.jsonl", tmp_path / "answers.jsonl"
    item = {"id": hostile, "kind": hostile, "turns": [hostile], "answerable": True}
    item |= {"nuggets": [[f"{hostile}5"]], "sources": [{"file": hostile, "quote": hostile}]}
    cited = {"text": f"{hostile}5", "title": hostile, "paragraph": hostile}
    row = {"id": hostile, "answer": hostile, "declined": False, "citations": [cited]}
    golden.write_text(json.dumps(item), encoding="utf-8")
    answers.write_text(json.dumps(row), encoding="utf-8")
    report = tmp_path / "report.html"
    assert main(["answers", str(golden), "--answers", str(answers), "--report", str(report)]) == 0
    text = report.read_text(encoding="utf-8")
    assert "<img" not in text and "&lt;img" in text


def test_the_table_shows_misses_with_question_answer_lack_and_citations(tmp_path, capsys):
    golden, answers = tmp_path / "golden.jsonl", tmp_path / "answers.jsonl"
    item = {"id": "a", "kind": "year", "turns": ["多少座？"], "answerable": True}
    item |= {"nuggets": [["97座"]], "sources": [{"file": "a.txt", "quote": "公厕97座"}]}
    row = {"id": "a", "answer": "128座[1]", "declined": False}
    row |= {"citations": [{"text": "新建公厕128座。", "paragraph": "ab#p3"}]}
    golden.write_text(json.dumps(item), encoding="utf-8")
    answers.write_text(json.dumps(row), encoding="utf-8")
    assert main(["answers", str(golden), "--answers", str(answers)]) == 0
    shown = capsys.readouterr().out
    for part in ("多少座？", "not said: 97座", "128座[1]", "ab#p3  新建公厕128座。", "year"):
        assert part in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kinds", "nonsense"], "no question is of kind 'nonsense': there are "),
        (["--answers", "nowhere.jsonl"], "can't be read"),
        (["--answers", "nowhere.jsonl", "--ablation"], "can't be asked again"),
        (["--compare", "nowhere.json"], "is no run to compare with"),
        (["--library", "nowhere"], "there is no library at 'nowhere'"),
    ],
)
def test_a_wrong_choice_ends_in_one_line_that_helps(arguments, said, capsys):
    assert main(["answers", str(GOLDEN), *arguments]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("error: ") and said in shown
    assert shown.count("\n") == 1


def test_a_page_as_restored_gives_the_paragraphs_that_its_library_has(pages):
    for page in pages:
        parsed = page.parsed()
        assert parsed.document.metadata == page.metadata
        again = [(p.text, p.role, p.section, p.year, p.period) for p in parsed.paragraphs]
        assert again == [(p.text, p.role, p.section, p.year, p.period) for p in page.paragraphs]


def test_other_numbers_are_one_to_one_and_leave_dates_names_and_counts_alone():
    changed = Figures().changed
    kept = (
        "2018年，2019年2月16日，2016-2020年，2020-05-07 19:40，5A级，PM2.5，4个方面，5月7日上午9时"
    )
    assert changed(kept) == kept
    figures = [f"{n}公里" for n in range(10, 3000)]
    assert len({changed(figure) for figure in figures}) == len(figures)
    assert not any(changed(figure) == figure for figure in figures)
    assert changed("１２８座") == changed("128座")
    assert changed("1.26万").replace(".", "").replace("万", "00") == changed("12600")
    assert Figures(1).changed("128座") != Figures(2).changed("128座")


def test_noise_is_of_other_cities_with_other_figures_and_no_mirror_copy(pages):
    made = noise(pages, 12)
    parsed = [page.parsed() for page in made]
    there = {page.metadata.place for page in pages}
    cities = [p.document.metadata.place for p in parsed]
    assert all(cities) and not there & set(cities)
    assert len(set(cities)) == 12
    everything = [*[page.parsed() for page in pages if not page.is_copy], *parsed]
    witnesses = [mirrors.Witness(p.document.id, sketch_of(p), False, True) for p in everything]
    assert mirrors.group(witnesses) == {}


def test_a_contradiction_states_the_same_fact_of_the_same_place_otherwise(pages):
    items = {item.id: item for item in read_golden(GOLDEN) if item.answerable}
    found = [c for item in items.values() if (c := contradiction(item, pages))]
    assert len(found) >= 3
    for c in found:
        about = [p.metadata.place for p in pages if p.file in {s.file for s in c.item.sources}]
        assert c.true not in c.page.text and c.false in c.page.text
        assert c.page.parsed().document.metadata.place in about
