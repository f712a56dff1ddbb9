"""Every error that Wenzheng raises on purpose, in one small tree.

    WenzhengError
    ├── SettingsError          a setting has a value that can't be used
    ├── UnreadableFile         a file can't be taken in; the reason is for its owner
    ├── LibraryError
    │   ├── LibraryMissing     there is no library at this place yet
    │   ├── LibraryBusy        another process is writing to it
    │   ├── LibraryDamaged     what is on disk does not agree with itself
    │   └── EmbeddingMismatch  the library was embedded with another model
    ├── EmbeddingError         the embedding model did not answer as asked
    ├── ChatModelError         the chat model did not answer, with its fault as a word
    ├── SlackError             Slack did not take what the bot sent, with Slack's word for it
    ├── UnusableQuestion       a question that can't be taken as one (empty, too long, not text)
    └── NotInLibrary           an id or a path that the library doesn't hold

A message names the thing, the value and the next step. Errors of other libraries
are translated where they enter (``raise … from exc``), so the cause is kept.
"""

from typing import Literal

ModelFault = Literal[
    "key",
    "address",
    "model",
    "request",
    "busy",
    "quota",
    "server",
    "timeout",
    "cut",
    "empty",
    "refused",
    "filtered",
    "malformed",
    "too_long",
    "unverified",
]
"""What went wrong with a chat model: what the reader is told, and whether asking again helps."""


class WenzhengError(Exception):
    """The root: what a command reports in one line and exits 1 for."""


class SettingsError(WenzhengError):
    """A setting has a value that can't be used."""


class UnreadableFile(WenzhengError):
    """A file can't be taken in; the message is the reason alone, without its path."""


class LibraryError(WenzhengError):
    """Something about the library as a whole."""


class LibraryMissing(LibraryError):
    """There is no library at this place yet."""


class LibraryBusy(LibraryError):
    """Another process holds the library's lock."""


class LibraryDamaged(LibraryError):
    """What is on disk does not agree with itself."""


class EmbeddingMismatch(LibraryError):
    """The library was embedded with another model than the one that is set."""


class EmbeddingError(WenzhengError):
    """The embedding model did not answer as asked."""


class ChatModelError(WenzhengError):
    """The chat model did not answer; the message never holds a key or the server's own words."""

    def __init__(self, message: str, *, fault: ModelFault) -> None:
        super().__init__(message)
        self.fault: ModelFault = fault


class SlackError(WenzhengError):
    """Slack did not take what the bot sent; the message never holds a token."""

    def __init__(self, message: str, *, code: str, again: bool, after_s: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        """Slack's own word (``channel_not_found``), or ours where it said none."""
        self.again = again
        """Whether the same call may go well later; what it did till now isn't known then."""
        self.after_s = after_s
        """Seconds that Slack asked to wait."""


class UnusableQuestion(WenzhengError):
    """A question that can't be taken as one: empty, too long, or not text."""


class NotInLibrary(WenzhengError):
    """An id or a path that the library doesn't hold."""
