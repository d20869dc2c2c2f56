"""What must hold on the first real page, where the shared data folder is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from ingest.pipeline import ingest_sources
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seed(shared: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    with NewsIndex.open(tmp_path_factory.mktemp("seed"), embedder) as index:
        ingest_sources([str(shared / "articles")], index)
        yield Assistant(NewsRetriever(index=index))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which countries committed to the 5% target?", ("Italy", "Canada", "Spain", "Belgium")),
        ("What did Rutte say about Taiwan?", ("Taiwan", "Rutte")),
        ("What did AA report about Taiwan?", ("Taiwan",)),
        ("Who decides about troops in Ukraine?", ("sovereign",)),
        ("Why did Rutte praise Trump?", ("defense spending",)),
        ("What did Rutte say about money?", ("money alone",)),
    ],
)
def test_the_page_answers(seed: Assistant, question: str, words: tuple[str, ...]) -> None:
    answer = seed.ask(question)
    shown = " ".join(citation.quote for citation in answer.citations)
    assert all(word in shown for word in words), answer.text


def test_what_is_said_about_taiwan_is_cited_first(seed: Assistant) -> None:
    answer = seed.ask("What did Rutte say about Taiwan?")
    assert "Taiwan" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    ["Who won the 2018 World Cup?", "What did Rutte say about climate change?", "How tall is Mount Everest?"],
)
def test_the_page_does_not_say(seed: Assistant, question: str) -> None:
    assert seed.ask(question).abstained
