"""The golden sets: that each question can be answered as its line says, to the digit.

A wrong gold item punishes a right answer, and nobody looks there first. So whatever a line
claims is checked against the documents as they are read in, restored. The damaged pages are
made; after a change of an original or of the tool, write them anew:

    python -c "import tests.test_golden_sets as g; g.write_damaged()"
"""

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Paragraph
from ingest.normalise import fold
from ingest.parse import ParsedDocument, parse
from tests.damage import damage

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "evals" / "golden"
MADE = GOLDEN / "made"
SETS = {
    "dev": (MADE / "dev.jsonl", MADE / "documents"),
    "heldout": (MADE / "heldout.jsonl", MADE / "documents"),
    "sample": (GOLDEN / "sample.jsonl", ROOT / "sample"),
}
"""Each set with the library it asks about."""

KINDS = {
    *("single_fact", "list", "who_when_where", "cross_doc", "year", "followup", "traditional"),
    *("colloquial", "english", "unanswerable", "false_premise", "injection", "yes_no", "overview"),
    *("quotation", "count", "difference", "two_in_one"),
}
DECLINED_KINDS = {"unanswerable", "injection"}
FIELDS = {"id", "kind", "turns", "answerable", "nuggets", "sources", "note"}
OPTIONAL = {"tempting", "forbidden", "absent", "derived"}

DAMAGED: dict[str, dict[str, Any]] = {
    "fuling-2021-report.txt": {"entities": True, "seed": 7},
    "huanren-2020-notice.txt": {"listed": "", "commas": 0.5, "seed": 9},
    "huanren-2020-report.txt": {
        "listed": "縣業務實過發經設電會時學長問題農產資項達現開對動進",
        "commas": 0.7,
        "seed": 8,
    },
    "langxi-2019-report.txt": {"seed": 2},
    "qujing-2019-report.txt": {"commas": 0.5, "entities": True, "seed": 6},
    "quzhou-2020-report.txt": {"commas": 0.4, "entities": True, "seed": 1},
    "tianshui-2019-report.txt": {"commas": 0.3, "entities": True, "seed": 4, "decoder": "keep"},
    "tianshui-2020-meeting.txt": {"listed": "", "seed": 5},
    "xinghua-2021-report.txt": {
        "listed": "電東來業發當將見經濟實開產億農機進動車務設長報標項環節質計區過數資",
        "commas": 0.6,
        "seed": 3,
    },
    "yangshuo-2018-report.txt": {"commas": 0.2, "seed": 10},
}
"""The damage each copy has."""

LONGEST_SHARED = 25
"""Characters. As in test_sample: set phrases of such reports are shorter, a sentence is longer."""

PUNCTUATION_RE = re.compile(r"(?<!\d)[^\w%]+|[^\w%]+(?!\d)")
NUMBER_RE = re.compile(r"\d+(?:\.\d+)?")


def items(name: str) -> list[dict[str, Any]]:
    lines = SETS[name][0].read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix)


@cache
def parsed(path: Path) -> ParsedDocument:
    return parse(path)


@cache
def words_of(text: str) -> str:
    return PUNCTUATION_RE.sub("", fold(text))


def stands_in(text: str, wanted: str) -> bool:
    """Whether it stands there; a number only as a whole number: 80 is not in 180 or 80.5."""
    words = re.escape(words_of(wanted))
    before = r"(?<![\d.])" if wanted[0].isdigit() else ""
    after = r"(?![\d.%万亿])" if wanted[-1].isdigit() else ""
    return re.search(before + words + after, words_of(text)) is not None


def gold_paragraphs(item: dict[str, Any], folder: Path) -> list[Paragraph]:
    found: dict[str, Paragraph] = {}
    for source in item["sources"]:
        paragraphs = parsed(folder / source["file"]).paragraphs
        (hit,) = [p for p in paragraphs if words_of(source["quote"]) in words_of(p.text)]
        found[hit.id] = hit
    return list(found.values())


def gold_sentences(item: dict[str, Any], paragraphs: list[Paragraph]) -> str:
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[。!?！？;；])", p.text)]
    nuggets = [alternative for nugget in item["nuggets"] for alternative in nugget]
    return "".join(s for s in sentences if any(stands_in(s, nugget) for nugget in nuggets))


def write_damaged() -> None:
    for name, options in DAMAGED.items():
        original = (MADE / "originals" / name).read_text(encoding="utf-8")
        (MADE / "documents" / name).write_text(damage(original, **options), encoding="utf-8")


@pytest.mark.parametrize("name", SETS)
def test_every_line_has_the_form_of_a_golden_item(name):
    for item in items(name):
        assert item.keys() >= FIELDS, item["id"]
        assert item.keys() <= FIELDS | OPTIONAL, item["id"]
        assert bool(item["nuggets"]) == bool(item["sources"]) == item["answerable"], item["id"]
        assert all(turn.strip() for turn in item["turns"])
        assert (len(item["turns"]) > 1) == (item["kind"] == "followup"), item["id"]


