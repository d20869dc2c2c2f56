"""What the command lines have in common: how they end, and arguments that several of them take."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TextIO


def run_command(main: Callable[[], int]) -> int:
    """Run a command line; its exit code, or 0 where nobody reads on what it prints, e.g. ``… | head``.

    What the terminal cannot show is printed as a question mark.
    """
    for each in (sys.stdout, sys.stderr):
        if isinstance(each, io.TextIOWrapper):
            each.reconfigure(errors="replace")
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread(sys.stdout):
            raise  # another pipe broke, e.g. to a process that reads documents
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it ends
        return 0


def _is_unread(stream: TextIO) -> bool:
    """Whether nobody reads what is printed: one more line fails as well."""
    try:
        stream.write("\n")
        stream.flush()
    except BrokenPipeError:
        return True
    return False


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    """Declare ``--data``, which goes before the setting."""
    parser.add_argument("--data", type=Path, help="the folder that holds everything stored (DATELINE_DATA)")


def parse_day_argument(text: str) -> date:
    """The type of an argument that is a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-09-04") from None
