"""What stands on a page beside its article: consent texts, offers, readers' comments, links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.facts.page_layout import BLOCKS
from ingest.webpage.consent import is_consent

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = (
    "div",
    "section",
    "aside",
    "article",
    "main",
    "body",
    "html",
    "form",
    "td",
    "table",
    "tr",
    "tbody",
)
_LIST = ("ul", "ol", "div", "section", "article", "aside", "form", "table", "figure", "nav")
_CONSENT = re.compile(
    r"cookie|consent|gdpr|onetrust|didomi|usercentrics|truste|\bcmp\b|qc-cmp|sp_message|privacy-(?:banner|notice|modal)",
    re.I,
)
_OFFERED = re.compile(
    r"pay-?wall|reg-?wall|\bpiano\b|subscri(?:be|ption)-(?:offer|box|wall|promo|banner|cta)|meter(?:ed)?-(?:wall|offer)",
    re.I,
)
_SELLS = re.compile(
    r"subscri|abonn|sign (?:in|up)|log ?in|register|unlimited|anmelden|registrier|suscri|inscri|iscri|\babo\b"
    r"|trial|per (?:month|week)",
    re.I,
)
_READERS = re.compile(  # a heading above what readers wrote
    r"^\W*+(?:\d++\s++)?(?:readers?['’]?s?\s++)?(?:comments?|kommentare?|leser(?:kommentare|meinungen)"
    r"|commentaires?|comentarios?|commenti|reacties"
    r"|kommentarer|join the (?:conversation|discussion)|what do you think|leave a (?:comment|reply))"
    r"(?:\s*+[(\[:]?+\s*+\d*+\s*+[)\]]?+\W*+|\s++(?:on|to|zu|sur)\b[^\n]{0,160}+)$",
    re.I,
)
_OTHERS = re.compile(  # a heading above links to other articles
    r"^\W*(?:you (?:might|may|could) (?:also )?(?:like|enjoy|be interested(?: in)?)|(?:more|also) (?:on|from"
    r"|in|about) (?:this|the) (?:story|topic|subject|section|author)"
    r"|(?:read|watch|see) (?:more|next|also)|related(?: (?:articles?|stories|topics|content|links?|news"
    r"|posts?|coverage|reading))?"
    r"|recommended(?: (?:for you|stories|articles|reading))?|most (?:read|popular|viewed|shared|commented)"
    r"|trending(?: now)?|latest (?:news|stories|articles)"
    r"|(?:editor['’]?s?|our) picks?|don['’]t miss|up next|what to read next|more (?:stories|news"
    r"|articles)(?: (?:from|like|for) .{1,40})?|popular (?:now|stories)"
    r"|auch interessant|das könnte (?:sie|dich) (?:auch|ebenfalls) interessieren|mehr (?:zum thema"
    r"|zu diesem thema)|weitere (?:artikel|themen|meldungen|nachrichten)"
    r"|meistgelesen\w*|lesen sie auch|zum weiterlesen|(?:à|a) lire (?:aussi|également)|(?:sur le"
    r"|dans la) même (?:sujet|rubrique)|articles (?:liés|similaires|recommandés)"
    r"|les plus lus|te puede interesar|también (?:te puede|puede) interesar(?:te|le)?|noticias relacionadas"
    r"|lo más (?:leído|visto)|más (?:noticias|sobre este tema)"
    r"|leggi anche|articoli correlati|potrebbe interessarti|lees ook|meer over dit onderwerp|gerelateerd\w*"
    r"|meest gelezen|läs också|les også|læs også)\W*$",
    re.I,
)
_SILENT = ("script", "style", "noscript", "template", "head")
_LINKED = 0.6  # of a block's letters that stand in links: it is a list of links
_ALL_LINKED = 0.8  # and of a paragraph's
_OFFER = 700  # characters of a box that sells the rest; what is longer is the rest
_SENTENCE = 6  # words around the links of a paragraph that make it one of text
_SHORT = 90  # characters of a heading
_TEASER = 220  # characters of a teaser's text


def remove_hidden(tree: Any) -> None:
    """Take out what no reader sees: comments, processing instructions, ``template`` elements."""
    from lxml import etree

    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    for each in list(tree.iter("template")):
        _drop(each)


def remove_furniture(tree: Any) -> int:
    """Take out of a page (an lxml tree, changed in place) what is no part of its article.

    Gives the number of consent texts that were taken out: a page that holds nothing else is none of an article.
    """
    around = {outer for heading in tree.iter("h1") for outer in heading.iterancestors()}
    found = _remove_consent(tree, around)
    for each in _marked(tree, _OFFERED):
        said = text_of(each)
        if each not in around and each.tag != "p" and len(said) <= _OFFER and _SELLS.search(said):
            _drop(each)
    for heading in list(_headings(tree)):
        if heading.getparent() is not None and heading.tag != "h1":
            _remove_below(heading, around)
    return found


def text_of(element: Any) -> str:
    """The words of an element on one line, without scripts; a space where blocks meet, none inside a word."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, each in walker:
        edge = " " if each.tag in BLOCKS else ""
        if event == "start" and each.tag in _SILENT:
            walker.skip_subtree()
        elif event == "start":
            parts += [edge, each.text or ""]
        else:
            parts += [edge, (each.tail or "") if each is not element else ""]
    return " ".join("".join(parts).replace("\xad", "").split())


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _marked(tree: Any, pattern: re.Pattern[str]) -> Iterator[Any]:
    for each in tree.xpath(".//*[@class or @id]"):
        if each.tag in (*_LIST, "p", "dialog") and pattern.search(
            f"{each.get('class', '')} {each.get('id', '')}"
        ):
            yield each


