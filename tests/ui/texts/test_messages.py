"""Every sentence that another room says to a person has its German form, and comes back as German."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from string import Formatter

import pytest

from assistant.conversation.export import export_markdown
from assistant.types import Answer, Citation, Sentence
from news.article import Article, Passage
from ui.frame.messages import load_messages, translate, translate_day
from ui.texts import serve_language

ROOT = Path(__file__).parents[3]
SAYS = {"ReadError", "LimitError", "FetchError", "StoreError", "ChatModelError", "DatelineError"} | {
    "EmbedderMismatchError", "Note", "Problem", "Finding", "_AgainError"
}  # fmt: skip
SPEAKS = {  # functions whose texts are sentences, or clauses of one
    "assistant/verification/rules.py": "*",
    "assistant/verification/verify.py": "_object_to_part",
    "assistant/generative/model.py": "explain_model_failure",
    "ingest/fetching/fetch.py": "_advise_on_status _explain_failure",
    "ingest/processes/reading.py": "_explain_too_large",
    "ingest/processes/worker.py": "_explain_too_long _explain_death",
    "vectorstore/sqlite/database.py": "_advise_on_error",
}
ELSEWHERE = (
    "ui/programs/abilities.py",
    "vectorstore/__main__.py",
    "vectorstore/backup.py",
)  # said to programs and on the command line


class German:
    """A request of a browser that wants German."""

    def __init__(self) -> None:
        self.headers = {"accept-language": "de-DE,de;q=0.9,en;q=0.5"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ("ingest", "vectorstore", "assistant", "ui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name not in ELSEWHERE and path.name != "__main__.py":
                yield name, ast.parse(path.read_text("utf-8"))


def example(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression stands for, with {} for each value."""
    if isinstance(node, ast.IfExp):
        yield from example(node.body)
        yield from example(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def said() -> Iterator[tuple[str, str]]:
    """Every sentence of the code, and where it stands."""
    for name, tree in sources():
        speaks = SPEAKS.get(name, "").split()
        for node in ast.walk(tree):
            found: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYS:
                found = node.args[-1:] if getattr(node.func, "id", "") in ("Note", "Problem") else node.args
            elif isinstance(node, ast.FunctionDef) and (node.name in speaks or "*" in speaks):
                found = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
            for sentence in (each for expression in found for each in example(expression)):
                if " " in sentence and re.search("[a-z]{2}", sentence):
                    yield sentence, f"{name}:{getattr(node, 'lineno', 0)}"


def test_the_functions_that_speak_are_where_they_are_looked_for() -> None:
    defined = {
        name: {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for name, tree in sources()
    }
    for name, functions in SPEAKS.items():
        assert functions == "*" or set(functions.split()) <= defined[name], name


def test_each_sentence_of_the_code_has_its_german() -> None:
    sentences = list(said())
    assert len(sentences) > 100
    with serve_language(German()):
        known = translate("no article")
        left = [
            f"{place}: {sentence}"
            for sentence, place in sentences
            for one, other in [(sentence.replace("{}", "7"), sentence.replace("{}", "no article"))]
            if translate(one) == one and translate(other) in (other, sentence.replace("{}", known))
        ]
    assert left == []


@pytest.mark.parametrize("pair", load_messages(), ids=lambda pair: pair[0][:40])
def test_each_message_comes_back_as_its_german(pair: tuple[str, str]) -> None:
    english, german = pair
    names = {name for _, name, _, _ in Formatter().parse(english) if name}
    assert names == {name for _, name, _, _ in Formatter().parse(german) if name}
    with serve_language(German()):
        values = {name: "no article" if name.startswith("part") else "7" for name in names}
        in_german = {name: translate(value) for name, value in values.items()}
        assert translate(english.format(**values)) == german.format(**in_german)


def test_values_are_written_as_german_writes_them() -> None:
    with serve_language(German()):
        assert translate("Only articles published from 1 May 2025 to 4 May 2025.") == (
            "Nur Artikel, die vom 1. Mai 2025 bis zum 4. Mai 2025 erschienen sind."
        )
        assert translate(
            "The articles differ: Post (4 May 2025) has 5 boats; one article (6 May 2025) has 6."
        ) == ("Die Artikel unterscheiden sich: Post (4. Mai 2025): 5 boats; ein Artikel (6. Mai 2025): 6.")
        assert translate(
            "https://a.example/x: the server answered 404: nothing is there; check the address"
        ) == ("https://a.example/x: der Server antwortete 404: Dort ist nichts; prüfen Sie die Adresse")
        assert translate(
            "1,200,000 bytes, more than DATELINE_MAX_BYTES=1,000,000: raise it or split the file"
        ) == (
            "1.200.000 Bytes, mehr als DATELINE_MAX_BYTES=1.000.000: Erhöhen Sie es, oder teilen Sie die Datei"
        )
        assert (
            translate_day("4 May 2025") == "4. Mai 2025" and translate_day("Harbour Post") == "Harbour Post"
        )
        assert translate("What nobody says.") == "What nobody says."


def test_english_stays_as_it_is() -> None:
    assert translate("no article") == "no article"
    assert translate_day("4 May 2025") == "4 May 2025"


def test_what_stands_in_words_is_said_in_words() -> None:
    assert not [german for _, german in load_messages() if re.search(r"\b(?:the|and|is|not|check)\b", german)]


def test_an_exported_conversation_is_german_too() -> None:
    article = Article("k", "", "Der Kran hebt 90 Tonnen.", published=datetime(2025, 5, 4))
    passage = Passage(article.id, 0, 0, len(article.text), article.text)
    citation = Citation(1, passage, article, article.text, 0, len(article.text))
    sentence = Sentence(article.text, (1,), "unsupported")
    answers = [Answer("Wie viel?", (sentence,), (citation,)), Answer("Warum?", abstained=True)]
    with serve_language(German()):
        text = export_markdown("Kran", answers, translate_day)
    assert "*(nicht belegt)*" in text and "Davon steht nichts in Ihren Artikeln." in text
    assert "Ohne Titel (unbekanntes Medium, 4. Mai 2025): “Der Kran hebt 90 Tonnen.”" in text
