"""What the API takes and gives, as its OpenAPI document describes it.

The answer's fields are those of Answer.to_json; a test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.answer import Mode, Reason, Status
from assistant.filters import MOST
from assistant.page_turns import MAX_QUESTION_CHARS, MAX_TURNS
from ingest.document import Kind, Period, Role, Script


def _whole(value: object) -> object:
    """Half a surrogate pair can be typed into JSON, and written nowhere."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _integral(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, BeforeValidator(_whole)]
Question = Annotated[str, Field(min_length=1), BeforeValidator(_whole)]
"""The order tells: what stands after a validator is not in the JSON schema."""
Whole = BeforeValidator(_integral)
"""In strict models: JSON doesn't tell 2019.0 from 2019."""
Year = Annotated[int, Field(ge=1000, le=9999), Whole]
Texts = list[str]
"""A name of its own, as a field called `list` hides the type beside it."""


class Ask(BaseModel):
    """A question with what it is asked after and within."""

    # A filter with a typing error in its name would be none at all.
    model_config = ConfigDict(extra="forbid", strict=True)

    question: Question = Field(
        description=f"In Chinese or English; one of more than {MAX_QUESTION_CHARS} characters is "
        "declined as too_long.",
        examples=["2019年济源承诺了哪些民生实事？"],
    )
    turns: list[Text] = Field(
        default=[],
        max_length=MAX_TURNS,
        description="The questions before this one in the conversation, oldest first.",
    )
    deep: bool = Field(
        default=False,
        description="Let the chat model search several times, for questions over many documents; "
        "without a model it changes nothing.",
    )
    places: list[Text] = Field(
        default=[],
        max_length=MOST,
        description="Only documents of these places, or of places in them.",
        examples=[["济源"]],
    )
    years: list[Year] = Field(
        default=[],
        max_length=MOST,
        description="Only documents written in these years.",
        examples=[[2019]],
    )
    stream: bool = Field(
        default=False,
        description="Server-sent events (so does `Accept: text/event-stream`): `growing` with the "
        "answer so far, `answer` with the whole one, `done`; or `error`.",
    )


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RepairRow(_Given):
    """A torn place of a paragraph, as a span of its text."""

    start: int
    end: int
    raw: str
    kind: str
    alternatives: list[str]


class CitationRow(_Given):
    """One cited paragraph."""

    n: int
    document: str
    title: str | None
    source: str
    paragraph: str
    link: str
    section: list[str]
    place: str | None
    year: int | None
    period: Period | None
    text: str
    quote: str
    raw: str
    raw_start: int
    raw_end: int
    raw_quote_start: int
    raw_quote_end: int
    repairs: list[RepairRow]


class ClaimRow(_Given):
    """A statement of the answer."""

    text: str
    citations: list[int]
    item: bool
    status: Status
    doubt: str


class CountRow(_Given):
    """How many were found, how many of them hold."""

    found: int
    supported: int


class ListRow(_Given):
    """How many items the text declares, how many the answer gives."""

    declared: int | None
    given: int


class ChecksRow(_Given):
    """What verification found."""

    numbers: CountRow
    quotes: CountRow
    list: ListRow | None
    unverified: Texts


class UsageRow(_Given):
    """What the chat model took."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


class AnswerBody(_Given):
    """The object that `python -m assistant ask --json` prints."""

    id: str
    question: str
    answer: str
    declined: bool
    reason: Reason | None
    mode: Mode
    script: Script
    claims: list[ClaimRow]
    citations: list[CitationRow]
    nearest: CitationRow | None
    checks: ChecksRow
    notice: str | None
    understood: str | None
    usage: UsageRow | None
    seconds: dict[str, float]


class DocumentRow(_Given):
    """One page of the library, as `python -m ingest list --json` prints it."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    date: str | None
    kind: Kind | None
    place: str | None
    speaker: str | None
    script: Script
    damaged: bool
    paragraphs: int


class DocumentsPage(_Given):
    """Some of the documents that fit."""

    total: int
    """Of all that fit, whatever limit and offset are."""
    limit: int
    offset: int
    documents: list[DocumentRow]


class ParagraphBody(_Given):
    """One paragraph: as restored, as published, and where it stands in both."""

    id: str
    n: int
    text: str
    start: int
    end: int
    raw: str
    raw_start: int
    raw_end: int
    repairs: list[RepairRow]
    role: Role
    section: list[str]
    year: int | None
    period: Period | None
    document: DocumentRow
    previous: str | None
    next: str | None
    link: str


class Health(_Given):
    """Whether the server can answer."""

    status: Literal["ok", "no library", "library unreadable"]
