"""`evals retrieval`: benchmarks read whole or refused, measures as trec_eval's, one search path."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.beir import BadBenchmark, Benchmark, Text
from evals.measures import MEASURES, means, per_question, percentile
from evals.retrieval import Found, Run, ask, best_documents, evaluate, measured, write_run
from ingest.query import Hit
from ingest.settings import Settings

ROOT = Path(__file__).parents[1]
UNSET = Settings(_env_file=None)

DOCUMENTS = {
    "park": ("公园", "今年在城东新建五个口袋公园,每个不小于两千平方米。"),
    "school": ("学校", "改建中学三所,新增学位两千四百个,九月投入使用。"),
    "road": ("道路", "打通断头路六条,年底前全部通车。"),
    "farm": ("农田", "建成高标准农田三万亩,配套机井二百眼。"),
}
QUESTIONS = {
    "q1": ("要建幾個公園?", {"park": 1}),
    "q2": ("新增了多少学位?", {"school": 1, "farm": 0}),
    "q3": ("哪些断头路要打通?", {"road": 1}),
    "unjudged": ("没有人判断过的问题", {}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents, three judged questions, in our own words."""
    corpus = [{"_id": id, "title": title, "text": text} for id, (title, text) in DOCUMENTS.items()]
    queries = [{"_id": id, "text": text} for id, (text, _) in QUESTIONS.items()]
    judged = [
        f"{question}\t{document}\t{relevance}"
        for question, (_, relevances) in QUESTIONS.items()
        for document, relevance in relevances.items()
    ]
    (tmp_path / "set" / "qrels").mkdir(parents=True)
    _write(tmp_path / "set" / "corpus.jsonl", *map(json.dumps, corpus))
    _write(tmp_path / "set" / "queries.jsonl", *map(json.dumps, queries))
    _write(tmp_path / "set" / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore", *judged)
    return tmp_path / "set"


def measures_of(ranking: list[str], relevances: dict[str, int]) -> dict[str, float]:
    values = per_question({"q": ranking}, {"q": relevances})
    return {name: each["q"] for name, each in values.items()}


def _write(path: Path, *lines: str) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_a_benchmark_is_read_with_its_judged_questions_only(folder: Path):
    benchmark = Benchmark.read(folder)
    assert [document.id for document in benchmark.documents] == list(DOCUMENTS)
    assert [question.id for question in benchmark.questions] == ["q1", "q2", "q3"]
    assert benchmark.qrels["q2"] == {"school": 1, "farm": 0}


def test_a_gzipped_benchmark_is_the_same(folder: Path):
    plain = Benchmark.read(folder)
    for path in [*folder.glob("*.jsonl"), folder / "qrels" / "test.tsv"]:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert Benchmark.read(folder) == plain


def test_a_limit_takes_fewer_questions_but_every_document(folder: Path):
    benchmark = Benchmark.read(folder, limit=2)
    assert len(benchmark.questions) == 2
    assert len(benchmark.documents) == len(DOCUMENTS)


FAULTS = {
    "no corpus": ("corpus.jsonl", None, "no corpus.jsonl"),
    "half a JSON": ("corpus.jsonl", '{"_id": "a"', "line 1 of"),
    "no text": ("corpus.jsonl", '{"_id": "a"}', "line 1 of"),
    "a list": ("queries.jsonl", "[1]", "line 1 of"),
    "an id twice": ("corpus.jsonl", '{"_id":"a","text":"b"}\n\n{"_id":"a","text":"c"}', "line 3"),
    "two columns": ("qrels/test.tsv", "q1\tpark", "line 1 of"),
    "no number": ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tpark\tyes", "line 2 of"),
    "nothing judged": ("qrels/test.tsv", "query-id\tcorpus-id\tscore", "no judged question"),
    "not UTF-8": ("queries.jsonl", b"\xff\xfe", "can't be read"),
}


@pytest.mark.parametrize(("name", "content", "told"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_benchmark_is_refused_by_file_and_line(
    folder: Path, name: str, content: str | bytes | None, told: str
):
    path = folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadBenchmark, match=told) as refused:
        Benchmark.read(folder)
    assert name in str(refused.value) or folder.name in str(refused.value)


def test_a_broken_gzip_is_refused(folder: Path):
    path = folder / "corpus.jsonl"
    path.with_name("corpus.jsonl.gz").write_bytes(gzip.compress(path.read_bytes())[:-20])
    path.unlink()
    with pytest.raises(BadBenchmark, match=r"corpus\.jsonl\.gz"):
        Benchmark.read(folder)


def test_measures_of_one_ranking_are_what_a_hand_computes():
    ranking, relevances = ["x", "a", "y", "b"], {"a": 1, "b": 2, "c": 1, "x": 0}
    assert measures_of(ranking, relevances) == {
        "recall@1": 0,
        "recall@5": pytest.approx(2 / 3),
        "recall@10": pytest.approx(2 / 3),
        "MRR@10": 0.5,
        # 1 at rank 2 and 2 at rank 4: 0.6309 + 0.8614; best possible 2, 1, 1: 2 + 0.6309 + 0.5.
        "nDCG@10": pytest.approx(1.4923 / 3.1309, abs=1e-4),
    }


def test_what_stands_below_rank_10_counts_for_nothing():
    ranking = [f"x{n}" for n in range(10)] + ["a"]
    assert measures_of(ranking, {"a": 1}) == dict.fromkeys(MEASURES, 0)


def test_a_question_without_a_hit_scores_0_and_lowers_the_mean():
    values = per_question({"q": ["a"], "r": []}, {"q": {"a": 1}, "r": {"b": 1}})
    assert values["nDCG@10"] == {"q": 1, "r": 0}
    assert means(values) == dict.fromkeys(MEASURES, 0.5)


def test_the_order_of_a_ranking_counts_and_not_the_names_of_its_documents():
    for ranking in (["a", "z"], ["z", "a"]):
        assert measures_of(ranking, {ranking[0]: 1})["recall@1"] == 1


def test_a_percentile_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_document_counts_as_its_best_passage_wherever_the_others_stand():
    document_of = {"a.0": "a", "a.1": "a", "b.0": "b"}
    hits = [Hit("b.0", 3.0), Hit("a.1", 2.0), Hit("a.0", 1.0)]
    assert best_documents(hits, document_of) == [Found("b", 3.0), Found("a", 2.0)]


def test_any_search_can_be_measured_and_a_question_without_hits_counts_as_0():
    questions = [Text("q1", "公园"), Text("q2", "学校")]
    run = ask(
        questions,
        lambda question: [Hit("p", 1.0)] if question == "公园" else [],
        document_of={"p": "park"},
    )
    scores = measured(run, {"q1": {"park": 1}, "q2": {"school": 1}})
    assert scores == {name: {"q1": 1, "q2": 0} for name in MEASURES}
    assert len(run.seconds) == 2


def test_a_run_is_written_as_trec_reads_it(tmp_path: Path):
    run = Run({"q1": [Found("a", 2.0), Found("b", 0.5)], "q2": []}, [0.1, 0.1])
    write_run(run, tmp_path / "run.trec")
    assert (tmp_path / "run.trec").read_text().splitlines() == [
        "q1 Q0 a 1 2.000000 wenzheng",
        "q1 Q0 b 2 0.500000 wenzheng",
    ]


@pytest.mark.parametrize("vector_weight", [None, 0.0])
def test_the_right_documents_are_found_with_and_without_vectors(
    folder: Path, tmp_path: Path, vector_weight: float | None
):
    report = evaluate(folder, UNSET, vector_weight=vector_weight, run_out=tmp_path / "run.trec")
    assert report.measures == dict.fromkeys(report.measures, 1.0)
    assert (report.documents, report.questions) == (4, 3)
    assert report.bytes_on_disk > 0
    first = {
        question: document
        for question, _, document, rank, *_ in map(
            str.split, (tmp_path / "run.trec").read_text().splitlines()
        )
        if rank == "1"
    }
    assert first == {"q1": "park", "q2": "school", "q3": "road"}


def test_a_long_document_is_cut_and_found_by_a_passage_in_its_middle(folder: Path):
    filler = "".join(f"第{n}段讲别的工作,与所问无关,只是为了使文章变长。" for n in range(80))
    long = {"_id": "long", "title": "", "text": f"{filler}新建养老驿站七处。{filler}"}
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as corpus:
        corpus.write(json.dumps(long) + "\n")
    _write(folder / "queries.jsonl", json.dumps({"_id": "q", "text": "养老驿站建几处?"}))
    _write(folder / "qrels" / "test.tsv", "q\tlong\t1")
    report = evaluate(folder, UNSET)
    assert report.passages > report.documents
    assert report.measures["recall@1"] == 1


def _evals(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evals", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_prints_one_json_object_and_leaves_nothing_behind(folder: Path, tmp_path: Path):
    done = _evals("retrieval", str(folder), "--json", "--limit", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    report = json.loads(done.stdout)
    assert report["questions"] == 2
    assert report["nDCG@10"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set"]


def test_the_command_names_what_is_wrong_and_exits_1(tmp_path: Path):
    done = _evals("retrieval", str(tmp_path / "nowhere"), cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "nowhere" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
def test_a_limit_that_is_no_count_is_refused(folder: Path, limit: str):
    assert _evals("retrieval", str(folder), "--limit", limit, cwd=folder).returncode == 2


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom evals.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'tantivy', 'langchain_core')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


def test_the_public_set_is_found_as_well_as_it_was_measured(shared: Path):
    """200 questions of cmrc: keywords alone reach nDCG@10 0.990 and recall@10 1.0."""
    report = evaluate(shared / "bench" / "cmrc", UNSET, vector_weight=0, limit=200)
    assert report.measures["nDCG@10"] >= 0.98
    assert report.measures["recall@10"] >= 0.99
