"""The catalogue: what is stored comes back just so, once, under every key it came from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, date, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from news.article import Article, Heading, make_article_id
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, cut, many
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.sources import SourceDocument
from vectorstore.catalogue.vectors import Stamp
from vectorstore.sqlite.records import Change, make_entry
from vectorstore.sqlite.schema import MIGRATIONS
from vectorstore.types import Filter

EMBEDDER = HashingEmbedder(dimension=8)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalogue.sqlite3")
    yield opened
    opened.close()


def put(catalog: Catalog, *articles: Article) -> list[Change]:
    entries = [make_entry(article, cut(article)) for article in articles]
    vectors = {hash_: np.ones(8, dtype=np.float32) for each in entries for hash_ in each.text_hashes}
    return catalog.put_entries(entries, vectors, Stamp.of_embedder(EMBEDDER))


texts = st.text(st.characters(codec="utf-8"), max_size=40)
maybe = st.none() | texts
moments = st.none() | st.datetimes(
    timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=-3, minutes=-30)))
)
articles = st.builds(
    Article,
    key=texts,
    title=texts,
    text=texts.map(lambda text: text.replace("\n\n", "\n") + "\n\nThe end."),
    url=maybe,
    outlet=maybe,
    authors=st.lists(texts, max_size=2).map(tuple),
    published=moments,
    updated=moments,
    language=st.none() | st.just("en"),
    section=maybe,
    tags=st.lists(texts, max_size=3).map(tuple),
    deck=maybe,
    headings=st.lists(st.builds(Heading, start=st.integers(0, 40), text=texts), max_size=2).map(tuple),
    source_id=maybe,
    page=maybe,
)


@settings(max_examples=50, deadline=None)
@given(article=articles)
def test_every_article_comes_back_as_it_went_in(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog(Path(folder) / "catalogue.sqlite3")
        try:
            assert put(catalog, article) == ["added"]
            assert catalog.get_article(article.id) == article
            assert catalog.get_article_by_key(article.key) == article
            assert catalog.list_passages(article.id) == cut(article)
            assert catalog.list_content_hashes() == {article.key: article.content_hash}
            assert put(catalog, article) == ["unchanged"]
            assert catalog.check_damage() == []
        finally:
            catalog.close()


@settings(max_examples=30, deadline=None)
@given(
    stored=st.lists(articles, min_size=1, max_size=8, unique_by=lambda article: article.key),
    outlets=st.lists(texts, max_size=2),
    tags=st.lists(texts, max_size=2),
    days=st.tuples(st.none() | st.dates(), st.none() | st.dates()),
    chosen=st.integers(0, 7),
)
def test_the_filter_in_sql_admits_what_the_filter_does(
    stored: list[Article],
    outlets: list[str],
    tags: list[str],
    days: tuple[date | None, date | None],
    chosen: int,
) -> None:
    near = stored[chosen % len(stored)]  # so that some filters meet some articles
    filters = [
        Filter(tuple(outlets), *days, tuple(tags)),
        Filter(outlets=((near.outlet or "").upper(),)),
        Filter(tags=near.tags),
        Filter(published_from=near.published.date() if near.published else None),
        Filter(published_to=near.published.date() if near.published else None, tags=near.tags),
        Filter(article_ids=(near.id,)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog(Path(folder) / "catalogue.sqlite3")
        try:
            put(catalog, *stored)
            held = [article for id_ in catalog.list_ids() if (article := catalog.get_article(id_))]
            for where in filters:
                assert catalog.list_ids(where) == {article.id for article in held if where.admits(article)}
        finally:
            catalog.close()


class Keys(RuleBasedStateMachine):
    """Any order of putting, forgetting and deleting leaves each key with its own, newest content."""

    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.catalog = Catalog(Path(self.folder.name) / "catalogue.sqlite3")
        self.model: dict[str, str] = {}  # key → text

    @rule(key=st.sampled_from("abcd"), text=st.sampled_from(["One.", "Two.\n\nTwo again.", "Three."]))
    def put(self, key: str, text: str) -> None:
        known = self.model.get(key)
        (change,) = put(self.catalog, replace(CUP, key=key, text=text))
        expected = {"unchanged"} if known == text else {"updated"} if known else {"added", "unchanged"}
        assert change in expected
        self.model[key] = text

    @rule(key=st.sampled_from("abcd"))
    def forget(self, key: str) -> None:
        alone = key in self.model and list(self.model.values()).count(self.model[key]) == 1
        assert self.catalog.forget_keys([key]) == int(alone)
        self.model.pop(key, None)

    @rule(key=st.sampled_from("abcd"))
    def delete(self, key: str) -> None:
        source = self.catalog.sources.get_source(key)
        assert (source is not None) == (key in self.model)
        if source is not None:
            assert self.catalog.delete_articles([source.article_id]) == 1
            text = self.model[key]
            self.model = {other: held for other, held in self.model.items() if held != text}

    @invariant()
    def each_key_leads_to_its_content(self) -> None:
        for key in "abcd":
            article = self.catalog.get_article_by_key(key)
            assert (article.text if article else None) == self.model.get(key)
        assert self.catalog.count_all()[0] == len(set(self.model.values()))

    @invariant()
    def every_article_stands_under_a_key_of_its_own(self) -> None:
        for id_ in self.catalog.list_ids():
            sources = {source.key for source in self.catalog.sources.list_of_article(id_)}
            article = self.catalog.get_article(id_)
            assert article is not None and article.key in sources and article.id == id_

    @invariant()
    def vectors_are_those_of_the_passages(self) -> None:
        ids = self.catalog.list_ids()
        hashes = {hash_ for each in self.catalog.get_entries(ids).values() for hash_ in each.text_hashes}
        assert self.catalog.vectors.find_missing(hashes) == set()
        kept = {row[0] for row in self.catalog._database.select_rows("SELECT text_hash FROM vector")}
        assert kept == hashes

    @invariant()
    def the_log_leads_a_follower_to_the_same(self) -> None:
        logged = {change.article_id for change in self.catalog.list_changes(0, 1000)}
        assert self.catalog.list_ids() <= logged
        assert self.catalog.count_changes_left(0) == len(logged)
        assert self.catalog.check_damage() == []

    def teardown(self) -> None:
        self.catalog.close()
        self.folder.cleanup()


TestKeys = Keys.TestCase
TestKeys.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


def test_the_same_content_under_another_key_is_a_source_and_no_article(catalog: Catalog) -> None:
    twin = replace(BRIDGE, key="/copy/of/bridge.txt")
    assert put(catalog, BRIDGE, twin) == ["added", "unchanged"]
    assert catalog.count_all() == (1, 2)
    assert catalog.get_article_by_key(twin.key) == BRIDGE
    assert [source.key for source in catalog.sources.list_of_article(BRIDGE.id)] == [BRIDGE.key, twin.key]
    assert catalog.find_id_of_content(BRIDGE.content_hash) == BRIDGE.id


def test_content_whose_first_key_changed_lives_on_under_the_other(catalog: Catalog) -> None:
    twin = replace(BRIDGE, key="/copy/of/bridge.txt")
    put(catalog, BRIDGE, twin)
    assert put(catalog, replace(BRIDGE, text="All new.")) == ["updated"]
    assert catalog.get_article(BRIDGE.id) == replace(BRIDGE, text="All new.")
    assert catalog.get_article(make_article_id(twin.key)) == twin


def test_a_later_change_has_a_later_number_and_replaces_the_earlier(catalog: Catalog) -> None:
    put(catalog, BRIDGE, CUP)
    first = catalog.list_changes(0, 10)
    put(catalog, replace(BRIDGE, title="Bridge open"))
    catalog.delete_articles([CUP.id])
    assert [change.article_id for change in catalog.list_changes(first[-1].seq, 10)] == [BRIDGE.id, CUP.id]
    assert catalog.last_change() == first[-1].seq + 2
    assert [change.article_id for change in catalog.list_changes(0, 1)] == [BRIDGE.id]


def test_the_library_is_sorted_paged_searched_and_counted(catalog: Catalog) -> None:
    put(catalog, BRIDGE, CUP, FESTIVAL, *(article for article, _ in many(25)))
    page = catalog.list_articles(sort="title", descending=False, limit=2)
    assert ([row.title for row in page.rows], page.total) == ([FESTIVAL.title, CUP.title], 28)
    assert catalog.list_articles(sort="published").rows[-1].title == FESTIVAL.title  # undated: last
    assert catalog.list_articles(sort="added", descending=False, limit=1).rows[0].title == BRIDGE.title
    by_outlet = [row.outlet for row in catalog.list_articles(sort="outlet", descending=False).rows]
    assert by_outlet == sorted(by_outlet, key=str.casefold)  # type: ignore[arg-type]
    seen = [
        row.id for offset in range(0, 28, 5) for row in catalog.list_articles(offset=offset, limit=5).rows
    ]
    assert len(set(seen)) == len(seen) == 28
    assert [row.title for row in catalog.list_articles(search="ELMFORD bri").rows] == [BRIDGE.title]
    assert catalog.list_articles(search="100% _").total == 0
    assert catalog.list_articles(where=Filter(outlets=("Rare Gazette",))).total == 3
    row = catalog.list_articles(search="bridge").rows[0]
    assert (row.id, row.passages, row.tags, row.published) == (BRIDGE.id, 2, BRIDGE.tags, BRIDGE.published)


def test_outlets_are_counted_without_case_and_the_newest_is_told(catalog: Catalog) -> None:
    assert (catalog.list_outlets(), catalog.find_newest()) == ([], None)
    put(catalog, replace(BRIDGE, outlet="HARBOUR NEWS"), CUP, FESTIVAL, replace(BRIDGE, key="x", outlet=None))
    put(catalog, replace(BRIDGE, key="y"))
    assert catalog.list_outlets() == [("Harbour News", 3), ("Valley Post", 1)]
    assert catalog.find_newest() == CUP.published


def test_sources_remember_where_from_and_when(catalog: Catalog) -> None:
    put(catalog, BRIDGE, CUP)
    document = SourceDocument("/news/all.jsonl", size=10, mtime_ns=5, sha256="ab", etag='"1"')
    catalog.sources.record_document(document, [BRIDGE.key, CUP.key])
    first = catalog.sources.get_document("/news/all.jsonl")
    assert first is not None and (first.size, first.mtime_ns, first.etag) == (10, 5, '"1"')
    catalog.sources.record_document(replace(document, size=11))
    again = catalog.sources.get_document("/news/all.jsonl")
    assert again is not None and again.size == 11
    assert (again.first_seen, again.last_seen > first.last_seen) == (first.first_seen, True)
    assert {source.key for source in catalog.sources.list_of_document("/news/all.jsonl")} == {
        BRIDGE.key,
        CUP.key,
    }
    assert [each.key for each in catalog.sources.list_documents("/news/")] == ["/news/all.jsonl"]
    assert catalog.sources.list_documents("/news_") == []
    catalog.sources.forget_document("/news/all.jsonl")
    assert catalog.get_article(BRIDGE.id) == BRIDGE
    assert catalog.sources.list_of_document("/news/all.jsonl") == []


def test_many_threads_write_and_read_at_once(catalog: Catalog) -> None:
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for article, _ in many(8, first):
                put(catalog, article)
                assert catalog.get_article(article.id) == article
                catalog.list_articles(search="number")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 48, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert catalog.count_all()[0] == 48


def test_half_precision_keeps_the_vectors(catalog: Catalog) -> None:
    vectors = {each: EMBEDDER.embed_query(each) for each in ("aa", "bb")}
    catalog.vectors.require_stamp(Stamp.of_embedder(EMBEDDER))
    catalog.vectors.store_vectors(vectors)
    kept = catalog.vectors.get_vectors(["aa", "bb", "cc"])
    assert kept.keys() == vectors.keys()
    for name, vector in vectors.items():
        assert float(kept[name] @ vector) == pytest.approx(1.0, abs=1e-3)


def test_a_catalogue_of_before_there_were_pages_is_brought_up_to_date(tmp_path: Path) -> None:
    before = next(number for number, step in enumerate(MIGRATIONS) if "COLUMN page" in step)
    path = tmp_path / "catalogue.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for step in MIGRATIONS[:before]:
            old.executescript(step)
        old.execute("INSERT INTO setting VALUES ('catalogue', 'x')")
        old.execute(f"PRAGMA user_version = {before}")
    catalog = Catalog(path)
    for article in (BRIDGE, CUP):
        paged = replace(article, page="A12")
        assert put(catalog, article) == ["added"] and put(catalog, paged) == ["updated"]
        assert catalog.get_article(article.id) == paged
    catalog.close()


def test_an_article_without_a_page_keeps_its_hash() -> None:
    for article in (BRIDGE, replace(BRIDGE, source_id="7")):
        content = asdict(article)
        del content["key"], content["page"], content["confidence"], content["unsure"]
        assert (
            article.content_hash
            == hashlib.sha256(
                json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
            ).hexdigest()
        )
        assert replace(article, page="3").content_hash != article.content_hash
