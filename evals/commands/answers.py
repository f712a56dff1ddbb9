"""`python -m evals answers GOLDEN.jsonl`: ask golden questions and score the answers.

Every measure is computed, no model is asked for its opinion. `--answers FILE` scores what
any system wrote: a JSON line {"id", "answer", "declined", "citations": [{"text"}…]} a question.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count

HELP = "ask golden questions and score the answers"
EXAMPLES = """\
  python -m evals answers evals/golden/sample.jsonl --library library
  python -m evals answers GOLDEN.jsonl --kinds list,year --json > before.json
  python -m evals answers GOLDEN.jsonl --compare before.json --report report.html
  python -m evals answers GOLDEN.jsonl --answers ANSWERS.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("golden", type=Path, metavar="GOLDEN.jsonl", help="golden questions")
    parser.add_argument("--library", type=Path, metavar="DIR", help="(default: WENZHENG_LIBRARY)")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="score these answers instead of asking"
    )
    parser.add_argument("--limit", type=count, metavar="N", help="only the first N questions")
    parser.add_argument("--kinds", metavar="KIND,…", help="only questions of these kinds")
    parser.add_argument(
        "--stability",
        action=argparse.BooleanOptionalAction,
        help="ask in other writing too (default: when no model is asked)",
    )
    parser.add_argument(
        "--compare", type=Path, metavar="OTHER.json", help="pair with another run's --json"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the table or the object. Raises WenzhengError."""
    from evals.answering import Choice, answer_golden
    from evals.run_text import lines

    run = answer_golden(
        options.golden,
        Choice(
            library=options.library,
            answers=options.answers,
            limit=options.limit,
            kinds=tuple(options.kinds.split(",")) if options.kinds else (),
            stability=options.stability,
            compare=options.compare,
        ),
    )
    if options.json:
        print(json.dumps(run.to_json(), ensure_ascii=False))
    else:
        print("\n".join(lines(run)))
    return 0
