"""Collections: what is put in is found through them, follows changes, and leaves with its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from errors import StoreError
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item, many
from vectorstore.catalogue.collections import Collection
from vectorstore.index import NewsIndex
from vectorstore.types import Filter


@pytest.fixture
def index(tmp_path: Path) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path, HashingEmbedder()) as opened:
        opened.add_articles([item(BRIDGE), item(CUP), item(FESTIVAL)])
        yield opened


def titles(index: NewsIndex, where: Filter) -> set[str]:
    return {
        found.article.title
        for found in index.search_passages("the bridge, the cup and the choirs", 10, where)
    }


def test_articles_are_put_in_and_taken_out(index: NewsIndex) -> None:
    collections = index.catalog.collections
    assert collections.put_into("To  read", [BRIDGE.id, CUP.id, "no such article"]) == 2
    assert collections.put_into("to READ ", [CUP.id, FESTIVAL.id]) == 1
    assert collections.put_into("Archive") == 0
    assert collections.list_all() == [Collection("Archive", 0), Collection("To read", 3)]
    assert collections.list_of([BRIDGE.id, "no such article"]) == {BRIDGE.id: ("To read",)}
    assert collections.take_out("TO READ", [CUP.id]) == 1
    assert collections.list_all() == [Collection("Archive", 0), Collection("To read", 2)]
    assert collections.delete_collection("to read") and not collections.delete_collection("to read")
    assert index.catalog.count_all()[0] == 3


@pytest.mark.parametrize("name", ["", "  \n", "x" * 81])
def test_a_name_that_is_none_is_refused(index: NewsIndex, name: str) -> None:
    with pytest.raises(StoreError, match="1 to 80 characters"):
        index.catalog.collections.put_into(name, [BRIDGE.id])
    assert index.catalog.collections.list_all() == []


def test_a_search_stays_within_collections(index: NewsIndex) -> None:
    index.catalog.collections.put_into("Town", [BRIDGE.id, CUP.id])
    index.catalog.collections.put_into("Music", [FESTIVAL.id])
    index.catalog.collections.put_into("Empty")
    assert titles(index, Filter(collections=("town",))) == {BRIDGE.title, CUP.title}
    assert titles(index, Filter(collections=("Town", "Music"))) == {BRIDGE.title, CUP.title, FESTIVAL.title}
    assert titles(index, Filter(collections=("Town",), published_from=date(2025, 4, 1))) == {CUP.title}
    assert titles(index, Filter(collections=("Town",), article_ids=(FESTIVAL.id,))) == set()
    for nothing in ("Empty", "no such collection"):
        assert titles(index, Filter(collections=(nothing,))) == set()
    page = index.catalog.list_articles(where=Filter(collections=("Music",)))
    assert [row.id for row in page.rows] == [FESTIVAL.id]


def test_a_search_stays_within_languages(index: NewsIndex) -> None:
    index.add_articles([item(replace(CUP, language="de")), item(replace(FESTIVAL, language="fr"))])
    assert titles(index, Filter(languages=("de",))) == {CUP.title}
    assert titles(index, Filter(languages=("DE", "fr"))) == {CUP.title, FESTIVAL.title}
    assert titles(index, Filter(languages=("fr",), published_from=date(2031, 1, 1))) == set()
    assert titles(index, Filter(languages=("it",))) == set()


def test_a_collection_may_be_large(index: NewsIndex) -> None:
    lake = many(1500)
    index.add_articles(lake)
    index.catalog.collections.put_into("Lake", [article.id for article, _ in lake])
    found = index.search_passages("the bridge at Elmford and herons", 5, Filter(collections=("Lake",)))
    assert len(found) == 5 and all("herons" in each.article.text for each in found)


def test_membership_follows_the_article(index: NewsIndex) -> None:
    collections = index.catalog.collections
    collections.put_into("Town", [BRIDGE.id])
    index.add_articles([item(BRIDGE, text="The stone bridge was opened again.")])
    assert collections.list_of([BRIDGE.id]) == {BRIDGE.id: ("Town",)}

    copy = replace(CUP, key="/copies/cup.txt")
    index.add_articles([item(copy)])
    collections.put_into("Town", [CUP.id])
    index.forget_sources([CUP.key])  # its content lives on under the other key
    assert collections.list_of([copy.id]) == {copy.id: ("Town",)}

    index.delete_articles([BRIDGE.id])
    assert collections.list_all() == [Collection("Town", 1)]
