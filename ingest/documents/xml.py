"""XML that was written by strangers: no entities, nothing fetched."""

from __future__ import annotations

import re
from typing import Any

from errors import ReadError

_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?[^\s"'<>]+\s+(?:(?P<external>SYSTEM|PUBLIC)\b|"(?P<a>[^"]*)"|'(?P<b>[^']*)')"""
)
_LONGEST_ENTITY = 500  # characters; a name for a letter or a phrase is short
_MOST_ENTITIES = 300  # HTML's own tables have 253


def refuse_entities(text: str) -> None:
    """Raises ReadError where a document declares entities that grow when they are put in."""
    found = 0
    for found, entity in enumerate(_ENTITY.finditer(text), 1):
        value = entity["a"] or entity["b"] or ""
        nested = re.search(r"[&%](?!#|amp;|lt;|gt;|quot;|apos;)[^\s;&%]+;", value)
        if len(value) > _LONGEST_ENTITY or (nested and not entity["parameter"]) or found > _MOST_ENTITIES:
            raise ReadError(
                "declares XML entities that grow, as files made to do harm do: remove its DOCTYPE"
            )


def parse_xml(data: bytes) -> Any:
    """The root element of an XML document, with entities left alone and nothing loaded from elsewhere.

    Raises ReadError if it is not XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise ReadError(f"not XML that can be read ({broken}): get the file again") from None
    if root is None:
        raise ReadError("not XML that can be read: get the file again")
    return root


def local_name(element: Any) -> str:
    """An element's name without its namespace, in small letters; empty for comments and the like."""
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
