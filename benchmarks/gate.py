"""``python -m benchmarks gate``: has a figure fallen below its pinned floor?

``floors.json`` holds, for each figure, every floor that it ever had, the last of them in force. A floor is raised by
``--pin`` and lowered by ``--lower`` alone, which wants a reason and keeps it there: what was given up, and why, stays.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from errors import ReadError

FLOORS = Path(__file__).with_name("floors.json")
# How far below what was measured a floor is pinned: one question in a hundred, since processors that multiply in
# bfloat16 and those that do not differ by that much.
MARGIN = 0.01

Floors = dict[str, list["Floor"]]


@dataclass(frozen=True, slots=True)
class Floor:
    """What a figure must reach from a day on; ``reason`` where it is lower than the one before."""

    least: float
    since: str  # yyyy-mm-dd
    reason: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("results", type=Path, nargs="+", help="what benchmarks printed with --json")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of pinned floors")
    parser.add_argument(
        "--pin", metavar="NAME", action="append", default=[], help="pin the figures of this name, e.g. hit@1"
    )
    parser.add_argument("--lower", metavar="FIGURE", help="lower this figure's floor to what was measured")
    parser.add_argument("--reason", default="", help="with --lower: why less will do from now on")


def run(arguments: argparse.Namespace) -> int:
    """Compare the results with the floors; exit code 0, or 1 where one of them is not reached."""
    measured = {name: value for path in arguments.results for name, value in figures(path).items()}
    floors = read(arguments.floors)
    if arguments.lower:
        floors = lowered(floors, measured, arguments.lower, arguments.reason)
    floors = pinned(floors, measured, arguments.pin)
    if arguments.lower or arguments.pin:
        write(arguments.floors, floors)
    failures = list(missed(floors, measured))
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(floors) - len(failures)} of {len(floors)} figures reach their floor.")
    return 1 if failures else 0


def figures(results: Path) -> dict[str, float]:
    """Every number of a JSON file by the way to it, e.g. ``sets/bbc.verbatim/dateline/hit@1``.

    Of a figure with its interval, the mean.
    """
    try:
        return dict(_numbers(json.loads(results.read_text("utf-8"))))
    except (OSError, ValueError) as error:
        raise ReadError(f"{results}: {error}; wanted what a benchmark prints with --json") from None


def _numbers(value: Any, way: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        if "mean" in value:
            value = {"": value["mean"]}
        for name, each in value.items():
            yield from _numbers(each, f"{way}/{name}".strip("/"))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield way, float(value)


def read(path: Path) -> Floors:
    """The floors of a file, none where there is no file. Raises ReadError where one fell without a reason."""
    if not path.exists():
        return {}
    floors = {
        name: [Floor(**each) for each in history]
        for name, history in json.loads(path.read_text("utf-8")).items()
    }
    for name, history in floors.items():
        for earlier, later in pairwise(history):
            if later.least < earlier.least and not later.reason.strip():
                raise ReadError(
                    f"{path}: the floor of {name} was lowered without a reason; use --lower and --reason"
                )
    return floors


def write(path: Path, floors: Floors) -> None:
    """Write the floors, a line for each that a figure had."""
    plain = {name: [asdict(floor) for floor in history] for name, history in sorted(floors.items())}
    path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")


def pinned(floors: Floors, measured: Mapping[str, float], names: Sequence[str]) -> Floors:
    """The floors with new and higher ones for the figures called ``names``; none is lowered."""
    raised = dict(floors)
    for figure, value in measured.items():
        least = round(value - MARGIN, 3)
        if figure.rpartition("/")[2] in names and (figure not in floors or floors[figure][-1].least < least):
            raised[figure] = [*floors.get(figure, ()), Floor(least, _today())]
    return raised


def lowered(floors: Floors, measured: Mapping[str, float], figure: str, reason: str) -> Floors:
    """The floors with a lower one for ``figure``. Raises ReadError without a reason or a floor to lower."""
    if figure not in floors or figure not in measured:
        raise ReadError(
            f"{figure} has no floor or was not measured; it is written like {next(iter(floors), 'a/b')}"
        )
    least = round(measured[figure] - MARGIN, 3)
    if not reason.strip():
        raise ReadError(f"lowering {figure} to {least} wants --reason: what was it given up for?")
    if least >= floors[figure][-1].least:
        raise ReadError(f"{figure} reached {measured[figure]:.3f}: there is nothing to lower")
    return {**floors, figure: [*floors[figure], Floor(least, _today(), reason)]}


def missed(floors: Floors, measured: Mapping[str, float]) -> Iterator[str]:
    """A line for each figure that does not reach its floor, or was not measured."""
    for figure, history in floors.items():
        if figure not in measured:
            yield f"{figure}: not measured (floor {history[-1].least})"
        elif measured[figure] < history[-1].least:
            yield f"{figure}: {measured[figure]:.3f}, below its floor {history[-1].least}"


def _today() -> str:
    return date.today().isoformat()
