"""`python -m evals overhead`: what asking and checking cost beside the chat model itself.

A scripted model on this machine answers at once, so what is left is ours: understanding,
retrieving, the client, verifying. Compare within one run only.
"""

from __future__ import annotations

import argparse
import json

from evals.commands import count

HELP = "what the chain costs beside the chat model itself"
EXAMPLES = """\
  python -m evals overhead
  python -m evals overhead --passages 1000 --questions 20 --json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument(
        "--passages", type=count, default=10_000, metavar="N", help="of the library (10000)"
    )
    parser.add_argument(
        "--questions", type=count, default=50, metavar="N", help="asked of it (default: 50)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the table or the object. Raises WenzhengError."""
    from evals.overhead import overhead, table
    from ingest.errors import WenzhengError

    try:
        steps = overhead(options.passages, questions=options.questions)
    except ModuleNotFoundError as exc:
        raise WenzhengError(
            f"{exc.name} is not at hand: the model is the scripted server of the tests, so run "
            "this in a clone of the repository, with the development requirements"
        ) from exc
    if options.json:
        print(json.dumps([step.to_json() for step in steps], ensure_ascii=False))
    else:
        print("\n".join(table(steps)))
    return 0
