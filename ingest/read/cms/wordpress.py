"""WordPress: its export (WXR), an RSS with more in it, and the posts of its REST API."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.markup import plain_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.body import Body
from ingest.facts.fields import build_article_from_fields
from ingest.read.cms.shortcodes import drop_shortcodes
from ingest.read.fragment import drop_between, read_fragment
from news.article import Article

_NO_ARTICLES = {  # types of what WordPress keeps among its posts
    "attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request",
    "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family",
    "wp_font_face", "acf-field", "acf-field-group", "elementor_library", "shop_order", "feedback", "spam", "_pods_pod",
}  # fmt: skip
_BLOCK = re.compile(r"<!--\s*/?wp:")


def read_wxr(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the published posts and pages of an export; drafts, private ones and attachments are counted in a note.

    Raises ReadError if none is published, LimitError for too many.
    """
    allowance = allowance or ReadingAllowance()
    refuse_entities(decode_text(document.data[:1_000_000]))
    channel = next((e for e in parse_xml(document.data).iter() if local_name(e) == "channel"), None)
    if channel is None:
        raise ReadError("an export of WordPress without its channel: export it again")
    site = {
        local_name(child): _text(child) for child in channel if local_name(child) in ("title", "language")
    }
    people = dict(filter(None, map(_person, channel)))
    left_out: Counter[str] = Counter()
    seen: set[str] = set()
    for item in channel:
        if local_name(item) != "item":
            continue
        allowance.take_member()
        if reason := _unpublished(item):
            left_out[reason] += 1
            continue
        yield from _post(document, item, site, people, seen)
    told = ", ".join(f"{count} {reason}" for reason, count in left_out.most_common())
    if not seen:
        raise ReadError(f"no post in it is published ({told or 'it holds none'}): wanted published posts")
    if told:
        yield Note(document.key, f"left out: {told}")


def _unpublished(item: Any) -> str:
    """Why an item of the export is no article, empty where it is one."""
    kind, status = _own(item, "post_type") or "post", _own(item, "status") or "publish"
    if kind in _NO_ARTICLES:
        return "attachments" if kind == "attachment" else "parts of the site"
    if status != "publish":
        return {"draft": "drafts", "private": "private", "future": "scheduled", "trash": "in the bin"}.get(
            status, f"of the status {status}"
        )
    if _own(item, "post_password"):
        return "behind a password"
    return ""


def _post(
    document: Document, item: Any, site: dict[str, str], people: dict[str, str], seen: set[str]
) -> Iterator[Outcome]:
    number = _own(item, "post_id") or str(len(seen) + 1)
    url = _own(item, "link")
    key = url if re.match(r"https?://", url) and url not in seen else f"{document.key}#{number}"
    seen.add(key)
    title = _plain(_own(item, "title"))
    body = wordpress_body(_encoded(item, "content"), title)
    names = body.lift_byline()
    author = _own(item, "creator")
    section, tags = _terms(item)
    fields = {
        "title": title,
        "deck": _plain(_encoded(item, "excerpt")),
        "url": url,
        "id": _own(item, "guid") or number,
        "published": _published(item),
        "authors": list(names) or [people.get(author, author)],
        "outlet": site.get("title"),
        "language": site.get("language"),
        "section": section,
        "tags": tags,
    }
    if not body.text.strip():
        yield Note(key, f"left out: {title or 'a post'!r} has no text")
        return
    for outcome in build_article_from_fields(fields, key, text=body.text):
        yield _dressed(outcome, body, key)


def _dressed(outcome: Outcome, body: Body, key: str) -> Outcome:
    from dataclasses import replace

    return body.dress_article(replace(outcome, key=key)) if isinstance(outcome, Article) else outcome


def wordpress_body(content: str, title: str = "") -> Body:
    """The body of a post as WordPress stores or renders it.

    Without blocks, each line is a line of its own (WordPress's ``wpautop``).
    """
    content = drop_shortcodes(content)
    if not _BLOCK.search(content):
        content = re.sub(
            r"(?<!>)\n(?!\s*</?(?:p|div|ul|ol|li|table|tr|td|h\d|blockquote|figure)\b)",
            "\n\n",
            content,
            flags=re.I,
        )
    content = drop_between(content, "<!--", "-->")  # blocks, and <!--more-->
    return read_fragment(content if "<" in content or "&" in content else f"<p>{content}</p>", title)


def _person(element: Any) -> tuple[str, str] | None:
    """Login and name of an author of the site."""
    if local_name(element) != "author":
        return None
    known = {local_name(child): _text(child) for child in element}
    login, shown = known.get("author_login", ""), known.get("author_display_name", "")
    full = f"{known.get('author_first_name', '')} {known.get('author_last_name', '')}".strip()
    return (login, full if full and shown.casefold() in ("", login.casefold()) else shown or login)


