"""Paragraphs and headings of a document with a layout (PDF, Word, mail) to an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from errors import ReadError
from ingest.dates.dates import is_date_line
from ingest.documents.document import Document, Note, Outcome
from ingest.read.text import HEADLINE, read_text, title_from_file_name
from news.article import Article

_JUNK_TITLE = re.compile(
    r"^(?:untitled.*|document\d*|dokument\d*|microsoft word\b.*|powerpoint\b.*|layout ?\d*|print|title|titel"
    r"|\(?anonymous\)?|\(?unspecified\)?|new document|slide ?\d*|scan[\w .-]*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|html?|tex|dvi|txt))$",
    re.I,
)
_NOTE = 40  # words; what is shorter is a note
_ENDS = re.compile(r"[.!?…][\"'”’»)]*$")
_BYLINE = re.compile(r"(?:by|von|por|par)\b", re.I)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading, as it stands in the document."""

    text: str
    is_heading: bool = False
    page: int = 0  # on which it begins, from 0


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself outside its text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    outlet: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None


def build_article_from_layout(
    document: Document, title: str | None, blocks: Sequence[Block], known: Properties
) -> Iterator[Outcome]:
    """Yield the article that the blocks make up; ``title`` is the headline as the layout shows it.

    The lines below the headline (byline, date, agency, deck) are read as in a scraped page; what they say
    counts before the document's properties. Raises ReadError if there is no text.
    """
    stated = known.title if is_headline(known.title, document) else None
    headline = join_spaces(title or stated or "")
    if not any(block.text.strip() and not block.is_heading for block in blocks):
        raise ReadError("no text in the document: wanted the text of an article")
    shown = headline or title_from_file_name(document)
    if sum(len(block.text.split()) for block in blocks) < _NOTE:
        yield _dress_with_properties(_build_plain_article(document, shown, blocks), shown, known)
        return
    page = [
        shown[:HEADLINE].rstrip(" .,;"),
        *_iterate_block_lines(blocks, {_fold_headline(headline), _fold_headline(stated or "")}),
    ]
    assembled = Document(document.key, f"{document.name}.txt", "\n\n".join(page).encode("utf-8", "replace"))
    for outcome in read_text(assembled):
        yield _dress_with_properties(outcome, shown, known) if isinstance(outcome, Article) else outcome


def _build_plain_article(document: Document, headline: str, blocks: Sequence[Block]) -> Article:
    """All blocks as paragraphs: a note of a few lines has no byline or deck that could be told apart."""
    texts = [join_spaces(block.text) for block in blocks]
    paragraphs = [
        text for text in texts if text and _fold_headline(text) != _fold_headline(headline)
    ] or list(filter(None, texts))
    return Article(document.key, headline, "\n\n".join(paragraphs))


def is_headline(title: str | None, document: Document) -> bool:
    """Whether a document's title property holds a headline rather than what a program left there."""
    words = join_spaces(title or "")
    if len(words) < 4 or len(words) > HEADLINE or not re.search(r"[^\W\d_]{2}", words):
        return False
    return not _JUNK_TITLE.match(words) and _fold_headline(words) != _fold_headline(
        title_from_file_name(document)
    )


def join_spaces(text: str) -> str:
    """``text`` with single spaces."""
    return " ".join(text.split())


def _fold_headline(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _iterate_block_lines(blocks: Sequence[Block], titles: set[str]) -> Iterator[str]:
    """Each block as a line that ``text.py`` reads; the headline is not repeated.

    What is set like a heading above the first paragraph may be a date, a byline or the deck.
    """
    first = next(number for number, block in enumerate(blocks) if not block.is_heading)
    for number, block in enumerate(blocks):
        line = join_spaces(block.text)
        if block.is_heading and not re.search(r"\w\w", line):
            continue  # an ornament, a letter of a list
        if not line or (number < 5 and _fold_headline(line) in titles):
            continue
        marked = block.is_heading and len(line) <= 140 and not _ENDS.search(line)
        if number < first and (is_date_line(line) or _BYLINE.match(line) or len(line.split()) > 5):
            marked = False
        yield f"## {line}" if marked else line


def _dress_with_properties(article: Article, headline: str, known: Properties) -> Article:
    return replace(
        article,
        title=headline,
        authors=article.authors or known.authors,
        published=article.published or known.published,
        outlet=article.outlet or known.outlet,
        language=article.language or known.language,
        tags=tuple(dict.fromkeys((*article.tags, *known.tags))),
        url=article.url or known.url,
    )


def make_date_note(document: Document, written: str) -> Note:
    """What a person is told of a date that cannot be."""
    return Note(document.key, f"published date {written[:60]!r} cannot be; left out")
