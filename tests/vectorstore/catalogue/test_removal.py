"""A deletion that is undone leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.sources import SourceDocument
from vectorstore.index import NewsIndex
from vectorstore.types import Filter


def held(catalog: Catalog) -> list[list[tuple[object, ...]]]:
    """Every row that an article has anywhere, apart from the numbers of the change log."""
    tables = ("article", "body", "tag", "passage", "vector", "source", "collected", "document")
    return [sorted(catalog.database.select_rows(f"SELECT * FROM {table}"), key=repr) for table in tables]


def test_undo_brings_back_everything(index: NewsIndex, hashing: HashingEmbedder) -> None:
    catalog = index.catalog
    index.add_articles([item(BRIDGE, key="/copy.txt")])  # the same content under a second key
    catalog.sources.record_document(SourceDocument("/copy.txt", size=3), ["/copy.txt"])
    catalog.collections.put_into("Traffic", [BRIDGE.id])
    before, embedded = held(catalog), hashing.embedded

    removal = index.remove_articles([BRIDGE.id, CUP.id, "no-such-article"])
    assert {each.entry.article for each in removal.articles} == {BRIDGE, CUP}
    assert catalog.count_all()[0] == 1 and index.verify_agreement().ok
    assert not index.search_passages("cracks in the piers", where=Filter(outlets=("Valley Post",)))

    assert index.restore_removed(removal) == 2
    assert held(catalog) == before
    assert hashing.embedded == embedded  # no vector was made again
    assert index.verify_agreement().ok
    assert index.search_passages("cracks in the piers")[0].article == BRIDGE
    assert catalog.stories.count_others([BRIDGE.id]) == {}
    assert catalog.list_articles(sort="passages").total == 3


def test_what_came_back_meanwhile_stays(index: NewsIndex) -> None:
    removal = index.remove_articles([BRIDGE.id, CUP.id])
    newer = replace(BRIDGE, title="Old bridge reopened")
    index.add_articles([item(newer)])
    index.add_articles([item(CUP, key="/elsewhere.txt")])
    assert index.restore_removed(removal) == 0
    assert index.catalog.get_article(BRIDGE.id) == newer
    assert index.catalog.count_all()[0] == 3
    assert index.restore_removed(index.remove_articles([FESTIVAL.id])) == 1
    assert index.verify_agreement().ok


def test_others_that_carry_a_story_are_counted(index: NewsIndex) -> None:
    text = "\n\n".join(
        f"Paragraph {n} of the report tells what the {n + 3} wardens of the lake had seen." for n in range(6)
    )
    index.add_articles([item(BRIDGE, key=f"/{n}.txt", text=text, outlet=f"Paper {n}") for n in range(3)])
    ids = [index.catalog.sources.get_source(f"/{n}.txt").article_id for n in range(3)]  # type: ignore[union-attr]
    assert index.catalog.stories.count_others([*ids, CUP.id]) == dict.fromkeys(ids, 2)