def test_ids_are_unique_and_no_question_is_asked_twice():
    everything = [item for name in SETS for item in items(name)]
    assert not [id for id, n in Counter(item["id"] for item in everything).items() if n > 1]
    assert not [q for q, n in Counter(tuple(i["turns"]) for i in everything).items() if n > 1]


@pytest.mark.parametrize(("name", "least"), [("dev", 110), ("heldout", 110), ("sample", 60)])
def test_all_kinds_of_question_are_there(name, least):
    asked = items(name)
    assert len(asked) >= least
    assert {item["kind"] for item in asked} == KINDS
    declined = [item for item in asked if not item["answerable"]]
    assert {item["kind"] for item in declined} == DECLINED_KINDS
    assert len(declined) >= len(asked) / 10


def test_the_two_halves_ask_about_different_places():
    places = [
        {source["file"].split("-")[0] for item in items(name) for source in item["sources"]}
        for name in ("dev", "heldout")
    ]
    assert len(places[0]) == len(places[1]) == 4
    assert not places[0] & places[1]


@pytest.mark.parametrize("name", SETS)
def test_every_quote_stands_in_one_paragraph_and_its_nuggets_with_it(name):
    folder = SETS[name][1]
    for item in items(name):
        paragraphs = gold_paragraphs(item, folder)
        for nugget in item["nuggets"]:
            there = [p for p in paragraphs for one in nugget if stands_in(p.text, one)]
            assert there, (item["id"], nugget)


@pytest.mark.parametrize("name", SETS)
def test_what_is_called_absent_is_absent_and_what_tempts_is_there(name):
    whole = {path.name: words_of(parsed(path).restored.text) for path in pages(SETS[name][1])}
    for item in items(name):
        for claim in item.get("absent", []):
            start, word = claim.split(":")
            texts = [text for page, text in whole.items() if start == "*" or page.startswith(start)]
            assert texts, (item["id"], claim)
            assert not any(words_of(word) in text for text in texts), (item["id"], claim)
        for tempting in item.get("tempting", []):
            assert any(stands_in(text, tempting["text"]) for text in whole.values()), item["id"]


@pytest.mark.parametrize("name", SETS)
def test_a_derived_figure_is_the_difference_of_the_two_it_comes_from(name):
    derived = [item for item in items(name) if "derived" in item]
    assert derived
    for item in derived:
        first, second = (NUMBER_RE.search(nugget[0]) for nugget in item["nuggets"])
        assert first and second
        difference = abs(float(first[0]) - float(second[0]))
        assert [f"{difference:.10g}"] == item["derived"], item["id"]


@pytest.mark.parametrize("name", SETS)
def test_the_gold_sentences_score_as_a_right_answer(name, shared, tmp_path):
    path, folder = SETS[name]
    answers = []
    for item in items(name):
        paragraphs = gold_paragraphs(item, folder)
        answers.append(
            {
                "id": item["id"],
                "answer": gold_sentences(item, paragraphs),
                "declined": not item["answerable"],
                "citations": [{"text": paragraph.text} for paragraph in paragraphs],
            }
        )
    run = tmp_path / "answers.jsonl"
    run.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers), "utf-8")
    command = [sys.executable, str(shared / "golden" / "score.py"), str(path), str(run), "--json"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    for figure in ("answerable", "refused", "nugget_recall", "citation_precision", "source_recall"):
        assert figures[figure] == 1.0, figure


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_page_is_what_the_tool_makes_of_its_original(name):
    original = (MADE / "originals" / name).read_text(encoding="utf-8")
    damaged = (MADE / "documents" / name).read_text(encoding="utf-8")
    assert damaged == damage(original, **DAMAGED[name])
    assert damaged != original


def test_every_original_has_its_damaged_copy_and_a_third_of_the_pages_are_such():
    assert [path.name for path in pages(MADE / "originals")] == sorted(DAMAGED)
    assert 1 / 4 < len(DAMAGED) / len(pages(MADE / "documents")) < 1 / 2


@pytest.mark.parametrize("path", pages(MADE / "documents"), ids=lambda path: path.name)
def test_made_documents_name_no_real_site(path):
    hosts = re.findall(r"(?:https?://|@)([\w.-]+)", parsed(path).raw)
    assert all(host.endswith("example.invalid") for host in hosts)


def test_made_documents_are_in_our_own_words(shared):
    corpus = sorted((shared / "corpus").glob("*.txt"))
    real = "|".join(words_of(parsed(page).restored.text) for page in corpus)
    for path in pages(MADE / "documents"):
        for paragraph in parsed(path).paragraphs:
            words = words_of(paragraph.text)
            runs = (
                words[at : at + LONGEST_SHARED] for at in range(len(words) - LONGEST_SHARED + 1)
            )
            assert not [run for run in runs if run in real], path.name