def _published(item: Any) -> str:
    """The local time of publication with its zone, which the export tells by a second, universal time."""
    local, universal = _own(item, "post_date"), _own(item, "post_date_gmt")
    try:
        here, there = datetime.fromisoformat(local), datetime.fromisoformat(universal)
    except ValueError:
        return local if re.match(r"[1-9]", local) else _own(item, "pubdate")
    offset = here - there
    if abs(offset) > timedelta(hours=15):
        return local
    return here.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60)))).isoformat()


def _terms(item: Any) -> tuple[str, list[str]]:
    """The first category as the section, and tags with the other categories."""
    terms = [(e.get("domain") or "category", _plain(_text(e))) for e in item if local_name(e) == "category"]
    categories = [name for domain, name in terms if domain == "category" and name.lower() != "uncategorized"]
    tags = [name for domain, name in terms if domain in ("post_tag", "tag")]
    return (categories[0] if categories else "", list(dict.fromkeys([*tags, *categories[1:]])))


def _own(item: Any, name: str) -> str:
    return next((_text(child) for child in item if local_name(child) == name), "")


def _encoded(item: Any, prefix: str) -> str:
    """``content:encoded`` or ``excerpt:encoded``, told apart by their namespace."""
    for child in item:
        if local_name(child) == "encoded" and prefix in str(child.tag):
            return child.text or ""
    return ""


def _text(element: Any) -> str:
    return (element.text or "").strip()


def _plain(text: str) -> str:
    return " ".join(plain_text(drop_shortcodes(text)).split()) if text.strip() else ""


# ── the REST API ─────────────────────────────────────────────────────────────────────────────────────────────


def holds_posts(content: Any) -> bool:
    """Whether parsed JSON is a post of the REST API, or a list of them."""
    return bool(_rest_posts(content))


def read_posts(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read the posts of an answer of ``/wp-json/wp/v2/posts``; LimitError for too many."""
    left_out = 0
    for post in _rest_posts(content):
        allowance.take_member()
        if post.get("status", "publish") != "publish" or (post["content"] or {}).get("protected"):
            left_out += 1
            continue
        yield from _rest_post(document, post)
    if left_out:
        yield Note(document.key, f"left out: {left_out} not published or behind a password")


def _rest_posts(content: Any) -> list[dict[str, Any]]:
    rows = content if isinstance(content, list) else [content]
    return [
        row
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("content"), dict) and "rendered" in row["content"]
        and isinstance(row.get("title"), dict)
    ]  # fmt: skip


def _rest_post(document: Document, post: dict[str, Any]) -> Iterator[Outcome]:
    title = _plain(_rendered(post, "title"))
    body = wordpress_body(_rendered(post, "content"), title)
    names = body.lift_byline()
    url = str(post.get("link") or "")
    key = url if re.match(r"https?://", url) else f"{document.key}#{post.get('id')}"
    embedded, head = _held(post, "_embedded"), _held(post, "yoast_head_json")
    terms = [term for group in embedded.get("wp:term") or [] for term in group if isinstance(term, dict)]
    writers = [str(each.get("name") or "") for each in embedded.get("author") or [] if isinstance(each, dict)]
    categories = [str(term.get("name")) for term in terms if term.get("taxonomy") == "category"]
    fields = {
        "title": title,
        "deck": _plain(re.sub(r"\[(?:&hellip;|…)\]", "", _rendered(post, "excerpt")))
        if _is_written(post)
        else "",
        "url": url,
        "id": str(_rendered(post, "guid") or post.get("id") or ""),
        "published": post.get("date") or post.get("date_gmt"),
        "updated": post.get("modified"),
        "authors": list(names) or list(filter(None, [*writers, str(head.get("author") or "")]))[:5],
        "outlet": head.get("og_site_name"),
        "language": str(post.get("lang") or ""),
        "section": _plain(categories[0]) if categories else "",
        "tags": [_plain(str(term.get("name"))) for term in terms if term.get("taxonomy") == "post_tag"],
    }
    if not body.text.strip():
        yield Problem(key, f"{title!r} has no text: wanted a post with its content")
        return
    for outcome in build_article_from_fields(fields, key, text=body.text):
        yield _dressed(outcome, body, key)


def _held(post: dict[str, Any], name: str) -> dict[str, Any]:
    value = post.get(name)
    return value if isinstance(value, dict) else {}


def _is_written(post: dict[str, Any]) -> bool:
    """Whether the excerpt was written by hand, and is not the beginning of the text."""
    excerpt = " ".join(plain_text(_rendered(post, "excerpt")).split()).rstrip(" […].")
    return bool(excerpt) and excerpt[:60] not in " ".join(plain_text(_rendered(post, "content")).split())


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else str(value or "")
