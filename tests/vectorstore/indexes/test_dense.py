"""Chroma: the same answers from its own folder, from a server, and from the catalogue's vectors."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from errors import StoreError
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, cut, item, many
from vectorstore.index import NewsIndex
from vectorstore.indexes.dense import DenseIndex
from vectorstore.sqlite.records import make_entry
from vectorstore.types import Filter


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Chroma server of our own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [
        str(chroma),
        "run",
        "--path",
        str(tmp_path / "server"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert running.poll() is None and time.monotonic() < until, "the Chroma server did not start"
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(30)


def test_a_server_follows_heals_and_answers_like_a_folder(
    tmp_path: Path, hashing: HashingEmbedder, server: str
) -> None:
    with NewsIndex.open(tmp_path / "data", hashing, chroma_url=server) as index:
        index.add_articles([item(BRIDGE), item(CUP), item(FESTIVAL)])
        assert index.search_passages("handball team", 1)[0].article == CUP
        assert index.search_passages("handball", 5, Filter(tags=("roads",)))[0].article == BRIDGE
        index.delete_articles([CUP.id])
        assert index.verify_agreement().ok
        index._dense._get_collection().delete(ids=[cut(BRIDGE)[0].id])
        assert index.verify_agreement().total == 1
        with NewsIndex.open(tmp_path / "data", hashing, chroma_url=server) as guest:
            assert not guest.holds_lock
            assert guest.search_passages("choirs", 1)[0].article == FESTIVAL
            assert guest.verify_agreement().compared == ("tantivy", "Chroma")
        index.rebuild_indexes()
        assert index.verify_agreement().ok
    assert not (tmp_path / "data" / "chroma").exists()


def test_a_server_that_does_not_answer_is_a_clear_error_and_answers_go_on(
    tmp_path: Path, hashing: HashingEmbedder
) -> None:
    with NewsIndex.open(tmp_path, hashing, chroma_url="http://127.0.0.1:9") as index:
        with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9"):
            index.add_articles([item(CUP)])
        assert index.search_passages("handball", 1)[0].article == CUP  # stored, and found exactly


def test_exact_and_approximate_search_agree(tmp_path: Path, hashing: HashingEmbedder) -> None:
    """What a graph finds is scored as the exact search scores it; an approximate one may miss a neighbour or two."""
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(120))
        missed = 0
        for question in ("number7", "wardens pleased", "herons on the lake"):
            vector = hashing.embed_query(question)
            near = index._dense.search_nearest(vector, 10, Filter())
            exact = index._search._exact.search_nearest(vector, 1_000, Filter())
            scores = {hit.passage_id: hit.score for hit in exact}
            assert [hit.score for hit in near] == pytest.approx(
                [scores[hit.passage_id] for hit in near], abs=2e-3
            )
            assert [hit.score for hit in near] == sorted((hit.score for hit in near), reverse=True)
            worst = near[-1].score + 2e-3
            missed += sum(hit.score > worst for hit in exact) - sum(hit.score > worst for hit in near)
        assert missed <= 3


def test_applying_twice_is_applying_once(tmp_path: Path, hashing: HashingEmbedder) -> None:
    dense = DenseIndex(tmp_path / "chroma", "news")
    assert dense.read_position() is None
    dense.reset_to_empty("one")
    new = make_entry(BRIDGE, cut(BRIDGE))
    vectors = dict(zip(new.text_hashes, hashing.embed_passages(["a", "b"]), strict=True))
    for _ in range(2):
        dense.apply_changes([BRIDGE.id], [new], vectors, 7)
    assert sorted(dense.list_contents()) == [(passage.id, new.version) for passage in new.passages]
    assert {id_: vector.shape for id_, vector in dense.iterate_vectors()} == {
        p.id: (64,) for p in new.passages
    }
    dense.close()
    again = DenseIndex(tmp_path / "chroma", "news")
    position = again.read_position()
    assert position is not None and (position.generation, position.seq) == ("one", 7)
    assert again.is_sound(2) and not again.is_sound(3)
    again.apply_changes([BRIDGE.id], [], {}, 8)
    assert again.search_nearest(np.ones(64, np.float32), 5, Filter()) == []
    again.close()
