"""Ghost's export, its Content API, and what its migration tools write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome
from ingest.facts.body import Body
from ingest.facts.fields import build_article_from_fields
from ingest.read.fragment import read_fragment
from news.article import Article

_CONTENT = ("html", "mobiledoc", "lexical", "plaintext")
_DEEPEST = 40  # levels of a document of Ghost's editor


def holds_ghost(content: Any) -> bool:
    """Whether parsed JSON holds posts as Ghost writes them."""
    return any("slug" in post or "published_at" in post for post in _posts(_data(content)))


def read_ghost(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read the posts and pages that are published; the others are counted in a note.

    Raises ReadError if none is published, LimitError for too many.
    """
    data = _data(content)
    site = _site(data)
    left_out: Counter[str] = Counter()
    taken = 0
    for post in _posts(data):
        allowance.take_member()
        status = str(post.get("status") or "published")
        if status not in ("published", "sent"):
            left_out[status] += 1
            continue
        body = _body(post)
        if not body.text.strip():  # a page behind a wall has its excerpt alone
            body.add_line(" ".join(str(post.pop("custom_excerpt", None) or "").split()))
        if not body.text.strip():
            left_out["without text"] += 1
            continue
        taken += 1
        yield from _article(document, post, data, site, body)
    told = ", ".join(f"{count} {reason}" for reason, count in left_out.items())
    if not taken:
        raise ReadError(
            f"no post in it is published with a text ({told or 'none at all'}): wanted published posts"
        )
    if told:
        yield Note(document.key, f"left out: {told}")


def _article(
    document: Document, post: dict[str, Any], data: dict[str, Any], site: dict[str, str], body: Body
) -> Iterator[Outcome]:
    title = str(post.get("title") or "")
    address = str(post.get("canonical_url") or post.get("url") or "")
    if not address.startswith("http") and site.get("url") and post.get("slug"):
        address = f"{site['url'].rstrip('/')}/{post['slug']}/"
    identity = str(post.get("uuid") or post.get("id") or post.get("slug") or title)
    key = address if address.startswith("http") else f"{document.key}#{identity}"
    names = body.lift_byline()
    tags = _names(post, data, "tags", "posts_tags", "tag_id", "name")
    fields = {
        "title": title,
        "deck": post.get("custom_excerpt"),
        "url": address,
        "id": identity,
        "published": post.get("published_at") or post.get("created_at"),
        "updated": post.get("updated_at"),
        "authors": list(names) or _names(post, data, "authors", "posts_authors", "author_id", "name"),
        "outlet": site.get("title"),
        "language": post.get("locale") or site.get("lang") or site.get("locale"),
        "section": tags[0] if tags else "",
        "tags": tags,
    }
    for outcome in build_article_from_fields(fields, key, text=body.text):
        yield body.dress_article(replace(outcome, key=key)) if isinstance(outcome, Article) else outcome


def _data(content: Any) -> dict[str, Any]:
    """The tables of an export: ``{"db": [{"data": {"posts": …}}]}``, ``{"data": …}`` or ``{"posts": …}``."""
    if isinstance(content, dict) and isinstance(content.get("db"), list) and content["db"]:
        content = content["db"][0]
    if isinstance(content, dict) and isinstance(content.get("data"), dict):
        content = content["data"]
    return content if isinstance(content, dict) else {}


def _posts(data: dict[str, Any]) -> list[dict[str, Any]]:
    listed = [*_list(data, "posts"), *_list(data, "pages")]
    return [post for post in map(_flat, listed) if any(isinstance(post.get(name), str) for name in _CONTENT)]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row, or the ``data`` of one that the migration tools wrote, with the address beside it."""
    inner = row.get("data")
    if not isinstance(inner, dict):
        return row
    return {**{name: value for name, value in row.items() if name != "data"}, **inner}


def _list(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = data.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _site(data: dict[str, Any]) -> dict[str, str]:
    settings = data.get("settings")
    if isinstance(settings, dict):
        return {str(name): str(value or "") for name, value in settings.items()}
    return {str(row.get("key")): str(row.get("value") or "") for row in _list(data, "settings")}


def _names(
    post: dict[str, Any], data: dict[str, Any], own: str, joined: str, column: str, name: str
) -> list[str]:
    """Names that stand in the post itself, or that a table of pairs leads to, in their order."""
    stated = post.get(own) or post.get(own.removesuffix("s")) or post.get(f"primary_{own.removesuffix('s')}")
    rows = stated if isinstance(stated, list) else [stated]
    found = [str(_flat(row).get(name) or "") if isinstance(row, dict) else str(row or "") for row in rows]
    if not any(found):
        tables = ("users", "authors") if own == "authors" else (own,)
        known = {
            str(row.get("id")): str(row.get(name) or "") for table in tables for row in _list(data, table)
        }
        pairs = _pairs(data, joined)
        ids = [str(row.get(column)) for row in pairs.get(str(post.get("id")), [])] or [
            str(post.get(column) or "")
        ]
        found = [known.get(each, "") for each in ids]
    return [each for each in dict.fromkeys(found) if each and not each.startswith("#")]


def _pairs(data: dict[str, Any], joined: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table of pairs by their post, made once."""
    made: dict[str, list[dict[str, Any]]] | None = data.get(f"_{joined}_by_post")
    if made is None:
        made = {}
        for row in sorted(_list(data, joined), key=lambda each: str(each.get("sort_order") or 0).zfill(6)):
            made.setdefault(str(row.get("post_id")), []).append(row)
        data[f"_{joined}_by_post"] = made
    return made


def _body(post: dict[str, Any]) -> Body:
    if isinstance(html := post.get("html"), str) and html.strip():
        return read_fragment(html, str(post.get("title") or ""))
    body = Body()
    for name in ("lexical", "mobiledoc"):
        try:
            tree = json.loads(post.get(name) or "null")
        except (ValueError, TypeError, RecursionError):
            continue
        for paragraph in _lexical(tree) if name == "lexical" else _mobiledoc(tree):
            body.add_line(paragraph)
        if body.text:
            return body
    for paragraph in str(post.get("plaintext") or "").split("\n\n"):
        body.add_line(" ".join(paragraph.split()))
    return body


def _lexical(tree: Any) -> Iterator[str]:
    root = tree.get("root") if isinstance(tree, dict) else None
    for block in (root or {}).get("children") or []:
        if isinstance(block, dict) and block.get("type") in ("list", "extended-list"):
            yield from (words for item in block.get("children") or [] if (words := _words(item, _DEEPEST)))
        elif words := _words(block, _DEEPEST):
            yield words


def _words(node: Any, depth: int) -> str:
    if not isinstance(node, dict) or not depth:
        return ""
    own = str(node.get("text") or "") if node.get("type") in ("text", "extended-text", None) else ""
    return " ".join(
        (own + "".join(_words(child, depth - 1) for child in node.get("children") or [])).split(" ")
    )


def _mobiledoc(tree: Any) -> Iterator[str]:
    """Paragraphs of a mobiledoc: sections of type 1 hold markers whose last value is the text."""
    for section in tree.get("sections") or [] if isinstance(tree, dict) else []:
        if (
            isinstance(section, list)
            and len(section) >= 3
            and section[0] in (1, 3)
            and isinstance(section[2], list)
        ):
            groups = [section[2]] if section[0] == 1 else section[2]
            for markers in groups:
                texts = [
                    m[3] for m in markers if isinstance(m, list) and len(m) > 3 and isinstance(m[3], str)
                ]
                if words := " ".join("".join(texts).split()):
                    yield words