def _remove_consent(tree: Any, around: set[Any]) -> int:
    """Boxes and paragraphs that ask for consent, with the heading above them."""
    found = 0
    for each in list(_marked(tree, _CONSENT)):
        if each not in around and each.getparent() is not None and is_consent(text_of(each)):
            found += 1
            _drop(each)
    for each in list(tree.iter("p", "li", "div", "span")):
        if each.getparent() is None or _has_blocks(each) or not is_consent(text_of(each)):
            continue
        found += 1
        above = each.getprevious()
        if above is not None and above.tag in HEADINGS and above.tag != "h1":
            _drop(above)
        _drop(each)
    return found


def _has_blocks(element: Any) -> bool:
    return element.tag in ("div", "li", "span") and any(
        inner.tag in ("p", "div", "ul", "ol", "table", *HEADINGS) for inner in element.iterdescendants()
    )


def _headings(tree: Any) -> Iterator[Any]:
    """Elements that may be the heading of a box: headings, and short lines by themselves."""
    for each in tree.iter(*HEADINGS, "p", "div", "strong", "b", "span", "summary", "legend"):
        if each.tag in ("div", "p", "span") and _has_blocks(each):
            continue
        if each.tag in ("b", "strong", "span") and not _alone(each):
            continue
        yield each


def _alone(element: Any) -> bool:
    """Whether an inline element is all that its block holds in front of other blocks."""
    parent = element.getparent()
    return parent is not None and parent.tag in _HOLDERS and not (element.tail or "").strip()


def _remove_below(heading: Any, around: set[Any]) -> None:
    """A heading such as "You might also like" with what stands below it, or a whole box that begins with it."""
    said = text_of(heading)
    if not said or len(said) > _SHORT:
        return
    readers, others = bool(_READERS.match(said)), bool(_OTHERS.match(said))
    if not readers and not others:
        return
    box = _box(heading, around)
    if box is not None and (readers or _is_listing(box)):
        _drop(box)
        return
    following = list(heading.itersiblings())
    taken = []
    for each in following:
        if each.tag in HEADINGS or not (each.tag in (*_LIST, "dl") if readers else _is_listing(each)):
            break
        taken.append(each)
    for each in taken:
        _drop(each)
    if taken or not following:
        _drop(heading)


def _box(heading: Any, around: set[Any]) -> Any | None:
    """The smallest element that begins with ``heading`` and holds more than it; None where it holds the headline."""
    element = heading
    while (parent := element.getparent()) is not None and parent.tag in _HOLDERS:
        if parent in around or parent.tag in ("body", "html", "main"):
            return None
        if (parent.text or "").strip() or any(True for _ in element.itersiblings(preceding=True)):
            return None
        if any(True for _ in element.itersiblings()):
            return parent
        element = parent
    return None


def _is_listing(element: Any) -> bool:
    """Whether an element holds links to other articles: most of its words are links, or teasers below links."""
    if element.tag in ("script", "style", "hr", "br"):
        return True
    whole = text_of(element)
    links = [text for each in element.iter("a") if (text := text_of(each))]
    if not whole:
        return True
    first = (
        next(each for each in element.iter("a", "p") if each.tag == "a" or len(text_of(each)) > _SHORT)
        if links
        else None
    )
    if first is None or first.tag == "p" or any(map(_is_prose, element.iter("p"))):
        return False
    if sum(map(len, links)) >= (_LINKED if element.tag in _LIST else _ALL_LINKED) * len(whole):
        return True
    paragraphs = [text_of(each) for each in element.iter("p")]
    return (
        element.tag in _LIST
        and len(links) >= len([each for each in paragraphs if len(each) > _SHORT])
        and all(len(each) <= _TEASER for each in paragraphs)
    )


def _is_prose(paragraph: Any) -> bool:
    """Whether links stand within sentences."""
    linked = sum(len(text_of(each).split()) for each in paragraph.iter("a"))
    return linked > 0 and len(text_of(paragraph).split()) - linked >= _SENTENCE
