"""`python -m evals new LIBRARY --from-feedback`: golden questions out of what readers judged.

A question that a reader judged good or bad in the browser becomes a draft with the answer's own
quotations as nuggets and sources, and the verdict with its reason beside it, for a person to
correct: a bad answer's quotations are what is to be replaced.
"""

from __future__ import annotations

from pathlib import Path

from assistant import feedback
from assistant.feedback import Judged
from evals.drafting import to_json
from evals.golden_set import GoldSource, Item
from ingest.errors import WenzhengError

KIND = "feedback"
STATE = "page"
"""The folder of a library that the page keeps feedback in."""


def judged_items(library: Path, *, count: int) -> list[dict[str, object]]:
    """At most ``count`` lines of a golden set, the newest verdicts first.

    Each is a draft with ``"feedback": {"verdict", "reason"}``. Raises WenzhengError when the
    library has no feedback.
    """
    verdicts = list(feedback.read(library / STATE))
    if not verdicts:
        raise WenzhengError(
            f"no verdict in {str(library / STATE / feedback.FILE)!r}: name a library whose page "
            "has been used, and judge answers there with the two buttons under them"
        )
    newest = verdicts[::-1][:count]
    return [_line(judged, f"f{n:03}") for n, judged in enumerate(newest, start=1)]


def _line(judged: Judged, id: str) -> dict[str, object]:
    answer = judged.answer
    sources = [
        GoldSource(Path(str(cited.get("source", ""))).name, str(cited.get("quote", "")))
        for cited in answer.get("citations", [])
    ]
    answerable = not answer.get("declined", False)
    item = Item(
        id,
        KIND,
        judged.turns,
        answerable,
        tuple((source.quote,) for source in sources) if answerable else (),
        tuple(sources) if answerable else (),
    )
    verdict = {"verdict": judged.verdict, "reason": judged.reason}
    return to_json(item) | {"feedback": verdict}
