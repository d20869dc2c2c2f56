"""Pages that hold no article: consent texts, "page not found", the front of a section."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.facts.body import Body
from ingest.facts.page_layout import fold_print
from ingest.webpage.furniture import HEADINGS, text_of

_CONSENT = "a consent page, which asks to be tracked or paid: open it in a browser, and save the article"
_MISSING = "the page says that it was not found: check the address"
_FRONT = "a section front, which lists articles: add the addresses of its articles, or its feed"
_NOT_FOUND = re.compile(
    r"^\W*(?:(?:error|fehler|erreur)?\W*404\b.{0,60}|(?:.{0,20}\b)?(?:page|article|story|content"
    r"|document) (?:was |is |could |can |can(?:no|')t )?(?:be )?(?:not (?:be )?found|no longer"
    r" available|unavailable|missing|found).{0,30}|(?:sorry|oops|whoops)\b.{0,60}\b(?:page|article|story)\b.{0,40}|not found"
    r"|(?:die )?seite (?:wurde )?(?:leider )?nicht gefunden.{0,20}|page (?:non trouvée|introuvable)"
    r"|página no encontrada|pagina (?:non trovata|niet gevonden)"
    r"|sidan (?:hittades inte|kunde inte hittas)|siden (?:blev|ble) ikke funnet)\W*(?:[|–—-].{0,60})?$",
    re.I,
)
_SAID_MISSING = re.compile(
    r"\b(?:(?:page|article|story|content|document|link) (?:that )?you(?:'re| are| were|'ve"
    r"| have)? (?:looking for|request\w*|trying to|follow\w*)"
    r"|we (?:can(?:no|')t|could(?: not|n't)|are unable to|were unable to) (?:find|locate) (?:the|that"
    r"|this) (?:page|article|story)"
    r"|(?:does not|doesn't|no longer) exist|(?:has|have) (?:been )?(?:moved|removed|deleted|expired)"
    r"|(?:die )?(?:gesuchte|gewünschte|angeforderte|von ihnen \w+) (?:seite|artikel)|la page (?:que vous"
    r"|demandée)|la página que (?:busca|buscas|solicit\w+)"
    r"|de pagina die (?:je|u) zoekt|la pagina (?:richiesta|che cerchi))",
    re.I,
)
_SHORT = 120  # words; what says in more that a page is missing is an article about it
_CARDS = 4  # linked headlines that make a front
_OWN = 40  # words of a front that belong to none of its cards
_TEASER = 90  # words below a linked headline; more are an article
_HEADLINE = 3  # words of a link that is a headline
_STUB = 40  # words that are left of a page beside its consent text


def name_absence(tree: Any, body: Body, consents: int, title: str | None, address: str | None) -> str | None:
    """Why a page (an lxml tree) is no article, with the next step; None where it is one.

    ``consents`` is how many consent texts were taken out of it.
    """
    words = len(body.text.split())
    if consents and words < _STUB and not _is_stated(tree):
        return _CONSENT
    if words < _SHORT and _is_missing(tree, body, title):
        return _MISSING
    if not _is_stated(tree) and _is_front(tree, body, address):
        return _FRONT
    return None


def _is_stated(tree: Any) -> bool:
    """Whether the page says by itself that it is an article."""
    kind = tree.find(".//meta[@property='og:type']")
    return kind is not None and "article" in str(kind.get("content")).lower()


def _is_missing(tree: Any, body: Body, title: str | None) -> bool:
    headings = [text_of(each) for each in tree.iter("h1", "h2")][:3]
    name = tree.find(".//title")
    named = [*headings, title or "", text_of(name) if name is not None else ""]
    first = " ".join(body.text.split()[:60])
    said = bool(_SAID_MISSING.search(first))
    if any(_NOT_FOUND.match(each) for each in named if each):
        return said or len(body.text.split()) < _SHORT / 2
    return said and len(body.text.split()) < _SHORT / 3


def _is_front(tree: Any, body: Body, address: str | None) -> bool:
    """Whether a page is made of linked headlines with a teaser each, and its text of nothing but these."""
    cards: set[str] = set()
    below: set[str] = set()  # lines under a linked headline
    lengths = [0]  # words under each of them
    under = False
    for each in tree.iter(*HEADINGS, "p", "li", "a", "td", "div", "span"):
        if each.tag in HEADINGS or _is_card(each):
            links = [each] if each.tag == "a" else list(each.iter("a"))
            linked = each.tag != "h1" and (links or next(each.iterancestors("a"), None) is not None)
            said = text_of(each)
            if linked and len(said.split()) >= _HEADLINE and _leads_elsewhere(links, address):
                under = True
                lengths.append(0)
                cards.add(fold_print(said))
            elif each.tag in HEADINGS:
                under = False
        elif under and each.tag != "a" and not _holds_blocks(each):
            said = text_of(each)
            lengths[-1] += 0 if fold_print(said) in below else len(said.split())
            below.add(fold_print(said))
    if len(cards) < _CARDS or max(lengths) > _TEASER:
        return False
    held = [*body.parts, *(heading.text for heading in body.headings)]
    own = (part for part in held if fold_print(part) not in below and fold_print(part) not in cards)
    return sum(len(part.split()) for part in own) < _OWN


def _is_card(element: Any) -> bool:
    return element.tag == "a" and any(True for _ in element.iter(*HEADINGS))


def _holds_blocks(element: Any) -> bool:
    return any(True for _ in element.iterdescendants("p", "li", "td", "div", "ul", "ol", "table", *HEADINGS))


def _leads_elsewhere(links: list[Any], address: str | None) -> bool:
    """Whether a headline's link leads to another page than this one."""
    if not links:
        return True
    target = urljoin(address or "", str(links[0].get("href") or "").strip())
    ours, theirs = urlsplit(address or ""), urlsplit(target)
    return bool(theirs.path or theirs.query) and (ours.path, ours.query) != (theirs.path, theirs.query)
