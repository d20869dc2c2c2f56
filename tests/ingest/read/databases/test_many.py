"""450 articles in one export are the same articles as in rows of JSON, and are read as fast."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ingest.facts.fields import join_paragraphs
from ingest.preparation.split import split_passages
from news.article import Article
from tests.ingest.newsroom import Newsroom
from tests.ingest.read.databases.factiva_exports import factiva_html
from tests.ingest.read.databases.nexis_exports import lexisnexis_txt, nexis_docx
from tests.ingest.read.databases.stories import Story, articles

MANY = 450
FORMS: dict[str, tuple[str, Callable[[list[Story]], str | bytes]]] = {
    "LexisNexis": ("export.TXT", lexisnexis_txt),
    "Factiva": ("Factiva.html", factiva_html),
    "Nexis Uni": ("Files.DOCX", nexis_docx),
}


@pytest.fixture(scope="module")
def stories(shared: Path) -> list[Story]:
    """Articles of the BBC, with days, papers and numbers that are made up."""
    with (shared / "data/corpora/bbc_news/articles.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(MANY), file, strict=False)]
    return [
        Story(
            row["title"],
            "The Calder Ledger",
            date(2004, 1, 1) + timedelta(number),
            tuple(join_paragraphs(row["text"]).split("\n\n")),
            "Tamsin Okoro",
            "NEWS",
            "3",
            number=f"CALED0002004{number % 12 + 1:02}{number % 28 + 1:02}e{number:03}0001v",
        )
        for number, row in enumerate(rows)
    ]


def rows_of(stories: list[Story]) -> str:
    """The same articles as rows of JSON."""
    rows = (
        {
            "title": s.headline,
            "outlet": s.outlet,
            "date": s.day.isoformat(),
            "text": s.text,
            "author": s.byline,
        }
        for s in stories
    )
    return "\n".join(map(json.dumps, rows))


def passages(article: Article) -> list[str]:
    return [each.text for each in split_passages(article, lambda text: len(text.split()), 200)]


@pytest.mark.shared
@pytest.mark.parametrize("source", FORMS)
def test_the_same_articles_as_from_rows(source: str, stories: list[Story]) -> None:
    name, write = FORMS[source]
    found, rows = articles(write(stories), name), articles(rows_of(stories), "rows.jsonl")
    assert [each.title for each in found] == [each.title for each in rows]
    assert [each.text for each in found] == [each.text for each in rows]
    assert [each.published.date() for each in found if each.published] == [story.day for story in stories]
    assert [passages(each) for each in found] == [passages(each) for each in rows]
    assert len({each.key for each in found}) == MANY


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("source", FORMS)
def test_an_export_is_brought_in_as_fast_as_rows(
    source: str, stories: list[Story], room: Newsroom, tmp_path: Path
) -> None:
    name, write = FORMS[source]
    made = write(stories)
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
    (tmp_path / "rows.jsonl").write_text(rows_of(stories), "utf-8")
    seconds = {}
    for each in ("rows.jsonl", name):
        start = time.perf_counter()
        report = room.run(str(tmp_path / each))
        seconds[each] = time.perf_counter() - start
        assert (report.failed, report.added) == (0, MANY)
    assert seconds[name] <= 1.3 * seconds["rows.jsonl"]
