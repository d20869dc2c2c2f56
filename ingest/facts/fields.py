"""Named fields (a row, front matter) to an article, by the names that exports commonly use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.document import Note, Outcome
from ingest.documents.markup import has_markup, plain_text
from ingest.documents.shortcodes import remove_shortcodes
from news.article import Article

NAMES = {  # as ``fold_field_name`` writes them; English first, then German, French, Spanish
    "title": ("title", "headline", "name", "subject", "webtitle", "titel", "überschrift", "titre", "título"),
    "text": (
        "text", "body", "content", "article", "fulltext", "articlebody", "story", "bodytext", "articletext",
        "inhalt", "volltext", "texte", "contenu", "texto", "contenido",
    ),
    "url": (
        "url", "link", "address", "canonicalurl", "weburl", "sourceurl", "articleurl", "pageurl", "permalink", "originalurl",
        "sourcelink", "externalurl",
    ),
    "outlet": (
        "source", "outlet", "publisher", "agency", "site", "newspaper", "publication", "quelle", "medium", "zeitung",
        "fuente",
    ),
    "authors": ("authors", "author", "byline", "by", "creator", "autor", "autoren", "auteur"),
    "published": (
        "published", "date", "publishedat", "publisheddate", "pubdate", "datepublished", "publicationdate",
        "publishdate", "webpublicationdate", "created", "datum", "veröffentlicht", "fecha",
    ),
    "updated": ("updated", "modified", "updatedat", "datemodified", "lastmodified", "aktualisiert"),
    "id": ("id", "guid", "uuid", "articleid"),
    "section": ("section", "category", "desk", "sectionname", "ressort", "rubrik", "rubrique", "sección"),
    "tags": ("tags", "topics", "keywords", "tag", "schlagworte", "stichworte"),
    "language": ("language", "lang", "sprache"),
    "deck": ("deck", "summary", "description", "subtitle", "standfirst", "abstract"),
}  # fmt: skip
_WRAPPERS = ("fields", "source", "attributes")  # what APIs put an article's fields into
_SIGNATURE = re.compile(
    r"(?<!\s)\s++(?:Reuter|REUTER)s?[ \t]*+(?:\^M)?\s*+\Z"
)  # how old newswire ends: no sentence
BETWEEN_NAMES = re.compile(r"[;,&|]|\band\b")
_BETWEEN_TAGS = re.compile(r"[;,|]")
NESTED = (
    "name",
    "title",
    "label",
    "value",
    "text",
    "main",
    "original",
)  # what an object that stands for a word calls it


def build_article_from_fields(
    fields: Mapping[str, Any], key: str, *, text: str | None = None, title: str = "", day_first: bool = True
) -> Iterator[Outcome]:
    """Yield the article that ``fields`` describe, and a note for each date that cannot be.

    ``key`` is used where the fields name no address of their own. Raises ReadError if there is no text.
    """
    given = _fold_field_names(fields)
    body = text if text is not None else _clean_field_text(_take_first(given, "text"))
    if not body.strip():
        known = ", ".join(sorted(given)) or "none"
        raise ReadError(f"no text: wanted a field named {' or '.join(NAMES['text'][:3])}, got {known}")
    url = _clean_address(_take_first(given, "url"))
    key = url or key
    notes: list[Note] = []
    article = Article(
        key=key,
        title=_clean_word(_take_first(given, "title")) or title or first_words(body),
        text=body,
        url=url,
        outlet=_clean_word(_take_first(given, "outlet")) or None,
        authors=read_authors(_clean_words(_take_first(given, "authors"), BETWEEN_NAMES)),
        published=_read_date_field(_take_first(given, "published"), "published", key, notes, day_first),
        updated=_read_date_field(_take_first(given, "updated"), "updated", key, notes, day_first),
        language=_clean_word(_take_first(given, "language"))[:2].lower() or None,
        section=_clean_word(_take_first(given, "section")) or None,
        tags=tuple(_clean_words(_take_first(given, "tags"), _BETWEEN_TAGS)),
        deck=_clean_word(_take_first(given, "deck")) or None,
        source_id=_clean_word(_take_first(given, "id")) or None,
    )
    yield article
    yield from notes


def fold_field_name(name: object) -> str:
    """A field's name without what exports write differently: ``published_at`` and ``publishedAt`` are one."""
    return re.sub(r"[\s_-]+", "", str(name)).lower()


