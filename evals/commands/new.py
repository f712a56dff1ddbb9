"""`python -m evals new FOLDER`: draft a golden set from a library or a folder of documents, for a
person to correct: questions after single figures and after lists, and near misses that no
document answers.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evals.commands import count

HELP = "draft a golden set from your documents, for a person to correct"
EXAMPLES = """\
  python -m evals new library --out golden.jsonl
  python -m evals new ~/reports --questions 60 --out golden.jsonl
  python -m evals new library --from-feedback --out judged.jsonl

Each line carries "draft": true. Read it beside its source, correct question, nuggets and
quote, and take the mark off; evals/README.md says how.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a library, or documents")
    parser.add_argument(
        "--questions", type=count, default=40, metavar="N", help="at most so many (default: 40)"
    )
    parser.add_argument(
        "--from-feedback",
        action="store_true",
        help="the questions that readers of this library judged on the page, newest first",
    )
    parser.add_argument(
        "--out", type=Path, metavar="GOLDEN.jsonl", help="a new file (default: standard output)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the lines. Raises WenzhengError, OSError."""
    from evals.drafting import draft, sources_in, to_json
    from ingest.errors import WenzhengError

    if options.out and options.out.exists():
        raise WenzhengError(
            f"{str(options.out)!r} is there already, perhaps corrected by hand: name a new file"
        )
    if options.from_feedback:
        from evals.from_feedback import judged_items

        judged = judged_items(options.folder, count=options.questions)
        _write(options.out, judged)
        print(
            f"{len(judged)} questions from readers' verdicts, for you to correct", file=sys.stderr
        )
        return 0
    sources = sources_in(options.folder, refused=lambda why: print(why, file=sys.stderr))
    items = draft(sources, count=options.questions)
    if not items:
        raise WenzhengError(
            f"nothing to ask was found in {str(options.folder)!r}: no sentence with one figure "
            "and no list with a name"
        )
    _write(options.out, [to_json(item) for item in items])
    print(
        f"{len(items)} questions from {len(sources)} documents, for you to correct", file=sys.stderr
    )
    return 0


def _write(out: Path | None, rows: list[dict[str, object]]) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if out:
        out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
