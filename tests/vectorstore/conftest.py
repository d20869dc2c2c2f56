"""Indexes for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item
from vectorstore.index import NewsIndex


@pytest.fixture
def hashing() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def index(tmp_path: Path, hashing: HashingEmbedder) -> Iterator[NewsIndex]:
    """An index of three articles that holds its lock."""
    with NewsIndex.open(tmp_path, hashing) as opened:
        opened.add_articles([item(BRIDGE), item(CUP), item(FESTIVAL)])
        yield opened
