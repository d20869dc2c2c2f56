"""An index over the small newsroom, and an assistant on it, both real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.generative.generate import Generator
from assistant.generative.model import load_chat_model
from ingest.preparation.split import split_passages
from tests.assistant.samples import NEWSROOM
from tests.fakes import ScriptedModel
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[NewsIndex]:
    """The index of ``samples.NEWSROOM``; tests of this room only read it."""
    with NewsIndex.open(tmp_path_factory.mktemp("newsroom"), embedder) as index:
        index.add_articles(
            [(each, split_passages(each, embedder.count_tokens, embedder.max_tokens)) for each in NEWSROOM]
        )
        yield index


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[NewsIndex]:
    """An index without articles."""
    with NewsIndex.open(tmp_path_factory.mktemp("empty"), embedder) as index:
        yield index


@pytest.fixture(scope="session")
def assistant(newsroom: NewsIndex) -> Assistant:
    """Without a language model."""
    return Assistant(NewsRetriever(index=newsroom), today=lambda: TODAY)


@pytest.fixture
def written_by(newsroom: NewsIndex) -> Callable[..., Assistant]:
    """An assistant whose answers the scripted model writes."""

    def build(
        model: ScriptedModel,
        *,
        seconds: float = 300.0,
        unsupported: str = "strike",
        top_k: int = 4,
        tokens: int = 6000,
        repair: bool = True,
    ) -> Assistant:
        chat = load_chat_model("openai:scripted", base_url=model.url, api_key="key", seconds=seconds)
        generator = Generator(chat, unsupported, seconds, tokens=tokens, repair=repair)  # type: ignore[arg-type]
        return Assistant(NewsRetriever(index=newsroom, top_k=top_k), generator, today=lambda: TODAY)

    return build
