"""Pictures of text: PNG, JPEG, TIFF and WebP files, and the pages of scanned PDFs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Scan
from ingest.read.layout import Properties
from ingest.read.printed import read_lines
from ingest.read.recognition import (
    INSTALL,
    MARK,
    find_engine,
    mean_confidence,
    placed_lines,
    recognise_page,
)
from news.article import Article, Heading

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST_SIDE = 200  # pixels; what is smaller is an icon
_LEAST_WORDS = 12  # the signs and shirts of a photograph have fewer
_MOST_PIXELS = 200_000_000  # a double page at 600 dots per inch has 140 million
_UNSURE_WORD = re.compile(f"{MARK}(\\S*)")


def read_picture(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the text of a picture as one article.

    A photograph, or what is too small for a text, is a ``Note``. Raises ReadError if it is no picture or nothing
    that recognises text is installed, LimitError if it has more pages or pixels than is allowed.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(document.data)) as picture:
            width, height = picture.size
            pages = getattr(picture, "n_frames", 1)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as broken:
        raise ReadError(
            f"not a whole picture, it is cut off or broken ({broken}): get the file again"
        ) from None
    if width * height > _MOST_PIXELS:
        raise LimitError(
            f"a picture of {width:,} times {height:,} pixels: save it with at most {_MOST_PIXELS:,}"
        )
    if min(width, height) < _LEAST_SIDE:
        yield Note(
            document.key, f"a picture of {width} times {height} pixels, too small for the text of an article"
        )
        return
    allowance = allowance or ReadingAllowance()
    allowance.check_pages(pages)
    yield from read_scan(document, pages, lambda: _frames(document.data), Properties(), allowance)


def read_scan(
    document: Document,
    count: int,
    pictures: Callable[[], Iterable[Image]],
    known: Properties,
    allowance: ReadingAllowance,
) -> Iterator[Outcome]:
    """Read the text of ``count`` pictures of pages as one article, if the time for it is allowed; else a ``Scan``.

    Pictures with fewer words than an article has are told of in a ``Note``. Raises ReadError if nothing that
    recognises text is installed.
    """
    if find_engine() is None:
        raise ReadError(f"a scan: pictures of pages, without text. Save it with a text layer, or {INSTALL}")
    if not allowance.recognise:
        yield Scan(document.key, count)
        return
    pages = [recognise_page(picture) for picture in pictures()]
    if sum(len(page.words) for page in pages) < _LEAST_WORDS:
        yield Note(document.key, "a picture in which no text of an article was recognised")
        return
    sure = mean_confidence(pages)
    lines = [placed_lines(page, number) for number, page in enumerate(pages)]
    for outcome in read_lines(document, lines, known):
        yield _with_places(outcome, sure) if isinstance(outcome, Article) else outcome
    yield Note(document.key, f"its text was recognised from a picture, {sure:.0%} sure of a word in the mean")


def _frames(data: bytes) -> Iterator[Image]:
    from PIL import Image, ImageOps, ImageSequence

    with Image.open(BytesIO(data)) as opened:
        for frame in ImageSequence.Iterator(opened):
            yield ImageOps.exif_transpose(frame.convert("RGB"))


def _with_places(article: Article, confidence: float) -> Article:
    """The article without its marks of doubt: the places of doubtful words stand in ``unsure`` instead."""
    places: list[tuple[int, int]] = []
    parts: list[str] = []
    end = length = 0
    shifts: list[int] = []  # where the marks stood
    for word in _UNSURE_WORD.finditer(article.text):
        parts += [article.text[end : word.start()], word[1]]
        length += word.start() - end
        places.append((length, length + len(word[1])))
        length += len(word[1])
        end = word.end()
        shifts.append(word.start())
    parts.append(article.text[end:])

    def plain(text: str | None) -> str | None:
        return text.replace(MARK, "") if text else text

    return replace(
        article,
        title=article.title.replace(MARK, ""),
        text="".join(parts),
        deck=plain(article.deck),
        outlet=plain(article.outlet),
        section=plain(article.section),
        authors=tuple(each.replace(MARK, "") for each in article.authors),
        tags=tuple(each.replace(MARK, "") for each in article.tags),
        headings=tuple(
            Heading(each.start - sum(at < each.start for at in shifts), each.text.replace(MARK, ""))
            for each in article.headings
        ),
        confidence=round(confidence, 3),
        unsure=tuple(places),
    )
