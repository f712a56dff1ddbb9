"""The answer by a model: numbered passages in, sentences with citations out.

What comes back is text and ids, nothing else: a marker that names no passage is dropped, and
a sentence without a marker is no statement. Whether the rest holds is verify.py's to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate

from assistant.draft import Draft, Statement, Support
from assistant.evidence import Evidence
from assistant.sentences import sentences
from ingest.document import Paragraph, Script
from ingest.normalise import fold
from ingest.offsets import Span
from ingest.words import bigrams

MAX_PASSAGES = 8
MAX_CHARACTERS = 6_000
"""Of all passages together: room for the longest list beside its neighbours."""

_SCRIPTS = {"hans": "简体中文", "hant": "繁體中文", "latin": "English"}
_PERIODS = {"review": "回顾", "plan": "计划"}
_MARKER_RE = re.compile(r"\[(\d+)\]")
_NOTHING = ("未写明", "未寫明", "not stated")


class ChatModel(Protocol):
    """What is needed of a model."""

    def reply(self, messages: list[BaseMessage]) -> str:
        """The model's text. Raises ChatModelError."""
        ...


def ask_model(
    model: ChatModel,
    prompt: ChatPromptTemplate,
    question: str,
    script: Script,
    evidence: Sequence[Evidence],
) -> Draft:
    """Draft an answer from the evidence's paragraphs; an empty draft when they don't say.

    Raises ChatModelError as the model does.
    """
    shown = passages(evidence)
    reply = model.reply(
        prompt.format_messages(
            passages="\n".join(_shown(n, found) for n, found in enumerate(shown, 1)),
            question=_fenced(question),
            script=_SCRIPTS[script],
        )
    )
    if any(word in reply.lower() for word in _NOTHING) and not _MARKER_RE.search(reply):
        return Draft()
    return Draft(tuple(_statements(reply, [found.paragraph for found in shown])))


def passages(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The paragraphs of the best evidence, each once, as many as fit."""
    chosen: dict[str, Evidence] = {}
    length = 0
    for found in evidence:
        if found.paragraph.id in chosen or found.rank <= 0:
            continue
        length += len(found.paragraph.text)
        if chosen and (length > MAX_CHARACTERS or len(chosen) == MAX_PASSAGES):
            break
        chosen[found.paragraph.id] = found
    return list(chosen.values())


def _shown(n: int, found: Evidence) -> str:
    about = (
        found.document.metadata.title,
        str(found.document.metadata.place or ""),
        str(found.paragraph.year or found.document.metadata.year or ""),
        _PERIODS.get(found.paragraph.period or "", ""),
        *found.paragraph.section,
    )
    head = " | ".join(part for part in about if part)
    return f'<段落 编号="{n}" 出处="{_fenced(head)}">\n{_fenced(found.paragraph.text)}\n</段落>'


def _fenced(text: str) -> str:
    """The fence is data's border: a mark of it inside the data would open it."""
    return text.translate(str.maketrans('<>"', "＜＞＂"))


def _statements(reply: str, paragraphs: Sequence[Paragraph]) -> list[Statement]:
    found: list[Statement] = []
    for line in reply.splitlines():
        pieces = re.findall(r"[^。！？!?；;]+[。！？!?；;]*(?:\s*\[\d+\])*", line)
        for piece in pieces:
            numbers = [int(n) for n in _MARKER_RE.findall(piece)]
            text = _MARKER_RE.sub("", piece).strip(" -*·•\t")
            support = tuple(
                Support(paragraphs[n - 1], supporting(text, paragraphs[n - 1]))
                for n in dict.fromkeys(numbers)
                if 0 < n <= len(paragraphs)
            )
            if text and support:
                found.append(Statement(text, support, item=len(pieces) == 1 and "\n" in reply))
    return found


def supporting(claim: str, paragraph: Paragraph) -> Span:
    """The sentence of a paragraph that shares most with a claim."""
    spans = sentences(paragraph.text) or [Span(0, len(paragraph.text))]
    folded = fold(paragraph.text)
    pairs = set(bigrams(fold(claim)))
    return max(spans, key=lambda s: sum(pair in folded[s.start : s.end] for pair in pairs))
