"""When a page was published: what it states in its head, what it prints under its headline, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from ingest.dates.date_order import names_day_first
from ingest.dates.dates import find_date, is_day_first, names_day_in_figures, parse_date
from ingest.facts.page_layout import Layout

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date",
    "pubdate", "publishdate", "publish-date", "publish_date", "published_time", "publication_date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created", "dc:date.created",
    "dc.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "article:published", "citation_publication_date",
    "citation_date", "dc:date", "displaydate", "sw-pubdate", "vr:published_time", "pub_date",
)  # fmt: skip
UPDATED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
)
_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d?)[/-](?P<d>\d\d?)(?=[/_.-]|$)|[/_-](?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=[/_.-]|$)"
)
_CHANGED = re.compile(
    r"updated|aktualisiert|modified|mis à jour|modifi|actualizad|geändert|last change|bearbeitet|überarbeitet|aggiornat"
    r"|bijgewerkt|atualizad|päivitetty|uppdaterad|oppdatert|opdateret|обновлен",
    re.I,
)
_REGISTERED = re.compile(
    r"\b(?:registrier|anmeldedatum|joined|member since|mitglied seit|inscri(?:t|pción)|dabei seit)", re.I
)
_SAID = re.compile(  # of the date after it, or before it, that it is the one of publication
    r"\b(?:published|posted|veröffentlicht|publiziert|erschienen|erstellt|publié|publicado|pubblicato|gepubliceerd"
    r"|publicerad|publisert|opublikowano|geschrieben)\b", re.I,
)  # fmt: skip
_OPENING = re.compile(  # "29.11.2022 – Again and again …", "(21 November 2022) Those who …", "Karlsruhe, (12.11.2021). Ab …"
    r"^(?:[\w. /-]{2,30},\s*)?(?P<bracket>\()?(?P<date>[^()–—|:]{6,30}?\d{4})(?(bracket)\)|(?=\.?\s*[–—|:.-]\s))"
)
_DATED = re.compile(
    r"(?:^|[-_ ])(?:date|datum|published|pubdate|posted-on|entry-date|time|timestamp|fecha|datetime)", re.I
)
_NEAR = 8  # lines under a headline, and half of that above it, where the date of an article is printed
_LONG = 130  # characters: a longer line is a paragraph
_OLDER = timedelta(days=60)  # a printed date that far before the stated one is what the article is about
_FEW = 4  # words beside a date whose year is two digits
_WORDS = 8  # a date line says little else


def find_page_dates(
    layout: Layout,
    meta: dict[str, str],
    linked: dict[str, Any],
    titles: list[str],
    address: str | None,
    language: str = "",
    *,
    day_first: bool | None = None,
) -> tuple[datetime | str | None, datetime | str | None]:
    """When a page was published and updated; text in place of a date that cannot be understood.

    What is printed at the headline is what readers go by: where what the head states is another day than that,
    the printed one counts, unless it is the same numbers with day and month swapped
    or later than the last change. So does the day in an address. What 03/04/2026 means goes by the page's other dates,
    then by ``day_first``, or its ``language`` ("en-US") where that is None.
    """
    written, changed = _read_stated_dates(layout, meta, linked)
    usual = names_day_first(language, address) if day_first is None else day_first
    below, above = _find_printed_dates(layout, titles, usual)
    labelled = _find_labelled_date(layout, usual)
    stated = _parse_stated(str(written), below or labelled, usual) if written else None
    updated = _parse_stated(str(changed), stated, usual) if changed else None
    addressed = _read_address_date(address)
    if below and addressed and below.date() < addressed.date():
        below = addressed  # the older one is a day that the article is about
    if stated and addressed and abs(stated.date() - addressed.date()) > timedelta(days=1):
        addressed = None  # the day it was planned for; a day apart it is the time zone
    published = (
        _choose_agreed(stated, updated, below or addressed)
        or labelled
        or above
        or _find_date_elsewhere(layout, usual)
    )
    return published or (str(written) if written else None), updated or (str(changed) if changed else None)


def read_date_order(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any], titles: list[str], address: str | None
) -> tuple[bool | None, tuple[datetime, datetime] | None] | None:
    """Whether a page shows that it names the day first, and when it was published, day first and month first.

    The first is None where nothing tells, the second where the date does not rest on that. A number above 12 and a
    weekday tell, else a day in figures that the page states in words or ISO form, too. None: no days in figures.
    """
    lines = [line for line in layout.article_lines if len(line) <= _LONG]
    stated = [str(each) for each in _read_stated_dates(layout, meta, linked) if each]
    figures = [text for text in (*stated, *lines) if names_day_in_figures(text)]
    if not figures:
        return None
    by_day, by_month = (
        find_page_dates(layout, meta, linked, titles, address, day_first=order)[0] for order in (True, False)
    )
    shown = is_day_first(figures, True)
    order = shown if shown == is_day_first(figures, False) else None
    if not isinstance(by_day, datetime) or not isinstance(by_month, datetime):
        return order, None
    if by_day != by_month:
        return order, (by_day, by_month)
    return _match_order(figures, by_day) if order is None else order, None


def _match_order(figures: list[str], published: datetime) -> bool | None:
    """The order in which the first day in figures that can be the day of publication is that."""
    for text in figures:
        fits = [
            order
            for order in (True, False)
            if (found := find_date(text, day_first=order)) and found.date() == published.date()
        ]
        if len(fits) == 1:
            return fits[0]
    return None


def _read_stated_dates(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any]
) -> tuple[str | None, str | None]:
    """When a page says in its head that it was published, and changed."""
    written = linked.get("datePublished") or next((meta[name] for name in PUBLISHED if name in meta), None)
    written = written or _read_microdata_date(layout, "datePublished")
    changed = linked.get("dateModified") or next((meta[name] for name in UPDATED if name in meta), None)
    return written, changed


def _choose_agreed(
    stated: datetime | None, updated: datetime | None, printed: datetime | None
) -> datetime | None:
    if stated is None or printed is None or stated.date() == printed.date():
        return stated or printed
    swapped = (printed.year, printed.day, printed.month) == (stated.year, stated.month, stated.day)
    if swapped or stated.date() - printed.date() > _OLDER:
        return stated
    announced = (
        updated and updated.date() + timedelta(days=1) < printed.date()
    )  # it is what the page is about
    return stated if announced else printed


def _parse_stated(text: str, printed: datetime | None, usual: bool) -> datetime | None:
    """The date that ``text`` is, in the other order where that is the printed day, as in 11/01/2023 and 1 November."""
    found, swapped = parse_date(text, day_first=usual), parse_date(text, day_first=not usual)
    return swapped if printed and swapped and swapped.date() == printed.date() else found


def _read_address_date(address: str | None) -> datetime | None:
    found = _ADDRESS.search(address or "")
    parts = [part for part in found.groups() if part] if found else []
    return parse_date(f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}") if parts else None


def _find_printed_dates(
    layout: Layout, titles: list[str], usual: bool
) -> tuple[datetime | None, datetime | None]:
    """The dates at the headline, down to the text or right above it, and further above, where it may be today's."""
    below: datetime | None = None
    above: datetime | None = None
    for at in layout.find_headline_lines(titles):
        under = layout.article_lines[at + 1 : at + _NEAR + 1]
        paragraphs = [number for number, line in enumerate(under) if len(line) > _LONG]
        head = under[: paragraphs[1] if len(paragraphs) > 1 else len(under)]  # the first may be the deck
        below = below or _find_first_date([*head, *layout.article_lines[max(0, at - 1) : at]], usual)
        below = below or next((found for line in under if (found := _parse_opening_date(line, usual))), None)
        above = above or _find_first_date(layout.article_lines[max(0, at - _NEAR // 2) : at][::-1], usual)
    return below, above


def _find_first_date(lines: list[str], usual: bool) -> datetime | None:
    short = [_strip_update(line) for line in lines if len(line) <= _LONG]
    day_first = is_day_first(short, usual)
    return next((found for line in short if (found := _parse_lone_date(line, day_first))), None)


def _strip_update(line: str) -> str:
    """``line`` without what it says of an update, or of the day that somebody joined a forum."""
    changed = _CHANGED.search(line)
    if changed is None:
        return "" if _REGISTERED.search(line) else line
    said = _SAID.search(line, changed.end())
    return line[said.start() :] if said else line[: changed.start()]


def _parse_lone_date(line: str, day_first: bool) -> datetime | None:
    """The date of a line that says little else, and only one."""
    words = re.findall(r"[^\W\d_]{3,}", line)
    years = len(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", line))
    if len(words) > _WORDS or years > 1 or (years == 0 and len(words) > _FEW):
        return None
    return find_date(line, day_first=day_first)


def _parse_opening_date(line: str, usual: bool) -> datetime | None:
    """The date that a paragraph begins with, or that follows the place it begins with."""
    found = _OPENING.match(_strip_update(line)[:_LONG])
    return _parse_lone_date(found["date"], usual) if found else None


def _find_labelled_date(layout: Layout, usual: bool) -> datetime | None:
    """The one date that the page says, anywhere, to be that of publication."""
    said = [line for line in layout.list_all_lines() if _SAID.search(line) and not _CHANGED.search(line)]
    days = {found for line in said if len(line) <= 2 * _LONG and (found := find_date(line, day_first=usual))}
    return days.pop() if len(days) == 1 else None


def _find_date_elsewhere(layout: Layout, usual: bool) -> datetime | None:
    return next(
        (found for text in _list_weaker_dates(layout) if (found := find_date(text, day_first=usual))), None
    )


def _list_weaker_dates(layout: Layout) -> Iterator[str]:
    times = layout.keep_inside(layout.tree.iterfind(".//time[@datetime]"))
    yield from (each.get("datetime") for each in islice(times, 1))
    marked = (each for each in layout.tree.xpath(".//*[@class]") if _DATED.search(each.get("class")))
    texts = (" ".join(" ".join(each.itertext()).split()) for each in layout.keep_inside(marked))
    yield from (text for text in texts if len(text) < _LONG and not _REGISTERED.search(text))
    short = (line for line in layout.article_lines if len(line.split()) <= 6 and not _REGISTERED.search(line))
    yield from (line for line in short if len(line) < _LONG and _parse_lone_date(line, True))


def _read_microdata_date(layout: Layout, name: str) -> str | None:
    for each in layout.keep_inside(layout.tree.iterfind(f".//*[@itemprop='{name}']")):
        if text := each.get("content") or each.get("datetime") or " ".join(each.itertext()).strip():
            return str(text)
    return None
