"""The claims benchmark on rows of its own: what it reads, what it measures, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.__main__ import main
from benchmarks.claims import Claim, balanced_accuracy, nearest, read_claims

EVIDENCE = ["The council of Elmford met on Monday.", "It closed the bridge to lorries.", "Rain is likely."]
ROWS = [
    {"claim": "The council of Elmford met on Monday.", "evidence": EVIDENCE, "label": "supported"},
    {"claim": "It closed the bridge to lorries.", "evidence": " ".join(EVIDENCE), "label": "supported"},
    {"claim": "The council of Ashford met on Monday.", "evidence": EVIDENCE, "label": "not_supported"},
    {"claim": "Norvik sold 40 ferries.", "evidence": EVIDENCE, "label": "partially_supported"},
]


def written(folder: Path, rows: Sequence[object]) -> str:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def test_sentences_and_whole_texts_are_read_alike(tmp_path: Path) -> None:
    first, second, *_ = read_claims(Path(written(tmp_path, ROWS)))
    assert first.evidence == second.evidence == tuple(EVIDENCE)
    assert [claim.supported for claim in read_claims(Path(written(tmp_path, ROWS)))] == [
        True,
        True,
        False,
        False,
    ]


def test_clear_rows_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = written(tmp_path, ROWS)
    assert main(["claims", "--pairs", rows, "--dev", rows, "--test", rows, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["verdicts"]["balanced accuracy"]["mean"] == pytest.approx(1.0)
    assert figures["overlap"]["balanced accuracy, test"]["mean"] == pytest.approx(1.0)
    assert 0 < figures["overlap"]["threshold"] <= 1


def test_pairs_without_a_dev_part_are_scored_with_the_threshold_from_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", "--pairs", written(tmp_path, ROWS), "--json"]) == 0
    overlap = json.loads(capsys.readouterr().out)["overlap"]
    assert (overlap["threshold"], overlap["balanced accuracy"]["mean"]) == (0.625, pytest.approx(1.0))


def test_balanced_accuracy_does_not_reward_the_larger_class() -> None:
    claims = [Claim("c", ("e",), supported=n == 0) for n in range(10)]
    nothing = np.zeros(10, dtype=bool)
    assert balanced_accuracy(claims, nothing).mean == pytest.approx(0.5)
    assert balanced_accuracy(claims, ~nothing).mean == pytest.approx(0.5)


def test_the_reader_is_shown_the_sentences_that_hold_the_claim_s_words() -> None:
    claim = Claim("The bridge in Elmford is closed to lorries.", tuple(EVIDENCE), supported=True)
    assert nearest(claim) == " ".join(EVIDENCE[:2])


def test_the_reader_s_scores_stand_beside_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = written(tmp_path, ROWS)
    assert main(["claims", "--dev", rows, "--test", rows, "--reader", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["overlap", "entailment", "overlap and entailment"]
    assert figures["overlap and entailment"]["AUROC, test"] == 1.0


@pytest.mark.parametrize(
    "row",
    [
        "{",
        '{"claim": "c", "label": "supported"}',
        "[]",
        '{"claim": "c", "evidence": 3, "label": "supported"}',
        '{"claim": "c", "evidence": ["e", null], "label": "supported"}',
        '{"claim": "c", "evidence": "e", "label": null}',
        '{"claim": null, "evidence": "e", "label": "supported"}',
        "7",
    ],
)
def test_a_row_that_lacks_something_is_told_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(row, encoding="utf-8")
    assert main(["claims", "--pairs", str(path)]) == 2
    path.write_text("\n".join([json.dumps(ROWS[0]), row, "", json.dumps(ROWS[2])]), encoding="utf-8")
    assert main(["claims", "--pairs", str(path), "--json"]) == 0
    said = capsys.readouterr()
    assert "row 2 is left out" in said.err and '"evidence"' in said.err
    assert json.loads(said.out)["verdicts"]["claims"] == 2


def test_other_names_for_supported_empty_evidence_and_one_json_list_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    labels = ["SUPPORTS", "Entailment", True, 1, "REFUTES", "neutral", False, 0, "unsupported"]
    path.write_text(json.dumps([{"claim": "c", "evidence": [], "label": label} for label in labels]), "utf-8")
    assert [claim.supported for claim in read_claims(path)] == [True] * 4 + [False] * 5
    assert main(["claims", "--pairs", str(path), "--dev", str(path), "--test", str(path)]) == 0


def test_without_files_it_says_what_it_wants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 2
    assert "--pairs" in capsys.readouterr().err
