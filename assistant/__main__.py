"""`python -m assistant`: ask one question, many, or hold a conversation in the terminal.

Only the arguments are read here; what answers is imported after that, so that `--help`
comes at once.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from ingest.options import add_library

EXAMPLES = """\
examples:
  python -m assistant ask "2019年济源承诺了哪些民生实事?"
  python -m assistant ask "濟源2019年新增公交車多少輛?" --json
  python -m assistant ask --batch questions.jsonl --out answers.jsonl
  python -m assistant ask --deep "济源和晋城2019年各为民生做了什么?"
  python -m assistant chat
  python -m assistant password wang >> passwords.txt
  python -m assistant token reports >> tokens.txt

A batch line is {"id": "q1", "turns": ["first question", "follow-up"]}: the last turn is
answered, the earlier ones are asked before it. Each line of the output is one answer.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 answered (or declined), 1 an error."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask what the documents in the library say; every claim is cited.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    add_library(common)
    common.add_argument(
        "--verbose", action="store_true", help="log a line for each answer, with tokens and cost"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", parents=[common], help="one answer, or a file of them")
    ask.add_argument("question", nargs="?", help="the question, in quotes")
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    ask.add_argument(
        "--deep",
        action="store_true",
        help="let the chat model search several times; for questions over many documents",
    )
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl", help="answer every line of a file")
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where --batch writes")
    commands.add_parser("chat", parents=[common], help="a conversation in the terminal")
    password = commands.add_parser(
        "password", help="a line for WENZHENG_PASSWORDS: asks for the password and hashes it"
    )
    password.add_argument("name", help="the user's name")
    token = commands.add_parser(
        "token",
        help="a line for WENZHENG_API_TOKENS; the token itself is shown once, on standard error",
    )
    token.add_argument("name", help="what asks with it: a script, a service")
    options = parser.parse_args(argv)
    if options.command == "ask":
        if (options.question is None) == (options.batch is None):
            ask.error("give either a question or --batch IN.jsonl")
        if (options.batch is None) != (options.out is None):
            ask.error("--batch and --out go together")

    from ingest.errors import WenzhengError

    try:
        if options.command == "password":
            return _password(options.name)
        if options.command == "token":
            return _token(options.name)
        from assistant import commands as run  # heavy: after --help and bad arguments

        status = run.run(options)
        sys.stdout.flush()
        return status
    except WenzhengError as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output (head) has enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def _password(name: str) -> int:
    """Ask for a password, twice on a terminal, else once on standard input; print the line."""
    from assistant.passwords import line_for

    if sys.stdin.isatty():
        given = getpass.getpass("password: ")
        if getpass.getpass("again: ") != given:
            print("error: the two differ: try again", file=sys.stderr)
            return 1
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    print(line_for(name, given))
    return 0


def _token(name: str) -> int:
    """Print a new token where a file doesn't take it, and its line where one does."""
    from assistant.api_tokens import make_token

    made = make_token(name)
    print(f"the token, shown this once: {made.token}", file=sys.stderr)
    print(made.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
