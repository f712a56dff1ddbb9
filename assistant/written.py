"""Written: what a model has said so far, each sentence judged, and the answer it makes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Checks, Citation, Claim


@dataclass(frozen=True, slots=True)
class Written:
    """Grows while the model writes; the last one is whole."""

    claims: tuple[Claim, ...] = ()
    """Verified and unverified ones, in reading order."""
    citations: tuple[Citation, ...] = ()
    pending: str = ""
    """The sentence being written, without markers."""
    checks: Checks = Checks()
    """Of the whole answer; empty while it grows."""
    conflict: bool = False
    """Whether cited paragraphs contradict each other."""
    incomplete: str = ""
    """Why a list is not whole, as a sentence."""
    whole: bool = False

    @property
    def shown(self) -> tuple[Claim, ...]:
        """The claims with the one being written."""
        if not self.pending:
            return self.claims
        return (*self.claims, Claim(self.pending, status="pending"))
