"""What the re-ranking and the vectors' weight are fitted by: gains that carry over, or none."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.fit_reranker import KEYWORDS_ALONE, Asked, fit, ndcg
from evals.fit_reranker import report as fit_reranker
from evals.fit_weights import chosen_by_splits
from evals.fit_weights import report as fit_weights
from evals.intervals import paired_difference
from ingest.errors import WenzhengError
from ingest.library import Library
from ingest.settings import Settings


def asked(rng: np.random.Generator) -> Asked:
    """Ten passages of random scores; the one that its best sentence covers is relevant."""
    shares = rng.random((10, 7)) * 0.5
    right = int(rng.integers(10))
    shares[right, 2] = 1.0
    return Asked([f"d{n}" for n in range(10)], shares, {f"d{right}": 1})


def test_a_share_that_tells_the_relevant_passage_gets_the_weight():
    rng = np.random.default_rng(1)
    weights = fit([asked(rng) for _ in range(60)])
    fresh = [asked(rng) for _ in range(60)]
    assert weights.argmax() == 2
    assert weights.min() >= 0
    assert ndcg(fresh, weights).mean() > ndcg(fresh, KEYWORDS_ALONE).mean() + 0.2


def test_a_share_that_speaks_against_relevance_gets_no_weight():
    rng = np.random.default_rng(2)
    questions = []
    for _ in range(40):
        one = asked(rng)
        one.shares[:, 3] = 1 - one.shares[:, 2]
        questions.append(one)
    assert fit(questions)[3] == 0


def test_a_difference_that_chance_could_make_is_no_gain():
    rng = np.random.default_rng(3)
    base = rng.random(50)
    assert paired_difference(base + 0.1, base).is_gain
    assert not paired_difference(base + rng.normal(0, 0.5, 50), base).is_gain
    assert not paired_difference(base, base).is_gain


def test_a_weight_is_judged_by_questions_that_did_not_choose_it():
    # Each question is best at a weight of its own, so none carries over to the others.
    scores = np.eye(10)
    assert scores.max(axis=1).mean() == 1.0
    assert chosen_by_splits(scores).mean() < 0.2


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    folder = tmp_path / "towns"
    (folder / "qrels").mkdir(parents=True)
    corpus, queries, qrels = [], [], ["query-id\tcorpus-id\tscore"]
    for n, town in enumerate(["柳河", "青石", "白沙", "杨树", "金水", "南桥"]):
        corpus.append({"_id": f"d{n}", "text": f"{town}镇修路{n + 3}公里。公园照旧。"})
        corpus.append({"_id": f"x{n}", "text": f"{town}镇公园照旧。修桥。别处公里数不详。"})
        queries.append({"_id": f"q{n}", "text": f"{town}镇修路多少公里?"})
        qrels.append(f"q{n}\td{n}\t1")
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("\n".join(qrels), encoding="utf-8")
    return folder


def test_fitting_writes_the_weights_with_their_provenance(benchmark: Path, tmp_path: Path):
    out = tmp_path / "reranker.json"
    lines = list(fit_reranker([benchmark], judged_only=[benchmark], out=out))
    assert lines[0].startswith("towns: keywords alone")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert sum(written["weights"].values()) == pytest.approx(1, abs=0.01)
    assert written["fitted_on"] == {"towns": "6 questions"}
    assert written["command"] == "python -m evals fit-reranker towns"


def golden_of(library: Path, path: Path, *, count: int) -> Path:
    """Questions that each repeat the beginning of a paragraph of the library."""
    snapshot = Library.open(library).snapshot()
    items = [
        {
            "turns": [f"{paragraph.text[:16]}是怎么说的?"],
            "answerable": True,
            "sources": [{"file": Path(document.source).name, "quote": paragraph.text[:24]}],
        }
        for document in snapshot.documents()
        for paragraph in snapshot.paragraphs(document.id)
        if paragraph.role == "body" and len(paragraph.text) > 40
    ]
    lines = (json.dumps(item, ensure_ascii=False) + "\n" for item in items[:count])
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_the_last_line_is_the_setting_that_the_vectors_earn(sample_library: Path, tmp_path: Path):
    golden = golden_of(sample_library, tmp_path / "golden.jsonl", count=40)
    settings = Settings(_env_file=None, library=sample_library)
    lines = list(fit_weights(golden, settings))
    assert "answerable questions searched for with local/hashing" in lines[0]
    # Whoever asks in the text's own words needs no vectors.
    assert lines[-1] == "WENZHENG_VECTOR_WEIGHT=0"


def test_too_few_questions_choose_no_weight(sample_library: Path, tmp_path: Path):
    golden = golden_of(sample_library, tmp_path / "golden.jsonl", count=3)
    settings = Settings(_env_file=None, library=sample_library)
    with pytest.raises(WenzhengError, match="are needed"):
        list(fit_weights(golden, settings))


@pytest.mark.parametrize("line", ["{", '{"answerable": true}', "[]"])
def test_what_are_no_golden_questions_is_said(sample_library: Path, tmp_path: Path, line: str):
    (tmp_path / "golden.jsonl").write_text(line, encoding="utf-8")
    settings = Settings(_env_file=None, library=sample_library)
    with pytest.raises(WenzhengError, match="can't be read as golden questions"):
        list(fit_weights(tmp_path / "golden.jsonl", settings))
