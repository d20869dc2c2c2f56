"""``python -m assistant ask``: as a person and as a program use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.chat import Assistant
from assistant.types import ABSTAINS, Answer
from errors import StoreError
from ingest.preparation.split import split_passages
from tests.assistant.samples import NEWSROOM
from tests.fakes import Reply, ScriptedModel
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

KEYS = {"question", "answer", "abstained", "mode", "sentences", "citations", "seconds", "tokens"}
CITATION_KEYS = {"number", "article_id", "title", "outlet", "published", "url", "quote", "start", "end"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with NewsIndex.open(folder, embedder) as index:
        index.add_articles(
            [(each, split_passages(each, embedder.count_tokens, embedder.max_tokens)) for each in NEWSROOM]
        )
    return folder


def test_a_person_reads_the_answer_and_its_sources(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Who won the cup final?", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert "Ravenna beat Otterlo 3-1 in the cup final on Sunday. [1]" in shown
    assert "[1] Ravenna win the cup (Valley Post, 25 May 2025)" in shown


def test_a_program_gets_one_object(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Who won the cup final?", "--json", "--data", str(data)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == KEYS
    assert answer["mode"] == "extractive" and answer["abstained"] is False
    assert set(answer["sentences"][0]) == {"text", "citations", "verdict"}
    citation = answer["citations"][0]
    assert set(citation) == CITATION_KEYS
    article = next(article for article in NEWSROOM if article.id == citation["article_id"])
    assert article.text[citation["start"] : citation["end"]] == citation["quote"]


def test_what_the_articles_do_not_say(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Who won the 2018 World Cup?", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert ABSTAINS in shown and "nearest headlines" in shown
    assert main(["ask", "Who won the 2018 World Cup?", "--json", "--data", str(data)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["abstained"], answer["answer"], answer["citations"]) == (True, ABSTAINS, [])


@pytest.mark.parametrize(
    ("caution", "question", "abstained"),
    [
        ("0.5", "Who won the cup final?", False),
        ("0.999", "Who won the cup final?", True),
        ("0.5", "Who won the 2018 World Cup?", True),
        ("0", "Who won the 2018 World Cup?", False),
    ],
)
def test_caution_sets_how_sure_it_must_be(
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    caution: str,
    question: str,
    abstained: bool,
) -> None:
    monkeypatch.setenv("DATELINE_CAUTION", caution)
    assert main(["ask", question, "--json", "--data", str(data)]) == 0
    assert json.loads(capsys.readouterr().out)["abstained"] is abstained


def test_filters(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["ask", "What will the repairs of the stone bridge cost?", "--json", "--data", str(data)]
    assert main([*ask, "--outlet", "valley post"]) == 0
    assert {c["outlet"] for c in json.loads(capsys.readouterr().out)["citations"]} == {"Valley Post"}
    assert main([*ask, "--since", "2025-09-01", "--until", "2025-09-30"]) == 0
    assert {c["published"][:7] for c in json.loads(capsys.readouterr().out)["citations"]} == {"2025-09"}
    assert main([*ask, "--outlet", "Nobody"]) == 2
    assert "Harbour News" in capsys.readouterr().err


def test_many_questions_one_object_a_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "question": "Who won the cup final?"},
        {
            "id": 7,
            "question": "And about Iceland?",
            "history": [["What did Dahl say about supplies?", "Safe."]],
        },
        {
            "id": "c",
            "question": "And about Iceland?",
            "history": [{"question": "What did Dahl say?", "answer": "…"}],
        },
        {"question": ""},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    assert main(["ask", "--questions", str(file), "--data", str(data)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, "c", None]
    assert all(set(answer) == KEYS | {"id"} for answer in answers)
    assert "sea cable" in answers[1]["answer"] and "sea cable" in answers[2]["answer"]
    assert answers[3]["abstained"]


def test_a_question_that_fails_costs_only_itself(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Assistant.ask

    def fail_once(self: Assistant, question: str, *rest: Any) -> Answer:
        if question == "Who fell?":
            raise IndexError("string index out of range")
        if question == "Who stumbled?":
            raise StoreError("The index is being rebuilt.")
        return ask(self, question, *rest)

    monkeypatch.setattr(Assistant, "ask", fail_once)
    file = tmp_path / "questions.jsonl"
    asked = ["Who fell?", "Who won the cup final?", "Who stumbled?", "Who won \ud83d the cup final?"]
    file.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(asked)), "utf-8")
    assert main(["ask", "--questions", str(file), "--data", str(data)]) == 1
    captured = capsys.readouterr()
    answers = [json.loads(line) for line in captured.out.splitlines()]
    assert answers[0] == {"id": 0, "question": asked[0], "error": "IndexError: string index out of range"}
    assert answers[2] == {"id": 2, "question": asked[2], "error": "The index is being rebuilt."}
    assert "Ravenna" in answers[1]["answer"] and "Ravenna" in answers[3]["answer"]
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    "content",
    [
        '{"id": 1, "question": "Who?"}\nnot json',
        '["question"]',
        '{"id": 1}',
        '{"question": "?", "history": [1]}',
    ],
)
def test_a_broken_file_of_questions_names_the_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content, encoding="utf-8")
    assert main(["ask", "--questions", str(file), "--data", str(data)]) == 2
    captured = capsys.readouterr()
    assert f"line {len(content.splitlines())}" in captured.err and captured.out == ""


@pytest.mark.parametrize(
    "arguments", [[], ["Who?", "--questions", "x.jsonl"], ["--questions", "no-such-file"]]
)
def test_what_cannot_be_asked_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["ask", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_wrong_day_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ask", "Who?", "--since", "soon"])
    assert "2025-09-04" in capsys.readouterr().err


def test_without_articles_it_says_how_to_add_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Who won?", "--data", str(tmp_path / "none")]) == 2
    assert "python -m ingest" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_language_model_by_settings(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedModel(Reply("Ravenna beat Otterlo 3-1 in the final [1].")) as model:
        monkeypatch.setenv("DATELINE_CHAT_MODEL", "openai:scripted")
        monkeypatch.setenv("DATELINE_CHAT_BASE_URL", model.url)
        assert main(["ask", "Who won the cup final?", "--json", "--data", str(data)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["mode"] == "generative"
    assert answer["sentences"] == [
        {"text": "Ravenna beat Otterlo 3-1 in the final.", "citations": [1], "verdict": "supported"}
    ]


def test_help_needs_no_model() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", "ask", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--questions" in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"torch", "chromadb", "tantivy", "langchain_core"}
