"""The retrieval benchmark over a few articles written for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.metrics import bootstrap, judge
from benchmarks.retrieval import errors, errors_table

ARTICLES = [
    {
        "id": "ferry",
        "title": "Ferry to Lowmere resumes",
        "text": "The ferry to Lowmere sails again from Monday. Its engine was replaced in dry dock.",
        "source": "Harbour Post",
        "published": "2025-03-04",
    },
    {
        "id": "ferry-old",
        "title": "Ferry to Lowmere stopped",
        "text": "The ferry to Lowmere does not sail. Its engine failed in the storm.",
        "source": "Harbour Post",
        "published": "2025-02-01",
    },
    {
        "id": "school",
        "title": "School wins choir prize",
        "text": "Pupils of Ashby School sang best of forty choirs.",
        "source": "Ashby Echo",
        "published": "2025-03-04",
    },
]
QUESTIONS = [
    {"id": "1", "question": "How many choirs sang?", "articles": ["school"], "answers": ["forty"]},
    {
        "id": "2",
        "question": "What did Harbour Post report on 4 March 2025 about the ferry to Lowmere?",
        "articles": ["ferry"],
        "source": "Harbour Post",
        "published": "2025-03-04",
    },
    {
        "id": "3",
        "question": "And why?",
        "articles": ["ferry-old"],
        "history": [["Why does the ferry to Lowmere not sail after the storm?", "Its engine failed."]],
    },
    {"id": "4", "question": "Who knows?", "articles": [], "answerable": False},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sets = tmp_path_factory.mktemp("sets")
    for name, rows in (("town.articles", ARTICLES), ("town.asked.questions", QUESTIONS)):
        (sets / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return sets


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["retrieval", *arguments, "--cache", str(folder / "cache"), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_systems_are_measured_on_the_sets_of_a_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(folder, capsys, "--sets", str(folder), "--set", "town", "--systems", "bm25", "dateline")
    figures = found["sets"]["town.asked"]["dateline"]
    assert figures["hit@1"]["mean"] == 1.0  # the third is found by its history alone
    assert figures["answer@1"]["mean"] == 1.0
    assert figures["other day or outlet@5"]["mean"] == 0.0
    assert figures["p50 ms"] > 0 and figures["p50 processor ms"] > 0
    others = found["sets"]["town.asked"]["bm25"]
    assert others["other day or outlet@5"]["mean"] == 1.0
    assert found["questions"] == {"town.asked": 3}  # what no article answers is left out
    assert found["errors"]["dateline"] == 0


def test_two_files_of_ones_own_are_measured_and_print_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [
        "--articles",
        str(folder / "town.articles.jsonl"),
        "--questions",
        str(folder / "town.asked.questions.jsonl"),
    ]
    assert main(["retrieval", *files, "--limit", "1", "--cache", str(folder / "cache")]) == 0
    printed = capsys.readouterr().out
    assert "| 1 questions | tutorial | bm25 | hybrid | dateline |" in printed
    assert "| hit@1 | 1.000 [1.000, 1.000]" in printed


def test_what_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retrieval", "--sets", str(folder), "--set", "village"]) == 2
    assert "no set called village" in capsys.readouterr().err
    assert main(["retrieval", "--articles", str(folder / "none.jsonl")]) == 2
    assert "--questions" in capsys.readouterr().err


def test_all_evidence_is_asked_for_where_all_is_needed() -> None:
    assert judge(["a", "x", "b"], ["a", "b"], need_all=True)["all-evidence recall@10"] == 1.0
    assert judge(["a", "x"], ["a", "b"], need_all=True)["all-evidence recall@10"] == 0.0
    assert judge(["x", "a"], ["a", "b"], need_all=False) == {
        "hit@1": 0.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
        "MRR@10": 0.5,
        "nDCG@10": pytest.approx(0.631, abs=0.001),
        "all-evidence recall@10": 1.0,
    }


def test_an_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few, many = bootstrap([0.0, 1.0] * 10), bootstrap([0.0, 1.0] * 1000)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low


def test_errors_are_counted_over_all_sets() -> None:
    figures = {
        "one": {"bm25": {"hit@1": [1.0, 0.0], "ms": [1.0, 1.0]}, "dateline": {"hit@1": [1.0, 1.0]}},
        "two": {"bm25": {"hit@1": [0.0], "ms": [1.0]}, "dateline": {"hit@1": [0.0]}},
    }
    assert errors(figures) == {"bm25": 2, "dateline": 1}
    assert "50% fewer errors at the first place than bm25" in errors_table(figures)


def test_odd_rows_stop_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [
        {
            "id": 7,
            "title": None,
            "text": "Nine kites flew over Sandley on Sunday.\r\nThe wind held.",
            "url": "",
        },
        {"id": "a/b c#1", "title": "Empty", "text": ""},
        {"id": "none", "title": "No text at all", "text": None},
        {
            "id": "ü",
            "text": "Der Hafen wurde geschlossen.",
            "authors": None,
            "published": "last week",
            "source": 5,
        },
        {"id": "same", "title": "Kites", "text": "Nine kites flew over Sandley on Sunday.\r\nThe wind held."},
    ]
    questions = [
        {"id": 1, "question": "How many kites flew over Sandley?", "articles": 7, "answers": "Nine"},
        {
            "question": "Wer schloss den Hafen?",
            "articles": ["ü"],
            "answers": {"text": ["Hafen"]},
            "history": None,
        },
        {"id": "3", "question": "", "articles": ["ü"]},
        {"id": "4", "question": "?!", "articles": ["ü"], "history": [{"question": "Is it shut?"}, "so"]},
        {"id": "5", "question": "Who pays?", "articles": None, "answerable": False},
        {"id": "6", "question": "Where are the kites?", "articles": ["7", "same"], "all": True},
        {"id": "7", "question": "Who is gone?", "articles": ["gone"]},
    ]
    for name, rows in (("a", articles), ("q", questions)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8-sig")
    files = ["--articles", str(tmp_path / "a.jsonl"), "--questions", str(tmp_path / "q.jsonl")]
    assert main(["retrieval", *files, "--cache", str(tmp_path / "cache"), "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found["questions"] == {"q": 5}
    assert set(found["sets"]["q"]) == {"tutorial", "bm25", "hybrid", "dateline"}
    assert "1 question asks for articles that are not there" in printed.err
