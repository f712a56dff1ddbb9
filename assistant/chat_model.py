"""The only chat client: any model behind an OpenAI-compatible endpoint.

Unset, and with no key, there is no model and the assistant answers from sentences alone.
What a reply is worth, modelled.py and verify.py judge; here it only arrives, or fails in
one way.
"""

from __future__ import annotations

from langchain.chat_models import init_chat_model
from langchain_core.messages import BaseMessage
from openai import OpenAIError

from ingest.errors import ChatModelError
from ingest.settings import Settings

DEFAULT_MODEL = "openai:gpt-4o-mini"
TIMEOUT_S = 30.0
MAX_RETRIES = 2
MAX_REPLY_CHARACTERS = 8_000
"""A longer reply is not an answer to read; it is refused rather than cut."""


class OpenAIChatModel:
    """A model by its name, `openai:NAME`, at OPENAI_BASE_URL."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.chat_model or DEFAULT_MODEL
        key = settings.openai_api_key
        self._model = init_chat_model(
            self.name,
            # A local server often needs no key, but the client insists on one.
            api_key=key.get_secret_value() if key else "none",
            base_url=settings.openai_base_url,
            temperature=0,
            timeout=TIMEOUT_S,
            max_retries=MAX_RETRIES,
        )

    def reply(self, messages: list[BaseMessage]) -> str:
        """Ask once, within TIMEOUT_S for each of MAX_RETRIES + 1 tries."""
        try:
            message = self._model.invoke(messages)
        except (OpenAIError, ValueError, KeyError, TypeError) as exc:
            # Foreign messages can repeat a key or a whole request: only the kind is told.
            raise ChatModelError(f"{self.name} did not answer ({type(exc).__name__})") from exc
        text = str(message.text).strip()
        if not text or len(text) > MAX_REPLY_CHARACTERS:
            raise ChatModelError(f"{self.name} gave a reply of {len(text)} characters")
        return text
