"""Floors under measured figures: raised at will, lowered with a reason only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.gate import FLOORS, read

FIGURE = "sets/town/dateline/hit@1"


def results(folder: Path, hit: float) -> str:
    path = folder / "results.json"
    figures = {"hit@1": {"mean": hit, "low": hit - 0.1, "high": 1.0}, "p50 ms": 7.5}
    path.write_text(json.dumps({"sets": {"town": {"dateline": figures}}, "errors": {"dateline": 3}}), "utf-8")
    return str(path)


def gate(folder: Path, hit: float, *options: str) -> int:
    return main(["gate", results(folder, hit), "--floors", str(folder / "floors.json"), *options])


def floors(folder: Path) -> list[float]:
    return [floor.least for floor in read(folder / "floors.json")[FIGURE]]


def test_a_figure_below_its_floor_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(tmp_path, 0.9, "--pin", "hit@1") == 0
    assert list(read(tmp_path / "floors.json")) == [FIGURE]
    assert gate(tmp_path, 0.895) == 0
    capsys.readouterr()
    assert gate(tmp_path, 0.85) == 1
    assert f"{FIGURE}: 0.850, below its floor 0.89" in capsys.readouterr().err


def test_pinning_raises_and_never_lowers(tmp_path: Path) -> None:
    gate(tmp_path, 0.8, "--pin", "hit@1")
    assert gate(tmp_path, 0.9, "--pin", "hit@1") == 0
    assert gate(tmp_path, 0.7, "--pin", "hit@1") == 1
    assert floors(tmp_path) == [0.79, 0.89]


def test_a_floor_is_lowered_with_a_reason_that_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate(tmp_path, 0.9, "--pin", "hit@1")
    assert gate(tmp_path, 0.8, "--lower", FIGURE) == 2
    assert "--reason" in capsys.readouterr().err
    assert floors(tmp_path) == [0.89]
    assert gate(tmp_path, 0.8, "--lower", FIGURE, "--reason", "twice as fast") == 0
    assert floors(tmp_path) == [0.89, 0.79]
    assert read(tmp_path / "floors.json")[FIGURE][-1].reason == "twice as fast"
    assert gate(tmp_path, 0.8, "--lower", FIGURE, "--reason", "again") == 2  # nothing to lower
    assert gate(tmp_path, 0.8, "--lower", "sets/village", "--reason", "none there") == 2


def test_a_floor_lowered_by_hand_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gate(tmp_path, 0.9, "--pin", "hit@1")
    path = tmp_path / "floors.json"
    kept = json.loads(path.read_text("utf-8"))
    kept[FIGURE].append({"least": 0.5, "since": "2025-01-01"})
    path.write_text(json.dumps(kept), "utf-8")
    assert gate(tmp_path, 0.9) == 2
    assert "lowered without a reason" in capsys.readouterr().err


def test_what_was_not_measured_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gate(tmp_path, 0.9, "--pin", "hit@1")
    (tmp_path / "results.json").write_text("{}", "utf-8")
    path = str(tmp_path / "floors.json")
    assert main(["gate", str(tmp_path / "results.json"), "--floors", path]) == 1
    assert "not measured" in capsys.readouterr().err
    assert main(["gate", str(tmp_path / "none.json"), "--floors", path]) == 2


def test_the_floors_of_this_repository_can_be_read() -> None:
    assert all("dateline" in figure or "unread" in figure for figure in read(FLOORS))
