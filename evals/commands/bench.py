"""`python -m evals bench`: how fast a library is made and asked, step by step, beside Chroma alone,
tantivy alone and a plain LangChain pipeline with the same vectors. Needs no documents: reports
are generated. Compare within one run only.
"""

from __future__ import annotations

import argparse
import json

from evals.commands import count

HELP = "speed, step by step, beside Chroma, tantivy and plain LangChain"
EXAMPLES = """\
  python -m evals bench --sizes 1000
  python -m evals bench --sizes 1000,10000 --json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument(
        "--sizes",
        type=_sizes,
        default=(1000, 10_000),
        metavar="N,N…",
        help="passages, one library each (default: 1000,10000)",
    )
    parser.add_argument(
        "--questions", type=count, default=50, metavar="N", help="asked of each (default: 50)"
    )
    parser.add_argument(
        "--no-peers", action="store_true", help="only ours: needs no requirements-dev.txt"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print a table a size as it is known, or the object. Raises WenzhengError."""
    from evals.bench import bench, machine, table

    measured = []
    for size in options.sizes:
        found = bench(size, questions=options.questions, peers=not options.no_peers)
        measured.append(found.to_json())
        if not options.json:
            print("\n".join([*table(found), ""]), flush=True)
    if options.json:
        print(json.dumps({"machine": machine(), "sizes": measured}, ensure_ascii=False))
    return 0


def _sizes(value: str) -> tuple[int, ...]:
    return tuple(count(part.replace("_", "")) for part in value.split(","))
