"""``python -m benchmarks COMMAND``: every figure in the documents comes from one of these commands."""

from __future__ import annotations

import argparse
import importlib
import sys
from types import ModuleType

from arguments import run_command
from errors import DatelineError

# Each is a module here with ``add_arguments(parser)`` and ``run(arguments) -> int``; its first line is its help.
COMMANDS = (
    "prepare",
    "retrieval",
    "gate",
    "answers",
    "claims",
    "clapnq",
    "followups",
    "stories",
    "extraction",
    "encodings",
    "formats",
    "recognition",
    "page",
    "sessions",
    "memory",
    "abstaining",
    "names",
)


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark; its exit code, or 2 where it cannot be run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    modules: dict[str, ModuleType] = {}
    for name in COMMANDS:
        modules[name] = importlib.import_module(f"benchmarks.{name}")
        about = (modules[name].__doc__ or "").strip().splitlines()[0]
        modules[name].add_arguments(commands.add_parser(name, help=about, description=about))
    arguments = parser.parse_args(argv)
    try:
        return int(modules[arguments.command].run(arguments))
    except DatelineError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("benchmarks: stopped; what was built is kept, run the same command to go on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(run_command(main))
