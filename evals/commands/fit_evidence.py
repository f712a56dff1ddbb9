"""`python -m evals fit-evidence`: when evidence is enough to answer, learned on your library.

Asks questions made of the library's own sentences, each with and without the paragraphs that
answer it. The last lines are what assistant/evidence.py would hold; nothing is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.commands import count

HELP = "fit when evidence is enough, and tell how often that declines rightly"
EXAMPLES = """\
  python -m evals fit-evidence --library my-library
  python -m evals fit-evidence --library my-library --limit 400 --seed 7
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--library", type=Path, metavar="DIR", help="(default: WENZHENG_LIBRARY)")
    parser.add_argument(
        "--limit", type=count, default=1000, metavar="N", help="at most N questions (default: 1000)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="(default: 0)")


def run(options: argparse.Namespace) -> int:
    """Print a line for each finding, then the numbers. Raises WenzhengError."""
    from evals.evidence_fit import report
    from ingest.settings import Settings

    settings = Settings.from_env(library=options.library)
    for line in report(settings, limit=options.limit, seed=options.seed):
        print(line, flush=True)
    return 0
