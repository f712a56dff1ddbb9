"""`python -m evals restore`: damage clean texts as mirror copies are, restore them, compare."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count

HELP = "damage clean texts as mirror copies are, restore them, compare"
EXAMPLES = """\
  python -m evals restore
  python -m evals restore --texts ../shared/bench/cmrc --limit 300
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument(
        "--texts",
        type=Path,
        metavar="FILE|FOLDER",
        help='clean simplified texts: a benchmark, JSON lines with "text", or pages '
        "(default: texts made of the sample documents' sentences)",
    )
    parser.add_argument(
        "--limit", type=count, default=100, metavar="N", help="passages (default: 100)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the table or the object. Raises WenzhengError."""
    from evals.restoration import run, table
    from evals.texts import made, texts_from
    from ingest.errors import WenzhengError

    path, limit = options.texts, options.limit
    try:
        outcome = run(made(limit) if path is None else texts_from(path), limit=limit)
    except ModuleNotFoundError as exc:
        raise WenzhengError(
            f"{exc.name} is not at hand: copies are damaged by the model of the tests, so run "
            "this in a clone of the repository, with the development requirements"
        ) from exc
    if not outcome.rows:
        raise WenzhengError(f"no clean simplified passage of 150 characters in {str(path)!r}")
    if options.json:
        found = {name: [row._asdict() for row in rows] for name, rows in outcome._asdict().items()}
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(table(outcome)))
    return 0
