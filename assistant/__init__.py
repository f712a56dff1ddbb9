"""The assistant, for scripts:

>>> from assistant import Assistant
>>> assistant = Assistant.open("library")  # doctest: +SKIP
>>> assistant.ask("2019年济源承诺了哪些民生实事?").text  # doctest: +SKIP

Beside it the values that an answer is made of. They are imported when first used, as the chain
takes seconds to import and `--help` needs nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Claim
    from assistant.chain import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Claim"]


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from assistant.chain import Assistant

        return Assistant
    if name in __all__:
        from assistant import answer

        return getattr(answer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
