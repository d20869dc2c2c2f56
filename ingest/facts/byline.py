"""Who wrote a page: from its metadata, its markup, and lines such as "By Jane Doe and John Roe"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.facts.json_ld import read_property_names
from ingest.facts.page_layout import Layout

META = (
    "author", "article:author", "og:author", "og:article:author", "byl", "dc.creator", "dcterms.creator",
    "dc:creator", "parsely-author", "sailthru.author", "citation_author", "cxenseparse:author", "authors",
    "article.author", "creator", "atc-metaauthor", "article:author_name", "rbauthors", "dcsext.author",
    "shareaholic:article_author_name", "cse_author",
)  # fmt: skip
LONGEST = 60  # characters of a name
_WRITTEN = (
    r"(?:written|posted|published|reported|reporting|created|story|words|text"
    r"|an? (?:article|analysis|opinion|comment)|verfasst|geschrieben|veröffentlicht|erstellt|eingestellt"
    r"|(?:ein )?(?:beitrag|artikel|gastbeitrag|kommentar|bericht|interview)|publié|rédigé|écrit|escrito|publicado"
    r"|scritto|pubblicato|geschreven)"
)
_BY = r"(?:by|von|vom|por|par|di|door|av|af|przez)"
_ROLE = (
    r"(?:text|interview|autor(?:in|en|s)?|authors?|auteurs?|autores|autore|autora|redakteur(?:in)?|redaktion"
    r"|verfasser(?:in)?|words|story|writer|redactor|periodista|journalist(?:in)?|reporter|автор|作者|记者|記者|责任编辑|編集|文)"
)
_LABEL = re.compile(
    rf"^\W*(?:{_WRITTEN}\s+{_BY}\b|{_BY}(?=[\s:])|{_ROLE}(?=\s*[:：/])|{_ROLE}\s+(?={_BY}\s))\s*[:：/]?\s*",
    re.I,
)
_GAP = r"(?:(?<!\s)\s++)?+"  # the space before something, looked at once
_SPLIT = re.compile(
    rf"(?:{_GAP}(?:[;|•·/&]|,(?!\s*(?:jr|sr|m\.?d|ph\.?d|mba|esq|ii+)\b))"
    r"|(?<!\s)\s++(?:and|und|et|y|e|og|och|with|mit|im gespräch mit)\s)\s*+",
    re.I,
)
_DAY = (
    r"(?=\d|mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son"
    r"|jan|feb|m[aäá]r|a[pbv]r|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|d[eé][zc])"
)
_CUT = re.compile(
    rf"{_GAP}(?:[(\[].*|\b(?:on|am|vom|le|el|il|in|at|um|updated|published|posted|aktualisiert|veröffentlicht|stand)\b:?"
    rf"\s*{_DAY}.*|(?:,\s*)?\b(?:published|updated|publié|publicado|pubblicato|veröffentlicht|aktualisiert|mis à jour)\b.*"
    r"|(?:[,|]\s*)?(?:\d{1,2}[./: ].*|\b\w++\s\d{1,2},?\s\d{4}.*)|@.*)$|(?<!\s)\s++(?:[-–—]\s.*|\d{4}.*)$",
    re.I | re.S,
)
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|text|interview|end user.*|jetzt .*|no author|name|author|autor(?:in|en)?|by|von|editor"
    r"|web-?master|user|gast|guest|anonymous|unknown|null|none|undefined|home|about.*|facebook|twitter|instagram|rss"
    r"|e-?mail|share|follow|website|mehr.*|more.*|view all.*|(?:zeige )?alle .*|posted on|published on"
    r"|(?:veröffentlicht|publiziert|geschrieben|erstellt)(?: am)?|zur .*|datum|date|login|human"
    r"|(?:foto|photo|bild|picture|image|illustration|grafik|graphic|video|montage)s?\b.*)$",
    re.I,
)
_DESK = re.compile(
    r"\b(?:redaktion|staff|desk|newsroom|team|agenc(?:y|ies)|agenturen|redacción|rédaction|redazione)\b", re.I
)
_OFFICE = re.compile(  # what somebody is, not who
    r"\b(?:correspondents?|reporters?|editors?|(?:staff )?writers?|bureau|chief|korrespondent(?:in|en)?"
    r"|redakteur(?:in)?|correspondante?|corresponsal)$",
    re.I,
)
_PLACE = re.compile(
    r"^(?=[^,]+?\s[^,])(?P<name>[^,]++),\s*+[^\W\d_][\w-]*$"
)  # "Jo Doe, Ormsay": where it was written
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|inc|ltd|llc|media|group|verlag|editorial|publishing|online|news|magazine?)\b\.?"
    r"|\.(?:com|de|at|ch|org|net|it|fr)$",
    re.I,
)
_NAMED = re.compile(
    r"(?:author|autor|auteur|byline|writer|journalist)s?[-_ ]{0,2}(?:name|link|title|url|item)?(?:$|\s)", re.I
)
_CLASS = re.compile(
    r"author|autor|auteur|byline|writer|journalist|verfasser|redakteur|posted-?by|contributor|username", re.I
)
_PROFILE = re.compile(
    r"/(?:author|autor(?:en)?|auteur|profile?|journalist|by|people|staff|redakteur|user)s?/[^/]+", re.I
)
_WORD = r"(?:[^\W\d_a-zäöüß][\w.'’-]*|v(?:an|on|\.)|d(?:e|er|el|i|a|os|u|en)|la|le|el|bin|al|ten|zu)"
_PERSON = re.compile(rf"^{_WORD}(?: {_WORD}){{0,4}}$")
_LINE = re.compile(
    rf"^\W*+(?:{_WRITTEN}\s++)?{_BY}(?:\s*+[:：])?\s++(?P<names>\S.*)$|^\W*+{_ROLE}\s*+[:：]\s*+(?P<named>\S.*)$",
    re.I,
)
_ALONE = re.compile(rf"^\W*(?:{_WRITTEN}\s+{_BY}|{_BY}|{_ROLE})\s*[:：]?$", re.I)
_INSIDE = re.compile(rf"\d{{4}}\b.{{0,30}}?\b{_BY}\s+(?P<names>\S.*)$", re.I)
_SHORT = 120  # characters of a line that may be a byline


def find_page_authors(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any], outlet: str | None
) -> tuple[str, ...]:
    """The authors a page states: in JSON-LD, its markup, its meta elements, a line under its headline.

    The first of these that names a person counts; outlet, company or "the staff" only where nobody else is named.
    """
    weak: tuple[str, ...] = ()
    for stated in _list_author_candidates(layout, meta, linked):
        found = read_names(stated)
        persons = tuple(name for name in found if not _is_desk(name, outlet))
        if persons:
            return persons
        weak = weak or found
    return weak


def read_names(stated: Iterable[str]) -> tuple[str, ...]:
    """Names from bylines: without "By", dates, addresses and roles, each once."""
    found: dict[str, str] = {}
    for text in stated:
        text = " ".join(text.replace("\xad", "").split())
        inside = _INSIDE.search(text)
        text = _CUT.sub("", _LABEL.sub("", inside["names"] if inside else text))
        for part in _SPLIT.split(_PLACE.sub(r"\g<name>", text)):
            name = _CUT.sub("", _LABEL.sub("", part)).strip(" ,.:;-–—|*\"'+")
            if _is_person_name(name):
                found.setdefault(name.casefold(), name)
    persons = [name for name in found.values() if not _OFFICE.search(name)]
    return tuple(persons or found.values())


def _is_person_name(text: str) -> bool:
    if not 2 <= len(text) <= LONGEST or len(text.split()) > 6 or _NOBODY.match(text):
        return False
    return not re.search(r"https?:|www\.|[@<>{}=]|\d{3}", text) and bool(
        re.search(r"[^\W\d_]{2}|[^\W\d_]\.", text)
    )


def _is_desk(name: str, outlet: str | None) -> bool:
    ours, theirs = (re.sub(r"\W+", "", _COMPANY.sub("", text.casefold())) for text in (name, outlet or ""))
    return bool(_DESK.search(name) or _COMPANY.search(name)) or bool(
        theirs and ours and (ours in theirs or theirs in ours)
    )


def _list_author_candidates(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any]
) -> Iterator[list[str]]:
    tree = layout.tree
    stated = linked.get("author") or linked.get("creator")
    every = stated if isinstance(stated, list) else [stated]
    yield read_property_names(
        [each for each in every if not (isinstance(each, dict) and each.get("@type") == "Organization")]
    )
    yield _list_microdata_authors(layout)
    yield [_element_text(each) for each in layout.keep_inside(tree.iterfind(".//*[@rel='author']"))]
    marked = list(layout.keep_inside(tree.xpath(".//*[@class or @id or @data-testid]")))
    yield [_element_text(each) for each in marked if _attribute_says(each, _NAMED) and _element_text(each)][
        :1
    ]
    yield [_element_text(each) for each in marked if _attribute_says(each, _CLASS) and _element_text(each)][
        :1
    ]
    yield from _list_meta_authors(meta)
    yield [
        _element_text(each)
        for each in layout.keep_inside(tree.iterfind(".//a[@href]"))
        if _PROFILE.search(each.get("href"))
    ][:1]
    yield _find_names_in_lines(layout.article_lines)
    yield read_property_names(stated)


def _list_meta_authors(meta: dict[str, str]) -> Iterator[list[str]]:
    if re.search(rf"\b{_BY}$|autor|auteur|author", meta.get("twitter:label1", ""), re.I):
        yield [meta.get("twitter:data1", "")]
    for name in META:
        if name in meta and not re.match(r"(?:https?:|www\.)", meta[name]):
            yield [meta[name]]


def _list_microdata_authors(layout: Layout) -> list[str]:
    found = []
    for each in layout.keep_inside(layout.tree.iterfind(".//*[@itemprop='author']")):
        inner = each.find(".//*[@itemprop='name']")
        named = each if inner is None else inner
        found.append(each.get("content") or named.get("content") or _element_text(named))
    return found


def _attribute_says(element: Any, pattern: re.Pattern[str]) -> bool:
    said = (element.get(name) for name in ("class", "id", "data-testid"))
    return element.tag not in ("body", "html") and any(text and pattern.search(text) for text in said)


def _element_text(element: Any) -> str:
    if element.tag in ("script", "style", "form"):
        return ""
    text = " ".join(" ".join(element.itertext()).split())
    return text if len(text) <= 200 else ""


def _find_names_in_lines(lines: list[str]) -> list[str]:
    """The names in the first line that reads like a byline; every name must look like a person's."""
    for number, line in enumerate(lines):
        if len(line) > _SHORT:
            continue
        match = _LINE.match(line) or _INSIDE.search(line)
        stated = next(filter(None, match.groups())) if match else ""
        if not match and _ALONE.match(line) and number + 1 < len(lines):
            stated = lines[number + 1]
        found = read_names([stated]) if stated and len(stated) <= _SHORT else ()
        if found and all(_PERSON.match(name) for name in found):
            return [stated]
    return []
