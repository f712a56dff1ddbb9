"""`python -m evals lexicon GOLDEN.jsonl`: what the lexicon of everyday words adds to answers.

Every question is asked twice, with the lexicon and with an empty one; what differs is paired.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count
from ingest.options import add_library

HELP = "ask golden questions with and without the lexicon"
EXAMPLES = """\
  python -m evals lexicon evals/golden/sample.jsonl --library library
  python -m evals lexicon GOLDEN.jsonl --library my-library --json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("golden", type=Path, metavar="GOLDEN.jsonl", help="golden questions")
    add_library(parser)
    parser.add_argument("--limit", type=count, metavar="N", help="only the first N questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the figures or the object. Raises WenzhengError, OSError."""
    from evals.lexicon_ablation import ablate_lexicon, lines
    from ingest.settings import Settings

    settings = Settings.from_env(library=options.library)
    found = ablate_lexicon(settings, options.golden, limit=options.limit)
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        print("\n".join(lines(found)))
    return 0
