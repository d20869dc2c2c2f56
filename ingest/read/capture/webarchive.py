"""Safari's ``.webarchive``: a property list with the page and all that it shows."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from errors import ReadError
from ingest.documents.document import Document, Outcome
from ingest.read.html import read_html

_PAGES = ("text/html", "application/xhtml+xml")


def read_webarchive(document: Document) -> Iterator[Outcome]:
    """Read the page; pictures and frames are left alone. Raises ReadError if it is broken or holds no article."""
    page = _main_resource(document.data)
    kind = str(page.get("WebResourceMIMEType") or "text/html")
    if kind.lower() not in _PAGES:
        raise ReadError(f"a web archive of Safari whose page is {kind}: wanted HTML")
    data = page.get("WebResourceData")
    if not isinstance(data, bytes):
        raise ReadError("a web archive of Safari without its page: save the page again")
    url = str(page.get("WebResourceURL") or "")
    encoding = str(page.get("WebResourceTextEncodingName") or "utf-8")
    yield from read_html(
        Document(
            document.key,
            document.name,
            data,
            url=url if url.startswith(("http://", "https://")) else None,
            content_type=f"{kind}; charset={encoding}",
        )
    )


def _main_resource(data: bytes) -> dict[str, Any]:
    try:
        held = plistlib.loads(data)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
    ) as broken:
        raise ReadError(
            f"not a property list that can be read ({str(broken)[:100]}): save the page again"
        ) from None
    page = held.get("WebMainResource") if isinstance(held, dict) else None
    if not isinstance(page, dict):
        raise ReadError("a property list, and no web archive of Safari: wanted a saved page")
    return page