def _fold_field_names(fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {fold_field_name(name): value for name, value in fields.items()}
    for name in _WRAPPERS:
        inner = given.get(name)
        if isinstance(inner, Mapping) and not {fold_field_name(each) for each in inner}.isdisjoint(
            NAMES["text"]
        ):
            del given[name]
            given = {**{fold_field_name(each): value for each, value in inner.items()}, **given}
    return given


def first_words(text: str) -> str:
    """The first words, to stand for a headline where there is none."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= 90 else first[:90].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def read_authors(names: list[str]) -> tuple[str, ...]:
    """Bylines without "By", each once."""
    clean = (re.sub(r"^\s*by[:\s]+", "", name, flags=re.I).strip(" ,.") for name in names)
    return tuple(dict.fromkeys(name for name in clean if name))


def _take_first(given: Mapping[str, Any], field: str) -> Any:
    return next((given[name] for name in NAMES[field] if given.get(name) not in (None, "", [], {})), None)


def _clean_word(value: Any) -> str:
    """One line of text from whatever an export holds there."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in NESTED if name in value), "")
    if isinstance(value, list):
        value = value[0] if value else ""
        return _clean_word(value)
    if value is None or isinstance(value, bool):
        return ""
    line = str(value)
    return " ".join((plain_text(line) if has_markup(line) else line).split())


def _clean_words(value: Any, separator: re.Pattern[str]) -> list[str]:
    if isinstance(value, list):
        return [word for item in value if (word := _clean_word(item))]
    return [word for part in separator.split(_clean_word(value)) if (word := part.strip())]


def _clean_field_text(value: Any) -> str:
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_clean_field_text, value)))
    if isinstance(value, Mapping):
        return _clean_field_text(
            next((value[name] for name in ("text", "body", "content", "html") if name in value), "")
        )
    if value is None:
        return ""
    text = remove_shortcodes(str(value))
    return plain_text(text) if has_markup(text) else join_paragraphs(text)


def join_paragraphs(text: str) -> str:
    """Paragraphs parted by a blank line, each on one line; hard-wrapped lines are joined.

    A paragraph begins after a blank line or at an indented line (1980s newswire); where neither occurs, at
    every line, unless the lines look wrapped.
    """
    text = _SIGNATURE.sub("", text.replace("\r\n", "\n").strip("\n"))
    blocks = re.split(r"\n[ \t]*\n\s*?|\n(?=[ \t]{3,}\S)", text)
    return "\n\n".join(paragraph for block in blocks for paragraph in _unwrap_lines(block))


def _unwrap_lines(block: str) -> list[str]:
    lines = [" ".join(line.split()) for line in block.split("\n") if line.strip()]
    wrapped = sum(
        not re.search(r"(?:[.!?:…]|(?<!,)[\"'”’)])$", line) and len(line) > 35 for line in lines[:-1]
    )
    if len(lines) > 1 and wrapped * 3 >= len(lines) - 1:
        return [" ".join(lines)]
    return lines


def _clean_address(value: Any) -> str | None:
    address = _clean_word(value)
    return address if re.match(r"https?://[^\s<>\"']+$", address) else None


def _read_date_field(value: Any, which: str, key: str, notes: list[Note], day_first: bool) -> datetime | None:
    if isinstance(value, datetime):
        value = value.isoformat()
    if isinstance(value, date):
        value = value.isoformat()
    written = _clean_word(value)
    if not written:
        return None
    found = parse_date(written, day_first=day_first)
    if found is None:
        notes.append(Note(key, f"{which} date {written[:60]!r} cannot be; left out"))
    return found
