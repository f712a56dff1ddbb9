"""`evals answers`, read top to bottom: choose the questions, ask or read, score, turn, compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from assistant import Assistant
from evals.ablation import ablate
from evals.asking import ask_all, ask_otherwise
from evals.conflict import contradict
from evals.given import read_answers
from evals.golden_set import BadGolden, Item, digest, read_golden
from evals.noise import ask_beside_noise
from evals.other_numbers import ask_other_numbers
from evals.paired import compare, read_run
from evals.run import Probe, Run
from evals.verdict import score
from ingest.errors import WenzhengError
from ingest.settings import Settings


class Choice(NamedTuple):
    """What of it is wanted."""

    library: Path | None = None
    """None: the settings' own."""
    answers: Path | None = None
    limit: int | None = None
    kinds: tuple[str, ...] = ()
    stability: bool | None = None
    """None: when no model is asked, which would cost three times as much."""
    compare: Path | None = None
    ablation: bool = False
    other_numbers: bool = False
    noise: int = 0
    """So many reports of other cities."""
    conflict: bool = False

    @property
    def turns(self) -> bool:
        """Whether the golden set is to be turned against the assistant by machine."""
        return self.ablation or self.other_numbers or self.conflict or bool(self.noise)


class NothingToAsk(WenzhengError):
    """What was chosen needs an assistant, and only its answers are at hand."""


def answer_golden(golden: Path, choice: Choice, *, settings: Settings | None = None) -> Run:
    """Run a golden set, with the environment's settings unless others are given.

    Raises BadGolden, BadAnswers, BadRun, NothingToAsk and what opening a library raises.
    """
    if choice.answers and choice.turns:
        raise NothingToAsk(
            "a file of answers can't be asked again: leave out --answers, or --ablation, "
            "--other-numbers, --noise and --conflict"
        )
    items = chosen(read_golden(golden), choice)
    other = read_run(choice.compare) if choice.compare else None
    facts = {"golden set": f"{golden.name}, digest {digest(golden)}"}
    if choice.answers:
        given = read_answers(choice.answers)
        run = Run(golden.name, choice.answers.name, [score(i, given.get(i.id)) for i in items])
    else:
        settings = settings or Settings.from_env(library=choice.library)
        run = _asked(golden.name, items, settings, choice)
        facts["library"] = settings.library.name
    if other is not None and choice.compare:
        paired = compare({v.item.id: v.correct for v in run.verdicts}, other)
        run = replace(run, comparison=paired, compared_with=choice.compare.name)
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    return replace(run, facts=facts, started=started)


def chosen(items: list[Item], choice: Choice) -> list[Item]:
    """The items of the kinds that are wanted, the first ones. Raises BadGolden."""
    there = {item.kind for item in items}
    for kind in choice.kinds:
        if kind not in there:
            raise BadGolden(
                f"no question is of kind {kind!r}: there are {', '.join(sorted(there))}"
            )
    return [i for i in items if not choice.kinds or i.kind in choice.kinds][: choice.limit]


def _asked(golden: str, items: list[Item], settings: Settings, choice: Choice) -> Run:
    assistant = Assistant.open(settings)
    model = settings.chat_model or ("a model" if settings.openai_api_key else None)
    verdicts = ask_all(assistant, items)
    wanted = choice.stability if choice.stability is not None else not model
    stability = ask_otherwise(assistant, verdicts) if wanted else None
    return Run(
        golden,
        model or "extractive, no model",
        verdicts,
        stability,
        list(probes(settings, items, choice)),
    )


def probes(settings: Settings, items: list[Item], choice: Choice) -> Iterator[Probe]:
    """What was chosen of the sets that are made by machine."""
    if choice.ablation:
        yield ablate(settings, items)
    if choice.other_numbers:
        yield ask_other_numbers(settings, items)
    if choice.noise:
        yield ask_beside_noise(settings, items, reports=choice.noise)
    if choice.conflict:
        yield contradict(settings, items)
