"""`python -m evals judge GOLDEN ANSWERS`: a model's marks for answers, faithful and helpful. The
model is the one that the settings name; each answer that wasn't declined is one call, two at
most, which costs what the endpoint charges.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.commands import count

HELP = "let a configured model judge answers: faithful, helpful"
EXAMPLES = """\
  WENZHENG_CHAT_MODEL=openai:gpt-4o-mini python -m evals judge golden.jsonl answers.jsonl
  python -m evals judge golden.jsonl answers.jsonl --limit 20 --json

ANSWERS is what `python -m assistant ask --batch GOLDEN --out ANSWERS` writes.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own."""
    parser.add_argument("golden", type=Path, metavar="GOLDEN", help="the questions")
    parser.add_argument("answers", type=Path, metavar="ANSWERS", help="a line for each answer")
    parser.add_argument("--limit", type=count, metavar="N", help="only the first N questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the marks; 1 when no answer could be scored. Raises WenzhengError."""
    from assistant.chat_model import OpenAIChatModel
    from evals.given import read_answers
    from evals.golden_set import read_golden
    from evals.judge import BEST, judge, marks
    from ingest.errors import SettingsError
    from ingest.settings import Settings

    settings = Settings.from_env()
    if not settings.chat_model and not settings.openai_api_key:
        raise SettingsError(
            "no model to judge with: set WENZHENG_CHAT_MODEL to openai:MODEL, and "
            "OPENAI_BASE_URL and OPENAI_API_KEY as its endpoint needs them"
        )
    items = read_golden(options.golden)[: options.limit]
    answers = read_answers(options.answers)
    model = OpenAIChatModel(settings)
    judged = judge(items, answers, model)
    scored = [each for each in judged if each.opinion]
    declined = sum(item.id in answers and answers[item.id].declined for item in items)
    missing = sum(item.id not in answers for item in items)
    counts = {
        "model": model.name,
        "scored": len(scored),
        "unscored": len(judged) - len(scored),
        "declined": declined,
        "missing": missing,
    }
    found = marks(judged)
    if options.json:
        figures = {name: figure._asdict() for name, figure in found.items()}
        rows = [each.to_json() for each in judged]
        print(json.dumps({**counts, "figures": figures, "items": rows}, ensure_ascii=False))
        return 0 if scored or not judged else 1
    print("   ".join(f"{name} {value}" for name, value in counts.items()))
    for name, figure in found.items():
        if figure.mean is not None:
            print(f"{name:10} {figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]")
    for each in judged:
        if each.opinion is None:
            print(f"\n{each.item.id} unscored: {each.unscored}")
        elif min(each.opinion[:2]) < BEST:
            marked = f"faithful {each.opinion.faithful}, helpful {each.opinion.helpful}"
            print(f"\n{each.item.id} {marked}: {each.opinion.why}")
            print(f"  {each.item.question}\n  {each.given.text}")
    return 0 if scored or not judged else 1
