"""Questions in German over articles in German, without a reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.language.stop_words import drop_foreign_stop_words
from ingest.preparation.split import split_passages
from news.article import Article
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

TEXTS = {
    "Brücke bei Altdorf gesperrt": (
        "Die Brücke bei Altdorf wird ab dem 1. Juni für zwei Jahre gesperrt, weil Gutachter Risse in drei Pfeilern"
        " gefunden haben. Die Reparatur der Brücke kostet 48 Millionen Euro. „Wir hätten sie lieber offen gelassen“,"
        " sagte der Minister. Die Stadt fordert eine Fähre."
    ),
    "Fähre soll Pendlern helfen": (
        "Der Kreistag stimmte am Montag mit 31 zu 12 Stimmen für eine Fähre. Die Fähre fährt alle 20 Minuten und kostet 2,50"
        " Euro für jede Fahrt. Sabine Roth sagte, sie sei erleichtert."
    ),
}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    with NewsIndex.open(tmp_path_factory.mktemp("german"), embedder) as index:
        articles = [
            Article(key=title, title=title, text=text, language="de") for title, text in TEXTS.items()
        ]
        index.add_articles(
            [(each, split_passages(each, embedder.count_tokens, embedder.max_tokens)) for each in articles]
        )
        yield Assistant(NewsRetriever(index=index))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Was kostet die Reparatur der Brücke?", "48 Millionen"),
        ("Wie oft fährt die Fähre?", "20 Minuten"),
        ("Warum wird die Brücke bei Altdorf gesperrt?", "Risse"),
        ("Was sagte Sabine Roth?", "erleichtert"),
    ],
)
def test_german_questions_are_answered(german: Assistant, question: str, words: str) -> None:
    answer = german.ask(question)
    assert any(words in each.quote for each in answer.citations), answer.text


@pytest.mark.parametrize(
    "question", ["Was kostet der Bahnhof?", "Was sagte der Papst?", "Wann wird der Flughafen eröffnet?"]
)
def test_what_they_do_not_say_is_told(german: Assistant, question: str) -> None:
    assert german.ask(question).abstained


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("Wann wird die Brücke gesperrt?", "de", "Brücke gesperrt?"),
        ("¿Quién ganó la carrera?", "es", "ganó carrera?"),
        ("Who will die?", "en", "Who will die?"),
        ("Cé a bhuaigh?", "ga", "Cé a bhuaigh?"),
    ],
)
def test_words_that_only_ask_are_left_out(text: str, language: str, left: str) -> None:
    assert drop_foreign_stop_words(text, language) == left
