"""What the command lines have in common: arguments that several of them take."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def add_data(parser: argparse.ArgumentParser) -> None:
    """Declare ``--data``, which goes before the setting."""
    parser.add_argument("--data", type=Path, help="the folder that holds everything stored (DATELINE_DATA)")


def day(text: str) -> date:
    """The type of an argument that is a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-09-04") from None
