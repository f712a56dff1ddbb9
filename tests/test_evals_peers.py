"""`evals retrieval --peers`: every system on the same documents, differences with their doubt."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.beir import Text
from evals.comparison import compare, paired
from evals.indexing import passages_of
from evals.peers import BENCH_PEERS, RETRIEVAL_PEERS, Corpus, systems, time_system
from ingest.embeddings_local import HashingEmbedder
from ingest.settings import Settings

ROOT = Path(__file__).parents[1]
UNSET = Settings(_env_file=None)
DOCUMENTS = [
    Text("park", "今年在城东新建五个口袋公园，每个不小于两千平方米。", "公园"),
    Text("school", "改建中学三所，新增学位两千四百个，九月投入使用。", "学校"),
    Text("road", "打通断头路六条，年底前全部通车。", "道路"),
]
QUESTIONS = [Text("q1", "新建多少个口袋公园？"), Text("q2", "打通断头路几条？")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The documents and questions above as a benchmark."""
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    for name, texts in (("corpus", DOCUMENTS), ("queries", QUESTIONS)):
        lines = [json.dumps({"_id": t.id, "title": t.title, "text": t.text}) for t in texts]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("q1\tpark\t1\nq2\troad\t1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted({*RETRIEVAL_PEERS, *BENCH_PEERS}))
def test_every_peer_finds_what_shares_most_with_the_question(name):
    passages = [passage for document in DOCUMENTS for passage in passages_of(document)]
    (system,) = systems([name])
    timed = time_system(system, Corpus(DOCUMENTS, passages, HashingEmbedder()), QUESTIONS)
    assert {q: found[0].document for q, found in timed.run.rankings.items()} == {
        "q1": "park",
        "q2": "road",
    }
    assert timed.bytes_on_disk > 0
    assert len(timed.run.seconds) == 2


def test_a_comparison_has_a_row_for_each_system_and_writes_a_run_for_each(folder, tmp_path):
    comparison = compare(folder, UNSET, run_out=tmp_path / "run.trec")
    ours, *peers = comparison.rows
    assert (ours.system, ours.difference) == ("wenzheng", None)
    assert [row.system for row in peers] == list(RETRIEVAL_PEERS)
    assert all(row.measures["nDCG@10"] == 1 for row in comparison.rows)
    assert all(row.difference is not None and not row.difference.real for row in peers)
    assert sorted(path.name for path in tmp_path.glob("*.trec")) == [
        "run.bm25s-bigrams.trec",
        "run.bm25s-jieba.trec",
        "run.chroma-alone.trec",
        "run.langchain-plain.trec",
        "run.trec",
    ]
    printed = comparison.to_json()
    assert printed["nDCG@10"] == 1
    assert [row["system"] for row in printed["peers"]] == list(RETRIEVAL_PEERS)
    for row in comparison.rows:
        assert row.system in str(comparison)


def test_a_difference_is_real_only_when_its_interval_leaves_out_0():
    ours = {f"q{n}": 1.0 for n in range(40)}
    worse = paired(dict.fromkeys(ours, 0.5), ours)
    assert worse == (-0.5, -0.5, -0.5)
    assert worse.real
    assert paired(ours, ours) == (0, 0, 0)
    assert not paired(ours, ours).real
    one = paired(ours | {"q0": 0.0}, ours)
    assert (one.mean, one.high, one.real) == (-0.025, 0, False)


def test_a_missing_package_is_named_with_the_command_that_installs_it(folder):
    code = (
        "import sys\n"
        "sys.modules['bm25s'] = None  # what an install without the extras looks like\n"
        "from evals.__main__ import main\n"
        f"sys.exit(main(['retrieval', {str(folder)!r}, '--peers']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "bm25s is not installed" in done.stderr
    assert "pip install -r requirements-dev.txt" in done.stderr
