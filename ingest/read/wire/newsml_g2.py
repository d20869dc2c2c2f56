"""NewsML-G2: each ``newsItem`` of text is an article; its body is XHTML, NITF, or text in ``inlineData``."""

from __future__ import annotations

import re
from typing import Any

from ingest.documents.xml import local_name
from ingest.facts.body import Body
from ingest.read.fragment import read_fragment
from ingest.read.layout import join_spaces
from ingest.read.wire.item import Item, copyright_owner
from ingest.read.wire.nitf import first_element, first_words, nitf_body, nitf_item, written_out

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_text_item(item: Any) -> bool:
    """Whether a ``newsItem`` is one of text, by its class, or as it says no class."""
    found = first_element(item, "itemclass")
    kind = (
        (found.get("qcode") or found.get("uri") or "").rsplit(":", 1)[-1].lower() if found is not None else ""
    )
    return not kind or kind in ("text", "composite", "newsitem") or "text" in kind


def g2_item(item: Any) -> Item:
    """The article of a ``newsItem``."""
    meta = _part(item, "itemmeta")
    content = _part(item, "contentmeta")
    title = _headline(content) or first_words(meta, "title") or first_words(item, "headline", "hl1", "title")
    inner = first_element(item, "nitf")
    within = nitf_item(inner).fields if inner is not None else {}
    body = _body(item, inner, title)
    outlet = _outlet(meta, content, item)
    changed = first_words(meta, "versioncreated")
    identity = item.get("guid") or ""
    provider = re.match(r"urn:newsml:([^:]+):", identity)
    fields = {
        "title": title or within.get("title", ""),
        "deck": _sub_headline(content) or _summary(content) or within.get("deck", ""),
        "published": first_words(content, "contentcreated") or first_words(meta, "firstcreated") or changed
        or within.get("published", ""),
        "updated": first_words(content, "contentmodified") or changed,
        "authors": _bylines(content) or within.get("authors", []),
        "outlet": outlet or within.get("outlet", "") or (provider[1] if provider else ""),
        "language": _language(item, content),
        "section": _section(content) or within.get("section", ""),
        "tags": _tags(content) or within.get("tags", []),
        "url": _canonical(meta),
    }  # fmt: skip
    status = first_element(meta, "pubstatus")
    return Item(
        identity,
        fields,
        body,
        status=(status.get("qcode") or status.get("literal") or status.get("uri", "").rsplit("/", 1)[-1])
        if status is not None
        else "usable",
        changed=changed,
        embargo=first_words(meta, "embargoed"),
        provider=str(fields["outlet"]),
    )


def _part(item: Any, name: str) -> Any:
    found = first_element(item, name)
    return found if found is not None else item


def _body(item: Any, inner: Any | None, title: str) -> Body:
    if inner is not None:
        content = first_element(inner, "body.content", "body")
        return nitf_body(written_out(content), title) if content is not None else Body()
    for holder in [e for e in item.iter() if local_name(e) in ("inlinexml", "inlinedata")]:
        page = first_element(holder, "body")
        body = read_fragment(
            written_out(page if page is not None else holder) if len(holder) else holder.text or "", title
        )
        if body.text:
            return body
    page = first_element(item, "body")
    return read_fragment(written_out(page), title) if page is not None else Body()  # fmt: skip


def _headline(content: Any) -> str:
    """The main headline: the one without a role, or whose role says main."""
    found = [e for e in content.iter() if local_name(e) == "headline"]
    main = [e for e in found if not e.get("role") or "main" in e.get("role", "").lower()]
    return next((words for e in [*main, *found] if (words := join_spaces("".join(e.itertext())))), "")


def _sub_headline(content: Any) -> str:
    roles = ("sub", "deck", "second")
    for element in content.iter():
        if local_name(element) == "headline" and any(
            role in (element.get("role") or "").lower() for role in roles
        ):
            return join_spaces("".join(element.itertext()))
    return ""


def _summary(content: Any) -> str:
    return next(
        (words for e in content.iter() if local_name(e) == "description"
         and "caption" not in (e.get("role") or "").lower() and (words := join_spaces("".join(e.itertext())))), "",
    )  # fmt: skip


def _named(element: Any | None) -> str:
    if element is None:
        return ""
    code = (element.get("qcode") or "").rsplit(":", 1)[-1]
    return first_words(element, "name") or str(element.get("literal") or "") or code


def _outlet(meta: Any, content: Any, item: Any) -> str:
    credit = first_words(content, "creditline").strip(" –—-")
    stated = credit or _named(first_element(meta, "provider")) or _named(first_element(content, "infosource"))
    holder = first_element(item, "copyrightholder")
    return stated or _named(holder) or copyright_owner(first_words(item, "copyrightnotice"))


def _bylines(content: Any) -> list[str]:
    stated = [
        words
        for e in content.iter()
        if local_name(e) in ("byline", "by") and (words := join_spaces("".join(e.itertext())))
    ]
    if stated:
        return stated[:5]
    creators = [_named(e) for e in content.iter() if local_name(e) == "creator" and first_words(e, "name")]
    return [name for name in creators if " " in name][:5]  # initials and desks are no byline  # fmt: skip


def _language(item: Any, content: Any) -> str:
    stated = next(
        (e.get("tag") for e in content.iter() if local_name(e) == "language" and e.get("tag")), None
    )
    return str(stated or item.get(_XML_LANG) or "")


def _section(content: Any) -> str:
    for element in content.iter():
        told = f"{element.get('type')} {element.get('qcode')}" if local_name(element) == "subject" else ""
        if (
            re.search(r"department|section|desk|category|ressort", told, re.I)
            and len(first_words(element, "name")) > 2
        ):
            return first_words(element, "name")
    return ""


def _tags(content: Any) -> list[str]:
    words = [
        e.get("key") or join_spaces("".join(e.itertext()))
        for e in content.iter()
        if local_name(e) == "keyword"
    ]
    subjects = [first_words(e, "name") for e in content.iter() if local_name(e) == "subject"]
    return list(dict.fromkeys(tag for tag in [*words, *subjects] if tag and len(tag) > 1))[:60]


def _canonical(meta: Any) -> str:
    for element in meta.iter():
        if local_name(element) == "link" and "canonical" in (element.get("rel") or "").lower():
            return str(element.get("href") or "")
    return ""
