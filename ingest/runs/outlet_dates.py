"""Whether 03/04/2026 is a day in March or in April, by the outlet's other pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from ingest.documents.document import DateOrder, Note, Outcome
from ingest.preparation.merge import find_site
from ingest.runs.report import Report
from news.article import Article
from vectorstore.index import NewsIndex
from vectorstore.sqlite.page_dates import PageDate, PageDates


class Run(Protocol):
    """What the dates need of the run that they were read in."""

    index: NewsIndex
    report: Report


class OutletDates:
    """The dates of one run's pages that rest on an order, and what the catalogue knows of their outlets."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known = PageDates(run.index.catalog.database)
        self._shown: dict[str, DateOrder] = {}  # of articles that were read and not taken yet, by key
        self._waiting: list[PageDate] = []  # of articles that wait to be stored
        self._met: dict[str, PageDate] = {}  # pages of this run, by key

    def hear_orders(self, outcomes: Iterable[Outcome], articles: Sequence[Article]) -> None:
        """Keep what pages show of their order, under the keys that their ``articles`` came to have."""
        for each in outcomes:
            if isinstance(each, DateOrder):
                self._shown[articles[0].key if len(articles) == 1 else each.key] = each

    def take_shown(self, key: str) -> DateOrder | None:
        """What was heard of the article that was read under ``key``."""
        return self._shown.pop(key, None)

    def settle_article(self, article: Article, shown: DateOrder | None) -> Article:
        """``article`` with the day that its outlet's stored pages tell, where its own page leaves that open."""
        if shown is None:
            return article
        site = find_site(article.url) if article.url else ""
        page = PageDate(article.key, article.outlet or "", site, shown.day_first, shown.readings)
        self._waiting.append(page)
        return self._settle(article, page)

    def store_waiting(self) -> None:
        """Remember the pages whose articles are stored now."""
        pages, self._waiting = self._waiting, []
        if pages:
            self._known.record_pages(pages)
            self._met |= {each.key: each for each in pages}

    def settle_stored(self) -> None:
        """Correct stored articles whose outlet this run showed to write the other order."""
        catalog = self._run.index.catalog
        open_pages = {
            page.key: page
            for outlet, site in {(each.outlet, each.site) for each in self._met.values()}
            for page in self._known.list_open_pages(outlet, site)
        }
        corrected = []
        for page in open_pages.values():
            stored = catalog.get_article_by_key(page.key)
            settled = self._settle(stored, page) if stored else None
            if stored is None or settled is None or settled == stored:
                continue
            passages = catalog.list_passages(stored.id)
            corrected.append((settled, passages))
            if page.key not in self._met:
                self._run.report.updated += 1
                day = f"{settled.published:%Y-%m-%d}"
                self._run.report.notes.append(
                    Note(page.key, f"published {day}, as its outlet's other pages write their days")
                )
        if corrected:
            self._run.index.add_articles(corrected)

    def _settle(self, article: Article, page: PageDate) -> Article:
        if page.readings is None or article.published not in page.readings:
            return article
        order = self._known.find_order(page.outlet, page.site)
        return article if order is None else replace(article, published=page.readings[not order])
