"""What was lost, damaged or changed behind its back: the index notices, heals and answers meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from errors import StoreError
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, cut, many, titles
from vectorstore.index import NewsIndex


@pytest.mark.parametrize("lost", ["chroma", "tantivy"])
def test_a_lost_index_comes_back_without_embedding(
    tmp_path: Path, hashing: HashingEmbedder, lost: str
) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(30))
    shutil.rmtree(tmp_path / lost)
    before = hashing.embedded
    with NewsIndex.open(tmp_path, hashing) as index:
        assert index.follow_changes() == 30
        assert index.verify_agreement().ok
        assert titles(index, "number17", k=1) == ["Report number17"]
    assert hashing.embedded == before


@pytest.mark.parametrize("pattern", ["chroma/*/chroma.sqlite3", "chroma/*/*/header.bin", "tantivy/meta.json"])
def test_a_damaged_index_heals(tmp_path: Path, hashing: HashingEmbedder, pattern: str) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(600))
    damaged = next(iter(tmp_path.glob(pattern)))
    damaged.write_bytes(b"garbage" * 3000)
    with NewsIndex.open(tmp_path, hashing) as index:
        index.follow_changes()
        assert index.verify_agreement().ok


def test_a_torn_graph_on_which_chroma_crashes_heals_after_a_kill(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(600))
    next(iter(tmp_path.glob("chroma/*/*/data_level0.bin"))).write_bytes(b"garbage" * 3000)
    (tmp_path / "chroma" / "open").touch()  # as a killed process leaves it
    with NewsIndex.open(tmp_path, hashing) as index:
        index.follow_changes()
        assert index.verify_agreement().ok


def test_a_graph_that_vanished_is_noticed_though_chroma_still_counts_all(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(600))
    graphs = [path for path in tmp_path.glob("chroma/*/*") if path.is_dir()]
    assert graphs  # Chroma writes one from 1,000 vectors on
    shutil.rmtree(graphs[0])
    with NewsIndex.open(tmp_path, hashing) as index:
        index.follow_changes()
        assert index.verify_agreement().ok


def test_an_index_lost_while_open_does_not_stop_answers(index: NewsIndex) -> None:
    shutil.rmtree(index.folder / "tantivy")
    shutil.rmtree(index.folder / "chroma")
    assert BRIDGE.title in titles(index, "bridge lorries")
    index.add_articles(many(3))
    assert titles(index, "number2", k=1) == ["Report number2"]


def test_verify_names_what_was_changed_behind_its_back(index: NewsIndex) -> None:
    collection = index._dense._get_collection()
    gone, odd = cut(BRIDGE)[1].id, cut(CUP)[0].id
    collection.delete(ids=[gone])
    collection.upsert(
        ids=["stranger:0"], embeddings=np.ones((1, 64), np.float32), metadatas=[{"version": "?"}]
    )
    collection.update(ids=[odd], embeddings=np.ones((1, 64), np.float32))
    index._lexical._get_writer().delete_documents_by_term("article_id", FESTIVAL.id)
    index._lexical._commit_position(index._lexical.read_position())  # type: ignore[arg-type]
    agreement = index.verify_agreement()
    assert not agreement.ok
    assert agreement.total == 5
    for part in (
        f"Chroma: passage {gone} is missing",
        "Chroma: passage stranger:0 is not in the catalogue",
        f"Chroma: the vector of passage {odd} is another text's",
        f"tantivy: passage {cut(FESTIVAL)[0].id} is missing",
        f"tantivy: passage {cut(FESTIVAL)[1].id} is missing",
    ):
        assert part in agreement.differences
    assert "python -m vectorstore rebuild" in agreement.advice
    index.rebuild_indexes()
    assert index.verify_agreement().ok


def test_verify_names_an_article_changed_behind_its_back(index: NewsIndex) -> None:
    with sqlite3.connect(index.folder / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE body SET text = 'B' || substr(text, 2) WHERE article_id = ?", [BRIDGE.id])
    agreement = index.verify_agreement()
    assert any(BRIDGE.id in difference for difference in agreement.differences)
    assert "ingest" in agreement.advice


def test_a_full_disk_is_a_clear_error_and_loses_nothing(index: NewsIndex) -> None:
    pages = index.catalog._database.select_value("PRAGMA page_count")
    index.catalog._database.select_value(f"PRAGMA max_page_count = {pages}")  # SQLite's own "disk full"
    with pytest.raises(StoreError, match="disk space"):
        index.add_articles(many(200))
    index.catalog._database.select_value("PRAGMA max_page_count = 1000000")
    assert index.catalog.count_all() == (3, 5)
    assert index.verify_agreement().ok
