"""`python -m evals fit-reranker`: fit the weights of assistant/reranker.json on benchmarks.

Each benchmark is also judged by weights that never saw it. Needs the development
requirements. Only what is written with --out changes anything.
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "fit the re-ranking on benchmarks, and tell how well that carries over"
EXAMPLES = """\
  python -m evals fit-reranker ../xquad ../cmrc
  python -m evals fit-reranker ../xquad --judge ../cmrc --out assistant/reranker.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="fitted on")
    parser.add_argument(
        "--judge",
        type=Path,
        nargs="*",
        default=[],
        metavar="FOLDER",
        help="benchmarks that are only judged, never fitted on",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the weights")


def run(options: argparse.Namespace) -> int:
    """Print as it goes: indexing a benchmark takes a while."""
    from ingest.errors import WenzhengError

    try:
        from evals.fit_reranker import report
    except ModuleNotFoundError as exc:
        raise WenzhengError(
            f"{exc.name} is not installed: `python -m evals fit-reranker` needs the "
            "development requirements (requirements-dev.txt)"
        ) from exc

    for line in report(options.folders, judged_only=options.judge, out=options.out):
        print(line, flush=True)
    return 0
