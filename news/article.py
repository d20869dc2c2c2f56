"""What a news article is, and the passages it is cut into."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

TAGS = 12  # tags of an article by whose words it is found


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: it stands above the paragraph that begins at ``start``.

    Headings are not part of ``Article.text``, so that no heading is ever quoted as a sentence.
    """

    start: int  # character of Article.text
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, as read.

    ``text`` is the body alone: paragraphs parted by a blank line, without headline, deck, captions,
    headings or tags. Every offset in Dateline counts characters of this string.
    """

    key: str  # where it came from: an address, a path, "path#row"
    title: str
    text: str
    url: str | None = None  # canonical address, http(s) only
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None  # as printed; midnight without zone means that only the day is known
    updated: datetime | None = None
    language: str | None = None  # ISO 639-1
    section: str | None = None  # the outlet's desk or category, e.g. "Business"
    tags: tuple[str, ...] = ()
    deck: str | None = None  # the line under the headline
    headings: tuple[Heading, ...] = ()
    source_id: str | None = None  # the "id" of an export's row, a database's accession number
    page: str | None = None  # of the printed paper, e.g. "A12"
    confidence: float | None = (
        None  # of the recogniser in a word, in the mean, where the text is from a picture
    )
    unsure: tuple[tuple[int, int], ...] = ()  # characters of ``text`` that it may have misread

    @property
    def id(self) -> str:
        """16 hex digits, stable for this key whatever the content becomes."""
        return make_article_id(self.key)

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over everything but ``key``: the same content twice is one article."""
        content = asdict(self)
        del content["key"]
        if self.page is None:  # articles without one keep the hash that they had before there were pages
            del content["page"]
        if self.confidence is None:  # as before pictures were read: what is stored stays as it is
            del content["confidence"], content["unsure"]
        serialised = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(serialised.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: ``article.text[start:end] == text``, always."""

    article_id: str
    ordinal: int  # 0 for the first passage of the article
    start: int
    end: int
    text: str
    heading: str | None = None  # the section heading it stands under

    @property
    def id(self) -> str:
        """The passage's name in every index, e.g. ``3f0c…:2``."""
        return f"{self.article_id}:{self.ordinal}"


def make_article_id(key: str) -> str:
    """The stable id of the article that came from ``key``."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def passage_header(article: Article, heading: str | None) -> str:
    """``headline · outlet · date · section``: what a passage knows of its article.

    It is embedded and read together with the passage's text, and counts against the model's limit; long
    parts are cut, so that most of the limit is left to the text in every script.
    """
    day = f"{article.published:%-d %B %Y}" if article.published else ""
    parts = (
        _cut_decomposed(article.title, 100),
        _cut_decomposed(article.outlet or "", 30),
        day,
        _cut_decomposed(heading or "", 60),
    )
    return " · ".join(part for part in parts if part)


def searched_header(article: Article, heading: str | None) -> str:
    """The words around a passage by which it is found: its header, and the first ``TAGS`` tags of its article.

    Tags are not embedded: what an article is about its text tells an embedder. A page that has a hundred of them,
    to be found by everything, is found by a few.
    """
    return " · ".join(
        [passage_header(article, heading), *(_cut_decomposed(tag, 60) for tag in article.tags[:TAGS])]
    )


def _cut_decomposed(text: str, limit: int) -> str:
    """The beginning of ``text``, by the length of its decomposed form: a Hangul syllable is three letters."""
    text = " ".join(text.split())
    used = 0
    for at, character in enumerate(text):
        used += len(unicodedata.normalize("NFD", character))
        if used > limit:
            return text[:at].rstrip() + "…"
    return text
