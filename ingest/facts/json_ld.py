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


def find_linked_article(tree: Any) -> dict[str, Any]:
    """The properties of the page's article, empty if it states none.

    Of several articles the one that states most of headline, date and author counts, the first of equals. What
    it leaves out is taken from the page that it is part of. References (``@id``) are followed.
    """
    nodes = list(_iterate_nodes(tree))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _is_type(node, _ARTICLE)]
    best = max(articles, key=_count_stated, default={})
    for page in (node for node in nodes if _is_type(node, _PAGE)):
        kept = {
            name: page[name] for name in ("datePublished", "dateModified", "inLanguage") if page.get(name)
        }
        best = {**kept, **best}
    return {name: _follow_references(value, by_id) for name, value in best.items()}


def read_property_names(value: Any) -> list[str]:
    """The names in what a property holds: text, a thing with a ``name``, or a list of these."""
    if isinstance(value, list):
        return [name for item in value for name in read_property_names(item)]
    if isinstance(value, dict):
        return read_property_names(value.get("name"))
    text = " ".join(html.unescape(re.sub(r"<[^<>]*>", "", value)).split()) if isinstance(value, str) else ""
    return [text] if text else []


def _count_stated(node: dict[str, Any]) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author"))


def _is_type(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(kind.search(str(name)) for name in (types if isinstance(types, list) else [types]))


def _iterate_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type", "").lower():
            yield from _walk_content(_parse_json_ld(script.text or ""), DEEPEST)


def _parse_json_ld(text: str) -> Any:
    text = _WRAPPED.sub("", _WRAPPED.sub("", text))
    for candidate in (text, re.sub(r",\s*([}\]])", r"\1", text), html.unescape(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk_content(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(content, list):
        for item in content:
            yield from _walk_content(item, depth - 1)
    elif isinstance(content, dict):
        yield content
        for name in _INTO:
            yield from _walk_content(content.get(name), depth - 1)


def _follow_references(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_follow_references(item, by_id) for item in value]
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        return by_id.get(str(value["@id"]), value)
    return value
