"""Evernote's export (ENEX): each note is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.fields import build_article_from_fields
from ingest.read.fragment import drop_between, read_fragment
from news.article import Article

_ATTACHED = re.compile(rb"<data\b[^<>]*>[^<]*</data>")  # pictures as base64, longer than a parser takes
_HIDDEN = re.compile(r"</?en-(?:media|todo)\b[^<>]*/?>", re.I)


def read_enex(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read every note that has a text. Raises ReadError if none has, LimitError for too many."""
    allowance = allowance or ReadingAllowance()
    data = _ATTACHED.sub(b"<data/>", document.data)
    refuse_entities(decode_text(data[:1_000_000]))
    seen: dict[str, int] = {}
    empty = 0
    for note in parse_xml(data):
        if local_name(note) != "note":
            continue
        allowance.take_member()
        outcomes = list(_note(document, note, seen))
        empty += not outcomes
        yield from outcomes
    if not seen:
        raise ReadError("the notes hold no text, only pictures or files: wanted text")
    if empty:
        yield Note(document.key, f"left out: {empty:,} notes without text")


def _note(document: Document, note: Any, seen: dict[str, int]) -> Iterator[Outcome]:
    facts = {local_name(e): (e.text or "").strip() for e in note.iter() if len(e) == 0}
    title = next(((e.text or "").strip() for e in note if local_name(e) == "title"), "")
    content = next((e.text or "" for e in note if local_name(e) == "content"), "")
    body = read_fragment(_HIDDEN.sub("", drop_between(content, "<en-crypt", "</en-crypt>")), title)
    if not body.text.strip():
        return
    url = facts.get("source-url", "")
    seen[title] = seen.get(title, 0) + 1
    key = f"{document.key}#{title[:120]}" + (f"#{seen[title]}" if seen[title] > 1 else "")
    names = body.lift_byline()
    writer = facts.get("author", "")
    # When a page was clipped says nothing of when it was published
    day = facts.get("subject-date") or ("" if url else facts.get("created", ""))
    fields = {
        "title": title,
        "url": url,
        "published": day,
        "updated": "" if url else facts.get("updated", ""),
        "authors": list(names) or ([] if "@" in writer else [writer]),
        "tags": [(e.text or "").strip() for e in note if local_name(e) == "tag"],
    }
    for outcome in build_article_from_fields(fields, key, text=body.text):
        yield body.dress_article(replace(outcome, key=key)) if isinstance(outcome, Article) else outcome
