"""An ingest that says where it is, so that a test can end it there.

    python -m tests.slow_ingest LIBRARY PAGES

Prints each step of the progress on a line of its own and waits a little, then "done" and how
many passages it embedded.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import pipeline
from ingest.errors import LibraryBusy
from tests.library_standins import CharacterCounts, read_lines

PAUSE_S = 0.02


class SlowCounts(CharacterCounts):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(PAUSE_S)
        return super().embed(texts)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(step: str, done: int, total: int) -> None:
    say(f"{step} {done}/{total}")
    if done % 20 == 0:
        time.sleep(PAUSE_S)


def main(library: str, pages: str) -> int:
    embedder = SlowCounts()
    try:
        pipeline.add(
            Path(library), [Path(pages)], embedder=embedder, parse=read_lines, progress=tell
        )
    except LibraryBusy as exc:
        say(f"busy: {exc}")
        return 1
    say(f"done {len(embedder.texts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
