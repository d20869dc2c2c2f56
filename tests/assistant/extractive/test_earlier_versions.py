"""What an earlier version of an article said, told beside what the newer one says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from ingest.pipeline import ingest_sources
from ingest.preparation.split import split_passages
from news.article import Article
from tests.assistant.samples import quotes_are_slices
from ui.article.article_view import render_opened
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

MOORING = (
    "Mooring gets dearer at Port Ellery",
    "Port Ellery raises what it takes for mooring at its northern quay from the first of May on. A mooring at the"
    " northern quay costs {} crowns a night.\n\nThe harbour board agreed on it by nine votes to four after a debate.",
)
TICKETS = (
    "Vellin puts up the fares of its trams",
    "The council of Vellin has decided on new fares for its trams. A ticket for the trams of Vellin costs {} euros"
    " from July on.\n\nThe tram company carried four million passengers last year, said its head, Ada Brink.",
)


@pytest.fixture
def index(tmp_path: Path, embedder: Embedder) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path / "data", embedder) as opened:
        yield opened


def store(index: NewsIndex, *articles: Article) -> None:
    count, most = index.embedder.count_tokens, index.embedder.max_tokens
    index.add_articles([(each, split_passages(each, count, most)) for each in articles])


def assistant(index: NewsIndex) -> Assistant:
    return Assistant(NewsRetriever(index=index), today=lambda: date(2026, 11, 24))


def version(story: tuple[str, str], name: str, sum_: str, day: int) -> Article:
    title, text = story
    return Article(
        f"/clips/{name}", title, text.format(sum_), outlet="Quay Mirror", published=datetime(2026, 4, day)
    )


@pytest.mark.parametrize(
    ("story", "question", "sums", "days"),
    [
        (MOORING, "What does a mooring at the northern quay cost?", ("60", "95"), (10, 10)),
        (MOORING, "What does a mooring at the northern quay cost?", ("95", "60"), (10, 12)),
        (TICKETS, "How much does a ticket for the trams of Vellin cost?", ("2", "3"), (10, 10)),
        (TICKETS, "How much does a ticket for the trams of Vellin cost?", ("2.40", "3.10"), (10, 10)),
    ],
)
def test_the_newer_figure_comes_first_and_the_earlier_one_is_told(
    index: NewsIndex, story: tuple[str, str], question: str, sums: tuple[str, str], days: tuple[int, int]
) -> None:
    for name, sum_, day in zip(("a.txt", "a (1).txt"), sums, days, strict=True):
        store(index, version(story, name, sum_, day))
    answer = assistant(index).ask(question)
    newer, earlier, *more = answer.sentences
    assert f"costs {sums[1]} " in newer.text and newer.about == ""
    assert f"costs {sums[0]} " in earlier.text and earlier.about == "an earlier version"
    assert not any(f" {sums[0]} " in each.text for each in more)
    assert answer.disagreement_notice == "An earlier version says otherwise: Quay Mirror (10 April 2026)."
    assert quotes_are_slices(answer)
    assert [n for each in answer.sentences for n in each.citations] == [c.number for c in answer.citations]
    by_number = {each.number: each.article.key for each in answer.citations}
    assert by_number[earlier.citations[0]] == "/clips/a.txt"


def test_what_the_filter_leaves_out_or_did_not_change_is_not_told(index: NewsIndex) -> None:
    store(index, version(MOORING, "a.txt", "60", 10), version(MOORING, "b.txt", "95", 12))
    question = "What does a mooring at the northern quay cost?"
    only = Filter(published_from=date(2026, 4, 11))
    assert "60" not in assistant(index).ask(question, where=only).text
    same = assistant(index).ask("By how many votes did the harbour board of Port Ellery agree on it?")
    assert "nine votes" in same.text and not same.disagreement_notice
    assert not any(each.about for each in same.sentences)


@pytest.mark.parametrize("runs", [1, 2])
def test_two_files_of_one_story_are_two_versions_of_it(index: NewsIndex, tmp_path: Path, runs: int) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    title, text = MOORING
    for name, sum_ in (("fee.txt", "60"), ("fee (1).txt", "95")):
        said = f"{title}\n\nQuay Mirror\n10 April 2026\n\n{text.format(sum_)}\n"
        (folder / name).write_text(said, encoding="utf-8")
        if runs == 2:
            ingest_sources([str(folder)], index)
    ingest_sources([str(folder)], index)
    answer = assistant(index).ask("What does a mooring at the northern quay cost?")
    assert [
        f"{sum_} crowns" in each.text for each, sum_ in zip(answer.sentences, ("95", "60"), strict=False)
    ] == [
        True,
        True,
    ]
    for article, lead in zip(
        (each.article for each in answer.citations[:2]), ("Earlier", "Later"), strict=True
    ):
        shown = render_opened(article, carriers=index.catalog.stories.list_carriers(article.id))
        assert (
            f"{lead} version:" in shown and "10 April 2026</button>" in shown and "Also carried" not in shown
        )
