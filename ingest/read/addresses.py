"""Lists of addresses: what read-later services, browsers, feed readers and media monitors export. They hold no articles."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Sequence
from typing import Any

from errors import ReadError
from ingest.documents.document import AddressList, Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.fields import NAMES, fold_field_name

BOOKMARKS = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.I)
SHORTCUT = re.compile(r"\[(?:InternetShortcut|Desktop Entry)\][^\[]{0,2000}?\n\s*URL\s*=", re.I)
_SAVED = re.compile(r"<title>\s*(?P<name>Pocket Export|Instapaper: Export)\s*</title>", re.I)
FEED_READER = "a feed reader"  # what a list of feeds is told to come from
_ADDRESS = re.compile(r"https?://[^\s<>\"']+$")
_COLUMNS = (
    "url",
    "link",
    "address",
    "href",
    "weburl",
    "canonicalurl",
    "originalurl",
    "storyurl",
    "articleurl",
    "expandedurl",
)
_TELLING = {  # a column that only one service's export has → that service
    "timeadded": "Pocket",
    "readingprogress": "Omnivore",
    "storiesid": "Media Cloud",
    "mediaid": "Media Cloud",
    "medianame": "Media Cloud",
    "seendate": "GDELT",
    "sourcecountry": "GDELT",
    "selection": "Instapaper",
    "excerpt": "Raindrop",
    "savedat": "Omnivore",
    "indexeddate": "Media Cloud",
}
_MOST = 100_000  # addresses of one list


def is_address_page(start: str) -> bool:
    """Whether HTML is a browser's bookmarks, or the export of a read-later service."""
    return BOOKMARKS.search(start[:2000]) is not None or _SAVED.search(start[:4000]) is not None


def is_address_text(start: str) -> bool:
    """Whether a text consists of addresses, one a line, or is a link that a browser or a system saved."""
    if SHORTCUT.match(start):
        return True
    lines = [line.strip() for line in start.split("\n") if line.strip() and not line.startswith("#")]
    whole = lines[:-1] if len(lines) > 20 else lines  # the last may be cut
    return bool(whole) and all(_ADDRESS.match(line) for line in whole)


def listed_addresses(document: Document, rows: Sequence[Any]) -> AddressList | None:
    """The addresses of rows of which each has one and none has a text; None for any other rows."""
    given: list[dict[str, Any]] = []
    for row in rows:
        if not isinstance(row, dict):
            return None
        given.append({fold_field_name(name): value for name, value in row.items()})
        if _has_text(given[-1]):
            return None  # most often the first row
    found = [next((str(row[name]).strip() for name in _COLUMNS if row.get(name)), "") for row in given]
    urls = _unique(found)
    if 2 * len([each for each in found if _ADDRESS.match(each)]) <= len(found) or not urls:
        return None
    columns = {name for row in given[:50] for name in row}
    name = next((service for column, service in _TELLING.items() if column in columns), "a table")
    return AddressList(document.key, name, urls)


def _has_text(row: dict[str, Any]) -> bool:
    """Whether a row has a text, of its own or in an object that holds its fields, as interfaces answer."""
    inner = (
        {fold_field_name(name): each for name, each in value.items()}
        for value in row.values()
        if isinstance(value, dict)
    )
    return any(fields.get(name) for fields in (row, *inner) for name in NAMES["text"])


def read_address_page(document: Document) -> Iterator[Outcome]:
    """The addresses in a browser's bookmarks or a read-later service's export. Raises ReadError if there is none."""
    text = decode_text(document.data)
    saved = _SAVED.search(text[:4000])
    name = saved["name"].split()[0].rstrip(":") if saved else "a browser"
    links = re.findall(r"<a\b[^<>]{0,5000}?\bhref\s*=\s*[\"'](https?://[^\"'<>\s]{1,4000})[\"']", text, re.I)
    yield _list(document, name, [link.replace("&amp;", "&") for link in links])


def read_address_text(document: Document) -> Iterator[Outcome]:
    """The addresses in a text, or in a saved link (``.url``, ``.desktop``). Raises ReadError if there is none."""
    text = decode_text(document.data)
    if SHORTCUT.match(text.lstrip()):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(text)
        except configparser.Error as broken:
            raise ReadError(f"a saved link that cannot be read ({str(broken)[:80]})") from None
        yield _list(document, "a browser", [parser[section].get("url", "") for section in parser.sections()])
        return
    yield _list(document, "a text", [line.strip() for line in text.split("\n")])


def read_opml(document: Document) -> Iterator[Outcome]:
    """The addresses of the feeds in an OPML. Raises ReadError if there is none."""
    refuse_entities(decode_text(document.data[:1_000_000]))
    urls = []
    for outline in parse_xml(document.data).iter():
        if local_name(outline) == "outline":
            named = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
            urls.append(named.get("xmlurl") or named.get("url") or named.get("htmlurl") or "")
    yield _list(document, FEED_READER, urls)


def _list(document: Document, name: str, found: Sequence[str]) -> AddressList:
    urls = _unique(found)
    if not urls:
        raise ReadError("a list of addresses that names none")
    return AddressList(document.key, name, urls)


def _unique(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if _ADDRESS.match(each)))[:_MOST]
