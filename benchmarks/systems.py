"""The searchers that are compared: what a tutorial builds, BM25, our index, and all of Dateline."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article, Passage, passage_header
from ingest.split import split
from vectorstore.embed import DEFAULT_MODEL, Embedder, load_embedder
from vectorstore.index import NewsIndex

DEPTH = 50  # passages asked of each engine, so that at least ten articles are among them

Found = list[tuple[str, str]]  # (article id, passage text), best first
Search = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles by the benchmark's ids, and the folder that keeps what is built from them."""

    articles: Mapping[str, Article]
    cache: Path  # of this content alone

    def names(self) -> dict[str, str]:
        """The benchmark's id of each ``Article.id``."""
        return {article.id: name for name, article in self.articles.items()}


def _embedder() -> Embedder:
    return load_embedder(DEFAULT_MODEL)


def _passages(corpus: Corpus, embedder: Embedder) -> list[tuple[Article, list[Passage]]]:
    return [
        (article, split(article, embedder.count_tokens, embedder.max_tokens))
        for article in corpus.articles.values()
    ]


@contextlib.contextmanager
def tutorial(corpus: Corpus) -> Iterator[Search]:
    """What a person writes from LangChain's documentation in an afternoon."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from vectorstore.embed import PackagedEmbedder

    embeddings = HuggingFaceEmbeddings(model_name=str(PackagedEmbedder().folder))
    folder = corpus.cache / "tutorial"
    done = folder / "complete"
    store = Chroma("articles", embeddings, persist_directory=str(folder))
    if not done.exists():
        store.reset_collection()
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        documents = splitter.split_documents(
            Document(f"{article.title}\n\n{article.text}".strip(), metadata={"id": name})
            for name, article in corpus.articles.items()
        )
        for start in range(0, len(documents), 1000):
            store.add_documents(documents[start : start + 1000])
        done.touch()
    yield lambda question: [
        (document.metadata["id"], document.page_content)
        for document in store.similarity_search(question, k=DEPTH)
    ]


@contextlib.contextmanager
def bm25(corpus: Corpus) -> Iterator[Search]:
    """BM25 (the library bm25s, English stop words) over our passages with their headers."""
    import bm25s

    passages = _passages(corpus, _embedder())
    owners = [(article.key, passage.text) for article, own in passages for passage in own]
    texts = [
        f"{passage_header(article, passage.heading)}\n{passage.text}"
        for article, own in passages
        for passage in own
    ]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def search(question: str) -> Found:
        tokens = bm25s.tokenize(question, stopwords="en", show_progress=False)
        found, _ = retriever.retrieve(tokens, k=min(DEPTH, len(texts)), show_progress=False)
        return [owners[number] for number in found[0]]

    yield search


@contextlib.contextmanager
def built(corpus: Corpus) -> Iterator[NewsIndex]:
    """Our index over the corpus; what an earlier run embedded is not embedded again."""
    from tqdm import tqdm

    embedder = _embedder()
    with NewsIndex.open(corpus.cache / "dateline", embedder) as index:
        missing = [
            (article, own)
            for article, own in _passages(corpus, embedder)
            if index.catalog.article(article.id) is None
        ]
        for start in tqdm(range(0, len(missing), 64), desc="index", unit="batch", disable=not missing):
            index.add(missing[start : start + 64])
        index.follow()
        yield index


@contextlib.contextmanager
def hybrid(corpus: Corpus) -> Iterator[Search]:
    """Our index alone: vectors and words, plain reciprocal rank fusion."""
    names = corpus.names()
    with built(corpus) as index:
        yield lambda question: [
            (names[found.article.id], found.passage.text) for found in index.search(question, DEPTH)
        ]


SYSTEMS: dict[str, Callable[[Corpus], AbstractContextManager[Search]]] = {
    "tutorial": tutorial,
    "bm25": bm25,
    "hybrid": hybrid,
}
