"""What a text is, XML included, where its first lines tell it surely."""

from __future__ import annotations

import re

from ingest.read.addresses import is_address_page, is_address_text
from ingest.read.chat.whatsapp import looks_like_whatsapp
from ingest.read.library import bibtex, captions, ris
from ingest.read.wire.iptc7901 import looks_like_iptc7901

_ROOT = re.compile(
    r"(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?>|\s)*<(?:[\w-]+:)?(?P<name>[\w-]+)", re.S
)
_XML = {  # root element → kind
    "en-export": "enex",
    "tt": "ttml",
    "alto": "alto",
    "pcgts": "alto",
    "mets": "mets",
    "opml": "opml",
    "plist": "webarchive",
}
_WXR = re.compile(r"<rss\b[^>]*wordpress\.org/export/", re.I)
FOREIGN_XML = {
    "svg": "an SVG drawing",
    "kml": "a map (KML)",
    "gpx": "a track (GPX)",
    "musicxml": "a score",
    "workbook": "an Excel workbook in XML (save it as .xlsx or CSV)",
    "collection": "a library's catalogue records (MARC XML)",
    "modscollection": "a library's catalogue records (MODS)",
    "xsl": "a stylesheet",
    "stylesheet": "a stylesheet",
    "schema": "an XML schema",
}


def root_name(start: str) -> str:
    """The name of the root element of XML, in small letters without its prefix; empty where there is none."""
    found = _ROOT.match(start[:20_000])
    return found["name"].lower() if found else ""


def text_kind(start: str, data: bytes) -> str | None:
    """The kind of a text that is known by its first lines; None where none is sure. ``data``: the whole of it."""
    if start.startswith("<"):
        if is_address_page(start):
            return "bookmarks"
        if _WXR.search(start[:5_000]):
            return "wxr"
        kind = _XML.get(root_name(start))
        return None if kind == "webarchive" and b"WebMainResource" not in data else kind
    if captions.VTT.match(start) or captions.SRT.match(start):
        return "captions"
    if ris.FIRST.match(start):
        return "ris"
    if bibtex.FIRST.match(start):
        return "bibtex"
    if looks_like_iptc7901(start):
        return "iptc7901"
    if looks_like_whatsapp(start):
        return "whatsapp"
    return "addresses" if is_address_text(start) else None
