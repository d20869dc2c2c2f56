"""When the reader is asked, and what its word counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.evidence.reader import PassageReading, Reader
from assistant.evidence.retriever import ROUNDS, NewsRetriever, weigh_reading
from ingest.preparation.split import split_passages
from news.article import Article
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

HARBOURS = 30


class CountingReader:
    """Says yes to a passage that holds one word, and remembers how much it read."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.passages = 0

    def read_passages(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        self.passages += len(passages)
        return [PassageReading(0.99 if self.word in text else 0.01, "", 0, 0) for _, text in passages]


class OwnReader(CountingReader, Reader):
    """Counts in place of Dateline's own."""


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path_factory.mktemp("harbours"), embedder) as index:
        texts = [
            f"The harbour of town {n} was closed in the storm. Its mayor is M{n:02}." for n in range(HARBOURS)
        ]
        articles = [
            Article(key=str(n), title=f"Harbour {n} closed", text=text) for n, text in enumerate(texts)
        ]
        index.add_articles(
            [(a, split_passages(a, embedder.count_tokens, embedder.max_tokens)) for a in articles]
        )
        yield index


def test_what_a_reader_says_yes_to_comes_first(harbours: NewsIndex) -> None:
    reader = CountingReader("M")
    best = NewsRetriever(index=harbours, reader=reader).invoke("Which harbour was closed in the storm?")[0]
    assert best.metadata["reading"].relevance == 0.99
    assert reader.passages == ROUNDS[0][0]  # enough, since one of them answers


def test_the_rest_is_read_where_the_first_do_not_answer(harbours: NewsIndex) -> None:
    question = "Who is mayor of the town that shut its harbour?"
    plain = NewsRetriever(index=harbours, top_k=HARBOURS).invoke(question)
    last = plain[-1].metadata["retrieved"].passage.text
    reader = CountingReader(last.split()[-1])
    found = NewsRetriever(index=harbours, reader=reader).invoke(question)
    assert reader.passages == HARBOURS
    assert found[0].page_content == last


@pytest.mark.parametrize(
    "words", ["harbour storm closed", "The harbour of town 7 was closed in the storm. Its mayor is M07."]
)
def test_words_to_look_up_and_pasted_sentences_are_not_read(harbours: NewsIndex, words: str) -> None:
    reader = CountingReader("M00")
    found = NewsRetriever(index=harbours, reader=reader).invoke(words)
    assert reader.passages == 0
    assert found[0].metadata["reading"] is None
    assert found[0].id == NewsRetriever(index=harbours).invoke(words)[0].id


def test_a_reader_counts_less_where_an_account_is_asked_for() -> None:
    for account in ("What did the mayor say about the storm?", "Why was the harbour closed?"):
        assert weigh_reading(account, 0.8, 0.1) > 0.5 > weigh_reading("Who closed the harbour?", 0.8, 0.1)
        assert weigh_reading(account, 0.8, 0.9) > weigh_reading(account, 0.8, 0.1)


def test_our_own_reader_reads_no_other_language_than_english(harbours: NewsIndex) -> None:
    german = "Welcher Hafen wurde wegen des schweren Sturms geschlossen, und wie heißt die Stadt?"
    own, other = OwnReader("M00"), CountingReader("M00")
    NewsRetriever(index=harbours, reader=own).invoke(german)
    assert own.passages == 0
    NewsRetriever(index=harbours, reader=own).invoke("Which harbour was closed in the storm?")
    assert own.passages >= ROUNDS[0][0]
    NewsRetriever(index=harbours, reader=other).invoke(german)  # a cross-encoder may know it
    assert other.passages >= ROUNDS[0][0]
