"""`python -m evals verify`: alter right answers by machine, and count what verification catches.

As many right paraphrases are made, to count its false alarms. No model and no key.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count
from ingest.options import add_library

HELP = "alter right answers, reword them, and count what verification says of both"
EXAMPLES = """\
  python -m evals verify
  python -m evals verify evals/golden/sample.jsonl --library library
  python -m evals verify --library library --count 1000 --seed 7 --json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument(
        "golden",
        type=Path,
        nargs="?",
        metavar="GOLDEN.jsonl",
        help="only statements of its sources (default: every statement of the library)",
    )
    add_library(parser, default="one made of the sample documents")
    parser.add_argument(
        "--count", type=count, default=200, metavar="N", help="of each (default: 200)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="(default: 0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the table or the object. Raises WenzhengError."""
    from evals.golden_set import read_golden
    from evals.verification import run, table
    from evals.verify_material import golden, material, opened
    from ingest.errors import WenzhengError

    with opened(options.library) as snapshot:
        others = material(snapshot)
        rights = golden(read_golden(options.golden), snapshot) if options.golden else others
        if not rights:
            raise WenzhengError("the library has no statement that could be altered")
        outcome = run(rights, others, count=options.count, seed=options.seed)
    if options.json:
        row = {
            "statements": len(rights),
            "caught": outcome.caught,
            "false_alarms": outcome.false_alarms,
            "altered": [c._asdict() for c in outcome.altered],
            "reworded": [c._asdict() for c in outcome.reworded],
        }  # fmt: skip
        print(json.dumps(row, ensure_ascii=False))
    else:
        print("\n".join(table(outcome)))
    return 0
