"""Web pages with their true body, title, date and author, in the two formats that such sets are published in."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import ReadError


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page and what is known of it; what is not known is empty."""

    path: Path  # of the page, gzipped or not
    url: str | None
    body: str = ""  # the whole text of the article
    inside: tuple[str, ...] = ()  # snippets that belong to the article
    outside: tuple[str, ...] = ()  # snippets of what is around it
    title: str = ""
    author: str = ""
    date: str = ""  # YYYY-MM-DD

    def html(self) -> bytes:
        """The bytes of the page."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def read_pages(folder: Path, truth: Path) -> list[Page]:
    """The pages of a truth file, in its order.

    An object of ``{page: {"articleBody": …, "url": …}}`` is article-extraction-benchmark's format, a list of
    ``{"html": file, "with": […], "without": […], "title": …, "author": …, "date": …}`` that of trafilatura's
    evaluation. Raises ReadError if the file is neither, or a page is missing.
    """
    try:
        content = json.loads(truth.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise ReadError(f"{truth} cannot be read as JSON ({broken})") from None
    if isinstance(content, dict) and all(_is_body(row) for row in content.values()):
        return [_with_body(folder, name, row) for name, row in content.items()]
    if isinstance(content, list) and all(isinstance(row, dict) and "with" in row for row in content):
        return [_with_snippets(folder, row) for row in content]
    raise ReadError(
        f"{truth} is neither an object of pages with 'articleBody' nor a list of pages with 'with' and 'without'"
    )


def _is_body(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("articleBody"), str)


def _with_body(folder: Path, name: str, row: dict[str, Any]) -> Page:
    return Page(_file(folder, name), _address(row), body=row["articleBody"])


def _with_snippets(folder: Path, row: dict[str, Any]) -> Page:
    return Page(
        _file(folder, str(row.get("html") or row.get("file"))),
        _address(row),
        inside=tuple(row["with"] or ()),
        outside=tuple(row.get("without") or ()),
        title=str(row.get("title") or ""),
        author=str(row.get("author") or ""),
        date=_day(str(row.get("date") or "")),
    )


def _address(row: dict[str, Any]) -> str | None:
    url = str(row.get("url") or "")
    return url if url.startswith(("http://", "https://")) else None


def _day(written: str) -> str:
    """``written`` as YYYY-MM-DD; some of the set's dates are YYYY-DD-MM, or lack a zero."""
    parts = [part.zfill(2) for part in written[:10].split("-")]
    if len(parts) != 3:
        return ""
    year, month, day = parts
    return f"{year}-{day}-{month}" if month > "12" else f"{year}-{month}-{day}"


def _file(folder: Path, name: str) -> Path:
    for candidate in (name, f"{name}.html", f"{name}.html.gz", f"{name}.gz"):
        if (folder / candidate).is_file():
            return folder / candidate
    raise ReadError(f"{folder} holds no page {name!r}: give the folder of the truth file's pages as --html")
