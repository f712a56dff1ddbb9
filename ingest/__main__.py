"""python -m ingest: put documents into a library, look at it, mend it.

Only the arguments are described here, so that `--help` answers at once; what the commands
do is in commands.py.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from ingest.errors import WenzhengError
from ingest.options import add_library

EXAMPLES = """\
examples:
  python -m ingest add reports/                  take in a folder, or bring it up to date
  python -m ingest add report.html notes.txt     single files: .txt .md .html
  python -m ingest list                          what is in the library
  python -m ingest show 44e69a                   one document, by the beginning of its id
  python -m ingest show reports/2019.txt --raw   as it was published
  python -m ingest remove reports/2019.txt       take it out, from the disk as well
  python -m ingest check                         is all well?
  python -m ingest show 44e69a --both            as restored and as published, side by side
  python -m ingest restore damaged.txt           a damaged mirror copy, as its author wrote it

The library is the folder of --library, else of WENZHENG_LIBRARY, else ./library. A command
that was interrupted loses nothing: run it again. One command writes at a time; any number
of programs may read meanwhile.

exit status: 0 all well; 1 something was refused or is wrong (all else is done);
2 wrong arguments; 130 interrupted."""

RESTORING = """\
examples:
  python -m ingest restore damaged.txt > restored.txt
  curl -s https://example.org/page.txt | python -m ingest restore -
  python -m ingest restore damaged.txt --explain     what was changed, where and why
  python -m ingest restore damaged.txt --json        for scripts
  python -m ingest restore --batch pages.jsonl > restored.jsonl

--json gives {"text", "damaged", "script", "reports", "offsets"}; --batch the same with the
line's "id" before it, a line each. A report is a place that the bytes don't decide: its kind,
where it stands in the page as published, what was chosen, what else it could be, and how much
better the choice reads. A digit that may be lost is U+FFFD and never guessed. An offset is
[start in the text, start and end in the page as published].

A text above 4 MB is restored in blocks; --json and --explain take up to 50 MB."""


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    common = argparse.ArgumentParser(add_help=False)
    add_library(common)
    top = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Put government documents into a library that can be asked.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, does: str) -> argparse.ArgumentParser:
        """A command with what all commands take."""
        return commands.add_parser(name, help=does, description=does, parents=[common])

    add = command("add", "add files and folders, or update them; unchanged ones cost nothing")
    add.add_argument("paths", nargs="+", metavar="PATH", help="file or folder (.txt .md .html)")
    add.add_argument(
        "--json",
        action="store_true",
        help='for programs: lines {"step", "done", "total"} as it goes on, then the summary',
    )

    listing = command("list", "list what is in the library")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")

    show = command("show", "show a document: metadata, outline, paragraphs with their ids")
    show.add_argument("document", metavar="DOCUMENT", help="id, its beginning, or path")
    side = show.add_mutually_exclusive_group()
    side.add_argument("--raw", action="store_true", help="the page as published")
    side.add_argument(
        "--both",
        action="store_true",
        help="each paragraph as restored and as published, what was torn marked and explained",
    )

    remove = command("remove", "remove documents from the library")
    remove.add_argument(
        "documents", nargs="+", metavar="DOCUMENT|PATH", help="id, its beginning, path, or folder"
    )

    command("check", "look for faults; exit status 1 if there are any")
    command("rebuild", "make the indexes anew; after a change of model, embed everything again")

    restore = commands.add_parser(
        "restore",
        help="print the restored text of a damaged mirror copy",
        description="Print a damaged mirror copy as its author wrote it. A page that isn't "
        "damaged comes through as it is; menus and the like stay. No library is needed.",
        epilog=RESTORING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    given = restore.add_mutually_exclusive_group(required=True)
    given.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for standard input")
    given.add_argument(
        "--batch", metavar="IN.jsonl", help='lines {"id", "text"}; prints a JSON line each'
    )
    shown = restore.add_mutually_exclusive_group()
    shown.add_argument(
        "--json", action="store_true", help="text, reports and offsets as a JSON object"
    )
    shown.add_argument(
        "--explain", action="store_true", help="step by step: what was changed, where and why"
    )
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    described = parser()
    arguments = described.parse_args(argv)
    if arguments.command == "restore" and arguments.batch is not None and arguments.explain:
        described.error("restore --explain takes one file, not a batch")
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show Chinese shows escapes; a file is always UTF-8.
        encoding = None if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
    try:
        from ingest.commands import COMMANDS  # heavy: after the arguments are known to be right

        status = COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        if arguments.command in ("add", "remove", "rebuild"):
            print("interrupted; what was read is kept; run the same command again", file=sys.stderr)
        return 130
    except WenzhengError as exc:
        print(f"error: {' '.join(str(exc).split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has gone (| head). Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _interrupt(signum: int, frame: FrameType | None) -> None:
    """Let SIGTERM end a command as Ctrl-C does: everything is committed as it goes."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
