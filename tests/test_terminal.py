"""Control characters in other people's texts reach no terminal and no log as they are."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from terminal import GuardedStream, escape_controls, guard_terminal, print_styled

ROOT = Path(__file__).parents[1]
ESC, BELL, CSI, OVERRIDE, ISOLATE = "\x1b", "\x07", "\x9b", "\u202e", "\u2066"
ODD = f"{ESC}]0;title{BELL} {CSI}2J {OVERRIDE}txt.exe {ISOLATE}x \x7f"
RAW = set("\x1b\x07\x9b\u202e\u2066\x7f")


def test_they_are_spelled_out() -> None:
    assert escape_controls("a\tb\r\nc é 東京 👍\u200d") == "a\tb\r\nc é 東京 👍\u200d"
    assert not RAW & set(escape_controls(ODD))
    assert escape_controls(f"{ESC}[2J{OVERRIDE}") == "\\u001b[2J\\u202e"


def test_json_stays_what_it_was() -> None:
    told = json.dumps({"name": ODD}, ensure_ascii=False)
    assert not RAW & set(escape_controls(told))
    assert json.loads(escape_controls(told)) == {"name": ODD}


def test_printing_and_logging_pass_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = StringIO(), StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    guard_terminal()
    guard_terminal()
    assert isinstance(sys.stdout, GuardedStream) and sys.stdout.stream is out
    print(ODD, f"{ESC}[31mred{ESC}[0m")
    print_styled(f"{ESC}[1mbold{ESC}[22m {CSI}2J")
    handler = logging.StreamHandler()
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 0, "%s", (ODD,), None))
    print(ODD, file=sys.stderr)
    sys.stderr.writelines([ODD])
    first, second = out.getvalue().splitlines()
    assert not RAW & set(first) and first.endswith(" red")
    assert second == f"{ESC}[1mbold{ESC}[22m \\u009b2J"
    assert not RAW & set(err.getvalue()) and err.getvalue().count("\\u202e") == 3


@pytest.mark.parametrize("program", ["ingest", "assistant", "vectorstore", "ui"])
def test_every_program_has_it(program: str, tmp_path: Path) -> None:
    arguments = {
        "ingest": [f"{ODD}.txt"],
        "assistant": ["ask", "--questions", f"{ODD}.jsonl"],
        "vectorstore": ["delete", ODD],
        "ui": ["users", "remove", ODD],
    }[program]
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT,
        env={"DATELINE_DATA": str(tmp_path), "PYTHONIOENCODING": "utf-8", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode and done.stdout + done.stderr
    assert not RAW & set(done.stdout + done.stderr)
