"""Sites on this machine, an index, and what reads and fetches for it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from tests.fakes import HashingEmbedder
from tests.ingest.newsroom import Newsroom
from tests.ingest.server import PUBLIC, Site, serving
from vectorstore.index import NewsIndex


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, Limits(60)) as readers:
        yield readers


@pytest.fixture
def index(tmp_path: Path) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path / "data", HashingEmbedder()) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def room(index: NewsIndex, site: Site, workers: Workers) -> Newsroom:
    return Newsroom(index, site, workers)


@pytest.fixture
def victim() -> Iterator[Site]:
    """A site that nobody may be led to."""
    with serving() as served:
        yield served


@pytest.fixture
def internet(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The public number PUBLIC leads to ``site``; every connection that is tried is noted."""
    tried: list[tuple[str, int]] = []
    connect = socket.create_connection

    def routed(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        tried.append(address)
        return connect(("127.0.0.1", site.port) if address[0] == PUBLIC else address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", routed)
    return tried
