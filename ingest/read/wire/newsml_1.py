"""NewsML 1.0 to 1.2: a ``NewsItem`` holds components, and those hold lines (headline, byline) and content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.documents.xml import local_name
from ingest.facts.body import Body
from ingest.read.fragment import read_fragment
from ingest.read.layout import join_spaces
from ingest.read.wire.item import Item, copyright_owner
from ingest.read.wire.nitf import first_element, first_words, nitf_body, nitf_item, written_out

_NO_BODY = {
    "caption",
    "captions",
    "derived",
    "thumbnail",
    "preview",
    "quicklook",
    "summary",
    "abstract",
    "supporting",
}
_LINES = ("headline", "subheadline", "byline", "creditline", "copyrightline", "slugline", "dateline")


def is_newsml_1(item: Any) -> bool:
    """Whether a ``NewsItem`` is of NewsML 1, which has its identification in an element of its own."""
    return any(local_name(child) in ("identification", "newsmanagement") for child in item)


def newsml_1_items(item: Any) -> Iterator[Item]:
    """The articles of a ``NewsItem``: one for each headline that has a text, most often one."""
    stories: dict[Any, tuple[Any, Body]] = {}
    for content in item.iter():
        if local_name(content) != "contentitem" or not _is_text(content):
            continue
        holders = [each for each in content.iterancestors() if local_name(each) == "newscomponent"]
        role = next(
            (_formal(child) for each in holders[:1] for child in each if local_name(child) == "role"), ""
        )
        if role.lower() in _NO_BODY:
            continue
        headed = next((each for each in holders if _own_line(each, "headline")), item)
        body = _body(content, _own_line(headed, "headline"))
        if body.text and (headed not in stories or (role.lower() == "main" and not stories[headed][1].text)):
            stories.setdefault(headed, (content, body))
    shared = _shared_facts(item)
    if not stories:  # a withdrawal often has no content at all
        yield _item(shared, item, Body(), None, 0)
    for number, (content, body) in enumerate(stories.values()):
        yield _item(shared, content, body, first_element(content, "nitf"), number)


def _shared_facts(item: Any) -> dict[str, Any]:
    """What a ``NewsItem`` says for all its stories."""
    management = first_element(item, "newsmanagement")
    management = management if management is not None else item
    return {
        **{name: first_words(item, name) for name in (*_LINES, "namelabel", "providerid", "dateid")},
        "identity": _identity(item),
        "first": first_words(management, "firstcreated"),
        "changed": first_words(management, "thisrevisioncreated"),
        "status": _formal(first_element(management, "status")),
        "change": first_words(management, "dateandtime"),
        "outlet": _party(item, "provider") or _party(item, "source"),
        "language": _formal(first_element(item, "language")) or _lang(item),
        "tags": _tags(item),
    }


def _item(shared: dict[str, Any], content: Any, body: Body, inner: Any | None, number: int) -> Item:
    within = nitf_item(inner).fields if inner is not None else {}
    chain = [each for each in content.iterancestors() if local_name(each) == "newscomponent"]

    def line(name: str) -> str:
        own = next((words for each in chain if (words := _own_line(each, name))), "")
        return own or ("" if number else shared[name])

    outlet = line("creditline") or shared["outlet"] or within.get("outlet", "")
    outlet = outlet or copyright_owner(line("copyrightline")) or shared["providerid"]
    identity, changed = shared["identity"], shared["changed"]
    return Item(
        f"{identity}#{number + 1}" if number and identity else identity,
        {
            "title": line("headline") or within.get("title") or line("slugline") or shared["namelabel"],
            "deck": line("subheadline") or within.get("deck", ""),
            "published": shared["first"] or changed or shared["dateid"],
            "updated": changed,
            "authors": [line("byline")] if line("byline") else within.get("authors", []),
            "outlet": outlet,
            "language": shared["language"],
            "section": within.get("section", ""),
            "tags": shared["tags"],
        },
        body,
        status=shared["status"] or "usable",
        changed=changed,
        embargo=shared["change"] if "embargo" in shared["status"].lower() else "",
        provider=shared["providerid"] or outlet,
    )


def _identity(item: Any) -> str:
    """The identity of all revisions: provider, day and id, without the number of the revision."""
    parts = [first_words(item, name) for name in ("providerid", "dateid", "newsitemid")]
    if all(parts):
        return "urn:newsml:" + ":".join(re.sub(r"\s+", "", part) for part in parts)
    return re.sub(r":\d+[NUA]?$", "", first_words(item, "publicidentifier"))


def _is_text(content: Any) -> bool:
    kind = _formal(first_element(content, "mediatype")).lower()
    return kind in ("", "text", "complexdata") and first_element(content, "datacontent", "nitf") is not None


def _body(content: Any, title: str) -> Body:
    data = first_element(content, "datacontent")
    data = data if data is not None else content
    inner = first_element(data, "nitf", "body.content")
    if inner is not None:
        body = first_element(inner, "body.content", "body")
        return nitf_body(written_out(body if body is not None else inner), title)
    page = first_element(data, "body")
    if len(data):
        return read_fragment(written_out(page if page is not None else data), title)
    return read_fragment(data.text or "", title)


def _own_line(component: Any, name: str) -> str:
    """A line of the component's own ``NewsLines``, not of those inside it."""
    for child in component:
        if local_name(child) == "newslines":
            return next((words for each in child if local_name(each) == name
                         and (words := join_spaces("".join(each.itertext())))), "")  # fmt: skip
    return ""


def _formal(element: Any | None) -> str:
    return str(element.get("FormalName") or "").strip() if element is not None else ""


def _party(item: Any, name: str) -> str:
    holder = first_element(item, name)
    return _formal(first_element(holder, "party")) if holder is not None else ""


def _lang(item: Any) -> str:
    return str(item.get("{http://www.w3.org/XML/1998/namespace}lang") or "")


def _tags(item: Any) -> list[str]:
    words = [
        e.get("Value")
        for e in item.iter()
        if local_name(e) == "property" and e.get("FormalName") == "Keyword"
    ]
    lines = [join_spaces("".join(e.itertext())) for e in item.iter() if local_name(e) == "keywordline"]
    topics = [
        join_spaces("".join(e.itertext()))
        for e in item.iter()
        if local_name(e) == "description" and e.get("Variant") == "Name" and _lang(e) in ("", "en")
    ]
    return list(dict.fromkeys(tag for tag in [*words, *lines, *topics] if tag))[:60]
