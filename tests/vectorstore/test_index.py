"""The index as a whole: what goes in comes out, and only that."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from errors import EmbedderMismatchError, StoreError
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, cut, item, many, titles
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex
from vectorstore.types import Filter


def everything(index: NewsIndex) -> set[str]:
    """Ids of all passages that Chroma and tantivy hold; the same in both."""
    dense, lexical = set(index._dense.list_contents()), set(index._lexical.list_contents())
    assert dense == lexical
    return {id_ for id_, _ in dense}


def test_the_real_model_finds_by_meaning_and_words_name_what_they_found(
    tmp_path: Path, embedder: Embedder
) -> None:
    with NewsIndex.open(tmp_path, embedder) as index:
        index.add_articles([item(BRIDGE), item(CUP), item(FESTIVAL)])
        found = index.search_passages("Why are heavy trucks banned from crossing?", k=5)
        assert found[0].article == BRIDGE
        assert found[0].lexical is None  # not one word in common
        found = index.search_passages("festival tickets")
        assert found[0].article == FESTIVAL
        assert found[0].passage.text == "Tickets cost 12 euros."
        assert found[0].lexical is not None and found[0].lexical > 0
        assert [each.rank for each in found] == list(range(1, len(found) + 1))
        assert all(-1.0 <= each.similarity <= 1.001 for each in found)
        assert index.verify_agreement().ok


def test_similarity_is_the_cosine_whoever_found_the_passage(tmp_path: Path, embedder: Embedder) -> None:
    with NewsIndex.open(tmp_path, embedder) as index:
        index.add_articles([item(BRIDGE), item(CUP)])
        question = "Which team won the cup?"
        vector = embedder.embed_query(question)
        for found in index.search_passages(question):
            stored = index.catalog.get_entries([found.article.id])[found.article.id]
            hash_ = stored.text_hashes[found.passage.ordinal]
            kept = index.catalog.vectors.get_vectors([hash_])[hash_]
            assert found.similarity == pytest.approx(float(kept @ vector), abs=2e-3)
            assert index._search._compute_similarity(stored, found.passage.ordinal, vector) == pytest.approx(
                found.similarity, abs=2e-3
            )


def test_the_same_again_changes_nothing_and_embeds_nothing(
    index: NewsIndex, hashing: HashingEmbedder
) -> None:
    before, seq = hashing.embedded, index.catalog.last_change()
    assert index.add_articles([item(BRIDGE), item(CUP)]) == ["unchanged", "unchanged"]
    assert (hashing.embedded, index.catalog.last_change()) == (before, seq)


def test_a_changed_article_replaces_its_old_self_whole(index: NewsIndex) -> None:
    assert index.add_articles([item(BRIDGE, text="The bridge is open again.")]) == ["updated"]
    assert everything(index) == {
        cut(a)[i].id for a, n in ((BRIDGE, 1), (CUP, 1), (FESTIVAL, 2)) for i in range(n)
    }
    assert all("piers" not in found.passage.text for found in index.search_passages("cracks in piers"))
    assert index.search_passages("bridge open")[0].passage.text == "The bridge is open again."
    assert index.verify_agreement().ok


def test_only_what_is_new_in_a_changed_article_is_embedded(
    index: NewsIndex, hashing: HashingEmbedder
) -> None:
    before = hashing.embedded
    index.add_articles([item(BRIDGE, text=BRIDGE.text + "\n\nA detour leads over Ashby.")])
    assert hashing.embedded == before + 1


def test_a_deleted_article_is_gone_from_all_three(index: NewsIndex) -> None:
    assert index.delete_articles([BRIDGE.id, "no such article"]) == 1
    assert everything(index) == {passage.id for article in (CUP, FESTIVAL) for passage in cut(article)}
    assert index.catalog.get_article(BRIDGE.id) is None
    assert BRIDGE.title not in titles(index, "bridge closed to lorries")
    with sqlite3.connect(index.folder / "catalogue.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM vector").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM source").fetchone() == (2,)
    assert index.verify_agreement().ok


def test_an_article_and_passages_that_disagree_are_refused_and_nothing_is_stored(index: NewsIndex) -> None:
    wrong = [replace(cut(CUP)[0], start=1)]
    with pytest.raises(StoreError, match="split the article again"):
        index.add_articles([item(BRIDGE, text="New text."), (CUP, wrong)])
    assert index.catalog.get_article(BRIDGE.id) == BRIDGE


def test_half_a_character_is_refused_with_the_name_of_the_article(index: NewsIndex) -> None:
    with pytest.raises(StoreError, match=r"/news/odd\.txt"):
        index.add_articles([item(CUP, key="/news/odd.txt", text="An emoji cut in two: \ud83d.")])


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(), {BRIDGE.title, CUP.title, FESTIVAL.title}),
        (Filter(outlets=("harbour NEWS ",)), {CUP.title, FESTIVAL.title}),
        (Filter(outlets=("Nobody", "Valley Post")), {BRIDGE.title}),
        (Filter(published_from=date(2025, 3, 4), published_to=date(2025, 3, 4)), {BRIDGE.title}),
        (Filter(published_from=date(2025, 3, 5)), {CUP.title}),
        (Filter(published_to=date(2025, 12, 31)), {BRIDGE.title, CUP.title}),  # an undated article fails
        (Filter(tags=("roads", "sport")), {BRIDGE.title, CUP.title}),
        (Filter(tags=("road",)), set()),
        (Filter(article_ids=(CUP.id,)), {CUP.title}),
        (Filter(outlets=("Harbour News",), tags=("Roads",)), set()),
    ],
)
def test_filters_hold_in_both_engines_and_beside_another_process(
    index: NewsIndex, hashing: HashingEmbedder, where: Filter, expected: set[str]
) -> None:
    question = "bridge handball festival"
    vector = hashing.embed_query(question)
    by_id = {article.id: article.title for article in (BRIDGE, CUP, FESTIVAL)}
    assert set(titles(index, question, where)) == expected
    for hits in (
        index._dense.search_nearest(vector, 10, where),
        index._lexical.search_words(question, 10, where),
        index._search._exact.search_nearest(vector, 10, where),
    ):
        assert {by_id[hit.passage_id.split(":")[0]] for hit in hits} == expected


def test_a_rare_outlet_is_found_among_many(tmp_path: Path, hashing: HashingEmbedder) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(400))
        found = index.search_passages("herons on the lake", 80, Filter(outlets=("Rare Gazette",)))
        assert len(found) == 80
        assert {each.article.outlet for each in found} == {"Rare Gazette"}
        assert titles(index, "number237", k=1) == ["Report number237"]


def test_nothing_asked_and_nothing_there_give_nothing(tmp_path: Path, hashing: HashingEmbedder) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        assert index.search_passages("bridge") == []
        index.add_articles([item(BRIDGE)])
        assert index.search_passages("  ") == []
        assert index.search_passages("bridge", k=0) == []


def test_another_model_is_refused_with_both_names_and_the_way_out(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    NewsIndex.open(tmp_path, hashing).close()
    with pytest.raises(EmbedderMismatchError) as refused:
        NewsIndex.open(tmp_path, HashingEmbedder("other", 32))
    assert all(
        part in str(refused.value) for part in ("hashing (64", "other (32", "python -m vectorstore rebuild")
    )


def test_rebuilding_for_another_model_embeds_anew_and_back_again_embeds_nothing(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    other = HashingEmbedder("other", 32)
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles([item(BRIDGE), item(CUP)])
    seen: list[tuple[int, int]] = []
    with NewsIndex.open(tmp_path, other, any_model=True) as index:
        assert index.rebuild_indexes(progress=lambda done, total: seen.append((done, total))) == 2
        assert index.verify_agreement().ok
        assert titles(index, "handball")[0] == CUP.title
    assert other.embedded == 3
    assert seen[-1] == (2, 2)
    before = hashing.embedded
    with NewsIndex.open(tmp_path, hashing, any_model=True) as index:
        index.rebuild_indexes()
        assert index.verify_agreement().ok
    assert hashing.embedded == before


def test_an_index_rebuilt_under_an_open_one_takes_nothing_more_from_it(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    with NewsIndex.open(tmp_path, hashing) as holder, NewsIndex.open(tmp_path, hashing) as guest:
        with pytest.raises(StoreError, match="close it"):
            guest.rebuild_indexes()
        holder.embedder = holder._following._embedder = HashingEmbedder("other")
        holder.rebuild_indexes()
        with pytest.raises(EmbedderMismatchError):
            guest.add_articles([item(BRIDGE)])
        assert holder.catalog.count_all() == (0, 0)


def test_a_passage_of_an_older_version_is_never_returned(index: NewsIndex, hashing: HashingEmbedder) -> None:
    newer, passages = item(BRIDGE, text="Something else entirely.\n\nNothing of the old.")
    with NewsIndex.open(index.folder, hashing) as guest:
        guest.add_articles([(newer, passages)])
        guest.delete_articles([CUP.id])
        for reader in (index, guest):  # the first has followed nothing yet
            found = reader.search_passages("Engineers found cracks in two of its piers. handball cup", 20)
            assert all(each.article.id != CUP.id for each in found)
            assert all(each.passage.text in newer.text for each in found if each.article.id == BRIDGE.id)
        assert guest.search_passages("something else entirely", 1)[0].article == newer


def test_what_another_opened_index_adds_is_followed_in_the_background(
    index: NewsIndex, hashing: HashingEmbedder
) -> None:
    import time

    index.follow_in_background(0.05)
    with NewsIndex.open(index.folder, hashing) as guest:
        assert (index.holds_lock, guest.holds_lock) == (True, False)
        guest.add_articles(many(1, first=77))
    until = time.monotonic() + 30
    while titles(index, "number77", k=1) != ["Report number77"]:
        assert time.monotonic() < until, "not followed"
        time.sleep(0.02)


def test_a_lock_that_becomes_free_is_taken(tmp_path: Path, hashing: HashingEmbedder) -> None:
    first, second = NewsIndex.open(tmp_path, hashing), NewsIndex.open(tmp_path, hashing)
    second.add_articles(many(5))
    assert second.follow_changes() == 0
    first.close()
    assert second.follow_changes() == 5
    assert second.holds_lock and second.verify_agreement().ok
    second.close()


def test_stats_count_and_tell_how_current_the_index_is(index: NewsIndex, hashing: HashingEmbedder) -> None:
    stats = index.measure_stats()
    assert (stats.articles, stats.passages, stats.outlets) == (3, 5, 2)
    assert stats.newest == CUP.published
    assert stats.model is not None and stats.model.name == "hashing"
    assert stats.followed == {"tantivy": stats.last_change, "Chroma": stats.last_change}
    assert all(size > 0 for size in stats.bytes.values())
    with NewsIndex.open(index.folder, hashing) as guest:
        guest.delete_articles([CUP.id])
        stats = guest.measure_stats()
        assert stats.followed == {"tantivy": stats.last_change - 1, "Chroma": None}
        assert not stats.holds_lock


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path, hashing: HashingEmbedder) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="DATELINE_DATA"):
        NewsIndex.open(tmp_path / "file" / "data", hashing)


def test_a_catalogue_that_is_none_is_a_clear_error(tmp_path: Path, hashing: HashingEmbedder) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"something else" * 500)
    with pytest.raises(StoreError, match="backup"):
        NewsIndex.open(tmp_path, hashing)


def test_a_newer_catalogue_is_refused(tmp_path: Path, hashing: HashingEmbedder) -> None:
    NewsIndex.open(tmp_path, hashing).close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Dateline"):
        NewsIndex.open(tmp_path, hashing)
