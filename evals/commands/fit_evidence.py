"""`python -m evals fit-evidence`: when evidence is enough to answer, learned by ablation.

Asks golden questions, or else questions made of the library's own sentences, each with and
without the paragraphs that answer it. The last lines are what assistant/evidence_weights.py
would hold; nothing is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.commands import count
from ingest.options import add_library

HELP = "fit when evidence is enough, and tell how often that declines rightly"
EXAMPLES = """\
  python -m evals fit-evidence --library my-library
  python -m evals fit-evidence --library my-library --limit 400 --seed 7
  python -m evals fit-evidence --library my-library --golden my-questions.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_library(parser)
    parser.add_argument(
        "--golden",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="golden questions on this library (default: questions made of its sentences)",
    )
    parser.add_argument(
        "--limit", type=count, default=1000, metavar="N", help="at most N questions (default: 1000)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="(default: 0)")


def run(options: argparse.Namespace) -> int:
    """Print a line for each finding, then the numbers. Raises WenzhengError."""
    from assistant import Assistant
    from evals.evidence_fit import examples, report
    from ingest.settings import Settings

    settings = Settings.from_env(library=options.library)
    if options.golden:
        from evals.evidence_golden import golden_examples
        from evals.golden_set import read_golden

        items = [item for path in options.golden for item in read_golden(path)]
        found = golden_examples(settings, items)
    else:
        found = examples(Assistant.open(settings), limit=options.limit, seed=options.seed)
    for line in report(found, seed=options.seed):
        print(line, flush=True)
    return 0
