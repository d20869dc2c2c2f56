"""What is set arrives in the part that it is meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

import settings
from assembly import build_assistant_over, build_fetcher, build_limits, open_index
from errors import FetchError
from ingest.processes.reading import Limits
from tests.ingest.server import Page, serving
from vectorstore.index import NewsIndex


def test_without_settings_documents_are_read_within_the_limits_of_the_library() -> None:
    assert build_limits(settings.load_settings()) == Limits()


def test_limits_of_reading_arrive_each_in_its_place() -> None:
    configured = settings.load_settings(
        parse_seconds=1, parse_memory_mb=300, max_bytes=4_000, max_pages=5, max_characters=6_000
    )
    assert build_limits(configured) == Limits(
        seconds=1, memory_mb=300, max_bytes=4_000, max_pages=5, max_characters=6_000
    )


def test_an_address_gives_no_more_than_the_largest_document() -> None:
    with serving() as site:
        site.pages["/long"] = Page(b"<p>word " + b"word " * 400)
        with pytest.raises(FetchError, match=r"DATELINE_MAX_BYTES=1,000"):
            build_fetcher(settings.load_settings(max_bytes=1_000, fetch_private=True)).fetch_address(
                f"http://127.0.0.1:{site.port}/long"
            )


def test_the_assistant_has_the_index_in_the_data_folder(tmp_path: Path) -> None:
    configured = settings.load_settings(data=tmp_path / "mine", top_k=3)
    with open_index(configured) as index:
        assert NewsIndex.exists(tmp_path / "mine")
        assistant = build_assistant_over(index, configured, None)
        assert assistant.index is index and assistant.generator is None
