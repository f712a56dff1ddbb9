"""`python -m evals fit-weights`: what the vectors earn beside the keywords, on your questions.

The last line is the setting to put into the environment or .env.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.options import add_library

HELP = "find the weight that the vectors earn on your golden questions"
EXAMPLES = """\
  python -m evals fit-weights --golden my-questions.jsonl --library my-library
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--golden", type=Path, required=True, metavar="FILE", help="questions with their sources"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Print a line for each weight, then the setting."""
    from evals.fit_weights import report
    from ingest.settings import Settings

    for line in report(options.golden, Settings.from_env(library=options.library)):
        print(line, flush=True)
    return 0
