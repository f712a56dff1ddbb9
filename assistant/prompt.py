"""Prompts: one Markdown file each in prompts/, its variables declared and checked at load.

A file begins with `variables: a, b` between two lines of dashes; then `# system` and
`# human` open the messages. Nothing here knows what a prompt is for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate

from ingest.errors import SettingsError

FOLDER = Path(__file__).resolve().parent.parent / "prompts"


@cache
def load_prompt(name: str, *, folder: Path = FOLDER) -> ChatPromptTemplate:
    """Read ``prompts/<name>.md``.

    Raises SettingsError when the file is missing or when the variables it declares are not
    those it uses, naming both.
    """
    path = folder / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as exc:
        raise SettingsError(f"no prompt {str(path)!r}: {exc.strerror}") from exc
    head = re.match(r"---\nvariables:([^\n]*)\n---\n", text)
    if not head:
        raise SettingsError(f"{path.name}: must begin with its `variables:` between dashes")
    declared = {word.strip() for word in head[1].split(",") if word.strip()}
    parts = re.split(r"^# (system|human)\n", text[head.end() :], flags=re.MULTILINE)[1:]
    messages = list(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    prompt = ChatPromptTemplate.from_messages(messages)
    if set(prompt.input_variables) != declared:
        raise SettingsError(
            f"{path.name}: declares {sorted(declared)}, uses {sorted(prompt.input_variables)}"
        )
    return prompt
