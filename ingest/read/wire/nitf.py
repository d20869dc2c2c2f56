"""NITF, the IPTC's XML for the text of a story: alone, in NewsML, or as a string in an agency's JSON."""

from __future__ import annotations

import re
from typing import Any

from ingest.documents.xml import local_name
from ingest.facts.body import Body
from ingest.read.fragment import read_fragment
from ingest.read.layout import join_spaces
from ingest.read.wire.item import Item, copyright_owner

_CONTENT = re.compile(r"<body\.content\b[^>]{0,500}>(.*?)(?:</body\.content>|\Z)", re.I | re.S)
_FULL = re.compile(r"<block\b[^>]{0,200}\bclass=[\"']full_text[\"'][^>]{0,200}>", re.I)


def nitf_body(markup: str, title: str = "") -> Body:
    """The paragraphs and headings of NITF written out: its ``body.content``, or all of it where that is not marked."""
    found = _CONTENT.search(markup)
    markup = found[1] if found else markup
    whole = _FULL.search(
        markup
    )  # The New York Times' archive has the lead a second time, in a block of its own
    if whole and (end := markup.lower().find("</block>", whole.end())) > 0:
        markup = markup[whole.end() : end]
    return read_fragment(re.sub(r"<(/?)hl[12]\b", r"<\1h2", markup), title)


def nitf_item(root: Any) -> Item:
    """The article of an ``nitf`` element."""
    title = first_words(root, "hl1") or first_words(root, "hedline", "headline", "title")
    published = (
        _norm(root, "date.issue") or _norm(root, "story.date") or _publication(root, "date.publication")
    )
    outlet = (
        first_words(root, "distributor") or _publication(root, "name") or _attribute(root, "doc-id", "regsrc")
    )
    copyright_ = _attribute(root, "doc.copyright", "holder") or copyright_owner(first_words(root, "rights"))
    content = (
        first_element(root, "body.content")
        if first_element(root, "body.content") is not None
        else first_element(root, "body")
    )
    return Item(
        _attribute(root, "doc-id", "id-string") or root.get("id") or "",
        {
            "title": title,
            "deck": first_words(root, "hl2") if _in_head(root) else first_words(root, "abstract"),
            "published": _publication(root, "date.publication") or published,
            "updated": _norm(root, "date.issue"),
            "authors": _bylines(root),
            "outlet": outlet or copyright_,
            "language": _language(root),
            "section": _publication(root, "position.section") or _attribute(root, "tobject", "tobject.type"),
            "tags": _tags(root),
            "url": _publication(root, "ex-ref"),
        },
        nitf_body(written_out(content), title) if content is not None else Body(),
        status=_attribute(root, "docdata", "management-status") or "usable",
        changed=published,
        embargo=_norm(root, "date.release") if "embargo" in _attribute(root, "docdata", "management-status").lower() else "",
        provider=outlet,
    )  # fmt: skip


def written_out(element: Any) -> str:
    """An element as markup without namespaces; its tags by their local names."""
    from lxml import etree

    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = each.tag.rsplit("}", 1)[-1]
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def first_element(root: Any, *names: str) -> Any | None:
    """The first element of these local names, those named first before the others."""
    for name in names:
        for element in root.iter():
            if local_name(element) == name:
                return element
    return None


def first_words(root: Any, *names: str) -> str:
    """The words of the first element of these local names that has some."""
    for name in names:
        for element in root.iter():
            if local_name(element) == name and (words := join_spaces("".join(element.itertext()))):
                return words
    return ""


def _attribute(root: Any, name: str, attribute: str) -> str:
    for element in root.iter():
        if local_name(element) == name and (value := element.get(attribute)):
            return str(value).strip()
    return ""


def _norm(root: Any, name: str) -> str:
    return _attribute(root, name, "norm")


def _publication(root: Any, attribute: str) -> str:
    return _attribute(root, "pubdata", attribute)


def _in_head(root: Any) -> bool:
    head = first_element(root, "hedline")
    return head is not None and bool(first_words(head, "hl2"))


def _bylines(root: Any) -> list[str]:
    found = first_element(root, "byline")
    if found is None:
        return []
    person = first_words(found, "person")
    return [person or join_spaces("".join(found.itertext()))]


def _language(root: Any) -> str:
    stated = (
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("baselang") or root.get("lang")
    )
    return str(stated or _attribute(root, "language", "tag"))


def _tags(root: Any) -> list[str]:
    keys = [e.get("key") for e in root.iter() if local_name(e) == "keyword" and e.get("key")]
    named = first_element(root, "identified-content")
    inside = (
        [join_spaces("".join(e.itertext())) for e in named.iter() if len(e) == 0] if named is not None else []
    )
    return list(dict.fromkeys(filter(None, [*keys, *inside])))[:60]
