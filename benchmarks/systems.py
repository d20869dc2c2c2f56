"""The searchers that are compared: what a tutorial builds, BM25, our index, all of Dateline, and it without a reader."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.build import OWN_READER, build_assistant, load_reader
from benchmarks.questions import Question
from ingest.preparation.split import split_passages
from news.article import Article, Passage, passage_header
from vectorstore.embedder import DEFAULT_MODEL, Embedder, load_embedder, use_fast_products
from vectorstore.index import NewsIndex
from vectorstore.indexes.fusion import fuse_reciprocal

STEPS = 0.1 if sys.stderr.isatty() else 60.0  # seconds between two lines of progress
DEPTH = 50  # passages asked of each engine, so that at least ten articles are among them

Found = list[tuple[str, str]]  # (article id, passage text), best first
Search = Callable[[Question], Found]


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
    """Every article with its passages; cut once and kept, for counting word pieces takes its time."""
    kept = corpus.cache / "passages.jsonl"
    if not kept.exists():
        corpus.cache.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for article in corpus.articles.values():
                own = split_passages(article, embedder.count_tokens, embedder.max_tokens)
                file.write(json.dumps([(each.start, each.end, each.heading) for each in own]) + "\n")
        fresh.rename(kept)
    with kept.open(encoding="utf-8") as lines:
        return [
            (article, [_passage(article, at, *span) for at, span in enumerate(json.loads(line))])
            for article, line in zip(corpus.articles.values(), lines, strict=True)
        ]


def _passage(article: Article, ordinal: int, start: int, end: int, heading: str | None) -> Passage:
    return Passage(article.id, ordinal, start, end, article.text[start:end], heading)


@contextlib.contextmanager
def tutorial(corpus: Corpus) -> Iterator[Search]:
    """What a person writes from LangChain's documentation in an afternoon."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from tqdm import tqdm

    from vectorstore.embedder import PackagedEmbedder

    embeddings = HuggingFaceEmbeddings(model_name=str(PackagedEmbedder().model_folder))
    store = Chroma("articles", embeddings, persist_directory=str(corpus.cache / "tutorial"))
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    documents = splitter.split_documents(
        Document(f"{article.title}\n\n{article.text}".strip(), metadata={"id": name})
        for name, article in corpus.articles.items()
    )
    held = len(store.get(include=[])["ids"])  # what a stopped run stored is kept
    with use_fast_products():
        for start in tqdm(range(held, len(documents), 500), desc="tutorial", unit="batch", mininterval=STEPS):
            store.add_documents(documents[start : start + 500])
    yield lambda question: [
        (document.metadata["id"], document.page_content)
        for document in store.similarity_search(question.question, k=DEPTH)
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

    def search(question: Question) -> Found:
        tokens = bm25s.tokenize(question.question, stopwords="en", show_progress=False)
        found, _ = retriever.retrieve(tokens, k=min(DEPTH, len(texts)), show_progress=False)
        return [owners[number] for number in found[0]]

    yield search


@contextlib.contextmanager
def built(corpus: Corpus) -> Iterator[NewsIndex]:
    """Our index over the corpus; what an earlier run embedded is not embedded again."""
    from tqdm import tqdm

    embedder = _embedder()
    with NewsIndex.open(corpus.cache / "dateline", embedder) as index:
        held = index.catalog.list_ids()
        missing = [pair for pair in _passages(corpus, embedder) if pair[0].id not in held]
        for start in tqdm(
            range(0, len(missing), 64), desc="index", unit="batch", mininterval=STEPS, disable=not missing
        ):
            index.add_articles(missing[start : start + 64])
        index.catalog.stories.place_missing()
        index.follow_changes()
        yield index


@contextlib.contextmanager
def hybrid(corpus: Corpus) -> Iterator[Search]:
    """Our index alone: vectors and words, plain reciprocal rank fusion."""
    names = corpus.names()
    with built(corpus) as index:
        yield lambda question: [
            (names[found.article.id], found.passage.text)
            for found in index.search_passages(question.question, DEPTH, fusion=fuse_reciprocal)
        ]


@contextlib.contextmanager
def dateline(corpus: Corpus, reader: str = OWN_READER) -> Iterator[Search]:
    """Everything that the assistant does to find its passages, without a language model."""
    from assistant.types import Turn

    names = corpus.names()
    with built(corpus) as index:
        assistant = build_assistant(index, top_k=DEPTH, reader=load_reader(reader))
        yield lambda question: [
            (names[found.article.id], found.passage.text)
            for found in assistant.search(question.question, [Turn(*turn) for turn in question.history])
        ]


SYSTEMS: dict[str, Callable[[Corpus], AbstractContextManager[Search]]] = {
    "tutorial": tutorial,
    "bm25": bm25,
    "hybrid": hybrid,
    "dateline": dateline,
    "unread": partial(dateline, reader="none"),
}
