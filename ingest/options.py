"""Options that several commands take: declared once, so that they are called the same and say the
same everywhere; and what settings.py has where nothing is set.

Nothing heavy is imported here, as every `--help` shows them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

LIBRARY = "library"
HOST = "127.0.0.1"
PORT = 7860
SLACK_PORT = 3000


def add_library(
    parser: argparse.ArgumentParser, *, default: str = f"WENZHENG_LIBRARY, else ./{LIBRARY}"
) -> None:
    """`--library DIR`: a Path, None when it isn't given; `Settings.from_env(library=…)` takes both.

    default: in words, what is used then; said in `--help`.
    """
    parser.add_argument(
        "--library", type=Path, metavar="DIR", help=f"the library's folder (default: {default})"
    )


def add_port(
    parser: argparse.ArgumentParser, *, default: str, purpose: str = "where to listen"
) -> None:
    """`--port N`: an int, None when it isn't given; 0 is any free port.

    default: in words, what is used then; purpose: what listens there. Both are said in `--help`.
    """
    parser.add_argument(
        "--port",
        type=int,
        metavar="N",
        help=f"{purpose} (default: {default}); 0 takes a free port",
    )


PAGE_PORT = f"GRADIO_SERVER_PORT, else {PORT}"
"""For ``add_port``, where the page and the API listen."""
