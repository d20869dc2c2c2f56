"""Fragments of HTML to plain paragraphs, for rows, mail and feeds; whole pages are ``html.py``'s."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|img|figure|table|script|font)\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|nbsp|[lr][sd]quo|[mn]dash|hellip);", re.I)
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section", "article")
_HIDDEN = (
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "figcaption",
    "button",
    "form",
    "svg",
)


def has_markup(text: str) -> bool:
    """Whether a field holds HTML rather than text that happens to have a ``<``."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def plain_text(html: str) -> str:
    """The words of an HTML fragment: paragraphs parted by a blank line, and only what a reader sees."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    # Everything is put inside of elements: beside them or in their place, the library counts through all siblings
    for hidden in soup(_HIDDEN):
        hidden.clear()
    for line_break in soup("br"):
        line_break.append("\n")
    for block in soup(_BLOCKS):
        block.insert(0, "\n\n")
        block.append("\n\n")
    lines = re.split(r"\n\s*\n", soup.get_text())
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip())
