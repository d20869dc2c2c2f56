"""``python -m ingest``: exit codes and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main

TEXT = "Ferry stopped\n\nThe ferry to Ormsay stopped on Monday after a crack was found in its hull."


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def test_a_run_prints_its_summary(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert main(["--data", data, "--quiet", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out == "added 1 / updated 0 / unchanged 0 / failed 0\n"


def test_a_failure_is_one_line_and_exit_code_1(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert main(["--data", data, "--quiet", str(tmp_path / "empty.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out.endswith("failed 1\n")
    assert [line for line in printed.err.splitlines() if "empty.txt" in line and "Traceback" not in line]


def test_the_report_as_json(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", data, "--json", str(tmp_path / "none.txt")]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["failed"] == 1 and report["failures"][0]["key"].endswith("none.txt")


def test_no_arguments_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2 and "usage:" in capsys.readouterr().err
