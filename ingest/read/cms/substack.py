"""Substack's export: an archive with ``posts.csv`` and the text of each post in ``posts/ID.slug.html``."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.zip_package import make_safe_name, open_zip, read_member
from ingest.facts.fields import build_article_from_fields
from ingest.read.fragment import read_fragment
from news.article import Article

_COLUMNS = {"post_id", "post_date", "is_published", "title"}


def read_substack(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the published posts of an export; drafts are counted in a note.

    Raises ReadError if the archive is broken or holds none, LimitError if it takes more than it may.
    """
    allowance = allowance or ReadingAllowance()
    with open_zip(document.data, allowance) as archive, allowance.step_inside():
        members = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        table = next(name for name in members if PurePosixPath(name).name == "posts.csv")
        rows = list(
            csv.DictReader(io.StringIO(decode_text(read_member(archive, table, allowance)), newline=""))
        )
        texts = {
            PurePosixPath(name).name.removesuffix(".html"): name for name in members if name.endswith(".html")
        }
        left_out: Counter[str] = Counter()
        taken = 0
        for row in rows:
            allowance.take_member()
            identity = row.get("post_id") or ""
            if (row.get("is_published") or "").lower() not in ("true", "1", "yes"):
                left_out["drafts"] += 1
            elif (member := texts.get(identity) or texts.get(identity.split(".")[0])) is None:
                left_out["without text"] += 1
            else:
                taken += 1
                yield from _post(document, row, member, archive, allowance)
    told = ", ".join(f"{count} {reason}" for reason, count in left_out.items())
    if not taken:
        raise ReadError(
            f"no post in it is published ({told or 'posts.csv names none'}): wanted published posts"
        )
    if told:
        yield Note(document.key, f"left out: {told}")


def is_substack(names: list[str], head: bytes) -> bool:
    """Whether an archive with these members is an export; ``head``: how its ``posts.csv`` begins."""
    columns = {name.strip(' "\r\ufeff') for name in decode_text(head).split("\n", 1)[0].split(",")}
    return columns >= _COLUMNS and any(name.endswith(".html") for name in names)


def _post(
    document: Document, row: dict[str, str], member: str, archive: object, allowance: ReadingAllowance
) -> Iterator[Outcome]:
    key = f"{document.key}!{make_safe_name(member)}"
    try:
        html = decode_text(read_member(archive, member, allowance))  # type: ignore[arg-type]
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(key, str(problem))
        return
    title = row.get("title") or ""
    body = read_fragment(html, title)
    names = body.lift_byline()
    fields = {
        "title": title,
        "deck": row.get("subtitle"),
        "id": row.get("post_id"),
        "published": row.get("post_date"),
        "authors": list(names) or [row.get("author") or row.get("authors") or ""],
        "section": row.get("section_name") or row.get("section"),
        "outlet": row.get("publication"),
        "tags": row.get("tags") or "",
        "url": row.get("canonical_url") or row.get("url") or "",
    }
    if not body.text.strip():
        yield Note(key, f"left out: {title!r} has no text")
        return
    for outcome in build_article_from_fields(fields, key, text=body.text):
        yield body.dress_article(replace(outcome, key=key)) if isinstance(outcome, Article) else outcome
