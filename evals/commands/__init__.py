"""The table of contents: a command of `python -m evals` is a module here, listed below.

Each has ``HELP`` (one line), ``EXAMPLES`` (shown under `--help`), ``arguments(parser)``, and
``run(options)``, which prints and returns the exit code. A module here imports what measures
only inside ``run``, so that `--help` comes at once.
"""

from __future__ import annotations

import argparse

NAMES = (
    "answers",
    "verify",
    "new",
    "judge",
    "gate",
    "restore",
    "retrieval",
    "bench",
    "overhead",
    "embeddings",
    "fit-reranker",
    "fit-weights",
    "fit-evidence",
    "lexicon",
)
"""In the order that `--help` lists them."""


def count(value: str) -> int:
    """An argument that counts something: a whole number above 0."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return number
