"""HTTP archives (HAR), what a browser's developer tools save of a visit."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.capture.pages import Page, is_page, read_pages


def holds_har(content: Any) -> bool:
    """Whether parsed JSON is an HTTP archive."""
    log = content.get("log") if isinstance(content, dict) else None
    return isinstance(log, dict) and isinstance(log.get("entries"), list)


def read_har(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read the pages among its answers. Raises ReadError if there is none with an article."""
    pages = [page for entry in content["log"]["entries"] if (page := _page(entry)) is not None]
    yield from read_pages(document, pages, allowance)


def _page(entry: Any) -> Page | None:
    try:
        url, response = str(entry["request"]["url"]), entry["response"]
        content = response["content"]
        kind, text = str(content.get("mimeType") or ""), content.get("text")
    except (KeyError, TypeError, AttributeError):
        return None
    if response.get("status") != 200 or not is_page(kind) or not isinstance(text, str):
        return None
    if content.get("encoding") != "base64":
        return Page(
            url, "text/html; charset=utf-8" if "html" in kind else kind, text.encode("utf-8", "replace")
        )
    try:
        return Page(url, kind, base64.b64decode(text))
    except (binascii.Error, ValueError):
        return None
