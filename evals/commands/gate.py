"""`python -m evals gate`: hold every figure against its floor in evals/baseline.json.

Runs our golden set on the sample documents and, where they lie beside the checkout, the
public one and the retrieval benchmarks. Never asks a model.
"""

from __future__ import annotations

import argparse
import json
import sys

HELP = "fail when a figure is below what was reached before"
EXAMPLES = """\
  python -m evals gate
  python -m evals gate --only sample
  python -m evals gate --update                      raise floors to what is reached now
  python -m evals gate --update --allow-regression   lower them too; the diff shows it
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("--only", metavar="SET,…", help="only these sets")
    parser.add_argument(
        "--update", action="store_true", help="write what is reached as floors; none is lowered"
    )
    parser.add_argument(
        "--allow-regression", action="store_true", help="with --update: lower floors too"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the sets as they are measured; 1 when a figure fell. Raises WenzhengError."""
    from evals.baseline import read_baseline
    from evals.gate import BASELINE, Update, lines, run_gate

    if options.allow_regression and not options.update:
        print("error: --allow-regression lowers floors, so it needs --update", file=sys.stderr)
        return 2
    outcomes = []
    for outcome in run_gate(
        update=Update(options.update, options.allow_regression),
        only=options.only.split(",") if options.only else (),
        started=lambda name: print(f"measuring {name} …", file=sys.stderr, flush=True),
    ):
        outcomes.append(outcome)
        if not options.json:
            floors = read_baseline(BASELINE).get(outcome.name)
            print("\n".join(lines(outcome, floors)), flush=True)
    failed = sum(outcome.failed for outcome in outcomes)
    if options.json:
        print(json.dumps({"sets": {outcome.name: outcome.to_json() for outcome in outcomes}}))
    else:
        held = sum(outcome.held for outcome in outcomes)
        print(f"gate: {held} figures hold, {failed} fell, in {len(outcomes)} sets")
        if failed:
            print("  a floor is lowered only by: python -m evals gate --update --allow-regression")
    return 1 if failed else 0
