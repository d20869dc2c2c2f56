"""What becomes of two accounts of one article: a page and its feed entry, a new version and the one stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ingest.documents.address_variants import plain_address
from news.article import Article

_FACTS = ("outlet", "authors", "published", "updated", "language", "section", "tags", "deck")

_SHARED = frozenset(  # domains under which everybody may publish that the public suffix list does not name
    (
        "substack.com", "wordpress.com", "medium.com", "tumblr.com", "livejournal.com", "typepad.com", "ghost.io",
        "beehiiv.com", "wixsite.com", "weebly.com", "over-blog.com", "blogspot.com", "github.io", "gitlab.io", "hatenablog.com",
        "squarespace.com", "webflow.io", "netlify.app", "pages.dev", "vercel.app", "buttondown.email", "jimdofree.com",
    )
)  # fmt: skip


def rekey_article(article: Article, address: str) -> Article:
    """An article fetched from ``address``, under the canonical address that its page states.

    What a page states counts only within its own site, or any page could overwrite another paper's article;
    and a front page is the address of no other page, whatever a careless template says.
    """
    stated = plain_address(article.url) if article.url else None
    address = plain_address(address)
    if stated and find_site(stated) == find_site(address) and (_is_inside(stated) or not _is_inside(address)):
        return replace(article, key=stated, url=stated)
    return replace(article, key=address, url=address)


def find_site(address: str) -> str:
    """The registered domain of an address, or its host where it has none; empty where it is no address.

    Where everybody may have a paper under one domain (``github.io``, ``blogspot.com``), each is a site of its own.
    """
    from tld import get_fld

    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    domain = get_fld(address, fail_silently=True, search_private=True) or host
    if domain not in _SHARED or host == domain:
        return domain
    return host.removesuffix(f".{domain}").rpartition(".")[2] + f".{domain}"


def _is_inside(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def fill_from_entry(article: Article, entry: Article) -> Article:
    """``article`` with what its feed entry knows and its page does not say."""
    return replace(article, **{name: getattr(entry, name) for name in _FACTS if not getattr(article, name)})


def keep_first_published(article: Article, stored: Article) -> Article:
    """A new version keeps the date of its first publication; a later one becomes its update."""
    if stored.published is None:
        return article
    if article.published is None:
        return replace(article, published=stored.published)
    if _to_utc(article.published) <= _to_utc(stored.published):
        return article
    return replace(article, published=stored.published, updated=article.updated or article.published)


def is_older(article: Article, stored: Article) -> bool:
    """Whether an article states an earlier date than the version that is stored."""
    new, old = article.updated or article.published, stored.updated or stored.published
    return new is not None and old is not None and _to_utc(new) < _to_utc(old)


def _to_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
