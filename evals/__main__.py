"""`python -m evals`: measure retrieval and restoring (answers and the gate come after them).

Only the arguments are read here; what measures is imported after that, so that `--help`
comes at once.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

EXAMPLES = """\
examples:
  python -m evals retrieval ../shared/bench/cmrc
  python -m evals retrieval FOLDER --vector-weight 0 --json
  python -m evals retrieval FOLDER --limit 100 --run-out run.trec
  python -m evals restore
  python -m evals restore --texts ../shared/bench/cmrc --limit 300

A benchmark's FOLDER holds corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR's layout; .gz
is read too).
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 measured, 1 an error."""
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Measure how well documents are found, and damaged copies restored.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("folder", type=Path, metavar="FOLDER", help="a benchmark")
    common.add_argument(
        "--limit", type=_count, metavar="N", help="ask only the first N questions, of all documents"
    )
    commands.add_parser(
        "embeddings", parents=[common], help="what the local embedder was chosen by (needs scipy)"
    )
    retrieval = commands.add_parser(
        "retrieval", parents=[common], help="index a benchmark and ask its questions"
    )
    retrieval.add_argument("--run-out", type=Path, metavar="RUN.trec", help="write the rankings")
    retrieval.add_argument("--json", action="store_true", help="print one JSON object")
    retrieval.add_argument(
        "--vector-weight",
        type=float,
        metavar="W",
        help="weight of the vectors beside the keywords (default: the assistant's; 0 leaves out)",
    )
    restoring = commands.add_parser(
        "restore", help="damage clean texts as mirror copies are, restore them, compare"
    )
    restoring.add_argument(
        "--texts",
        type=Path,
        metavar="FILE|FOLDER",
        help='clean simplified texts: a benchmark, JSON lines with "text", or pages '
        "(default: texts made of the sample documents' sentences)",
    )
    restoring.add_argument(
        "--limit", type=_count, default=100, metavar="N", help="passages (default: 100)"
    )
    restoring.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)

    from ingest.errors import WenzhengError

    try:
        if options.command == "restore":
            return _restore(options.texts, limit=options.limit, as_json=options.json)
        if options.command == "embeddings":
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
        from evals.retrieval import evaluate  # heavy: after --help and bad arguments
        from ingest.settings import Settings

        report = evaluate(
            options.folder,
            Settings.from_env(),
            vector_weight=options.vector_weight,
            limit=options.limit,
            run_out=options.run_out,
        )
    except (WenzhengError, OSError) as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    print(json.dumps(report.to_json(), ensure_ascii=False) if options.json else report)
    return 0


def _restore(path: Path | None, *, limit: int, as_json: bool) -> int:
    from evals.restoration import run, table
    from evals.texts import made, texts_from
    from ingest.errors import WenzhengError

    try:
        outcome = run(made(limit) if path is None else texts_from(path), limit=limit)
    except ModuleNotFoundError as exc:
        raise WenzhengError(
            f"{exc.name} is not at hand: copies are damaged by the model of the tests, so run "
            "this in a clone of the repository, with the development requirements"
        ) from exc
    if not outcome.rows:
        raise WenzhengError(f"no clean simplified passage of 150 characters in {str(path)!r}")
    if as_json:
        found = {name: [row._asdict() for row in rows] for name, rows in outcome._asdict().items()}
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(table(outcome)))
    return 0


def _count(value: str) -> int:
    count = int(value)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return count


if __name__ == "__main__":
    sys.exit(main())
