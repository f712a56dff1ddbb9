"""Whoever scores the same answers gets the same verdicts: ours and the public scorer's.

The answers are the assistant's own and what a list of mutations makes of them, so that every
rule is met from both sides. The public scorer lies beside the repository, not in it.
"""

import importlib.util
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.chain import Assistant
from evals.asking import ask
from evals.figures import figures, flat
from evals.given import Given, read_answers
from evals.golden_set import read_golden
from evals.verdict import score
from ingest import pipeline
from ingest.embeddings import open_embedder
from ingest.normalise import to_traditional
from ingest.parse import parse_bytes
from ingest.settings import Settings

SAMPLE = Path(__file__).parents[1] / "evals" / "golden" / "sample.jsonl"
WIDE = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}


def row_of(item, given):
    cited = [{"text": c.text, "title": c.labels} for c in given.citations]
    return {"id": item.id, "answer": given.text, "declined": given.declined, "citations": cited}


MUTATIONS = {
    "as it is": lambda row, item, pool: row,
    "declined": lambda row, item, pool: row | {"declined": not row["declined"]},
    "empty": lambda row, item, pool: row | {"answer": ""},
    "nothing cited": lambda row, item, pool: row | {"citations": []},
    "others cited": lambda row, item, pool: row | {"citations": pool[:2]},
    "one cited": lambda row, item, pool: row | {"citations": row["citations"][:1]},
    "much cited": lambda row, item, pool: row | {"citations": row["citations"] + pool},
    "two more cited": lambda row, item, pool: row | {"citations": row["citations"] + pool[:2]},
    "long": lambda row, item, pool: row | {"answer": row["answer"] + "会议强调狠抓落实。" * 60},
    "near the cap": lambda row, item, pool: row | {"answer": row["answer"] + "强调落实。" * 45},
    "digits shifted": lambda row, item, pool: (
        row | {"answer": re.sub(r"\d(?=\D)", lambda m: str((int(m[0]) + 1) % 10), row["answer"])}
    ),
    "digits cut": lambda row, item, pool: row | {"answer": re.sub(r"\d(?=\d)", "", row["answer"])},
    "digits glued": lambda row, item, pool: (
        row | {"answer": re.sub(r"(?<!\d)(?=\d)", "1", row["answer"])}
    ),
    "unit swapped": lambda row, item, pool: row | {"answer": row["answer"].replace("亿", "万亿")},
    "thousands": lambda row, item, pool: (
        row | {"answer": re.sub(r"(?<=\d)(?=\d{3}\D)", ",", row["answer"])}
    ),
    "traditional": lambda row, item, pool: row | {"answer": to_traditional(row["answer"])},
    "full width": lambda row, item, pool: row | {"answer": row["answer"].translate(WIDE)},
    "other markers": lambda row, item, pool: (
        row | {"answer": re.sub(r"\[(\d+)\]", r"【\1】[1,2][3-4]", row["answer"])}
    ),
    "nuggets alone": lambda row, item, pool: (
        row
        | {"answer": "；".join(n[-1] for n in item.nuggets), "citations": pool + row["citations"]}
    ),
    "quotes alone": lambda row, item, pool: (
        row | {"answer": "。".join(s.quote for s in item.sources), "declined": False}
    ),
    "forbidden": lambda row, item, pool: (
        row | {"answer": row["answer"] + "".join(t.upper() for t in item.forbidden)}
    ),
    "tempting": lambda row, item, pool: (
        row | {"answer": row["answer"] + "\n另有" + "，".join(t.text for t in item.tempting)}
    ),
    "tempting owned": lambda row, item, pool: (
        row
        | {"answer": row["answer"] + "".join(f"；{t.owners[0]}的{t.text}" for t in item.tempting)}
    ),
    "labels repeated": lambda row, item, pool: (
        row | {"answer": row["answer"] + "".join(str(c["title"]) for c in row["citations"])}
    ),
}


@pytest.fixture(scope="session")
def public_scorer(shared):
    path = shared / "golden" / "score.py"
    spec = importlib.util.spec_from_file_location("public_scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def public_library(shared, tmp_path_factory):
    library = tmp_path_factory.mktemp("public") / "library"
    embedder = open_embedder(Settings.from_env())
    pipeline.add(library, [shared / "corpus"], embedder=embedder, parse=parse_bytes)
    return library


def answered(golden, library):
    items = read_golden(golden)
    assistant = Assistant.open(Settings.from_env(library=library))
    rows = {item.id: row_of(item, ask(assistant, item)) for item in items}
    pool = [c for row in rows.values() for c in row["citations"]]
    return items, rows, pool


def check(golden, library, scorer, tmp_path):
    items, rows, pool = answered(golden, library)
    raw = {row["id"]: row for row in map(json.loads, golden.read_text("utf-8").splitlines())}
    choice = random.Random(0)
    met = set()
    for name, mutate in MUTATIONS.items():
        mutated = {}
        for item in items:
            row = mutate(rows[item.id], item, choice.sample(pool, min(5, len(pool))))
            mutated[item.id] = row
            theirs = scorer.score(raw[item.id], row["answer"], row["citations"], row["declined"])
            ours = score(item, Given.from_json(row))
            met.add((item.answerable, theirs["correct"], bool(theirs["bad"])))
            assert ours.correct == theirs["correct"], (name, row)
            assert list(ours.lapses.all) == theirs["bad"], (name, row)
            if item.answerable:
                assert ours.correct_without_caps == theirs["loose"], (name, row)
        if name in ("as it is", "two more cited", "digits shifted", "declined"):
            del mutated[items[-1].id]  # an answer that never came
            assert_same_figures(golden, items, mutated, scorer, tmp_path)
    assert {(True, True, False), (True, False, False), (False, True, False)} <= met
    assert {True, False} == {bad for _, _, bad in met}


def assert_same_figures(golden, items, rows, scorer, tmp_path):
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(map(json.dumps, rows.values())), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, scorer.__file__, golden, answers, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    given = read_answers(answers)
    verdicts = [score(item, given.get(item.id)) for item in items]
    ours = flat(verdicts, figures(verdicts))
    assert ours["kinds"] == theirs.pop("kinds")
    assert {name: ours[name] for name in theirs} == pytest.approx(theirs)


def test_verdicts_are_the_public_scorers_on_the_sample(sample_library, public_scorer, tmp_path):
    check(SAMPLE, sample_library, public_scorer, tmp_path)


def test_verdicts_are_the_public_scorers_on_the_public_set(
    shared, public_library, public_scorer, tmp_path
):
    check(shared / "golden" / "public.jsonl", public_library, public_scorer, tmp_path)
