"""Days in figures go by the other pages of their outlet, in whatever order and run they come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.documents.document import DateOrder, Document
from ingest.pipeline import ingest_sources
from ingest.processes.worker import Workers
from ingest.read.html import read_html
from ingest.runs.report import Report
from tests.ingest.pages import LAKE, QUARRY, WORKERS, page
from vectorstore.index import NewsIndex
from vectorstore.sqlite.page_dates import PageDates

OPEN = "<p>Published 03/04/2026</p>"
APRIL, MARCH = date(2026, 4, 3), date(2026, 3, 4)
MONTH_FIRST = "<p>Published 03/25/2026</p>"
DAY_FIRST = "<p>Published 25/03/2026</p>"
SAID_TWICE = "<p>Published 03/05/2026</p>"
IN_MARCH = "<meta property='article:published_time' content='2026-03-05T10:00:00Z'>"


def write(
    folder: Path, name: str, printed: str, *, lang: str = "", outlet: str = "Post", head: str = ""
) -> str:
    body = f"<article><h1>Quarry {name} closes</h1>{printed}<p>{QUARRY}</p><p>{WORKERS}</p><p>{LAKE}</p></article>"
    if outlet:
        head += f"<meta property='og:site_name' content='{outlet}'>"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.html"
    path.write_bytes(page(body, head, lang=lang, title=f"Quarry {name} closes"))
    return str(path)


def read(index: NewsIndex, workers: Workers, *paths: str, again: bool = False) -> Report:
    return ingest_sources(paths, index, workers=workers, again=again)


def day_of(index: NewsIndex, path: str) -> date | None:
    article = index.catalog.get_article_by_key(path)
    return article.published.date() if article and article.published else None


@pytest.mark.parametrize("order", ["before", "behind", "run before", "run behind"])
@pytest.mark.parametrize(
    ("lang", "sure", "head", "alone", "wanted"),
    [
        ("", MONTH_FIRST, "", APRIL, MARCH),
        ("en", SAID_TWICE, IN_MARCH, APRIL, MARCH),
        ("en-US", DAY_FIRST, "", MARCH, APRIL),
    ],
)
def test_a_day_in_figures_goes_by_the_outlet_s_other_pages(
    index: NewsIndex,
    workers: Workers,
    tmp_path: Path,
    lang: str,
    sure: str,
    head: str,
    alone: date,
    wanted: date,
    order: str,
) -> None:
    left_open = write(tmp_path / "in", "b", OPEN, lang=lang)
    telling = write(tmp_path / "in", "a", sure, lang=lang, head=head)
    paths = [telling, left_open] if order.endswith("before") else [left_open, telling]
    if order.startswith("run"):
        for number, path in enumerate(paths):
            told = read(index, workers, path)
            if number == 0 and path == left_open:
                assert day_of(index, left_open) == alone
        notes = [each.text for each in told.notes if each.key == left_open]
        assert notes == (
            []
            if order == "run before"
            else [f"published {wanted}, as its outlet's other pages write their days"]
        )
    else:
        assert read(index, workers, *paths).added == 2
    assert day_of(index, left_open) == wanted
    again = read(index, workers, *paths, again=True)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert index.verify_agreement().ok
    article = index.catalog.get_article_by_key(left_open)
    assert article and index.catalog.list_passages(article.id)


@pytest.mark.parametrize("outlet", ["Herald", ""])
def test_another_outlet_s_pages_tell_nothing(
    index: NewsIndex, workers: Workers, tmp_path: Path, outlet: str
) -> None:
    telling = write(tmp_path / "in", "a", MONTH_FIRST)
    left_open = write(tmp_path / "in", "b", OPEN, outlet=outlet)
    read(index, workers, telling, left_open)
    assert day_of(index, left_open) == APRIL


@pytest.mark.parametrize(("host", "wanted"), [("post.example", MARCH), ("herald.example", APRIL)])
def test_the_site_tells_where_the_outlet_has_another_name(
    index: NewsIndex, workers: Workers, tmp_path: Path, host: str, wanted: date
) -> None:
    head = "<link rel='canonical' href='https://{}/{}'>"
    telling = write(tmp_path / "in", "a", MONTH_FIRST, head=head.format("post.example", "quarry-a"))
    left_open = write(tmp_path / "in", "b", OPEN, outlet="Post on Sunday", head=head.format(host, "quarry-b"))
    read(index, workers, left_open, telling)
    assert day_of(index, f"https://{host}/quarry-b") == wanted


def test_what_is_deleted_tells_nothing_any_more(index: NewsIndex, workers: Workers, tmp_path: Path) -> None:
    telling = write(tmp_path / "in", "a", MONTH_FIRST)
    read(index, workers, telling)
    article = index.catalog.get_article_by_key(telling)
    assert article and PageDates(index.catalog.database).find_order("Post", "") is False
    index.delete_articles([article.id])
    assert PageDates(index.catalog.database).find_order("Post", "") is None


@pytest.mark.parametrize(
    ("printed", "head", "day_first", "rests"),
    [
        (OPEN, "", None, True),
        (MONTH_FIRST, "", False, False),
        (DAY_FIRST, "", True, False),
        (SAID_TWICE, IN_MARCH, False, False),
        ("<p>Published Friday 03/04/2026</p>", "", True, False),
    ],
)
def test_what_a_page_shows_of_its_order(
    tmp_path: Path, printed: str, head: str, day_first: bool | None, rests: bool
) -> None:
    path = Path(write(tmp_path / "in", "a", printed, head=head))
    found = [
        each
        for each in read_html(Document(str(path), path.name, path.read_bytes()))
        if isinstance(each, DateOrder)
    ]
    assert [(each.day_first, each.readings is not None) for each in found] == [(day_first, rests)]


def test_a_page_without_days_in_figures_shows_nothing(tmp_path: Path) -> None:
    path = Path(write(tmp_path / "in", "a", "<p>Published 4 March 2026</p>"))
    outcomes = list(read_html(Document(str(path), path.name, path.read_bytes())))
    assert not any(isinstance(each, DateOrder) for each in outcomes)
