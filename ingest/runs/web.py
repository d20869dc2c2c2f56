"""Addresses: what is new at each, and where feeds and sitemaps lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from errors import FetchError
from ingest.documents.address_variants import bare_address, plain_address
from ingest.documents.document import Document, Link, Note
from ingest.fetching.fetch import Fetcher, NotModified
from ingest.preparation.merge import find_site, keep_first_published
from ingest.read.links import is_recent
from ingest.runs.files import describe_document
from ingest.runs.run import Run, Work
from vectorstore.catalogue.sources import Origin, SourceDocument

_TWINS = 3  # earlier articles of a site with the same story that are asked where they lead
DEEPEST = 3  # sitemaps within sitemaps


def is_address(source: str) -> bool:
    """Whether a source is meant as an address and not as a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source) is not None


def run_addresses(
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
        run.run_work(_plan_page_work(run, link, parent, fetcher, again=again) for link, parent in wanted)
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
    _remember_lists(run, addresses if kept else [], since)


def _plan_page_work(
    run: Run, link: Link, parent: str | None, fetcher: Fetcher, *, again: bool
) -> Work | None:
    """A page that must be read, or None where it holds what it held, or cannot be had."""
    sources = run.index.catalog.sources
    named = Document(link.url, link.title or link.url, b"")
    known = None if again else sources.get_document(link.url)
    if known and link.mark and link.mark == known.entry:
        run.keep_document(named, sources.count_below(link.url))
        return None
    held = sources.count_below(link.url) if known else 0
    run.tell_progress(named, "fetching")
    try:
        got = fetcher.fetch_address(
            link.url,
            etag=known.etag if known and held else None,
            last_modified=known.last_modified if known and held else None,
        )
    except FetchError as problem:
        _handle_missed(run, link, parent, named, str(problem))
        return None
    if known and isinstance(got, NotModified):
        sources.record_document(replace(known, parent=parent, entry=link.mark), _list_keys(run, link.url))
        run.keep_document(named, held)
        return None
    assert not isinstance(got, NotModified)  # nothing was asked conditionally
    entry = replace(describe_document(got.document), parent=parent, entry=link.mark)
    source = replace(entry, etag=got.etag, last_modified=got.last_modified)
    if known and held and known.sha256 == source.sha256:
        sources.record_document(source, _list_keys(run, link.url))
        run.keep_document(named, held)
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
        article = catalog.get_article_by_key(key)
        for earlier in catalog.stories.list_carriers(article.id)[:_TWINS] if article else ():
            if (
                article is None
                or not earlier.url
                or find_site(earlier.url) != find_site(key)
                or earlier.url in listed
                or earlier.url in run.fresh
            ):
                continue
            try:
                got = fetcher.fetch_address(earlier.url)
            except FetchError:
                continue
            if isinstance(got, NotModified) or bare_address(
                plain_address(got.document.url or "")
            ) != bare_address(key):
                continue
            run.queue_article(
                keep_first_published(replace(article, key=earlier.url), run.find_held(earlier.url) or article)
            )
            run.report.added -= 1
    run.store_waiting()


def _handle_missed(run: Run, link: Link, parent: str | None, named: Document, problem: str) -> None:
    """What is done about a page that cannot be fetched: the feed's own text, or a line in the report."""
    own = run.find_own_text(link, problem)
    source = SourceDocument(link.url, parent=parent, entry=link.mark)
    if own is not None:
        taken = run.take_article(own, Work(named, source, link))
        run.finished.append((source, [taken] if taken else []))
        run.tell_outcome(named, "read", "the feed's own text")
        return
    if run.index.catalog.sources.get_source(link.url) is None:
        run.note_failure(link.url, problem.removeprefix(f"{link.url}: "))
    run.missed.add(parent or link.url)
    run.tell_outcome(named, "failed")


def _list_keys(run: Run, document: str) -> list[str]:
    return [source.key for source in run.index.catalog.sources.list_of_document(document)]


def _remember_lists(run: Run, addresses: list[str], since: date | None) -> None:
    """Remember the lists that were read to their end, and every address that was asked for and gave something."""
    sources = run.index.catalog.sources
    for key, (source, links) in run.lists.items():
        sources.record_document(
            source if _is_settled(run, key, links, since) else SourceDocument(key, parent=source.parent)
        )
    for address in addresses:
        if address in run.lists:
            _, links = run.lists[address]
            entry = next((link.entry for link in links if link.entry), None)
            title = entry.outlet if entry else None
            sources.remember_origin(
                Origin(address, "feed" if entry else "sitemap", title, _format_day(since))
            )
        elif (known := sources.get_origin(address)) and address not in run.missed:
            sources.remember_origin(replace(known, since=_format_day(since) or known.since))
        elif address not in run.missed:
            sources.remember_origin(Origin(address, "page"))


def _is_settled(run: Run, key: str, links: list[Link], since: date | None) -> bool:
    """Whether a list need not be read again while it stays the same."""
    return since is None and key not in run.missed and not any(link.is_sitemap for link in links)


def _format_day(since: date | None) -> str | None:
    return since.isoformat() if since else None
