"""OpenAI's chat completions as far as an assistant with sources speaks them.

What a client may send beside this (temperature, max_tokens, seed, …) would change nothing and is
passed over; what would change what it gets (tools, n) is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from assistant.api_models import AnswerBody, Question, Text, Whole, Year
from assistant.filters import MOST

MODEL: Literal["wenzheng"] = "wenzheng"
MOST_MESSAGES = 2_000


class TextPart(BaseModel):
    """A part of a message; pictures, sound and files are not read."""

    model_config = ConfigDict(strict=True)

    type: Literal["text"]
    text: Text


def _text_only(value: object) -> object:
    parts = value if isinstance(value, list) else []
    if any(not isinstance(part, dict) or part.get("type") != "text" for part in parts):
        raise ValueError("only text is read: send a string, or parts of the type text")
    return value


class UserMessage(BaseModel):
    """What the user says: a question."""

    model_config = ConfigDict(strict=True)

    role: Literal["user"]
    content: Annotated[
        Question | Annotated[list[TextPart], Field(min_length=1)],
        BeforeValidator(_text_only),
    ]

    @property
    def text(self) -> str:
        """The question, its parts on lines of their own."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content)


class OtherMessage(BaseModel):
    """What somebody else says; it isn't read."""

    model_config = ConfigDict(strict=True)

    role: Literal["system", "developer", "assistant"]


Message = Annotated[UserMessage | OtherMessage, Field(discriminator="role")]


class TextFormat(BaseModel):
    """The one format there is."""

    model_config = ConfigDict(strict=True)

    type: Literal["text"]


def _none_called(value: list[object] | None) -> list[object] | None:
    if value:
        raise ValueError("this assistant calls no tools: leave them out")
    return value


NoTools = Annotated[
    list[Any] | None,
    AfterValidator(_none_called),
    WithJsonSchema({"anyOf": [{"type": "array", "maxItems": 0}, {"type": "null"}]}),
]


class StreamOptions(BaseModel):
    """Of a stream."""

    model_config = ConfigDict(strict=True)

    include_usage: bool = False


class Extras(BaseModel):
    """What OpenAI's protocol has no word for; with its Python client, `extra_body`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    deep: bool = False
    places: list[Text] = Field(default=[], max_length=MOST)
    years: list[Year] = Field(default=[], max_length=MOST)


class Completion(BaseModel):
    """A conversation whose last user message is the question."""

    model_config = ConfigDict(strict=True)

    model: Text = Field(description=f"`{MODEL}`; there is no other", examples=[MODEL])
    messages: list[Message] = Field(
        min_length=1,
        max_length=MOST_MESSAGES,
        description="The last user message is the question, the user messages before it are the "
        "conversation. Messages of other roles are not read: the answer is made of the documents, "
        "whatever a system message says.",
        json_schema_extra={
            "contains": {"properties": {"role": {"const": "user"}}, "required": ["role"]}
        },
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[Literal[1] | None, Whole] = Field(default=None, description="There is one answer")
    tools: NoTools = None
    functions: NoTools = None
    response_format: TextFormat | None = None
    wenzheng: Extras = Extras()


class UrlCitation(BaseModel):
    """One marker and what it names."""

    start_index: int
    """Of the marker in the content, in characters."""
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    """As OpenAI's own models annotate what they found."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class Said(BaseModel):
    """The assistant's message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]
    wenzheng: AnswerBody
    """The whole answer, as /api/ask gives it."""


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: Said
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Tokens(BaseModel):
    """What the chat model behind the assistant took; zeros without one."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """One answer in OpenAI's shape."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: Literal["wenzheng"] = MODEL
    choices: list[Choice]
    usage: Tokens


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = MODEL


class Models(BaseModel):
    """All of them: one."""

    object: Literal["list"] = "list"
    data: list[Model]
