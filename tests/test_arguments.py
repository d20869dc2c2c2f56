"""How every command line ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from arguments import run_command

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(each.parent.name for each in ROOT.glob("[a-z]*/__main__.py"))


def end_unread(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with standard output that nobody reads any more."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=writes,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writes)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_whose_output_nobody_reads_ends_quietly(name: str) -> None:
    done = end_unread("-m", name, "--help")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", [*(ROOT / name / "__main__.py" for name in COMMANDS), ROOT / "app.py"])
def test_every_command_line_ends_in_one_way(path: Path) -> None:
    assert "sys.exit(run_command(main))" in path.read_text("utf-8")


def test_what_was_printed_before_is_no_reason_to_complain() -> None:
    code = "import sys; from arguments import run_command; sys.exit(run_command(lambda: print('x' * 100_000) or 1))"
    done = end_unread("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_another_pipe_that_breaks_is_an_error() -> None:
    def break_another() -> int:
        raise BrokenPipeError("the process that reads documents has gone")

    with pytest.raises(BrokenPipeError, match="reads documents"):
        run_command(break_another)


def test_what_cannot_be_shown_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, "ascii"))

    def tell() -> int:
        print("Café \ud83d")
        return 3

    assert run_command(tell) == 3
    assert kept.getvalue() == b"Caf? ?\n"
