"""`python -m evals retrieval FOLDER`: index a benchmark, ask its questions, and measure how well
and how fast the right documents are found.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count

HELP = "index a benchmark and ask its questions"
EXAMPLES = """\
  python -m evals retrieval ../shared/bench/cmrc
  python -m evals retrieval FOLDER --peers
  python -m evals retrieval FOLDER --vector-weight 0 --json
  python -m evals retrieval FOLDER --limit 100 --run-out run.trec

A benchmark's FOLDER holds corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR's layout; .gz
is read too).
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a benchmark")
    parser.add_argument(
        "--limit", type=count, metavar="N", help="ask only the first N questions, of all documents"
    )
    parser.add_argument("--run-out", type=Path, metavar="RUN.trec", help="write the rankings")
    parser.add_argument(
        "--peers",
        action="store_true",
        help="beside it, in the same run: bm25s with jieba's words and with bigrams, Chroma "
        "alone, a plain LangChain pipeline (needs requirements-dev.txt)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--vector-weight",
        type=float,
        metavar="W",
        help="weight of the vectors beside the keywords (default: the assistant's; 0 leaves out)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the figures or the object. Raises WenzhengError, OSError."""
    from evals.comparison import compare
    from evals.retrieval import evaluate
    from ingest.settings import Settings

    measure = compare if options.peers else evaluate
    report = measure(
        options.folder,
        Settings.from_env(),
        vector_weight=options.vector_weight,
        limit=options.limit,
        run_out=options.run_out,
    )
    print(json.dumps(report.to_json(), ensure_ascii=False) if options.json else report)
    return 0
