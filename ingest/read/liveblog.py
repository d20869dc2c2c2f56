"""Live blogs: each update with its time, the newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ingest.dates.dates import find_date, is_date_line, parse_date
from ingest.documents.markup import has_markup, plain_text
from ingest.facts.body import Body
from ingest.facts.json_ld import find_linked_article, read_property_names
from ingest.facts.page_layout import fold_print
from ingest.webpage.furniture import HEADINGS, text_of

_LIVE = re.compile(
    r"\blive\b|live-?blog|live-?ticker|\bticker\b|en direct|minuto a minuto|in diretta|as it happened|en vivo",
    re.I,
)
_AGO = re.compile(
    r"(?:vor|hace|il y a)?\s*(?P<count>\d{1,3})\s*"
    r"(?P<unit>s|sec\w*|m|min\w*|h|hrs?|hour\w*|std\w*|stunde\w*|heures?|horas?|d|days?|tage?\w*)\b\s*(?:ago)?",
    re.I,
)
_CLOCK = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)\s*(?P<half>[ap]\.?m\.?)?", re.I)
_FEWEST = 2  # updates
_HEADLINE = 90  # characters


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a live blog."""

    when: datetime | None
    headline: str
    paragraphs: tuple[str, ...]


def part_updates(tree: Any, body: Body, title: str | None, base: datetime | None) -> Body:
    """The body of a live blog (an lxml tree) with a heading of day and time above each update; any other as it is.

    ``base`` is when the page was last changed, from which "5 min ago" counts.
    """
    linked = find_linked_article(tree)
    stated = list(_stated(linked.get("liveBlogUpdate")))
    if not stated and not _LIVE.search(title or "") and "LiveBlog" not in str(linked.get("@type")):
        return body
    updates = [*stated, *_printed(tree, base)]
    known: dict[str, Update] = {}
    for each in updates:
        known.setdefault(fold_print("".join(each.paragraphs))[:200], each)
    if len(known) < _FEWEST:
        return body
    return _written(body, list(known.values()), title)


def _written(body: Body, updates: list[Update], title: str | None) -> Body:
    told = {fold_print(part) for each in updates for part in (each.headline, *each.paragraphs)} | {
        fold_print(title or "")
    }
    made = Body(tags=body.tags)
    for part in body.parts:
        if fold_print(part) not in told and not is_date_line(part):
            made.add_line(part)
    floor = datetime.min
    ordered = sorted(
        updates, key=lambda each: each.when.replace(tzinfo=None) if each.when else floor, reverse=True
    )
    for each in ordered:
        when = f"{each.when:%-d %B %Y, %H:%M}" if each.when else ""
        made.add_heading(" · ".join(filter(None, (when, each.headline))) or "Update")
        for paragraph in each.paragraphs:
            made.add_line(paragraph)
    return made


def _stated(updates: Any) -> Iterator[Update]:
    """What JSON-LD states in ``liveBlogUpdate``."""
    for each in updates if isinstance(updates, list) else [updates]:
        if not isinstance(each, dict):
            continue
        text = str(each.get("articleBody") or each.get("description") or "")
        parts = (plain_text(text) if has_markup(text) else text).split("\n")
        paragraphs = tuple(" ".join(part.split()) for part in parts if part.strip())
        headline = next(iter(read_property_names(each.get("headline") or each.get("name"))), "")
        if paragraphs or headline:
            when = parse_date(str(each.get("datePublished") or each.get("dateModified") or ""))
            yield Update(when, headline[:_HEADLINE], paragraphs or (headline,))


def _printed(tree: Any, base: datetime | None) -> list[Update]:
    """Blocks of one kind below one element, each with a time and text of its own."""
    groups: dict[tuple[Any, str, str], list[Any]] = {}
    for stamp in tree.iter("time"):
        block = stamp
        while (parent := block.getparent()) is not None and len(list(parent.iter("time"))) == 1:
            block = parent
        if block is not stamp and parent is not None:
            groups.setdefault((parent, str(block.tag), str(block.get("class"))), []).append(block)
    best = max(groups.values(), key=len, default=[])
    if len(best) < _FEWEST:
        return []
    return [update for block in best if (update := _update(block, base)) is not None]


def _update(block: Any, base: datetime | None) -> Update | None:
    heading = next((text for each in block.iter(*HEADINGS) if (text := text_of(each))), "")
    lines = [each for each in block.iter("p", "li") if not any(True for _ in each.iterdescendants("p", "li"))]
    texts = [text for each in lines if each is not block and (text := text_of(each))]
    paragraphs = tuple(text for text in texts if not is_date_line(text))
    stamp = next(block.iter("time"))
    return Update(_moment(stamp, base), heading[:_HEADLINE], paragraphs) if paragraphs else None


def _moment(stamp: Any, base: datetime | None) -> datetime | None:
    """When an update was written: a date, a time on the day of ``base``, or so long before it."""
    said = text_of(stamp)
    stated = parse_date(stamp.get("datetime") or "") or find_date(said)
    if stated or base is None:
        return stated
    if ago := _AGO.fullmatch(said.strip()):
        return base - timedelta(minutes=int(ago["count"]) * _minutes(ago["unit"].lower()))
    if clock := _CLOCK.search(said):
        hour = (
            int(clock["hour"]) % 12 + 12
            if (clock["half"] or "").lower().startswith("p")
            else int(clock["hour"])
        )
        found = base.replace(hour=hour % 24, minute=int(clock["minute"]), second=0, microsecond=0)
        return found if found <= base else found - timedelta(days=1)
    return None


def _minutes(unit: str) -> float:
    if unit.startswith("st") or unit[0] == "h":  # Stunden, hours, heures, horas
        return 60
    return {"s": 1 / 60, "m": 1, "d": 1440, "t": 1440}[unit[0]]
