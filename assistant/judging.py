"""Sentence by sentence: does what a model says stand in the paragraph that it names?

verify.py holds a sentence against its paragraphs. Here it is decided what becomes of it:
kept, shown as unverified when nothing contradicts it, or dropped. What only an instruction
hidden in a document could have brought in (another script, a code word, the prompt itself)
is dropped and not asked for again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.aligned import supporting
from assistant.answer import Citation, Claim
from assistant.draft import Statement, Support
from assistant.passages import Passages, gives_orders
from assistant.reply import Sentence
from assistant.verdict import Flaw, Said, Verdict
from assistant.verify import quoted, verify
from ingest.document import Script
from ingest.normalise import fold, to_traditional
from ingest.words import bigrams

UNDECIDED: frozenset[Flaw] = frozenset({"wording"})
"""Flaws that contradict nothing: the paragraph just doesn't say it in so many words."""
RELATED = 0.15
"""Share of an unverified sentence's character pairs that its paragraph has, for it to be shown
at all. A sentence of a model's own shares 0.0 to 0.1 with a report (tests/test_injection.py)."""
SHORT = 6
"""Chinese characters from which a sentence without a figure need not be a quotation."""
ECHO = 10
"""Characters in a row that a sentence may share with the prompt."""

_HAN_RE = re.compile(r"[㐀-鿿]")
_LATIN_RE = re.compile(r"[a-z][a-z0-9_\-]{2,}|[a-z0-9_\-]*\d[a-z0-9_\-]*[a-z][a-z0-9_\-]*")
_CODE_RE = re.compile(r"(?=[a-z0-9_\-]*\d)(?=[a-z0-9_\-]*[a-z]{2})[a-z0-9_\-]{5,}")
DOUBT = Said("未能在所引段落里核实", "not verified in the cited paragraph")


class Judged(NamedTuple):
    """One sentence and what becomes of it."""

    sentence: Sentence
    statement: Statement | None
    """None when it is dropped."""
    reason: str = ""
    """Why it doesn't hold, to be sent back to the model; empty when it holds or is not worth
    asking for again."""

    @property
    def holds(self) -> bool:
        """Whether it stands in what it cites."""
        return self.statement is not None and self.statement.status == "verified"


class Judge:
    """Of the sentences of one answer."""

    def __init__(
        self, passages: Passages, *, question: str, script: Script, prompt: str = ""
    ) -> None:
        self._passages = passages
        self._question = question
        self._script = script
        self._prompt = _bare(prompt)
        self._citations: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Of the passages, each whole."""
        if len(self._citations) != len(self._passages.paragraphs):
            self._citations = self._passages.citations()
        return self._citations

    def judge(self, sentence: Sentence) -> Judged | None:
        """Decide; None for chatter. A marker that names no passage counts for nothing."""
        known = tuple(n for n in sentence.markers if 0 < n <= len(self._passages.paragraphs))
        if not sentence.finished or self._foreign(sentence.text, known):
            return Judged(sentence, None)
        verdict = self._verdict(sentence.text, known)
        if not verdict.holds and verdict.carried_by:
            known = verdict.carried_by[:1]
            verdict = self._verdict(sentence.text, known)
        if not re.search(r"\d", fold(sentence.text)) and (
            not known or not self._says_something(sentence.text, known)
        ):
            # It names no source, or nothing that could be looked up there.
            return None
        if verdict.holds and known:
            return Judged(sentence, self._statement(sentence.text, known))
        shown = verdict.flaw in UNDECIDED and known and self._related(sentence.text, known)
        doubt = DOUBT.said(self._script)
        statement = self._statement(sentence.text, known, doubt) if shown else None
        return Judged(sentence, statement, verdict.reason or DOUBT.chinese)

    def _verdict(self, text: str, cited: tuple[int, ...]) -> Verdict:
        outcome = verify([Claim(text, cited)], self.citations, question=self._question)
        return outcome.verdicts[0]

    def _statement(self, text: str, cited: tuple[int, ...], doubt: str = "") -> Statement:
        paragraphs = [self._passages.paragraphs[n - 1] for n in cited]
        support = tuple(Support(p, supporting(text, p.text)) for p in paragraphs)
        said = to_traditional(text) if self._script == "hant" else text
        return Statement(said, support, status="unverified" if doubt else "verified", doubt=doubt)

    def _says_something(self, text: str, cited: tuple[int, ...]) -> bool:
        """A name alone (石迎军。) answers a question; 好。 says nothing."""
        length = len(_HAN_RE.findall(text))
        if self._script == "latin" or length >= SHORT:
            return True
        return length > 1 and any(quoted(text, self.citations[n - 1].text) for n in cited)

    def _foreign(self, text: str, cited: tuple[int, ...]) -> bool:
        """Whether it comes from an order in a document rather than from what documents say."""
        folded = fold(text)
        if gives_orders(text) or self._echoes(folded):
            return True
        beside = [self.citations[n - 1] for n in cited]
        known = fold(" ".join([self._question, *(_all_of(citation) for citation in beside)]))
        if self._script == "latin":
            return any(word not in known for word in _CODE_RE.findall(folded))
        if not _HAN_RE.search(folded) and not re.search(r"\d", folded):
            return True
        return any(word not in known for word in _LATIN_RE.findall(folded))

    def _echoes(self, folded: str) -> bool:
        bare = _bare(folded)
        return any(bare[at : at + ECHO] in self._prompt for at in range(len(bare) - ECHO + 1))

    def _related(self, text: str, cited: tuple[int, ...]) -> bool:
        pairs = set(bigrams(fold(text)))
        folded = [fold(_all_of(self.citations[n - 1])) for n in cited]
        shared = max(sum(pair in paragraph for pair in pairs) for paragraph in folded)
        return shared >= RELATED * len(pairs)


def _all_of(citation: Citation) -> str:
    return f"{citation.title or ''} {' '.join(citation.section)} {citation.text}"


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text))
