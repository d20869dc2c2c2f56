"""What all formats of agencies share: an item has an identity of its own, a status and perhaps an embargo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.document import Document, Note, Outcome, Problem, Withdrawal
from ingest.facts.body import Body
from ingest.facts.byline import read_names
from ingest.facts.fields import build_article_from_fields
from news.article import Article

_GLOBAL = re.compile(r"(?:urn|tag|https?|info):\S+$", re.I)  # identities that no two agencies share
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4})?[\s,:]*(?:by\s+)?(?P<name>[^\W\d_][^,;.\n©]{1,60}?)"
    r"\s*(?:\d{4}|[,;.\n]| - |$|all rights|alle rechte)",
    re.I,
)
_ENDING = re.compile(
    r"(?:[a-zA-Z]{2,4}(?:[/-][a-zA-Z]{2,5}){1,6}|[a-z]{2,4}(?: [a-z]{2,4}){1,4}|[\W_]+|(?i:©|\(c\)\s|copyright\b).{0,300})\Z"
)
_WITHDRAWN = {"canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "recalled": "canceled",
              "withheld": "withheld"}  # fmt: skip


@dataclass
class Item:
    """An item as an agency sends it, whatever the format."""

    identity: str  # the agency's own name for it, the same for all its versions
    fields: dict[str, Any]  # as ``build_article_from_fields`` takes them, without the text
    body: Body = field(default_factory=Body)
    status: str = "usable"  # usable, canceled, withheld …
    changed: str = ""  # when this version was made
    embargo: str = ""  # until when it must not be published
    provider: str = ""

    @property
    def title(self) -> str:
        """The headline as words."""
        return " ".join(str(self.fields.get("title") or self.identity).split())


def item_outcomes(document: Document, item: Item, *, alone: bool) -> Iterator[Outcome]:
    """The article that an item is, or word of why it is none for now.

    Its key is what the agency calls it where that is unique, so that a later version in another file is the same
    article; else its place in ``document``. ``alone``: it is the only one there.
    """
    key = item_key(document, item, alone=alone)
    status = _WITHDRAWN.get(item.status.rsplit(":", 1)[-1].strip().lower())
    changed = parse_date(item.changed)
    if status:
        yield Withdrawal(key, item.title, at=changed, status=status)
        return
    if (until := embargo_end(item.embargo)) is not None:
        yield Withdrawal(key, item.title, until=until, at=changed, status="embargoed")
        return
    drop_ending(item.body)
    fields = {**item.fields, "id": item.identity}
    fields["authors"] = people_of(fields.get("authors") or ())
    try:
        for outcome in build_article_from_fields(fields, key, text=item.body.text):
            yield _named(outcome, item, key)
    except ReadError:
        yield Problem(key, f"{item.title[:80]!r} has no text: wanted an article, not a picture or a link")


def people_of(bylines: Iterable[str]) -> list[str]:
    """The names in bylines, each once."""
    return list(read_names(bylines))


def _named(outcome: Outcome, item: Item, key: str) -> Outcome:
    if isinstance(outcome, Note):
        return replace(outcome, key=key)
    if not isinstance(outcome, Article):
        return outcome
    same = outcome.published is not None and outcome.updated is not None
    updated = None if same and _utc(outcome.updated) <= _utc(outcome.published) else outcome.updated  # type: ignore[arg-type]
    return item.body.dress_article(replace(outcome, key=key, updated=updated))


def drop_ending(body: Body) -> None:
    """Take off what stands below an agency's text: the editors' initials, a notice of copyright, a line of signs."""
    while len(body.parts) > 1 and _ENDING.match(body.parts[-1]):
        body.length -= len(body.parts.pop()) + 2


def item_key(document: Document, item: Item, *, alone: bool) -> str:
    """What the item's article is kept under."""
    if _GLOBAL.match(item.identity):
        return item.identity
    if item.identity and item.provider:
        return f"{item.provider}:{item.identity}"
    return document.key if alone or not item.identity else f"{document.key}#{item.identity}"


def embargo_end(stated: str) -> datetime | None:
    """The end of an embargo that still holds, in UTC, or None; a time without zone is read as UTC."""
    if not stated.strip():
        return None
    try:
        until = datetime.fromisoformat(stated.strip())
    except ValueError:
        return None
    until = _utc(until)
    return until if until > datetime.now(UTC) else None


def copyright_owner(notice: str) -> str:
    """The name in a copyright notice: ``Copyright 2024 Harbour Press. All rights reserved``."""
    found = _COPYRIGHT.search(notice[:500])
    return found["name"].strip() if found else ""


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
