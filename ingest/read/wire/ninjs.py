"""News in JSON: IPTC's ninjs 1.x to 3.x, and what dpa, AP and Superdesk make of it.

Property names are those of the IPTC's schemas (ninjs user guide); 1.x writes ``versioncreated``, 3.x
``versionCreated``, so all names are read without regard to case and underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome
from ingest.facts.body import Body
from ingest.facts.fields import fold_field_name
from ingest.read.fragment import read_fragment
from ingest.read.wire.item import Item, copyright_owner, item_outcomes
from ingest.read.wire.nitf import nitf_body

_IDENTITIES = ("uri", "guid", "urn", "entryid", "itemid")
_TELLING = {
    "versioncreated",
    "firstcreated",
    "pubstatus",
    "contentcreated",
    "bodies",
    "headlines",
    "articlehtml",
}
_OTHER_TYPES = {"picture", "photo", "graphic", "video", "audio", "event", "planning", "component", "dataset"}
_LISTS = ("_items", "items", "item", "entries", "data", "results", "newsitems", "stories")
_MARKED = ("xhtml", "html", "richtext")
_DEEPEST = 4  # items in packages of packages
_MOST_ITEMS = 100_000


def holds_ninjs(content: Any) -> bool:
    """Whether parsed JSON is an item, or a list of items, of this family."""
    return next(_items(content), None) is not None


def read_ninjs(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read every item of text; what is a picture or a film is told of once, with how many there are.

    Raises ReadError where nothing but such is there, LimitError for too many items.
    """
    items = [each for item in _items(content) for each in _with_parts(item, _DEEPEST)]
    others: dict[str, int] = {}
    texts = []
    for item in items:
        allowance.take_member()
        kind = str(item.get("type") or "text").lower()
        if kind in _OTHER_TYPES:
            others[kind] = others.get(kind, 0) + 1
        else:
            texts.append(item)
    told = ", ".join(f"{count} of the type {kind}" for kind, count in others.items())
    if not texts:
        raise ReadError(f"no item of text, but {told}: wanted articles")
    if told:
        yield Note(document.key, f"left out: {told}")
    for item in texts:
        yield from item_outcomes(document, _item(item), alone=len(texts) == 1)


def _items(content: Any, depth: int = 3) -> Iterator[dict[str, Any]]:
    """The items in a document, under whatever list an interface puts them."""
    if isinstance(content, list):
        for each in content[:_MOST_ITEMS]:
            yield from _items(each, depth)
    elif isinstance(content, dict):
        if _is_item(content):
            yield {fold_field_name(name): value for name, value in content.items()}
        elif depth:
            for name in _LISTS:
                if isinstance(content.get(name), list | dict):
                    yield from _items(content[name], depth - 1)
                    return


def _is_item(content: dict[str, Any]) -> bool:
    names = {fold_field_name(name) for name in content}
    standard = content.get("standard")
    if isinstance(standard, dict) and "ninjs" in str(standard.get("name", "")).lower():
        return True
    named = not names.isdisjoint(_IDENTITIES) or "altids" in names
    bodies = any(name.startswith("body") and name != "body" for name in names)
    return named and (not names.isdisjoint(_TELLING) or bodies)


def _with_parts(item: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """An item, and the articles that it carries as its associations."""
    yield item
    held = item.get("associations")
    parts = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
    for part in parts if depth else ():
        if isinstance(part, dict) and str(part.get("type", "")).lower() in ("text", "composite"):
            inner = {fold_field_name(name): value for name, value in part.items()}
            if _body(inner, "").text:
                yield from _with_parts(inner, depth - 1)


def _item(item: dict[str, Any]) -> Item:
    title = _headline(item)
    alternatives = item.get("altids")
    inner = alternatives.get("itemid") if isinstance(alternatives, dict) else ""
    identity = next((str(item[name]) for name in _IDENTITIES if item.get(name)), "") or str(inner or "")
    if inner and re.search(r"[?&]", identity):  # an address with a session in it names nothing
        identity = str(inner)
    outlet = _outlet(item, identity)
    changed = _text(item.get("versioncreated") or item.get("updated") or item.get("modified"))
    first = _text(item.get("firstpublished") or item.get("firstcreated") or item.get("contentcreated"))
    return Item(
        identity,
        {
            "title": title,
            "deck": _chosen(item, "description", ("summary", "main", "text")) or _text(item.get("teaser")),
            "published": first or changed,
            "updated": changed,
            "authors": _bylines(item),
            "outlet": outlet,
            "language": _text(item.get("language")),
            "section": next(iter([*_names(item.get("service")), *_names(item.get("sections")),
                                  *_names(item.get("rubrics"))]), ""),
            "tags": _tags(item),
            "url": _address(item),
        },
        _body(item, title),
        status=_text(item.get("pubstatus") or item.get("state")) or "usable",
        changed=changed,
        embargo=_text(item.get("embargoed") or item.get("embargoeduntil") or item.get("embargo")),
        provider=outlet,
    )  # fmt: skip


def _headline(item: dict[str, Any]) -> str:
    return _chosen(item, "headline", ("main", "")) or _text(item.get("title")) or _text(item.get("slugline"))


def _chosen(item: dict[str, Any], name: str, roles: tuple[str, ...]) -> str:
    """The text of ``name``, of ``name_role`` (1.x), or of that role in the list ``names`` (2.x and later)."""
    found = {role: _text(item.get(f"{name}{role}")) for role in ("", *roles)}
    listed = item.get(f"{name}s")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict):
            found.setdefault(str(each.get("role", "")), _text(each.get("value")))
            found[str(each.get("role", ""))] = found[str(each.get("role", ""))] or _text(each.get("value"))
        else:
            found.setdefault("main", _text(each))
    wanted = [found.get(role, "") for role in roles] + list(found.values())
    chosen = next((text for text in wanted if text), "")
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", chosen).split())


