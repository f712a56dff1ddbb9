"""`python -m evals COMMAND`: measure the whole assistant and its parts, with no model and no key.

The commands are in evals/commands; here they become one command line, and an error becomes
one line and an exit code.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from types import ModuleType

from evals.commands import NAMES


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 measured, 1 an error or a figure too low."""
    modules = {
        name: importlib.import_module(f"evals.commands.{name.replace('-', '_')}") for name in NAMES
    }
    options = _parser(modules).parse_args(argv)

    from ingest.errors import WenzhengError

    try:
        code: int = modules[options.command].run(options)
    except (WenzhengError, OSError) as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    return code


def _parser(modules: dict[str, ModuleType]) -> argparse.ArgumentParser:
    examples = "\n".join(module.EXAMPLES.partition("\n")[0] for module in modules.values())
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Measure how well questions are answered, documents found, and damaged "
        "copies restored.",
        epilog=f"examples:\n{examples}\n\neach command explains itself: "
        "python -m evals COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in modules.items():
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=str(module.__doc__).partition(": ")[2],
            epilog=f"examples:\n{module.EXAMPLES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
