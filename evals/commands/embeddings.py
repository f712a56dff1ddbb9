"""`python -m evals embeddings FOLDER`: what the local embedder was chosen by."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.commands import count

HELP = "what the local embedder was chosen by (needs scipy)"
EXAMPLES = """\
  python -m evals embeddings ../shared/bench/cmrc --limit 200
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a benchmark")
    parser.add_argument(
        "--limit", type=count, metavar="N", help="ask only the first N questions, of all documents"
    )


def run(options: argparse.Namespace) -> int:
    """Print the table, a line as it is known. Raises WenzhengError."""
    from ingest.errors import WenzhengError

    try:
        from evals.embeddings_comparison import compare
    except ModuleNotFoundError as exc:
        raise WenzhengError(
            f"{exc.name} is not installed: `python -m evals embeddings` needs the "
            "development requirements (requirements-dev.txt)"
        ) from exc

    for line in compare(options.folder, limit=options.limit):
        print(line, flush=True)
    return 0
