"""The questions over the sample articles: what they expect stands in the articles, and is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.evidence.reader import Reader
from assistant.evidence.retriever import NewsRetriever, PassageReader
from assistant.types import Answer, Citation, Sentence
from ingest.documents.allowance import MAX_BYTES
from ingest.pipeline import ingest_sources
from ingest.read.kinds import read_document
from ingest.runs.find import find_files, load_file
from news.article import Article, Passage
from tests.assistant.samples_questions import TODAY, Expectation, failures, load_questions
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

ARTICLES = Path(__file__).parents[2] / "articles"


def _articles(folder: Path) -> list[Article]:
    paths = [path for path in find_files([str(folder)]) if isinstance(path, Path)]
    outcomes = [outcome for path in paths for outcome in read_document(load_file(path, MAX_BYTES))]
    return [outcome for outcome in outcomes if isinstance(outcome, Article)]


def test_enough_of_every_kind() -> None:
    questions = load_questions(seed=False)
    assert len(questions) >= 60
    assert max(Counter(each.id for each in load_questions(seed=True)).values()) == 1
    assert sum(each.abstains is True for each in questions) >= 12
    assert sum(bool(each.history) for each in questions) >= 4


def _reachable(expected: Expectation, articles: list[Article]) -> None:
    dates = " ".join(f"{each.published:%-d %B %Y}" for each in articles if each.published)
    everything = " ".join(each.text for each in articles) + dates
    for wanted in expected.contains:
        assert any(part.casefold() in everything.casefold() for part in wanted.split("|")), (
            expected.id,
            wanted,
        )
    for wanted in expected.cites:
        titles = [each.title for each in articles]
        assert any(part in title for part in wanted.split("|") for title in titles), (expected.id, wanted)


def test_what_is_expected_stands_in_the_sample_articles() -> None:
    articles = _articles(ARTICLES)
    for expected in load_questions(seed=False):
        _reachable(expected, articles)


@pytest.mark.shared
def test_what_is_expected_stands_in_the_seed_page(shared: Path) -> None:
    articles = _articles(shared / "articles")
    for expected in load_questions(seed=True):
        if expected.seed:
            _reachable(expected, articles)


def _answer(text: str, title: str) -> Answer:
    article = Article(key="k", title=title, text=text, outlet="The Calder Ledger")
    passage = Passage(article.id, 0, 0, len(text), text)
    citation = Citation(1, passage, article, text, 0, len(text))
    return Answer("?", (Sentence(text, (1,), "quoted"),), (citation,))


def test_the_scorer_tells_right_from_wrong() -> None:
    expected = Expectation("x", "How many?", (), False, ("nine|9",), ("Rain ends",), False, ("eleven",))
    right = _answer("Nine fines were issued.", "Rain ends the ban")
    assert failures(expected, right) == []
    assert failures(expected, Answer("?", abstained=True)) == ["abstains"]
    assert failures(expected, _answer("Ten fines.", "Rain ends the ban")) == ["does not show 'nine|9'"]
    assert failures(expected, _answer("Nine fines.", "Else")) == ["does not cite 'Rain ends'"]
    assert failures(expected, _answer("Nine, not eleven.", "Rain ends")) == ["shows 'eleven'"]
    assert failures(replace(expected, abstains=True), right) == ["answers 'Nine fines were issued. [1]'"]
    assert failures(replace(expected, abstains="may"), Answer("?", abstained=True)) == []


# ── the answers themselves ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path_factory.mktemp("samples"), embedder) as index:
        ingest_sources([str(ARTICLES)], index)
        yield index


def _wrong(
    index: NewsIndex, expected: Sequence[Expectation], reader: PassageReader | None
) -> dict[str, list[str]]:
    assistant = Assistant(NewsRetriever(index=index, reader=reader), today=lambda: TODAY)
    found = {each.id: failures(each, assistant.ask(each.question, each.history)) for each in expected}
    return {id_: wrong for id_, wrong in found.items() if wrong}


def test_eleven_of_twelve_questions_are_answered_right(samples: NewsIndex) -> None:
    questions = load_questions(seed=False)
    wrong = _wrong(samples, questions, None)
    assert len(wrong) <= len(questions) / 12, wrong


def test_a_plan_that_was_put_off_gives_way_to_the_newest(samples: NewsIndex) -> None:
    (opens,) = (each for each in load_questions(seed=False) if each.id == "when-tram-opens")
    assert _wrong(samples, [opens], None) == {}


@pytest.mark.slow
def test_eleven_of_twelve_questions_are_answered_right_with_the_reader(samples: NewsIndex) -> None:
    questions = load_questions(seed=False)
    wrong = _wrong(samples, questions, Reader())
    assert len(wrong) <= len(questions) / 12, wrong


@pytest.mark.shared
def test_the_questions_about_the_seed_page_are_answered_right(
    shared: Path, tmp_path: Path, embedder: Embedder
) -> None:
    questions = [each for each in load_questions(seed=True) if each.seed]
    with NewsIndex.open(tmp_path, embedder) as index:
        ingest_sources([str(ARTICLES), str(shared / "articles")], index)
        wrong = _wrong(index, questions, None)
    assert len(wrong) <= 1, wrong