def _body(item: dict[str, Any], title: str) -> Body:
    """The body in the form that tells paragraphs apart best: HTML, then NITF, then plain text."""
    forms: list[tuple[int, str, str]] = []
    for name, value in item.items():
        if name.startswith("body") and name != "bodies" and isinstance(value, str) and value.strip():
            forms.append((_rank(name, value), name, value))
    if isinstance(html := item.get("articlehtml"), str) and html.strip():
        forms.append((0, "html", html))
    listed = item.get("bodies")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping) and isinstance(value := each.get("value"), str) and value.strip():
            kind = f"{each.get('role', '')} {each.get('contenttype') or each.get('contentType') or ''}"
            forms.append((_rank(kind, value), kind, value))
    for rank, name, value in sorted(forms, key=lambda form: form[0]):
        body = nitf_body(value, title) if rank == 1 else read_fragment(value, title)
        if body.text and rank < 9:
            return body
        del name
    return Body()


def _rank(kind: str, value: str) -> int:
    kind = kind.lower()
    if re.search(r"<(?:nitf|body\.content|block)\b", value[:2000], re.I):
        return 1 if "nitf" in kind or "xml" in kind or value.lstrip().startswith("<") else 0
    if "ttnitf" in kind or ("application/xml" in kind and "<p" not in value.lower()):
        return 9
    if any(word in kind for word in _MARKED) and re.search(r"<\w", value):
        return 0
    return 2 if re.search(r"<p\b", value, re.I) else 3


def _bylines(item: dict[str, Any]) -> list[str]:
    stated = _text(item.get("byline") or item.get("by"))
    if stated:
        return [stated]
    held = [item.get("bylines"), item.get("authors"), item.get("creators"), item.get("author")]
    named: list[str] = []
    for each in held:
        for one in each if isinstance(each, list) else [each]:
            if isinstance(one, dict):
                role = str(one.get("role") or one.get("rel") or "author").lower()
                name = _text(one.get("by") or one.get("byline") or one.get("name") or one.get("value"))
                named += [name] if name and ("author" in role or "writer" in role or "main" in role) else []
            elif _text(one):
                named.append(_text(one))
        if named:
            return named
    return []


def _outlet(item: dict[str, Any], identity: str) -> str:
    stated = [*_names(item.get("infosource")), *_names(item.get("infosources")), _text(item.get("creditline")),
              *_names(item.get("source")), *_names(item.get("provider")), *_names(item.get("copyrightholder"))]  # fmt: skip
    owner = copyright_owner(_text(item.get("copyrightnotice")))
    issuer = re.match(r"urn:newsml:([^:]+):", identity)
    return next((each for each in [*stated, owner, issuer[1] if issuer else ""] if each.strip()), "")


def _tags(item: dict[str, Any]) -> list[str]:
    kinds = ("keywords", "keyword", "subject", "subjects", "categories", "person", "people", "organisation",
             "organisations", "place", "places", "event", "events", "object", "objects")  # fmt: skip
    found = [name for kind in kinds for name in _names(item.get(kind))]
    return list(dict.fromkeys(name for name in found if len(name) > 1))[:60]


def _address(item: dict[str, Any]) -> str:
    for name in ("url", "website", "weburl", "canonicalurl", "uri"):
        address = _text(item.get(name))
        if re.match(r"https?://\S+$", address) and not re.search(r"[?&](?:qt|et|key|token)=", address):
            return address
    links = item.get("links")
    for each in links if isinstance(links, list) else []:
        if isinstance(each, dict) and "canonical" in str(each.get("rel", "")).lower():
            return _text(each.get("href") or each.get("url"))
    return ""


def _names(value: Any) -> list[str]:
    """The names in a property: text, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for each in value[:200] for name in _names(each)]
    if isinstance(value, dict):
        return _names(value.get("name") or value.get("literal") or "")
    return [each.strip() for each in value.split(";") if each.strip()] if isinstance(value, str) else []


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("value") or value.get("name"))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
