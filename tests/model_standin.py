"""An assistant whose model is the scripted server: real clients, short deadlines."""

import json
from typing import Any

from assistant.budget import Patience
from assistant.chain import Assistant
from ingest.settings import Settings
from tests.openai_server import OpenAIServer

KEY = "sk-test-CANARY"
QUESTION = "2019年济源新增公交车多少辆?"
RIGHT = "济源2019年将添置公交车180辆。[1]"
SHORT = Patience(connect_s=5.0, first_token_s=3.0, idle_s=2.0, total_s=15.0, pause_s=0.01)
"""Room for a loaded machine before the first word; a test that waits for it waits that long."""


def settings_for(library, server: OpenAIServer, **more: Any) -> Settings:
    """A library's settings with the scripted model."""
    return Settings(
        library=library,
        chat_model="openai:test-model",
        openai_api_key=KEY,
        openai_base_url=server.url,
        _env_file=None,
        **more,
    )


def open_with(
    library, server: OpenAIServer, *, patience: Patience = SHORT, **more: Any
) -> Assistant:
    return Assistant.open(settings_for(library, server, **more), patience=patience)


def environment(library, server: OpenAIServer, **more: str) -> dict[str, str]:
    """The same for a process of its own."""
    return {
        "WENZHENG_LIBRARY": str(library),
        "WENZHENG_CHAT_MODEL": "openai:test-model",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": server.url,
        "WENZHENG_CHAT_FIRST_TOKEN_S": "5",
        "WENZHENG_CHAT_IDLE_S": "3",
        "WENZHENG_CHAT_TOTAL_S": "15",
        **more,
    }


def shown_to_model(server: OpenAIServer, n: int = -1) -> str:
    """The last message of a request: the passages and the question."""
    return str(server.requests[n].body["messages"][-1]["content"])


def as_json(answer: Any) -> str:
    return json.dumps(answer.to_json(), ensure_ascii=False)
