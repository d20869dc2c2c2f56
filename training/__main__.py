"""``python -m training``: make the reader again from the data folder, and measure it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from arguments import run_command
from errors import DatelineError, ReadError


def main(argv: list[str] | None = None) -> int:
    """Run one step, or all of them; exit code 0, or 2 where it cannot be run."""
    arguments = _parser().parse_args(argv)
    try:
        if not (arguments.data / "qa").is_dir():
            raise ReadError(
                f"{arguments.data} is not the data folder: wanted one that holds qa/, relevance/ and nli/"
            )
        return _run(arguments)
    except DatelineError as error:
        print(f"training: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("training: stopped; run the same command to go on from the last checkpoint", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "step",
        nargs="?",
        choices=("train", "export", "calibrate", "measure", "ranker", "all"),
        default="all",
        help="one step only; ranker prints the weights of assistant/evidence/features.py and is no part of all",
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--work", type=Path, default=Path(".cache/training"), help="folder for checkpoints")
    parser.add_argument("--limit", type=int, help="measure on this many questions of each set")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    if arguments.step == "ranker":
        from training.ranker import run

        print(run(arguments.data))
        return 0
    checkpoint = arguments.work / "checkpoint.pt"
    if arguments.step in ("train", "all"):
        from training.train import train

        checkpoint = train(arguments.data, arguments.work)
    if arguments.step in ("export", "all"):
        from training.export import export

        print(f"{export(checkpoint) / 1e6:.1f} MB of weights written", file=sys.stderr)
    from assistant.evidence.reader import Reader

    if arguments.step in ("calibrate", "all"):
        from training.calibrate import calibrate

        print(calibrate(arguments.data, Reader()))
    if arguments.step in ("measure", "all"):
        from training.measure import measure

        print(json.dumps(measure(arguments.data, Reader(), arguments.limit), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
