"""`evals bench`: every step is timed on a real library; generated reports are fit for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.bench import bench, table
from evals.bench_steps import Step
from evals.generated import reports
from evals.peers import BENCH_PEERS
from ingest.mirrors import SHARED
from ingest.parse import parse_bytes

ROOT = Path(__file__).parents[1]


def test_generated_reports_are_cut_into_as_many_passages_as_were_asked_for():
    pages = list(reports(70))
    parsed = [parse_bytes(page.text.encode(), page.name) for page in pages]
    assert sum(len(page.passages) for page in parsed) == 70
    assert len({page.name for page in pages}) == len(pages)
    assert list(reports(70)) == pages
    assert list(reports(70, seed=1)) != pages


def test_a_generated_report_has_place_and_year_and_is_no_copy_of_another():
    parsed = [parse_bytes(page.text.encode(), page.name) for page in reports(80)]
    for page in parsed:
        assert page.document.metadata.place and page.document.metadata.year
        assert not page.document.damaged
    shingles = [{page.raw[at : at + 8] for at in range(len(page.raw) - 7)} for page in parsed]
    first, *others = shingles
    assert all(len(first & other) < SHARED / 2 * len(first) for other in others)


def test_a_step_tells_its_throughput():
    step = Step.of("restore", "document", [0.1, 0.1, 0.2])
    assert (step.n, step.ms_p50, step.ms_p95, step.per_second) == (3, 100, 200, 7.5)


@pytest.fixture(scope="module")
def measured():
    return bench(40, questions=4)


def test_every_step_from_reading_to_the_answer_is_timed(measured):
    assert [step.step for step in measured.steps][:6] == [
        "read, restore",
        "outline, split",
        "index keywords",
        "embed",
        "index vectors",
        "add, the whole of it",
    ]
    rest = {step.step: step for step in measured.steps[6:]}
    assert {"open", "first answer", "understand", "retrieve", "answer"} <= rest.keys()
    assert rest["answer, the whole of it"].n == 4
    assert all(step.seconds > 0 for step in measured.steps)


def test_ours_stands_beside_every_peer_and_ratios_are_ours_to_theirs(measured):
    assert [timed.name for timed in measured.systems] == ["wenzheng", *BENCH_PEERS]
    systems = measured.to_json()["systems"]
    ours, theirs = systems[0], systems[1]
    assert ours["ours_to_theirs"] == {"index": 1, "bytes": 1, "p50": 1, "p95": 1}
    ratio = ours["bytes_on_disk"] / theirs["bytes_on_disk"]
    assert theirs["ours_to_theirs"]["bytes"] == pytest.approx(ratio, abs=1e-3)
    shown = "\n".join(table(measured))
    assert all(name in shown for name in BENCH_PEERS)


def test_the_command_measures_each_size_and_leaves_nothing_behind(tmp_path):
    arguments = "bench --sizes 20 --questions 2 --no-peers --json"
    done = subprocess.run(
        [sys.executable, "-m", "evals", *arguments.split()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert [size["passages"] for size in printed["sizes"]] == [20]
    assert printed["machine"]["python"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sizes", ["0", "10,", "many"])
def test_sizes_that_are_no_counts_are_refused(tmp_path, sizes):
    done = subprocess.run(
        [sys.executable, "-m", "evals", "bench", "--sizes", sizes],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
