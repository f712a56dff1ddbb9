"""The API served for real, on a free port of this machine, in a thread of the test's process."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn

from assistant import serving
from assistant.metrics import Metrics
from assistant.page_server import listen
from assistant.page_turns import Answers
from ingest.settings import Settings

LIST = "2019年济源承诺了哪些民生实事？"
FACT = "2019年济源新增公交车多少辆？"


def settings_for(library: Any, **more: Any) -> Settings:
    return Settings(library=library, _env_file=None, **more)


@contextlib.contextmanager
def served(settings: Settings, assistant: Answers, *, login: bool = False) -> Iterator[str]:
    """Its address, while it is served."""
    shelf = serving.Shelf(settings)
    part = serving.api(settings, assistant, shelf, Metrics(shelf.snapshot), login=login)
    config = uvicorn.Config(part.application, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    listening = listen(0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
