"""Addresses: what is new at each, and where feeds and sitemaps lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from errors import FetchError
from ingest.fetch import Fetcher, NotModified
from ingest.files import record
from ingest.merge import first_published, site
from ingest.read.document import Document, Link, Note
from ingest.read.links import is_recent
from ingest.run import Run, Work
from ingest.variants import bare_address, plain_address
from vectorstore.sources import Origin, SourceDocument

_TWINS = 3  # earlier articles of a site with the same story that are asked where they lead
DEEPEST = 3  # sitemaps within sitemaps


def is_address(source: str) -> bool:
    """Whether a source is meant as an address and not as a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source) is not None


def through_addresses(
    run: Run,
    addresses: list[str],
    fetcher: Fetcher,
    since: date | None,
    *,
    again: bool = False,
    kept: bool = True,
) -> None:
    """Fetch addresses, then the articles that feeds and sitemaps among them lead to.

    ``again``: also what is known as it is. ``kept``: remember the addresses as what was asked for.
    """
    wanted: list[tuple[Link, str | None]] = [(Link(each), None) for each in dict.fromkeys(addresses)]
    asked = {link.url for link, _ in wanted}
    for depth in range(DEEPEST + 1):
        run.through(_work(run, link, parent, fetcher, again=again) for link, parent in wanted)
        found, run.links = run.links, []
        recent = [
            (link, parent) for link, parent in found if is_recent(link, since) and link.url not in asked
        ]
        wanted = list({link.url: (link, parent) for link, parent in recent}.values())
        asked |= {link.url for link, _ in wanted}
        if depth + 1 == DEEPEST and any(link.is_sitemap for link, _ in wanted):
            run.report.notes.append(Note(wanted[0][1] or "", "sitemaps nested deeper are left out"))
            wanted = [(link, parent) for link, parent in wanted if not link.is_sitemap]
        if not wanted:
            break
        run.total += len(wanted)
    _settle_moved(run, fetcher)
    _remember(run, addresses if kept else [], since)


def _work(run: Run, link: Link, parent: str | None, fetcher: Fetcher, *, again: bool) -> Work | None:
    """A page that must be read, or None where it holds what it held, or cannot be had."""
    sources = run.index.catalog.sources
    named = Document(link.url, link.title or link.url, b"")
    known = None if again else sources.document(link.url)
    if known and link.mark and link.mark == known.entry:
        run.keep(named, sources.below(link.url))
        return None
    held = sources.below(link.url) if known else 0
    run.say(named, "fetching")
    try:
        got = fetcher.fetch(
            link.url,
            etag=known.etag if known and held else None,
            last_modified=known.last_modified if known and held else None,
        )
    except FetchError as problem:
        _missed(run, link, parent, named, str(problem))
        return None
    if known and isinstance(got, NotModified):
        sources.record(replace(known, parent=parent, entry=link.mark), _keys(run, link.url))
        run.keep(named, held)
        return None
    assert not isinstance(got, NotModified)  # nothing was asked conditionally
    entry = replace(record(got.document), parent=parent, entry=link.mark)
    source = replace(entry, etag=got.etag, last_modified=got.last_modified)
    if known and held and known.sha256 == source.sha256:
        sources.record(source, _keys(run, link.url))
        run.keep(named, held)
        return None
    follow = parent is None or link.is_sitemap
    return Work(replace(got.document, follow=follow), source, link)


def _settle_moved(run: Run, fetcher: Fetcher) -> None:
    """Make one of a page that is new here and an earlier one of its site with the same story that leads to it now.

    A paper that rewrites a headline often gives the page a new address, and the old one a redirect.
    """
    catalog = run.index.catalog
    listed = {
        link.url for _, links in run.lists.values() for link in links
    }  # what a feed still names has not moved
    for key in list(run.fresh):
        article = catalog.article_by_key(key)
        for earlier in catalog.stories.carried_by(article.id)[:_TWINS] if article else ():
            if (
                article is None
                or not earlier.url
                or site(earlier.url) != site(key)
                or earlier.url in listed
                or earlier.url in run.fresh
            ):
                continue
            try:
                got = fetcher.fetch(earlier.url)
            except FetchError:
                continue
            if isinstance(got, NotModified) or bare_address(
                plain_address(got.document.url or "")
            ) != bare_address(key):
                continue
            run.queue(first_published(replace(article, key=earlier.url), run.held(earlier.url) or article))
            run.report.added -= 1
    run.store()


def _missed(run: Run, link: Link, parent: str | None, named: Document, problem: str) -> None:
    """What is done about a page that cannot be fetched: the feed's own text, or a line in the report."""
    own = run.own_text(link, problem)
    source = SourceDocument(link.url, parent=parent, entry=link.mark)
    if own is not None:
        taken = run.take(own, Work(named, source, link))
        run.finished.append((source, [taken] if taken else []))
        run.tell(named, "read", "the feed's own text")
        return
    if run.index.catalog.sources.get(link.url) is None:
        run.fail(link.url, problem.removeprefix(f"{link.url}: "))
    run.missed.add(parent or link.url)
    run.tell(named, "failed")


def _keys(run: Run, document: str) -> list[str]:
    return [source.key for source in run.index.catalog.sources.of_document(document)]


def _remember(run: Run, addresses: list[str], since: date | None) -> None:
    """Remember the lists that were read to their end, and every address that was asked for and gave something."""
    sources = run.index.catalog.sources
    for key, (source, links) in run.lists.items():
        sources.record(
            source if _is_settled(run, key, links, since) else SourceDocument(key, parent=source.parent)
        )
    for address in addresses:
        if address in run.lists:
            _, links = run.lists[address]
            entry = next((link.entry for link in links if link.entry), None)
            title = entry.outlet if entry else None
            sources.remember(Origin(address, "feed" if entry else "sitemap", title, _day(since)))
        elif (known := sources.origin(address)) and address not in run.missed:
            sources.remember(replace(known, since=_day(since) or known.since))
        elif address not in run.missed:
            sources.remember(Origin(address, "page"))


def _is_settled(run: Run, key: str, links: list[Link], since: date | None) -> bool:
    """Whether a list need not be read again while it stays the same."""
    return since is None and key not in run.missed and not any(link.is_sitemap for link in links)


def _day(since: date | None) -> str | None:
    return since.isoformat() if since else None
