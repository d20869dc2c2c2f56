"""The benchmark of answers over a few articles written for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Answer, Citation, Sentence
from benchmarks.__main__ import main
from benchmarks.answers import Asked, ask_both, holds, measure
from benchmarks.questions import Question
from errors import DatelineError
from news.article import Article, Passage
from tests.fakes import Reply, ScriptedModel

ARTICLES = [
    {
        "id": "ferry",
        "title": "Ferry to Lowmere resumes",
        "text": "The ferry to Lowmere sails again from Monday. Its engine was replaced in dry dock for 40,000 euros.",
        "source": "Harbour Post",
        "published": "2025-03-04",
    },
    {
        "id": "school",
        "title": "School wins choir prize",
        "text": "Pupils of Ashby School sang best of forty choirs. The prize was handed over by the mayor, Ida Lunt.",
        "source": "Ashby Echo",
        "published": "2025-03-04",
    },
]
QUESTIONS: list[dict[str, Any]] = [
    {"id": "1", "question": "How many choirs sang?", "articles": ["school"], "answers": ["forty", "40"]},
    {
        "id": "2",
        "question": "And who handed over the prize?",
        "articles": ["school"],
        "answers": ["Ida Lunt"],
        "history": [
            {"question": "Which school won the choir prize?", "answer": "Pupils of Ashby School sang best."}
        ],
    },
    {"id": "3", "question": "Who won the 2018 World Cup?", "answerable": False},
]


def _written(folder: Path, name: str, rows: list[dict[str, Any]]) -> str:
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_command_prints_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "answers",
        *("--articles", _written(tmp_path, "articles", ARTICLES)),
        *("--questions", _written(tmp_path, "questions", QUESTIONS)),
        *("--cache", str(tmp_path / "cache")),
        "--json",
    ]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["gold answer in the answer"]["mean"] == 1.0
    assert found["gold answer in the first cited sentence"]["mean"] == 1.0
    assert found["short answer, exact match"]["mean"] == 1.0
    assert found["a right article cited"]["mean"] == 1.0
    assert (
        found["unanswerable that abstain"]["mean"] == 1.0 and found["answerable that abstain"]["mean"] == 0.0
    )
    assert found["gold answer in the tutorial chain's top passage"]["mean"] == 1.0
    quotes, every = found["quotes that are verbatim"].split(" of ")
    assert int(quotes) == int(every) >= 2


def test_a_language_model_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "Pupils of Ashby School sang best of forty choirs. [1] They were on television. [1]"
    with ScriptedModel(Reply(said)) as model:
        arguments = [
            "answers",
            *("--articles", _written(tmp_path, "articles", ARTICLES)),
            *("--questions", _written(tmp_path, "questions", QUESTIONS[:1])),
            *("--cache", str(tmp_path / "cache")),
            *("--chat-model", "openai:scripted", "--chat-base-url", model.url, "--json"),
        ]
        assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert "forty choirs" in model.prompt(0)  # the passage was put before the model
    assert found["gold answer in the answer"]["mean"] == 1.0
    assert found["words of an answer"]["mean"] < len(said.split())  # what nothing bears out was struck
    assert found["quotes that are verbatim"] == "1 of 1"


def test_a_file_without_questions_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _written(tmp_path, "articles", ARTICLES), _written(tmp_path, "none", [])
    assert main(["answers", "--articles", files[0], "--questions", files[1], "--cache", str(tmp_path)]) == 2
    assert "holds no questions" in capsys.readouterr().err


TEXT = "Repairs cost 1.2 million euros. They take 14 months."


def _answer(quote: str, emphasis: tuple[int, int] | None = None) -> Answer:
    article = Article(key="bridge", title="Bridge", text=TEXT)
    citation = Citation(1, Passage(article.id, 0, 0, len(TEXT), TEXT), article, quote, 0, len(quote))
    return Answer(
        "?",
        (Sentence(quote, (1,), "quoted", emphasis=emphasis),),
        (citation,),
        mode="extractive",
        answerability=0.9,
    )


def test_a_quote_that_is_no_slice_stops_the_run() -> None:
    question = Question("1", "What do the repairs cost?", answers=("1.2 million euros",))
    assert ask_both(question, lambda _: _answer(TEXT), lambda _: [("bridge", TEXT)]).baseline == TEXT
    with pytest.raises(DatelineError, match="no slice"):
        ask_both(question, lambda _: _answer("Repairs cost 2 million euros."), lambda _: [])


def test_figures_tell_right_from_wrong() -> None:
    right = Question("1", "What do the repairs cost?", answers=("1.2 million euros",))
    wrong = replace(right, id="2", answers=("9 million",))
    none = Question("3", "Who is to blame?", answerable=False)
    answer = _answer("Repairs cost 1.2 million euros.", (13, 30))
    abstained = Answer("?", abstained=True, answerability=0.1)
    found = measure([Asked(right, answer, TEXT), Asked(wrong, answer, ""), Asked(none, abstained, TEXT)], {})
    means: dict[str, Any] = {name: getattr(value, "mean", value) for name, value in found.items()}
    assert means["gold answer in the answer"] == means["gold answer in the cited quotes"] == 0.5
    assert means["gold answer in the tutorial chain's top passage"] == 0.5
    assert means["short answer, exact match"] == 0.5 and 0.5 < means["short answer, F1"] < 1.0
    assert means["unanswerable that abstain"] == 1.0 and means["AUROC answerable/not"] == 1.0
    assert "a right article cited" not in found


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ("It fell to 5 % in May.", ["5 per cent"], 1.0),
        ("The Harbour Post said so.", ["harbour post"], 1.0),
        ("They counted 1400 birds.", ["14"], 0.0),
        ("Nothing.", [""], 0.0),
    ],
)
def test_an_answer_is_held_as_a_run_of_words(text: str, answers: list[str], held: float) -> None:
    assert holds(text, answers) == held
