"""What a page says of its article in JSON-LD (schema.org), the most exact of all that pages say."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE = re.compile(r"Article|BlogPosting|Report|LiveBlog|Posting$|Review$|Recipe$|Column$", re.I)
_PAGE = re.compile(r"WebPage|ItemPage|VideoObject|PodcastEpisode|Event$", re.I)
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*+(?:;\s*+)?$")
DEEPEST = 12  # levels of nesting that are looked into


def linked_article(tree: Any) -> dict[str, Any]:
    """The properties of the page's article, empty if it states none.

    Of several articles the one that states most of headline, date and author counts, the first of equals. What
    it leaves out is taken from the page that it is part of. References (``@id``) are followed.
    """
    nodes = list(_nodes(tree))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _is(node, _ARTICLE)]
    best = max(articles, key=_stated, default={})
    for page in (node for node in nodes if _is(node, _PAGE)):
        kept = {
            name: page[name] for name in ("datePublished", "dateModified", "inLanguage") if page.get(name)
        }
        best = {**kept, **best}
    return {name: _followed(value, by_id) for name, value in best.items()}


def names(value: Any) -> list[str]:
    """The names in what a property holds: text, a thing with a ``name``, or a list of these."""
    if isinstance(value, list):
        return [name for item in value for name in names(item)]
    if isinstance(value, dict):
        return names(value.get("name"))
    text = " ".join(html.unescape(re.sub(r"<[^<>]*>", "", value)).split()) if isinstance(value, str) else ""
    return [text] if text else []


def _stated(node: dict[str, Any]) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author"))


def _is(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(kind.search(str(name)) for name in (types if isinstance(types, list) else [types]))


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type", "").lower():
            yield from _within(_parsed(script.text or ""), DEEPEST)


def _parsed(text: str) -> Any:
    text = _WRAPPED.sub("", _WRAPPED.sub("", text))
    for candidate in (text, re.sub(r",\s*([}\]])", r"\1", text), html.unescape(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _within(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(content, list):
        for item in content:
            yield from _within(item, depth - 1)
    elif isinstance(content, dict):
        yield content
        for name in _INTO:
            yield from _within(content.get(name), depth - 1)


def _followed(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_followed(item, by_id) for item in value]
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        return by_id.get(str(value["@id"]), value)
    return value
