"""Fragments of HTML to plain paragraphs, for rows, mail and feeds; whole pages are ``html.py``'s."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|s|em|strong|small|sup|sub|ul|ol|li|dl|dt|dd|h[1-6]|hr|blockquote|img|figure|figcaption|table"
    r"|tr|td|section|article|header|footer|aside|nav|script|style|iframe|form|video|audio|font)\b[^<>]*>",
    re.I,
)
_UNKNOWN = re.compile(
    r"<(?=/?(?P<name>[a-z][a-z0-9]*)[\s/>])", re.I
)  # a name with - or : is an element of somebody's own
_CLOSED = re.compile(r"</([a-z][a-z0-9]*)|<([a-z][a-z0-9]*)[^<>]*/>", re.I)
_ELEMENTS = (
    "a abbr address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button"
    " canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins"
    " kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup"
    " option output p param path picture pre progress q rb rp rt rtc ruby s samp script search section select slot small"
    " source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr"
    " track tt u ul var video wbr"
)
_NAMES = frozenset(_ELEMENTS.split())
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

    soup = BeautifulSoup(_escape_unknown(html), "lxml")
    # Everything is put inside of elements: beside them or in their place, the library counts through all siblings
    for hidden in soup(_HIDDEN):
        hidden.clear()
    for line_break in soup("br"):
        line_break.append("\n")
    for block in soup(_BLOCKS):
        block.insert(0, "\n\n")
        block.append("\n\n")
    lines = re.split(r"\n\s*\n", soup.get_text().replace("\xad", ""))
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip())


def _escape_unknown(html: str) -> str:
    """``html`` with ``&lt;`` before a word that is no element: it is text, as in "<maybe>".

    A word that is also closed, or closes itself, is an element of another language of markup, such as NITF.
    """
    closed = {(found[1] or found[2]).lower() for found in _CLOSED.finditer(html)}

    def escape(found: re.Match[str]) -> str:
        name = found["name"].lower()
        return "<" if name in _NAMES or name in closed else "&lt;"

    return _UNKNOWN.sub(escape, html)
