"""`python -m assistant.api`: the HTTP API alone, without the page.

`python app.py` serves it beside the page. What it answers is assistant/api_routes.py and
api_openai.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from assistant.page_server import listen, run
from ingest.errors import WenzhengError
from ingest.options import PAGE_PORT, add_library, add_port

EXAMPLES = """\
examples:
  python -m assistant.api
  curl http://127.0.0.1:7860/api/ask --json '{"question": "2019年济源承诺了哪些民生实事？"}'
  curl http://127.0.0.1:7860/api/documents
  python -m assistant token reports >> tokens.txt
  WENZHENG_HOST=0.0.0.0 WENZHENG_API_TOKENS=tokens.txt python -m assistant.api

All that it answers is described at /api/openapi.json.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the API until it is interrupted; 1 when it can't be served."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.api",
        description="Serve the HTTP API alone: on this machine only, unless WENZHENG_HOST is set "
        "together with WENZHENG_API_TOKENS.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_library(parser)
    add_port(parser, default=PAGE_PORT)
    options = parser.parse_args(arguments)
    try:
        # Heavy, so after --help, and the chain after a port that can't be had.
        from assistant import serving
        from ingest.settings import Settings

        settings = Settings.from_env(library=options.library, port=options.port)
        serving.check_alone(settings)
        listening = listen(settings.port, host=settings.host)
        from assistant.chain import Assistant
        from assistant.log import greet_in_background, log_to_stderr
        from assistant.metrics import Metrics
        from assistant.page_turns import Opening

        log_to_stderr()
        greet_in_background(settings)
        shelf = serving.Shelf(settings)
        assistant = Opening(lambda: Assistant.open(settings))
        part = serving.api(settings, assistant, shelf, Metrics(shelf.snapshot), login=False)
        sys.stdout.write(f"Wenzheng's API is at {serving.address_of(settings, listening)}\n")
        sys.stdout.flush()
        run(part.application, listening, behind_proxy=settings.url is not None)
    except WenzhengError as exc:
        sys.stderr.write(f"error: {exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
