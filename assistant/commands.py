"""What `python -m assistant` does, once its arguments are read."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import track

from assistant.answer import Answer, Citation
from assistant.chain import Assistant
from assistant.log import greet_model, log_to_stderr
from ingest.errors import WenzhengError
from ingest.settings import Settings

_PERIODS = {"review": "回顾", "plan": "计划"}


class BadLine(WenzhengError):
    """A line of a batch file is no question; the message names file and line."""


def run(options: argparse.Namespace) -> int:
    """Run the command that the options name; returns the exit code."""
    log_to_stderr(logging.INFO if options.verbose else logging.WARNING)
    settings = Settings.from_env(library=options.library)
    assistant = Assistant.open(settings)
    if options.command == "chat":
        told = greet_model(settings)
        if told:
            print(f"note: {told}; answers come from the documents alone", file=sys.stderr)
        return chat(assistant)
    if options.batch:
        return batch(assistant, options.batch, options.out, deep=options.deep)
    answer = assistant.ask(options.question, deep=options.deep)
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        print(as_text(answer))
    return 0


def batch(assistant: Assistant, questions: Path, out: Path, *, deep: bool = False) -> int:
    """Answer each line of a file; a line that can't be read is named, the others are answered.

    Answers are written as they come, so an interrupted run keeps what it has.
    """
    refused = 0
    console = Console(stderr=True)
    try:
        lines = questions.read_text(encoding="utf-8").splitlines()
        out.parent.mkdir(parents=True, exist_ok=True)
        file = out.open("w", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadLine(f"{exc}: name a readable UTF-8 file and a place to write to") from exc
    with file:
        numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip()]
        shown = console.is_terminal
        for n, line in track(numbered, "answering", console=console, disable=not shown):
            try:
                answer = _answer_line(assistant, line, deep=deep)
            except BadLine as exc:
                print(f"error: {questions}:{n}: {exc}", file=sys.stderr)
                refused += 1
                continue
            file.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
            file.flush()
    return 1 if refused else 0


def _answer_line(assistant: Assistant, line: str, *, deep: bool) -> Answer:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as exc:
        raise BadLine(f"is not JSON ({exc.msg}); a line is {{'id', 'turns': […]}}") from exc
    turns = row.get("turns") if isinstance(row, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise BadLine("has no 'turns', a list of questions")
    *_, answer = converse(assistant, turns, deep=deep)
    return replace(answer, id=str(row["id"])) if "id" in row else answer


def converse(assistant: Assistant, questions: list[str], *, deep: bool = False) -> Iterator[Answer]:
    """Ask the questions one after the other, as one conversation."""
    turns: list[Answer] = []
    for question in questions:
        turns.append(assistant.ask(question, turns=turns, deep=deep))
        yield turns[-1]


def chat(assistant: Assistant) -> int:
    """Hold a conversation in the terminal until an empty line, Ctrl-D or Ctrl-C."""
    turns: list[Answer] = []
    print(
        "问政。直接提问，空行或 Ctrl-D 结束。\n" + "\n".join(f"  {q}" for q in assistant.examples())
    )
    while True:
        try:
            question = input("\n问> ").strip()
        except EOFError:
            question = ""
        if not question:
            return 0
        turns.append(assistant.ask(question, turns=turns))
        print(as_text(turns[-1]))


def as_text(answer: Answer) -> str:
    """An answer for the terminal: the text, then its sources with their quotations."""
    lines = [answer.text]
    listed = answer.checks.list
    if listed and listed.declared:
        lines.append(f"（{listed.given} / {listed.declared}）")
    if answer.notice:
        lines += ["", answer.notice]
    if answer.citations:
        lines.append("")
        lines += [_source(citation) for citation in answer.citations]
    if answer.nearest:
        lines += ["", "最接近的段落（不是答案）：", _source(answer.nearest)]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    about = [
        citation.title or Path(citation.source).name,
        citation.place,
        str(citation.year) if citation.year else None,
        _PERIODS.get(citation.period or ""),
        " › ".join(citation.section) or None,
    ]
    head = " · ".join(part for part in about if part)
    return f"[{citation.n}] {head}\n    {citation.quote}\n    {citation.paragraph}"
