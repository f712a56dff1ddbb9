"""`python -m evals answers GOLDEN.jsonl`: ask golden questions and score the answers.

Every measure is computed, no model is asked for its opinion. `--answers FILE` scores what
any system wrote: a JSON line {"id", "answer", "declined", "citations": [{"text"}…]} a question.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count
from ingest.options import add_library

HELP = "ask golden questions and score the answers"
EXAMPLES = """\
  python -m evals answers evals/golden/sample.jsonl --library library
  python -m evals answers GOLDEN.jsonl --kinds list,year --json > before.json
  python -m evals answers GOLDEN.jsonl --compare before.json
  python -m evals answers GOLDEN.jsonl --ablation --other-numbers --noise 20 --conflict \\
      --report report.html
  python -m evals answers GOLDEN.jsonl --answers ANSWERS.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("golden", type=Path, metavar="GOLDEN.jsonl", help="golden questions")
    add_library(parser)
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
    made = parser.add_argument_group(
        "made by machine from the golden set, each a row of the report"
    )
    made.add_argument(
        "--ablation", action="store_true", help="take the gold paragraph out: must be declined"
    )
    made.add_argument(
        "--other-numbers",
        action="store_true",
        help="change every figure in library and golden set alike: the answers must follow",
    )
    made.add_argument(
        "--noise",
        type=count,
        default=0,
        metavar="N",
        help="put N reports of other cities with the same phrases beside the library",
    )
    made.add_argument(
        "--conflict",
        action="store_true",
        help="let another document contradict a figure: both must be shown with their sources",
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE.html", help="write all of it as one HTML page"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the table or the object. Raises WenzhengError, OSError."""
    from evals.answering import Choice, answer_golden
    from evals.report import write
    from evals.run_text import lines

    if options.report:
        options.report.touch()  # minutes of work should not end in a file that can't be written
    run = answer_golden(
        options.golden,
        Choice(
            library=options.library,
            answers=options.answers,
            limit=options.limit,
            kinds=tuple(options.kinds.split(",")) if options.kinds else (),
            stability=options.stability,
            compare=options.compare,
            ablation=options.ablation,
            other_numbers=options.other_numbers,
            noise=options.noise,
            conflict=options.conflict,
        ),
    )
    if options.report:
        write(run, options.report)
    if options.json:
        print(json.dumps(run.to_json(), ensure_ascii=False))
    else:
        print("\n".join(lines(run)))
    return 0
